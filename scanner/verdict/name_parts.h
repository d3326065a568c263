// A name taken apart for the verdict: its text, its public suffix and what
// makes it no hostname. Invariant: all offsets lie within the text, on label
// boundaries.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "io/name.h"
#include "scanner/verdict/public_suffix.h"

namespace ptrcensus {

inline constexpr size_t kMaxLabels = kMaxNameBytes / 2;

// What is wrong with a name as a whole: the first of these that applies, in
// this order, which is that of their findings.
enum class NameFault : uint8_t {
  kNone,
  kRoot,
  kLiteral,     // four all-digit labels, or the text of an IPv6 address
  kArpa,        // in-addr.arpa or ip6.arpa at the end or inside
  kSpecialUse,  // a top of RFC 6761, 6762, 7686, 8375, 9476, or `internal`
  kSingleLabel,
  kPublicSuffix,  // the name is one
  kNumericTop,    // the top label has only digits
  kUnknownTop,    // the top label is not in the list
};

struct NameParts {
  // Stands for an octet that is no visible ASCII character, and for a dot
  // within a label.
  static constexpr char kOdd = '\x01';

  std::array<char, kMaxNameBytes + 1> bytes;
  uint8_t size = 0;
  // Where the public suffix begins, and the registrable domain (the suffix and
  // one label). Without a suffix, because the top label is unknown or the name
  // is one label, both are `size`: then there is nothing right of them. Where
  // the name is a suffix itself, both are 0.
  uint8_t suffix = 0;
  uint8_t registrable = 0;
  NameFault fault = NameFault::kNone;
  // Of `mail.example.com.113.0.203.in-addr.arpa` where the reverse zone begins:
  // the labels of octets (ip6.arpa: nibbles) and the two behind them, if the
  // name before them has a registrable domain; else `size`.
  uint8_t reverse_zone = 0;

  // Lower case, labels joined by dots, no final dot; empty for the root.
  std::string_view text() const { return {bytes.data(), size}; }
  // DESIGN.md 10: digits are looked for left of the public suffix.
  std::string_view left_of_suffix() const;
  // Empty where there is none.
  std::string_view registrable_domain() const;
};

// `wire` is a valid wire name in lower case. Allocates nothing.
void TakeApart(Bytes wire, PublicSuffixes& suffixes, NameParts& parts);

// True for the top labels localhost, local, invalid, onion, alt, internal, and
// for `home.arpa`: names that nobody may ask in the public DNS.
[[nodiscard]] bool IsSpecialUse(std::string_view second, std::string_view top);

}  // namespace ptrcensus
