// What drawing a target costs: BM_Draw/prefixes is permutation and index
// together (the budget is 10 ns for the permutation), BM_Read the same some at
// a time, BM_DrawChained lets no draw overlap the one before. BM_LoadFile reads
// a million lines.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <string>

#include "scanner/targets/order.h"
#include "scanner/targets/permutation.h"
#include "scanner/targets/target_set.h"

namespace ptrcensus {
namespace {

constexpr uint64_t kSeed = 1;

// `count` blocks of `each` addresses, scattered over the IPv4 space so that
// none touch.
Order MakeOrder(uint32_t count, uint32_t each) {
  TargetSetBuilder builder;
  const uint32_t stride = (UINT32_MAX >> 1) / count;
  for (uint32_t i = 0; i < count; ++i) {
    const uint32_t first = (1U << 24) + i * stride;
    builder.AddTarget(ToText(Address::V4(first)) + "-" +
                          ToText(Address::V4(first + each - 1)),
                      "TARGET");
  }
  return Order(builder.Build(/*include_special=*/true), kSeed);
}

void BM_Permute(benchmark::State& state) {
  const auto n = static_cast<uint64_t>(state.range(0));
  const Permutation permutation(n, kSeed);
  uint64_t x = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(permutation.Forward(x));
    if (++x == n) x = 0;
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_Permute)->Arg(1 << 20)->Arg(1LL << 32)->Arg(1LL << 40);

void BM_Unpermute(benchmark::State& state) {
  const auto n = static_cast<uint64_t>(state.range(0));
  const Permutation permutation(n, kSeed);
  uint64_t y = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(permutation.Inverse(y));
    if (++y == n) y = 0;
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_Unpermute)->Arg(1LL << 32);

void BM_PermuteChained(benchmark::State& state) {
  const Permutation permutation(static_cast<uint64_t>(state.range(0)), kSeed);
  uint64_t x = 0;
  for (auto _ : state) x = permutation.Forward(x);
  benchmark::DoNotOptimize(x);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_PermuteChained)->Arg(1LL << 32);

void BM_Draw(benchmark::State& state) {
  const auto prefixes = static_cast<uint32_t>(state.range(0));
  const Order order = MakeOrder(prefixes, (1U << 28) / prefixes);
  uint64_t position = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(order.At(position));
    if (++position == order.size()) position = 0;
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_Draw)->Arg(1)->Arg(1000)->Arg(1000000);

void BM_Read(benchmark::State& state) {
  const auto prefixes = static_cast<uint32_t>(state.range(0));
  const Order order = MakeOrder(prefixes, (1U << 28) / prefixes);
  OrderReader reader(order);
  uint64_t position = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(reader.At(position));
    if (++position == order.size()) position = 0;
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_Read)->Arg(1)->Arg(1000)->Arg(1000000);

void BM_DrawChained(benchmark::State& state) {
  const auto prefixes = static_cast<uint32_t>(state.range(0));
  const Order order = MakeOrder(prefixes, (1U << 28) / prefixes);
  uint64_t position = 0;
  for (auto _ : state) {
    position = order.At(position).address.low() % order.size();
  }
  benchmark::DoNotOptimize(position);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_DrawChained)->Arg(1)->Arg(1000000);

void BM_LoadFile(benchmark::State& state) {
  const std::string path = std::filesystem::temp_directory_path() /
                           ("order_bench." + std::to_string(getpid()) + ".txt");
  FILE* file = std::fopen(path.c_str(), "w");
  if (file == nullptr) {
    state.SkipWithError(("cannot write " + path).c_str());
    return;
  }
  const Permutation scatter(1 << 24, kSeed);
  for (uint64_t i = 0; i < 1000000; ++i) {
    const auto block = static_cast<uint32_t>(scatter.Forward(i)) << 8;
    std::fprintf(file, "%s/24\n", ToText(Address::V4(block)).c_str());
  }
  std::fclose(file);
  for (auto _ : state) {
    TargetSetBuilder builder;
    builder.AddTargetFile(path, "-i");
    const Order order(builder.Build(/*include_special=*/true), kSeed);
    benchmark::DoNotOptimize(order.size());
  }
  std::remove(path.c_str());
  state.SetItemsProcessed(state.iterations() * 1000000);
}
BENCHMARK(BM_LoadFile)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace ptrcensus
