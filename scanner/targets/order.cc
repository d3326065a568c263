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
  uint64_t number = permutation_.Forward(position);
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

}  // namespace ptrcensus
