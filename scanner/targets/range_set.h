// Sets of addresses as ranges of numbers, with the few operations that build a
// target set: union, difference, intersection, count.
//
// Normal form: spans ascend, are disjoint, and no two touch. Every operation
// but Add needs normal form and keeps it. All work in place or on small
// results, so that a million ranges are never held twice.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "io/address.h"

namespace ptrcensus {

// First and last address of one family, first <= last.
struct AddressRange {
  Address first;
  Address last;

  friend constexpr auto operator<=>(const AddressRange&,
                                    const AddressRange&) = default;
};

using Bits128 = unsigned __int128;

// [first, last]: both ends belong to it, so that a whole family fits.
// Bits is uint32_t for IPv4, Bits128 for IPv6.
template <typename Bits>
struct Span {
  Bits first{};
  Bits last{};

  friend constexpr bool operator==(const Span&, const Span&) = default;
};

template <typename Bits>
using Spans = std::vector<Span<Bits>>;

constexpr Bits128 V6Bits(const Address& address) {
  return Bits128{address.high()} << 64 | address.low();
}
constexpr Address ToAddress(uint32_t bits) { return Address::V4(bits); }
constexpr Address ToAddress(Bits128 bits) {
  return Address::V6(static_cast<uint64_t>(bits >> 64),
                     static_cast<uint64_t>(bits));
}

// a + b, at most 2^64 - 1.
constexpr uint64_t SaturatingAdd(uint64_t a, uint64_t b) {
  return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

// Addresses in the range, at most 2^64 - 1.
[[nodiscard]] uint64_t Count(const AddressRange& range);
template <typename Bits>
[[nodiscard]] constexpr uint64_t Count(const Span<Bits>& span) {
  const Bits128 more = span.last - span.first;
  return more >= UINT64_MAX ? UINT64_MAX : static_cast<uint64_t>(more) + 1;
}

class RangeSet {
 public:
  const Spans<uint32_t>& v4() const { return v4_; }
  const Spans<Bits128>& v6() const { return v6_; }
  bool empty() const { return v4_.empty() && v6_.empty(); }
  // Hands the spans of a family over; the set holds none afterwards.
  Spans<uint32_t> TakeV4() { return std::exchange(v4_, {}); }
  Spans<Bits128> TakeV6() { return std::exchange(v6_, {}); }

  // Normal form is lost until Normalize(). Memory follows the distinct ranges,
  // not the number of calls.
  void Add(const AddressRange& range);
  void Normalize();

  void Unite(const RangeSet& other);
  void Subtract(const RangeSet& other);
  [[nodiscard]] RangeSet Intersect(const RangeSet& other) const;
  // Whether every address of `range` is in the set.
  [[nodiscard]] bool Covers(const AddressRange& range) const;
  // Addresses in the set, at most 2^64 - 1.
  [[nodiscard]] uint64_t Count() const;

 private:
  Spans<uint32_t> v4_;
  Spans<Bits128> v6_;
};

}  // namespace ptrcensus
