// What a query costs in the table of servers: BM_PickSendHear/servers/rate
// chooses one, notes the query and the reply.
#include <benchmark/benchmark.h>

#include <vector>

#include "scanner/engine/servers.h"

namespace ptrcensus {
namespace {

void BM_PickSendHear(benchmark::State& state) {
  std::vector<Endpoint> endpoints;
  for (uint32_t i = 0; i < state.range(0); ++i) {
    endpoints.push_back({Address::V4(0x7F000001 + i), kDnsPort});
  }
  Time now{std::chrono::hours(1)};
  Servers servers(endpoints, static_cast<uint64_t>(state.range(1)), now);
  for (uint32_t i = 0; i < servers.size(); ++i) servers.OnHeard(i, now);
  for (auto _ : state) {
    now += std::chrono::microseconds(1);
    const uint32_t server = *servers.Pick(now);
    servers.OnSent(server, now);
    servers.OnHeard(server, now);
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations());
}
// A rate above what is taken, so that it never holds.
BENCHMARK(BM_PickSendHear)->ArgsProduct({{1, 8}, {0, 2'000'000}});

}  // namespace
}  // namespace ptrcensus
