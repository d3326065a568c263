// What staging a query costs beside the sending: BM_Stage/sockets/lengths
// fills bins in turn and empties them by a sender that does nothing.
#include <benchmark/benchmark.h>

#include <array>
#include <cstring>

#include "io/send_bins.h"

namespace ptrcensus {
namespace {

constexpr Endpoint kServer{Address::V4(0x7F000001), kDnsPort};
constexpr size_t kLeastBytes = 57;
constexpr uint32_t kQueriesPerSocket = 64;  // then the next one's turn

void BM_Stage(benchmark::State& state) {
  const auto sockets = static_cast<uint32_t>(state.range(0));
  const auto lengths = static_cast<uint32_t>(state.range(1));
  uint64_t queries_sent = 0;
  SendBins bins([&](const SendBin& bin) { queries_sent += bin.count; });
  const std::array<uint8_t, kMaxQueryBytes> query{};
  uint32_t tag = 0, in_turn = 0, socket = 0;
  Time now{std::chrono::hours(1)};
  for (auto _ : state) {
    const size_t size = kLeastBytes + tag % lengths;
    const auto room = bins.Stage(socket, kServer, size, tag++, now);
    std::memcpy(room.data(), query.data(), size);
    if (++in_turn < kQueriesPerSocket) continue;
    in_turn = 0;
    if (++socket == sockets) socket = 0;
    now += std::chrono::microseconds(250);
    bins.Flush(now, false);
  }
  benchmark::DoNotOptimize(queries_sent);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_Stage)->ArgsProduct({{1, 4, 32}, {1, 9}});

// All that is staged goes out every so many queries, as at a low rate.
void BM_StageAndFlush(benchmark::State& state) {
  SendBins bins(
      [](const SendBin& bin) { benchmark::DoNotOptimize(bin.count); });
  const std::array<uint8_t, kMaxQueryBytes> query{};
  const auto together = state.range(0);
  int64_t waiting = 0;
  for (auto _ : state) {
    const auto room = bins.Stage(0, kServer, kLeastBytes, 0, Time{});
    std::memcpy(room.data(), query.data(), kLeastBytes);
    if (++waiting < together) continue;
    waiting = 0;
    bins.Flush(Time{}, true);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_StageAndFlush)->Arg(1)->Arg(8);

}  // namespace
}  // namespace ptrcensus
