// What each reply costs: the comparison and the walk for a negative one, and
// for a positive one also ldns.
#include <benchmark/benchmark.h>

#include <string>

#include "io/reply.h"
#include "tests/support/packets.h"

namespace ptrcensus::packets {
namespace {

const Name kAsked = *Name::FromText("1.2.0.192.in-addr.arpa");

void BM_NegativeReply(benchmark::State& state) {
  const Packet packet(NxdomainWithSoaAndEde());
  const Packet question(kQuestion);
  for (auto _ : state) {
    benchmark::DoNotOptimize(CheckHeader(packet.bytes()));
    benchmark::DoNotOptimize(CompareQuestion(packet.bytes(), question.bytes()));
    benchmark::DoNotOptimize(ReadReply(packet.bytes()));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_NegativeReply);

void ReadAnswers(benchmark::State& state, const std::string& octets) {
  const Packet packet(octets);
  Answer answer;
  for (auto _ : state) {
    benchmark::DoNotOptimize(ReadReply(packet.bytes()));
    ReadAnswer(packet.bytes(), kAsked, RrType::kPtr, answer);
    benchmark::DoNotOptimize(answer.names.data());
  }
  state.SetItemsProcessed(state.iterations());
}

void BM_OnePtr(benchmark::State& state) { ReadAnswers(state, PlainPtr()); }
BENCHMARK(BM_OnePtr);

void BM_ClasslessDelegation(benchmark::State& state) {
  ReadAnswers(state, Rfc2317());
}
BENCHMARK(BM_ClasslessDelegation);

// `n` names that share a suffix, each owner a pointer.
void BM_ManyPtrs(benchmark::State& state) {
  const auto count = static_cast<size_t>(state.range(0));
  std::string octets = Reply(count);
  for (size_t i = 0; i < count; ++i) {
    const std::string digits = std::to_string(10000 + i * 7919 % 5003);
    octets += Rr(kQname, kPtr, 60, "\5" + digits + "\xC0\x16");
  }
  ReadAnswers(state, octets);
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_ManyPtrs)->Arg(10)->Arg(100)->Arg(1000);

}  // namespace
}  // namespace ptrcensus::packets
