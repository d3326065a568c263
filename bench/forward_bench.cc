// The verdict over the names of an address, and which names may be asked.
#include <benchmark/benchmark.h>

#include <vector>

#include "scanner/verdict/forward.h"

namespace ptrcensus {
namespace {

// No name confirms the address: all are looked at.
void BM_Combine(benchmark::State& state) {
  const std::vector<NameResult> names(
      static_cast<size_t>(state.range(0)),
      {"host.example.net", NameStatus::kNoForward});
  for (auto _ : state) benchmark::DoNotOptimize(Combine(names));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_Combine)->Arg(1)->Arg(10);

void BM_MayBeAsked(benchmark::State& state) {
  const Name name =
      *Name::FromText("ec2-198-51-100-24.eu-west-1.compute.example.com");
  for (auto _ : state) benchmark::DoNotOptimize(MayBeAsked(name));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_MayBeAsked);

}  // namespace
}  // namespace ptrcensus
