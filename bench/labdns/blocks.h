// Address blocks for the command line, and the addresses inside them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/address.h"

namespace ptrcensus::labdns {

// First and last address, of one family.
struct Block {
  Address first;
  Address last;

  bool Contains(const Address& address) const {
    return address.family() == first.family() && first <= address &&
           address <= last;
  }
};

[[nodiscard]] std::optional<Address> ReadAddress(std::string_view text);
[[nodiscard]] std::string AddressText(const Address& address);
// An address, or a CIDR block without host bits.
[[nodiscard]] std::optional<Block> ReadBlock(std::string_view text);
// Sorted, overlaps merged.
[[nodiscard]] std::vector<Block> Merged(std::vector<Block> blocks);
// The address behind this one; `address` is not the family's last.
[[nodiscard]] Address Next(const Address& address);

}  // namespace ptrcensus::labdns
