// The order in which targets are asked: a keyed permutation of their positions
// 0..N-1, so that neighbours are not asked in a row and any process can work
// out any part of it. Position and address are arithmetic, both ways; nothing
// is stored for a target, only an index of the set's ranges.
//
// Targets are numbered by range: asked IPv4, asked IPv6, skipped IPv4, skipped
// IPv6, each ascending. A position is the permutation's inverse of that number.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "scanner/targets/permutation.h"
#include "scanner/targets/span_index.h"
#include "scanner/targets/target_set.h"

namespace ptrcensus {

struct Target {
  Address address;
  bool skipped = false;  // special-purpose: a row, but never a query
};

// Positions [first, last).
struct PositionRange {
  uint64_t first = 0;
  uint64_t last = 0;

  uint64_t size() const { return last - first; }
};

// Shard `index` of `count` of N positions: [index*N/count, (index+1)*N/count),
// rounded down (no overflow for N <= 2^40 and count <= 2^20).
[[nodiscard]] PositionRange Shard(uint64_t n, uint64_t index, uint64_t count);

class Order {
 public:
  // Targets are the first min(max_targets, set.size()) positions of the
  // permutation of `set` by `seed`. The set becomes the index: move it in
  // unless its ranges are still needed.
  Order(TargetSet set, uint64_t seed, uint64_t max_targets = kMaxTargets);

  uint64_t size() const noexcept { return size_; }
  // position < size().
  [[nodiscard]] Target At(uint64_t position) const noexcept;
  // The targets of the positions from `first` on, as many as `out` has room
  // for, all of them < size(). In a long list of ranges much cheaper than one
  // by one: the waits for the index's memory overlap.
  void Read(uint64_t first, std::span<Target> out) const noexcept;
  // Nothing for an address that is no target.
  [[nodiscard]] std::optional<uint64_t> Position(
      const Address& address) const noexcept;

 private:
  // By its number in the order of the ranges.
  [[nodiscard]] Target TargetOf(uint64_t number) const noexcept;
  [[nodiscard]] std::optional<uint64_t> NumberOf(
      const Address& address) const noexcept;

  Permutation permutation_;
  uint64_t size_;
  SpanIndex<uint32_t> asked_v4_;
  SpanIndex<Bits128> asked_v6_;
  SpanIndex<uint32_t> skipped_v4_;
  SpanIndex<Bits128> skipped_v6_;
};

// Targets in the order of their positions, looked up some at a time.
class OrderReader {
 public:
  // `order` is borrowed.
  explicit OrderReader(const Order& order) : order_(order) {}

  // position < order.size(). Any will do, but reading on is what is cheap.
  [[nodiscard]] Target At(uint64_t position) noexcept {
    if (position - first_ >= count_) Fill(position);
    return targets_[position - first_];
  }

 private:
  void Fill(uint64_t position) noexcept;

  const Order& order_;
  // Positions [first_, first_ + count_).
  std::array<Target, 16> targets_;
  uint64_t first_ = 0;
  uint64_t count_ = 0;
};

}  // namespace ptrcensus
