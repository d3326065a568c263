// Where the address stands in a name: the first form that matches, in the
// order of DESIGN.md 10. Works on digit runs and tokens of the text left of
// the public suffix; each form looks at a window once, so the cost is linear.
#pragma once

#include <array>
#include <cstdint>

#include "io/address.h"
#include "scanner/verdict/encoding.h"
#include "scanner/verdict/name_parts.h"

namespace ptrcensus {

// A piece of the name's text, [begin, end).
struct TextSpan {
  uint8_t begin = 0;
  uint8_t end = 0;
};

struct AddressMatch {
  Encoding encoding = Encoding::kNone;
  TextSpan where;  // from the first digit to the last; empty for kNone

  // The runs or tokens that matched, left to right, at most 8: `octet` is
  // which octet (IPv4) or group (IPv6) of the address, from 0; kAll for one
  // that holds several.
  static constexpr uint8_t kAll = 255;
  struct Part {
    TextSpan where;
    uint8_t octet = 0;
  };
  std::array<Part, 8> parts{};
  uint8_t part_count = 0;
};

// Behind an interface only whole addresses count.
[[nodiscard]] AddressMatch MatchAddress(const Address& ip,
                                        const NameParts& name,
                                        bool behind_interface);

}  // namespace ptrcensus
