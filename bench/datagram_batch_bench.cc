// Datagrams out of the kernel: BM_Receive/datagrams is one recvmmsg that finds
// so many, with the source of each. Timed by hand, because they are sent in
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

void BM_Receive(benchmark::State& state) {
  const LoopbackPair pair;
  DatagramBatch batch;
  std::array<uint8_t, kBinBytes> room{};
  SendBin bin;
  bin.bytes = room.data();
  bin.server = pair.receives_at();
  bin.size = 120;
  bin.count = 1;
  bool segments = true;
  int64_t received = 0;
  for (auto _ : state) {
    for (int64_t i = 0; i < state.range(0); ++i) {
      benchmark::DoNotOptimize(SendQueries(pair.sender(), bin, segments).sent);
    }
    const auto start = std::chrono::steady_clock::now();
    benchmark::DoNotOptimize(batch.Receive(pair.receiver()));
    for (size_t i = 0; i < batch.size(); ++i) {
      benchmark::DoNotOptimize(batch.source(i));
    }
    const Seconds taken = std::chrono::steady_clock::now() - start;
    state.SetIterationTime(taken.count());
    received += static_cast<int64_t>(batch.size());
  }
  state.SetItemsProcessed(received);
}
BENCHMARK(BM_Receive)->Arg(1)->Arg(8)->Arg(64)->UseManualTime();

}  // namespace
}  // namespace ptrcensus
