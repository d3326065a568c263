// The reverse zones that a scan asks most, since their servers feel it. Memory
// does not follow the number of zones.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "io/address.h"
#include "scanner/targets/range_set.h"

namespace ptrcensus {

// A zone as it is commonly delegated: an IPv4 /16 or an IPv6 /32.
struct ReverseZone {
  Address first;
  int bits = 16;
  uint64_t targets = 0;

  friend bool operator==(const ReverseZone&, const ReverseZone&) = default;
};

struct BusiestZones {
  static constexpr size_t kMost = 10;

  std::vector<ReverseZone> first;  // at most kMost, the busiest first
  uint64_t count = 0;              // of all zones
};

// The zones that hold most of `asked`, of equals the lower address first.
[[nodiscard]] BusiestZones FindBusiestZones(const RangeSet& asked);

}  // namespace ptrcensus
