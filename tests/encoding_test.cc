#include "scanner/verdict/encoding.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace ptrcensus {
namespace {

TEST(Encoding, HasATextOfItsOwnForEach) {
  std::set<std::string_view> texts;
  for (int i = 0; i < kEncodingCount; ++i) {
    EXPECT_TRUE(texts.insert(Text(static_cast<Encoding>(i))).second) << i;
  }
}

TEST(Encoding, IsParsedFromItsTextAlone) {
  for (int i = 0; i < kEncodingCount; ++i) {
    const auto encoding = static_cast<Encoding>(i);
    EXPECT_EQ(ParseEncoding(Text(encoding)), encoding);
  }
  for (const char* text : {"NONSENSE", "fwd4", "None", "none ", "fwd4.dash."}) {
    EXPECT_EQ(ParseEncoding(text), std::nullopt) << text;
  }
}

TEST(Encoding, PutsModifiersBehindTheirBase) {
  for (const Encoding base :
       {Encoding::kFwd4Dash, Encoding::kFwd4Mixed, Encoding::kRev4Us,
        Encoding::kRev4X, Encoding::kLow3Fwd, Encoding::kLow2Rev}) {
    const std::string text(Text(base));
    EXPECT_EQ(Text(Modified(base, true, false)), text + ".pad3");
    EXPECT_EQ(Text(Modified(base, false, true)), text + ".glued");
    EXPECT_EQ(Text(Modified(base, true, true)), text + ".pad3.glued");
  }
  for (const Encoding base :
       {Encoding::kHex8Fwd, Encoding::kHex8Rev, Encoding::kDec32,
        Encoding::kDense12Fwd, Encoding::kDense12Rev, Encoding::kDenseUnpadded,
        Encoding::kV6Hex32}) {
    EXPECT_EQ(Text(Glued(base, true)), std::string(Text(base)) + ".glued");
  }
}

TEST(Encoding, KnowsHowMuchOfTheAddressItShows) {
  EXPECT_EQ(StrengthOf(Encoding::kNone), Strength::kNothing);
  EXPECT_EQ(StrengthOf(Encoding::kPerm4), Strength::kFull);
  EXPECT_EQ(StrengthOf(Encoding::kOtherIp), Strength::kFull);
  EXPECT_EQ(StrengthOf(Encoding::kDenseLow3), Strength::kThree);
  EXPECT_EQ(StrengthOf(Encoding::kDenseLow2), Strength::kTwo);
  EXPECT_EQ(StrengthOf(Encoding::kMid2Rev), Strength::kTwo);
  EXPECT_EQ(StrengthOf(Encoding::kLast1), Strength::kOne);
  EXPECT_EQ(StrengthOf(Encoding::kHexhi2), Strength::kOne);
  EXPECT_EQ(StrengthOf(Encoding::kMac), Strength::kTwo);
  EXPECT_EQ(StrengthOf(Encoding::kV6Mac), Strength::kFull);
  EXPECT_EQ(StrengthOf(Encoding::kV6Low32), Strength::kTwo);
  EXPECT_EQ(StrengthOf(Encoding::kV6Low16), Strength::kOne);
  EXPECT_EQ(StrengthOf(Encoding::kArpa), Strength::kNothing);
}

}  // namespace
}  // namespace ptrcensus
