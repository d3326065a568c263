// Names as they stand in every row: to text, from wire, in order.
#include <benchmark/benchmark.h>

#include <string>

#include "io/name.h"
#include "io/time.h"

namespace ptrcensus {
namespace {

const Name kHost =
    *Name::FromText("ec2-198-51-100-24.eu-west-1.compute.example.com");

void BM_NameToText(benchmark::State& state) {
  std::string text;
  for (auto _ : state) {
    text.clear();
    AppendText(text, kHost.wire());
    benchmark::DoNotOptimize(text.data());
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_NameToText);

void BM_NameFromWire(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(Name::FromWire(kHost.wire()));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_NameFromWire);

void BM_NameCompare(benchmark::State& state) {
  const Name other =
      *Name::FromText("ec2-198-51-100-25.eu-west-1.compute.example.com");
  for (auto _ : state) {
    benchmark::DoNotOptimize(CompareCanonical(kHost.wire(), other.wire()));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_NameCompare);

void BM_NameOfAddress(benchmark::State& state) {
  uint32_t bits = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(Name::Reverse(Address::V4(bits += 0x9E3779B9)));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_NameOfAddress);

void BM_TimeToText(benchmark::State& state) {
  const WallTime time{std::chrono::milliseconds(1769850000250)};
  std::string text;
  for (auto _ : state) {
    text.clear();
    AppendText(text, time);
    benchmark::DoNotOptimize(text.data());
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_TimeToText);

}  // namespace
}  // namespace ptrcensus
