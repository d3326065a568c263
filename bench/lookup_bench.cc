// What an address with a name to confirm costs in the pool, beside what is kept
// of its reply: BM_MakeAndFree/under_way.
#include <benchmark/benchmark.h>

#include <vector>

#include "scanner/engine/lookup.h"

namespace ptrcensus {
namespace {

void BM_MakeAndFree(benchmark::State& state) {
  LookupPool pool;
  std::vector<uint32_t> under_way(static_cast<size_t>(state.range(0)));
  for (uint32_t& id : under_way) id = pool.Make();
  size_t oldest = 0;
  for (auto _ : state) {
    pool.Free(under_way[oldest]);
    const uint32_t id = pool.Make();
    pool[id].facts.ip = Address::V4(id);
    pool[id].names.push_back({.entry = id});
    under_way[oldest] = id;
    if (++oldest == under_way.size()) oldest = 0;
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_MakeAndFree)->Arg(1000)->Arg(100'000);

}  // namespace
}  // namespace ptrcensus
