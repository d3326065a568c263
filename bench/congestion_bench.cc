// The window, moved by every answer where no rate is given.
#include <benchmark/benchmark.h>

#include "scanner/engine/congestion.h"

namespace ptrcensus {
namespace {

void BM_OnAnswer(benchmark::State& state) {
  Congestion congestion(200'000);
  int64_t answers = 0;
  for (auto _ : state) {
    // From 1 to 5 ms, so that it grows and shrinks.
    congestion.OnAnswer(std::chrono::microseconds(1000 + (answers++ & 4095)));
    benchmark::DoNotOptimize(congestion.allowed());
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_OnAnswer);

}  // namespace
}  // namespace ptrcensus
