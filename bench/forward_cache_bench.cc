// The cache of forward names. The names are made on the way, from a number:
// BM_MakeName says what of each figure is that.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <memory>

#include "scanner/engine/forward_cache.h"

namespace ptrcensus {
namespace {

constexpr uint64_t kSecret = 1;
constexpr size_t kCapacity = size_t{1} << 17;

class NameMaker {
 public:
  NameMaker() {
    const Name name = *Name::FromText("00000000.dyn.access.example.net");
    std::ranges::copy(name.wire(), wire_.begin());
    size_ = name.wire().size();
  }
  // A name of its own for each `number`.
  Name operator()(uint32_t number) {
    for (size_t i = 1; i <= 8; ++i, number >>= 4) {
      wire_[i] = static_cast<uint8_t>('a' + (number & 15));
    }
    return *Name::FromWire({wire_.data(), size_});
  }

 private:
  std::array<uint8_t, kMaxNameBytes> wire_;
  size_t size_;
};

void BM_MakeName(benchmark::State& state) {
  NameMaker name;
  uint32_t number = 0;
  for (auto _ : state) benchmark::DoNotOptimize(name(number++));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_MakeName);

// BM_Hit/names: each is there, and is met in turn.
void BM_Hit(benchmark::State& state) {
  const auto names = static_cast<uint32_t>(state.range(0));
  NameMaker name;
  ForwardCache cache(kSecret, kCapacity);
  for (uint32_t i = 0; i < names; ++i) {
    cache.Unpin(cache.Pin(name(i), RrType::kA));
  }
  uint32_t number = 0;
  for (auto _ : state) {
    cache.Unpin(cache.Pin(name(number), RrType::kA));
    if (++number == names) number = 0;
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_Hit)->Arg(1000)->Arg(100'000);

// An iteration fills a new cache by half.
void BM_Miss(benchmark::State& state) {
  NameMaker name;
  constexpr uint32_t kNames = kCapacity / 2;
  for (auto _ : state) {
    state.PauseTiming();
    auto cache = std::make_unique<ForwardCache>(kSecret, kCapacity);
    state.ResumeTiming();
    for (uint32_t i = 0; i < kNames; ++i) {
      cache->Unpin(cache->Pin(name(i), RrType::kA));
    }
    state.PauseTiming();
    cache.reset();
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * kNames);
}
BENCHMARK(BM_Miss)->Unit(benchmark::kMillisecond);

// Each name that comes drives another out, with its address.
void BM_Evict(benchmark::State& state) {
  NameMaker name;
  ForwardCache cache(kSecret, kCapacity);
  const auto add = [&](uint32_t number) {
    const uint32_t entry = cache.Pin(name(number), RrType::kA);
    cache[entry].addresses.assign(1, Address::V4(number));
    cache.Unpin(entry);
  };
  uint32_t number = 0;
  while (number < kCapacity) add(number++);
  for (auto _ : state) add(number++);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_Evict);

}  // namespace
}  // namespace ptrcensus
