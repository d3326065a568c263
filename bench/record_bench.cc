// The walk over names and records, which every reply takes.
#include <benchmark/benchmark.h>

#include <array>

#include "io/record.h"
#include "tests/support/packets.h"

namespace ptrcensus::packets {
namespace {

// A reply whose last record's name lies behind so many pointers.
void BM_WalkName(benchmark::State& state) {
  std::string octets = Reply(1) + kQname;
  for (int64_t i = 1; i < state.range(0); ++i) {
    octets += Pointer(octets.size() - 2);
  }
  const Packet packet(octets);
  const size_t last = octets.size() - 2;
  for (auto _ : state) {
    benchmark::DoNotOptimize(WalkName(packet.bytes(), last, nullptr));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_WalkName)->Arg(1)->Arg(kMaxPointers);

void BM_WalkAndCopyName(benchmark::State& state) {
  const Packet packet(Reply(1) + kQname);
  std::array<uint8_t, kMaxNameBytes> name;
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        WalkName(packet.bytes(), kRecordsOffset, name.data()));
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_WalkAndCopyName);

void BM_ReadRecord(benchmark::State& state) {
  const Packet packet(PlainPtr());
  for (auto _ : state) {
    benchmark::DoNotOptimize(ReadRecord(packet.bytes(), kRecordsOffset));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_ReadRecord);

}  // namespace
}  // namespace ptrcensus::packets
