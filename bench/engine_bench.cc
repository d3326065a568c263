// A whole lookup in user space: the engine over the simulated network, its rows
// as CSV to a writer. BM_NetworkAlone is what of each figure is the network's,
// for each query; what remains is the scanner's own share.
#include <benchmark/benchmark.h>

#include <array>
#include <cstring>

#include "bench/simulation/simulated_scan.h"
#include "io/query.h"
#include "output/row_file.h"

namespace ptrcensus::simulation {
namespace {

constexpr Mix kNxdomain = {.nxdomain = 1, .nodata = 0};
constexpr Mix kNegative = {.nxdomain = 0.8, .nodata = 0.2};
constexpr Mix kDistinct = {.nxdomain = 0, .nodata = 0};
constexpr Mix kRepeated = {.nxdomain = 0, .nodata = 0, .repeated = 0.9};

// The forward cache evicts from here on.
constexpr uint64_t kWarmUp = 150'000;
constexpr uint64_t kRowsAtOnce = 1000;

Order EveryAddress() {
  TargetSetBuilder builder;
  builder.AddTarget("0.0.0.0/0", "TARGET");
  return Order(builder.Build(/*include_special=*/true), 1);
}

// An iteration is a thousand rows; the argument is the window.
void Scan(benchmark::State& state, const Mix& mix, bool forward) {
  RowFile file("/dev/null", MakeCsv(AllFields()), true);
  file.Start();
  const Order order = EveryAddress();
  SimulatedScan scan(
      {.window = static_cast<uint32_t>(state.range(0)),
       .forward = forward,
       .mix = mix},
      order, [&](const Row& row) { file.Write(row); },
      [&] { return file.full(); });
  scan.RunUntil(kWarmUp);
  const uint64_t before = scan.rows();
  for (auto _ : state) scan.RunUntil(scan.rows() + kRowsAtOnce);
  state.SetItemsProcessed(static_cast<int64_t>(scan.rows() - before));
}

void BM_Negative(benchmark::State& state) { Scan(state, kNegative, true); }
BENCHMARK(BM_Negative)->Arg(1000)->Arg(100'000);

void BM_Positive(benchmark::State& state) { Scan(state, kDistinct, false); }
BENCHMARK(BM_Positive)->Arg(1000)->Arg(100'000);

void BM_ConfirmedDistinct(benchmark::State& state) {
  Scan(state, kDistinct, true);
}
BENCHMARK(BM_ConfirmedDistinct)->Arg(1000)->Arg(100'000);

void BM_ConfirmedRepeated(benchmark::State& state) {
  Scan(state, kRepeated, true);
}
BENCHMARK(BM_ConfirmedRepeated)->Arg(1000)->Arg(100'000);

class Nobody final : public TransportEvents {
 public:
  void OnDatagram(uint32_t, const Endpoint&, Bytes packet,
                  Time) noexcept override {
    benchmark::DoNotOptimize(packet.data());
  }
  void OnUnsent(uint32_t, Time) noexcept override {}
  void OnTcpMessage(const Endpoint&, Bytes, Time) noexcept override {}
  void OnTcpFailed(uint32_t, bool, Time) noexcept override {}
  void OnBatchEnd(Time) noexcept override {}
};

// An iteration is one query of those that the scans above send, and its reply.
void Exchange(benchmark::State& state, const Mix& mix, Bytes query) {
  constexpr Endpoint kServer{Address::V4(0x7F000001), kDnsPort};
  const auto waiting = static_cast<uint32_t>(state.range(0));
  SimulatedNetwork network({.server = kServer,
                            .queries = waiting,
                            .round_trip = std::chrono::microseconds(waiting),
                            .mix = mix});
  Nobody nobody;
  network.SetEvents(&nobody);
  Time now = network.now();
  for (auto _ : state) {
    const auto room = network.Stage(0, kServer, query.size(), 0, now);
    std::memcpy(room.data(), query.data(), query.size());
    now += std::chrono::microseconds(1);
    if (const auto batch = network.NextBatch(); batch && *batch <= now) {
      network.AdvanceTo(now);
    }
  }
  state.SetItemsProcessed(state.iterations());
}

void BM_NetworkAlone(benchmark::State& state, const Mix& mix) {
  std::array<uint8_t, kMaxQueryBytes> query;
  const size_t size = WriteReverseQuestion(0xC6336418, 0, &query[kHeaderBytes]);
  const std::span<uint8_t> whole(query.data(), QueryBytes(size, true));
  WriteEnvelope(1, true, whole);
  Exchange(state, mix, whole);
}
BENCHMARK_CAPTURE(BM_NetworkAlone, negative, kNxdomain)
    ->Arg(1000)
    ->Arg(100'000);
BENCHMARK_CAPTURE(BM_NetworkAlone, positive, kDistinct)
    ->Arg(1000)
    ->Arg(100'000);

}  // namespace
}  // namespace ptrcensus::simulation
