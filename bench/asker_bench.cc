// Asking alone: from Ask to the accepted reply, over the simulated network, for
// an owner that writes the question and takes any reply. Of this figure,
// BM_NetworkAlone of engine_bench is the network's.
#include <benchmark/benchmark.h>

#include <random>

#include "bench/simulation/simulated_network.h"
#include "io/query.h"
#include "scanner/engine/asker.h"

namespace ptrcensus::simulation {
namespace {

constexpr Endpoint kServer{Address::V4(0x7F000001), kDnsPort};

class AnyReply final : public QuestionOwner {
 public:
  size_t WriteQuestion(const Question& question, uint64_t case_bits,
                       uint8_t* out) const noexcept override {
    return WriteReverseQuestion(static_cast<uint32_t>(question.subject),
                                case_bits, out);
  }
  bool OnReply(const Asked&, const Reply& reply, Time) noexcept override {
    benchmark::DoNotOptimize(reply.facts.soa_owner_offset);
    return true;
  }
  void OnRoundTrip(Duration, Time) noexcept override {}
  void OnFailure(const Asked&, const Failure&, Time) noexcept override {}
  void AfterReplies(Time) noexcept override {}
};

// BM_AskAndAccept/unanswered
void BM_AskAndAccept(benchmark::State& state) {
  const auto unanswered = static_cast<uint32_t>(state.range(0));
  SimulatedNetwork network({.server = kServer,
                            .queries = 2 * unanswered,
                            .round_trip = std::chrono::microseconds(unanswered),
                            .mix = {.nxdomain = 1, .nodata = 0}});
  Time now = network.now();
  Pacer pacer(0, now);
  Servers servers({&kServer, 1}, 0, now);
  servers.OnHeard(0, now);
  AnyReply owner;
  ScanCounters counters;
  Asker asker({.timeout = std::chrono::seconds(2),
               .probe_timeout = std::chrono::seconds(2),
               .random = std::mt19937_64(1)},
              network, pacer, servers, owner, counters, now);
  network.SetEvents(&asker);
  uint32_t address = 0;
  const auto ask = [&] {
    address += 0x9E3779B9;  // 2^32 / golden ratio: odd, visits every value
    benchmark::DoNotOptimize(asker.Ask({Kind::kReverse4, address}, now));
    now += std::chrono::microseconds(1);
    if (address % 64 != 0) return;
    asker.Flush(now, false);
    network.AdvanceTo(now);
  };
  for (uint32_t i = 0; i < 2 * unanswered; ++i) ask();
  for (auto _ : state) ask();
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_AskAndAccept)->Arg(1000)->Arg(100'000);

}  // namespace
}  // namespace ptrcensus::simulation
