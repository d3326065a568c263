// How an address can stand in a name: the closed list of encoding tokens. A
// token is a base, an order, a separator, and then `.pad3` (an octet is
// zero-padded to three digits) and `.glued` (a letter stands directly before
// the first digit) where the form has these.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace ptrcensus {

// Where a form takes both modifiers its four tokens follow each other: plain,
// padded, glued, both; where it takes only `.glued`, its two.
enum class Encoding : uint8_t {
  kNoName,
  kNone,  // nothing found
  // Four octets, forward and reversed, by separator.
  kFwd4Dash,
  kFwd4Dot = kFwd4Dash + 4,
  kFwd4Us = kFwd4Dot + 4,
  kFwd4X = kFwd4Us + 4,
  kFwd4Mixed = kFwd4X + 4,
  kRev4Dash = kFwd4Mixed + 4,
  kRev4Dot = kRev4Dash + 4,
  kRev4Us = kRev4Dot + 4,
  kRev4X = kRev4Us + 4,
  kRev4Mixed = kRev4X + 4,
  kPerm4 = kRev4Mixed + 4,
  // Other forms of the whole address. Hex8 has plain, `.glued` and `.0x`.
  kHex8Fwd,
  kHex8Rev = kHex8Fwd + 3,
  kHexsepFwd = kHex8Rev + 3,
  kHexsepRev,
  kHexSoftlayer,
  kDec32,
  kDense12Fwd = kDec32 + 2,
  kDense12Rev = kDense12Fwd + 2,
  kDenseUnpadded = kDense12Rev + 2,
  kOtherIp = kDenseUnpadded + 2,
  // Three octets.
  kLow3Fwd,
  kLow3Rev = kLow3Fwd + 4,
  kHi3 = kLow3Rev + 4,
  kHi3Rev,
  kPerm3,
  kDenseLow3,
  // Two octets.
  kLow2Fwd,
  kLow2Rev = kLow2Fwd + 4,
  kDenseLow2 = kLow2Rev + 4,
  kHi2,
  kHi2Rev,
  kMid2,
  kMid2Rev,
  // Less.
  kLast1,
  kSingle,
  kHexhi2,
  kMac,
  // IPv6.
  kV6Hex32,
  kV6NibblesRev = kV6Hex32 + 2,
  kV6Dash,
  kV6DashFull,
  kV6Iid16,
  kV6IidDash,
  kV6Mac,
  kV6Low32,
  kV6Low16,
  // Not by the address.
  kSerial,
  kProvider,
  kKeyword,
  kShared,
  kIface,
  kLiteral,
  kArpa,
};
inline constexpr int kEncodingCount = static_cast<int>(Encoding::kArpa) + 1;

// How much of the address a form shows.
enum class Strength : uint8_t {
  kNothing,  // it says nothing of the address
  kOne,      // one octet or less: never evidence alone
  kTwo,      // two octets, a MAC address, the low 32 bits of an IPv6 address
  kThree,
  kFull,  // all 32 bits, for IPv6 at least 64; also another address
};

// Empty for kNoName.
[[nodiscard]] std::string_view Text(Encoding encoding);
[[nodiscard]] std::optional<Encoding> ParseEncoding(std::string_view text);
[[nodiscard]] Strength StrengthOf(Encoding encoding);

// The token of `base` with its modifiers, where it takes them.
[[nodiscard]] constexpr Encoding Modified(Encoding base, bool padded,
                                          bool glued) {
  return static_cast<Encoding>(static_cast<int>(base) + (padded ? 1 : 0) +
                               (glued ? 2 : 0));
}
[[nodiscard]] constexpr Encoding Glued(Encoding base, bool glued) {
  return static_cast<Encoding>(static_cast<int>(base) + (glued ? 1 : 0));
}

}  // namespace ptrcensus
