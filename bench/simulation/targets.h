// Target lists of any length, made by arithmetic: blocks of nearly equal size,
// spread over the IPv4 space so that none touch, and single addresses spread
// over them that are excluded.
#pragma once

#include <cstdint>

#include "scanner/targets/order.h"

namespace ptrcensus::simulation {

struct TargetList {
  uint64_t targets = 1'000'000;  // after exclusions
  uint64_t prefixes = 1;
  uint64_t exclusions = 0;
};

// Throws Error where the list does not fit into the IPv4 space.
[[nodiscard]] Order MakeOrder(const TargetList& list, uint64_t seed);

}  // namespace ptrcensus::simulation
