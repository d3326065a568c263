// A query's slot: BM_AcquireMatchRelease/in_flight takes one, and finds and
// frees the one that was sent so many queries ago (the budget for slot and
// deadline together is 30 ns).
#include <benchmark/benchmark.h>

#include <random>
#include <vector>

#include "scanner/engine/in_flight.h"

namespace ptrcensus {
namespace {

constexpr Time kStart{std::chrono::hours(1)};
constexpr uint32_t kQueriesPerSocket = 64;  // then the next one's turn

// Sockets in turn, as the engine takes them, and a clock that goes on.
class Sender {
 public:
  explicit Sender(uint32_t in_flight)
      : table_(in_flight / InFlight::kMaxUsedPerSocket + 4, std::mt19937_64(1),
               kStart) {}

  uint32_t Acquire() {
    const auto slot =
        table_.Acquire(turn_ / kQueriesPerSocket, SlotList::kUdp, now_);
    if (++turn_ == table_.sockets() * kQueriesPerSocket) turn_ = 0;
    now_ += std::chrono::microseconds(1);
    return *slot;
  }
  InFlight& table() { return table_; }
  Time now() const { return now_; }

 private:
  InFlight table_;
  uint32_t turn_ = 0;
  Time now_ = kStart;
};

void BM_AcquireMatchRelease(benchmark::State& state) {
  const auto in_flight = static_cast<size_t>(state.range(0));
  Sender sender(static_cast<uint32_t>(in_flight));
  std::vector<uint32_t> waiting(in_flight);
  for (uint32_t& slot : waiting) slot = sender.Acquire();
  InFlight& table = sender.table();
  size_t oldest = 0;
  for (auto _ : state) {
    const uint32_t answered = waiting[oldest];
    benchmark::DoNotOptimize(table[answered].list == SlotList::kUdp);
    benchmark::DoNotOptimize(table.Age(answered, sender.now()));
    table.Release(answered, true);
    waiting[oldest] = sender.Acquire();
    if (++oldest == in_flight) oldest = 0;
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_AcquireMatchRelease)->Arg(10'000)->Arg(100'000)->Arg(1'000'000);

// The same by the deadline: the oldest one has timed out and is sent again.
void BM_Expire(benchmark::State& state) {
  const auto in_flight = state.range(0);
  Sender sender(static_cast<uint32_t>(in_flight));
  for (int64_t i = 0; i < in_flight; ++i) sender.Acquire();
  InFlight& table = sender.table();
  for (auto _ : state) {
    const uint32_t expired = table.Front(SlotList::kUdp);
    benchmark::DoNotOptimize(table.Age(expired, sender.now()));
    table.Move(expired, SlotList::kRetry, sender.now());
    const Slot from = table[expired];
    table.Release(expired, false);
    table.Carry(sender.Acquire(), from);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_Expire)->Arg(10'000)->Arg(1'000'000);

}  // namespace
}  // namespace ptrcensus
