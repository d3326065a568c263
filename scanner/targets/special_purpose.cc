#include "scanner/targets/special_purpose.h"

#include <algorithm>

namespace ptrcensus {
namespace {

constexpr SpecialBlock V4(uint32_t bits, int length, std::string_view label) {
  const uint32_t hosts = length == 0 ? ~0U : (1U << (32 - length)) - 1;
  return {{ToAddress(bits), ToAddress(bits | hosts)}, label};
}

// `top` is the first 32 bits of the network.
constexpr SpecialBlock V6(Bits128 top, int length, std::string_view label) {
  const Bits128 hosts = ~Bits128{0} >> length;
  return {{ToAddress(top << 96), ToAddress(top << 96 | hosts)}, label};
}

constexpr SpecialBlock Documentation(SpecialBlock block) {
  block.documentation = true;
  return block;
}

constexpr AddressRange V6Host(Bits128 top, Bits128 low) {
  return {ToAddress(top << 96 | low), ToAddress(top << 96 | low)};
}

constexpr AddressRange Between(const SpecialBlock& a, const SpecialBlock& b) {
  return {a.range.first, b.range.last};
}

constexpr std::string_view kOutside = "outside 2000::/3";

// 255.255.255.255/32 is registered too; 240.0.0.0/4 holds it.
constexpr SpecialBlock kBlocks[] = {
    V4(0x00000000, 8, "0.0.0.0/8"),
    V4(0x0a000000, 8, "10.0.0.0/8"),
    V4(0x64400000, 10, "100.64.0.0/10"),
    V4(0x7f000000, 8, "127.0.0.0/8"),
    V4(0xa9fe0000, 16, "169.254.0.0/16"),
    V4(0xac100000, 12, "172.16.0.0/12"),
    V4(0xc0000000, 24, "192.0.0.0/24"),
    Documentation(V4(0xc0000200, 24, "192.0.2.0/24")),
    V4(0xc0586300, 24, "192.88.99.0/24"),
    V4(0xc0a80000, 16, "192.168.0.0/16"),
    V4(0xc6120000, 15, "198.18.0.0/15"),
    Documentation(V4(0xc6336400, 24, "198.51.100.0/24")),
    Documentation(V4(0xcb007100, 24, "203.0.113.0/24")),
    V4(0xe0000000, 4, "224.0.0.0/4"),
    V4(0xf0000000, 4, "240.0.0.0/4"),
    V6(0x00000000, 3, kOutside),
    V6(0x20010000, 23, "2001::/23"),
    Documentation(V6(0x20010db8, 32, "2001:db8::/32")),
    V6(0x20020000, 16, "2002::/16"),
    Documentation(V6(0x3fff0000, 20, "3fff::/20")),
    {Between(V6(0x40000000, 2, ""), V6(0xc0000000, 2, "")), kOutside},
};

constexpr SpecialBlock kExceptions[] = {
    V4(0xc0000009, 32, "192.0.0.9/32"),
    V4(0xc000000a, 32, "192.0.0.10/32"),
    V4(0xc01fc400, 24, "192.31.196.0/24"),
    V4(0xc034c100, 24, "192.52.193.0/24"),
    V4(0xc0af3000, 24, "192.175.48.0/24"),
    {V6Host(0x20010001, 1), "2001:1::1/128"},
    {V6Host(0x20010001, 2), "2001:1::2/128"},
    {V6Host(0x20010001, 3), "2001:1::3/128"},
    V6(0x20010003, 32, "2001:3::/32"),
    {{Address::V6(0x2001000401120000, 0),
      Address::V6(0x200100040112ffff, UINT64_MAX)},
     "2001:4:112::/48"},
    V6(0x20010020, 28, "2001:20::/28"),
    V6(0x20010030, 28, "2001:30::/28"),
};

// The one of `blocks` that holds the address; null where none does.
const SpecialBlock* Find(std::span<const SpecialBlock> blocks,
                         const Address& address) {
  const auto after = std::ranges::upper_bound(
      blocks, address, {},
      [](const SpecialBlock& block) { return block.range.first; });
  if (after == blocks.begin()) return nullptr;
  const SpecialBlock& block = *(after - 1);
  return address <= block.range.last ? &block : nullptr;
}

}  // namespace

std::span<const SpecialBlock> SpecialBlocks() { return kBlocks; }

std::span<const SpecialBlock> SpecialExceptions() { return kExceptions; }

bool IsSpecialPurpose(const Address& address) {
  return Find(kBlocks, address) != nullptr &&
         Find(kExceptions, address) == nullptr;
}

bool IsDocumentation(const Address& address) {
  const SpecialBlock* block = Find(kBlocks, address);
  return block != nullptr && block->documentation;
}

}  // namespace ptrcensus
