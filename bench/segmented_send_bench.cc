// A bin of queries to the kernel and over loopback: BM_SendSegments/queries is
// one sendmsg a bin, BM_SendPlainly/queries what it falls back to. An iteration
// is kHeld queries; it is timed by hand, because the receiver is emptied in
// between.
#include <benchmark/benchmark.h>

#include <array>
#include <chrono>

#include "bench/loopback_pair.h"
#include "io/datagram_batch.h"
#include "io/segmented_send.h"

namespace ptrcensus {
namespace {

using Seconds = std::chrono::duration<double>;

void Send(benchmark::State& state, bool segments) {
  const LoopbackPair pair;
  DatagramBatch batch;
  std::array<uint8_t, kBinBytes> room{};
  SendBin bin;
  bin.server = pair.receives_at();
  bin.size = 57;
  bin.count = static_cast<uint16_t>(state.range(0));
  bin.bytes = room.data();
  const int bins = LoopbackPair::kHeld / bin.count;
  uint32_t sent = 0;
  for (auto _ : state) {
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < bins; ++i) {
      sent += SendQueries(pair.sender(), bin, segments).sent;
    }
    const Seconds taken = std::chrono::steady_clock::now() - start;
    state.SetIterationTime(taken.count());
    while (batch.Receive(pair.receiver()) == 0) continue;
  }
  benchmark::DoNotOptimize(sent);
  state.SetItemsProcessed(state.iterations() * bins * bin.count);
}

void EachSize(benchmark::internal::Benchmark* benchmark) {
  for (const int64_t queries : {1, 4, 8, 32, 64}) {
    if (queries <= int64_t{kBinQueries}) benchmark->Arg(queries);
  }
  benchmark->UseManualTime();
}

void BM_SendSegments(benchmark::State& state) { Send(state, true); }
BENCHMARK(BM_SendSegments)->Apply(EachSize);

void BM_SendPlainly(benchmark::State& state) { Send(state, false); }
BENCHMARK(BM_SendPlainly)->Apply(EachSize);

}  // namespace
}  // namespace ptrcensus
