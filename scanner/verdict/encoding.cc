#include "scanner/verdict/encoding.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace ptrcensus {
namespace {

// In the order of Encoding.
constexpr auto kTexts = std::to_array<std::string_view>({
    "",
    "none",
    "fwd4.dash",
    "fwd4.dash.pad3",
    "fwd4.dash.glued",
    "fwd4.dash.pad3.glued",
    "fwd4.dot",
    "fwd4.dot.pad3",
    "fwd4.dot.glued",
    "fwd4.dot.pad3.glued",
    "fwd4.us",
    "fwd4.us.pad3",
    "fwd4.us.glued",
    "fwd4.us.pad3.glued",
    "fwd4.x",
    "fwd4.x.pad3",
    "fwd4.x.glued",
    "fwd4.x.pad3.glued",
    "fwd4.mixed",
    "fwd4.mixed.pad3",
    "fwd4.mixed.glued",
    "fwd4.mixed.pad3.glued",
    "rev4.dash",
    "rev4.dash.pad3",
    "rev4.dash.glued",
    "rev4.dash.pad3.glued",
    "rev4.dot",
    "rev4.dot.pad3",
    "rev4.dot.glued",
    "rev4.dot.pad3.glued",
    "rev4.us",
    "rev4.us.pad3",
    "rev4.us.glued",
    "rev4.us.pad3.glued",
    "rev4.x",
    "rev4.x.pad3",
    "rev4.x.glued",
    "rev4.x.pad3.glued",
    "rev4.mixed",
    "rev4.mixed.pad3",
    "rev4.mixed.glued",
    "rev4.mixed.pad3.glued",
    "perm4",
    "hex8.fwd",
    "hex8.fwd.glued",
    "hex8.fwd.0x",
    "hex8.rev",
    "hex8.rev.glued",
    "hex8.rev.0x",
    "hexsep.fwd",
    "hexsep.rev",
    "hex.softlayer",
    "dec32",
    "dec32.glued",
    "dense12.fwd",
    "dense12.fwd.glued",
    "dense12.rev",
    "dense12.rev.glued",
    "dense.unpadded",
    "dense.unpadded.glued",
    "other_ip",
    "low3.fwd",
    "low3.fwd.pad3",
    "low3.fwd.glued",
    "low3.fwd.pad3.glued",
    "low3.rev",
    "low3.rev.pad3",
    "low3.rev.glued",
    "low3.rev.pad3.glued",
    "hi3",
    "hi3.rev",
    "perm3",
    "dense.low3",
    "low2.fwd",
    "low2.fwd.pad3",
    "low2.fwd.glued",
    "low2.fwd.pad3.glued",
    "low2.rev",
    "low2.rev.pad3",
    "low2.rev.glued",
    "low2.rev.pad3.glued",
    "dense.low2",
    "hi2",
    "hi2.rev",
    "mid2",
    "mid2.rev",
    "last1",
    "single",
    "hexhi2",
    "mac",
    "v6.hex32",
    "v6.hex32.glued",
    "v6.nibbles.rev",
    "v6.dash",
    "v6.dash.full",
    "v6.iid16",
    "v6.iid.dash",
    "v6.mac",
    "v6.low32",
    "v6.low16",
    "serial",
    "provider",
    "keyword",
    "shared",
    "iface",
    "literal",
    "arpa",
});
static_assert(kTexts.size() == kEncodingCount);

// The first of each strength, in the order of Encoding.
struct Range {
  Encoding first;
  Strength strength;
};
constexpr Range kStrengths[] = {
    {Encoding::kNoName, Strength::kNothing},
    {Encoding::kFwd4Dash, Strength::kFull},
    {Encoding::kLow3Fwd, Strength::kThree},
    {Encoding::kLow2Fwd, Strength::kTwo},
    {Encoding::kLast1, Strength::kOne},
    {Encoding::kMac, Strength::kTwo},
    {Encoding::kV6Hex32, Strength::kFull},
    {Encoding::kV6Low32, Strength::kTwo},
    {Encoding::kV6Low16, Strength::kOne},
    {Encoding::kSerial, Strength::kNothing},
};

constexpr auto kStrengthOf = [] {
  std::array<Strength, kEncodingCount> strengths{};
  for (const Range& range : kStrengths) {
    for (size_t i = static_cast<size_t>(range.first); i < kEncodingCount; ++i) {
      strengths[i] = range.strength;
    }
  }
  return strengths;
}();

}  // namespace

std::string_view Text(Encoding encoding) {
  return kTexts[static_cast<size_t>(encoding)];
}

std::optional<Encoding> ParseEncoding(std::string_view text) {
  const auto found = std::ranges::find(kTexts, text);
  if (found == kTexts.end()) return std::nullopt;
  return static_cast<Encoding>(found - kTexts.begin());
}

Strength StrengthOf(Encoding encoding) {
  return kStrengthOf[static_cast<size_t>(encoding)];
}

}  // namespace ptrcensus
