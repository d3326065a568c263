#include "scanner/cli/busiest_zone.h"

#include <gtest/gtest.h>

namespace ptrcensus {
namespace {

RangeSet SetOf(const std::vector<AddressRange>& ranges) {
  RangeSet set;
  for (const AddressRange& range : ranges) set.Add(range);
  set.Normalize();
  return set;
}

TEST(BusiestZone, IsTheSixteenWithMostTargets) {
  // 9.1.0.0/24, 9.2.0.0/24 and one more in 9.2/16.
  const RangeSet set =
      SetOf({{Address::V4(0x09010000), Address::V4(0x090100FF)},
             {Address::V4(0x09020000), Address::V4(0x090200FF)},
             {Address::V4(0x09020200), Address::V4(0x09020200)}});
  EXPECT_EQ(BusiestZone(set), (ReverseZone{Address::V4(0x09020000), 16, 257}));
}

TEST(BusiestZone, ARangeCanSpanSeveral) {
  // 9.1.255.254 to 9.3.0.0: two, all of 9.2/16, one.
  const RangeSet set =
      SetOf({{Address::V4(0x0901FFFE), Address::V4(0x09030000)}});
  EXPECT_EQ(BusiestZone(set),
            (ReverseZone{Address::V4(0x09020000), 16, 65536}));
}

TEST(BusiestZone, TheWholeSpaceEnds) {
  const RangeSet set = SetOf({{Address::V4(0), Address::V4(0xFFFFFFFF)}});
  EXPECT_EQ(BusiestZone(set), (ReverseZone{Address::V4(0), 16, 65536}));
}

TEST(BusiestZone, OfIPv6IsAThirtyTwo) {
  const RangeSet set = SetOf(
      {{Address::V4(0x09010000), Address::V4(0x09010001)},
       {Address::V6(0x2001050000000000, 0), Address::V6(0x2001050000000000, 9)},
       {Address::V6(0x20010500FFFFFFFF, 0),
        Address::V6(0x20010500FFFFFFFF, 9)}});
  EXPECT_EQ(BusiestZone(set),
            (ReverseZone{Address::V6(0x2001050000000000, 0), 32, 20}));
}

TEST(BusiestZone, OfNothingHasNoTargets) {
  EXPECT_EQ(BusiestZone(RangeSet()).targets, 0u);
}

}  // namespace
}  // namespace ptrcensus
