// From what is known of an address to its row, which is not printed here.
#include <benchmark/benchmark.h>

#include <vector>

#include "scanner/engine/row_maker.h"

namespace ptrcensus {
namespace {

constexpr Time kStart{std::chrono::hours(1)};
constexpr Endpoint kServer{Address::V4(0x7F000001), kDnsPort};

ReverseFacts Facts(PtrStatus status) {
  ReverseFacts facts;
  facts.ip = Address::V4(0xC6336418);
  facts.status = status;
  facts.rcode = status == PtrStatus::kOk ? Rcode::kNoError : Rcode::kNxDomain;
  facts.attempts = 1;
  facts.rtt_us = 12345;
  facts.server = 0;
  return facts;
}

void Make(benchmark::State& state, const ReverseFacts& facts,
          const std::vector<RowMaker::NamePart>& names,
          const std::vector<Address>& forward) {
  ScanCounters counters;
  const Servers servers({&kServer, 1}, 0, kStart);
  PublicSuffixes suffixes("");
  RowMaker maker([](const Row& row) { benchmark::DoNotOptimize(&row); },
                 servers, suffixes, counters, kStart, WallTime{});
  for (auto _ : state) maker.Make(facts, names, forward, kStart);
  state.SetItemsProcessed(state.iterations());
}

void BM_NegativeRow(benchmark::State& state) {
  const Name zone = *Name::FromText("100.51.198.in-addr.arpa");
  ReverseFacts facts = Facts(PtrStatus::kNxdomain);
  facts.zone = zone.wire();
  Make(state, facts, {}, {});
}
BENCHMARK(BM_NegativeRow);

// BM_PositiveRow/names
void BM_PositiveRow(benchmark::State& state) {
  const auto count = static_cast<size_t>(state.range(0));
  const Name name =
      *Name::FromText("ec2-198-51-100-24.eu-west-1.compute.example.com");
  ReverseFacts facts = Facts(PtrStatus::kOk);
  facts.names_total = static_cast<uint32_t>(count);
  Make(state, facts, {count, {name.wire(), NameStatus::kPass, {}}}, {facts.ip});
}
BENCHMARK(BM_PositiveRow)->Arg(1)->Arg(10);

}  // namespace
}  // namespace ptrcensus
