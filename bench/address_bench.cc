// Addresses as text, both ways: each row prints one or more, each target read
// from a list is parsed.
#include <benchmark/benchmark.h>

#include <string>

#include "io/address.h"

namespace ptrcensus {
namespace {

constexpr Address kV4 = Address::V4(0xC6336418);  // 198.51.100.24
constexpr Address kV6 = Address::V6(0x20010DB800000000, 0x00000000C6336418);

void Print(benchmark::State& state, const Address& address) {
  std::string text;
  for (auto _ : state) {
    text.clear();
    AppendText(text, address);
    benchmark::DoNotOptimize(text.data());
  }
  state.SetItemsProcessed(state.iterations());
}

void BM_AddressToText4(benchmark::State& state) { Print(state, kV4); }
BENCHMARK(BM_AddressToText4);
void BM_AddressToText6(benchmark::State& state) { Print(state, kV6); }
BENCHMARK(BM_AddressToText6);

void Parse(benchmark::State& state, const Address& address) {
  const std::string text = ToText(address);
  for (auto _ : state) benchmark::DoNotOptimize(ParseAddress(text));
  state.SetItemsProcessed(state.iterations());
}

void BM_AddressFromText4(benchmark::State& state) { Parse(state, kV4); }
BENCHMARK(BM_AddressFromText4);
void BM_AddressFromText6(benchmark::State& state) { Parse(state, kV6); }
BENCHMARK(BM_AddressFromText6);

}  // namespace
}  // namespace ptrcensus
