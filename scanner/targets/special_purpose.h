// Special-purpose address space: blocks of the IANA registries whose reverse
// names are nobody's to ask for on the public internet (RFC 6890), and the
// blocks inside or beside them that are global although registered.
#pragma once

#include <span>
#include <string_view>

#include "scanner/targets/range_set.h"

namespace ptrcensus {

struct SpecialBlock {
  AddressRange range;
  std::string_view label;
  // RFC 5737, 3849, 9637: what examples in manuals use.
  bool documentation = false;
};

// Disjoint, ascending. IPv4 blocks carry their CIDR text; so do those of IPv6
// inside 2000::/3, all other IPv6 space is labelled "outside 2000::/3".
[[nodiscard]] std::span<const SpecialBlock> SpecialBlocks();
// Ordinary addresses, also where they lie inside one of the blocks.
[[nodiscard]] std::span<const SpecialBlock> SpecialExceptions();

// In one of the blocks and in no exception.
[[nodiscard]] bool IsSpecialPurpose(const Address& address);
// In a block for documentation, which is special-purpose too.
[[nodiscard]] bool IsDocumentation(const Address& address);

}  // namespace ptrcensus
