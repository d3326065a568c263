// The token bucket, asked once and charged once a query.
#include <benchmark/benchmark.h>

#include "scanner/engine/pacer.h"

namespace ptrcensus {
namespace {

// BM_AvailableAndTake/rate, 0: no limit. The clock stands still for 64 queries,
// as within one tick.
void BM_AvailableAndTake(benchmark::State& state) {
  const auto rate_qps = static_cast<uint64_t>(state.range(0));
  Time now{std::chrono::hours(1)};
  Pacer pacer(rate_qps, now);
  int in_tick = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(pacer.Available(now));
    pacer.Take();
    if (++in_tick < 64) continue;
    in_tick = 0;
    now += std::chrono::microseconds(128);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_AvailableAndTake)->Arg(0)->Arg(500'000);

}  // namespace
}  // namespace ptrcensus
