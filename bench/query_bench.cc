// A query from the template, and the same question written letter by letter.
#include <benchmark/benchmark.h>

#include <array>

#include "io/query.h"

namespace ptrcensus {
namespace {

constexpr uint64_t kStep = 0x9E3779B97F4A7C15;  // odd: visits every value

void BM_ReverseQuery(benchmark::State& state) {
  std::array<uint8_t, kMaxQueryBytes> query;
  uint64_t bits = 0;
  for (auto _ : state) {
    bits += kStep;
    const size_t size = WriteReverseQuestion(static_cast<uint32_t>(bits >> 32),
                                             bits, &query[kHeaderBytes]);
    WriteEnvelope(static_cast<uint16_t>(bits), true,
                  {query.data(), QueryBytes(size, true)});
    benchmark::DoNotOptimize(query.data());
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_ReverseQuery);

void BM_ForwardQuery(benchmark::State& state) {
  const Name name =
      *Name::FromText("ec2-198-51-100-24.eu-west-1.compute.example.com");
  std::array<uint8_t, kMaxQueryBytes> query;
  uint64_t bits = 0;
  for (auto _ : state) {
    bits += kStep;
    const size_t size =
        WriteQuestion(name.wire(), RrType::kA, bits, &query[kHeaderBytes]);
    WriteEnvelope(static_cast<uint16_t>(bits), true,
                  {query.data(), QueryBytes(size, true)});
    benchmark::DoNotOptimize(query.data());
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_ForwardQuery);

}  // namespace
}  // namespace ptrcensus
