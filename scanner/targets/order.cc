#include "scanner/targets/order.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace ptrcensus {

PositionRange Shard(uint64_t n, uint64_t index, uint64_t count) {
  assert(n <= kMaxTargets && count <= uint64_t{1} << 20 && index < count);
  return {index * n / count, (index + 1) * n / count};
}

Order::Order(TargetSet set, uint64_t seed, uint64_t max_targets)
    : permutation_(set.size(), seed),
      size_(std::min(set.size(), max_targets)),
      asked_v4_(set.asked_.TakeV4()),
      asked_v6_(set.asked_.TakeV6()),
      skipped_v4_(set.skipped_.TakeV4()),
      skipped_v6_(set.skipped_.TakeV6()) {}

Target Order::At(uint64_t position) const noexcept {
  assert(position < size_);
  return TargetOf(permutation_.Forward(position));
}

void Order::Read(uint64_t first, std::span<Target> out) const noexcept {
  assert(first + out.size() <= size_);
  constexpr size_t kAtOnce = 16;
  std::array<uint64_t, kAtOnce> numbers;
  // Skipped targets have few ranges: only what is asked is worth the trouble.
  const uint64_t v4 = asked_v4_.size();
  const uint64_t asked = v4 + asked_v6_.size();
  for (; !out.empty(); out = out.subspan(std::min(kAtOnce, out.size()))) {
    const size_t count = std::min(kAtOnce, out.size());
    for (size_t i = 0; i < count; ++i) {
      const uint64_t number = numbers[i] = permutation_.Forward(first++);
      if (number < v4) {
        asked_v4_.PrefetchBucket(number);
      } else if (number < asked) {
        asked_v6_.PrefetchBucket(number - v4);
      }
    }
    for (size_t i = 0; i < count; ++i) {
      if (numbers[i] < v4) {
        asked_v4_.PrefetchSpan(numbers[i]);
      } else if (numbers[i] < asked) {
        asked_v6_.PrefetchSpan(numbers[i] - v4);
      }
    }
    for (size_t i = 0; i < count; ++i) out[i] = TargetOf(numbers[i]);
  }
}

Target Order::TargetOf(uint64_t number) const noexcept {
  if (number < asked_v4_.size())
    return {ToAddress(asked_v4_.At(number)), false};
  number -= asked_v4_.size();
  if (number < asked_v6_.size())
    return {ToAddress(asked_v6_.At(number)), false};
  number -= asked_v6_.size();
  if (number < skipped_v4_.size()) {
    return {ToAddress(skipped_v4_.At(number)), true};
  }
  return {ToAddress(skipped_v6_.At(number - skipped_v4_.size())), true};
}

std::optional<uint64_t> Order::Position(const Address& address) const noexcept {
  const auto number = NumberOf(address);
  if (!number) return std::nullopt;
  const uint64_t position = permutation_.Inverse(*number);
  if (position >= size_) return std::nullopt;
  return position;
}

std::optional<uint64_t> Order::NumberOf(const Address& address) const noexcept {
  const bool v4 = address.is_v4();
  const auto asked =
      v4 ? asked_v4_.Find(address.v4()) : asked_v6_.Find(V6Bits(address));
  if (asked) return *asked + (v4 ? 0 : asked_v4_.size());
  const auto skipped =
      v4 ? skipped_v4_.Find(address.v4()) : skipped_v6_.Find(V6Bits(address));
  if (!skipped) return std::nullopt;
  return asked_v4_.size() + asked_v6_.size() + *skipped +
         (v4 ? 0 : skipped_v4_.size());
}

void OrderReader::Fill(uint64_t position) noexcept {
  first_ = position;
  count_ = std::min<uint64_t>(targets_.size(), order_.size() - position);
  order_.Read(position, {targets_.data(), count_});
}

}  // namespace ptrcensus
