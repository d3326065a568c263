// The window, moved by every answer where no rate is given.
#include <benchmark/benchmark.h>

#include "scanner/engine/congestion.h"

namespace ptrcensus {
namespace {

void BM_OnAnswer(benchmark::State& state) {
  Time now{};
  Congestion congestion(200'000, now);
  int64_t answers = 0;
  for (auto _ : state) {
    congestion.OnSent(1);
    // From 1 to 5 ms, so that it grows and shrinks.
    congestion.OnAnswer(std::chrono::microseconds(1000 + (answers++ & 4095)),
                        now += std::chrono::microseconds(2));
    benchmark::DoNotOptimize(congestion.MaySend(500, now));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_OnAnswer);

}  // namespace
}  // namespace ptrcensus
