// The reverse zone that a scan asks most, since that is whose servers feel it.
#pragma once

#include <cstdint>

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

// The zone that holds most of `asked`, the first of equals.
[[nodiscard]] ReverseZone BusiestZone(const RangeSet& asked);

}  // namespace ptrcensus
