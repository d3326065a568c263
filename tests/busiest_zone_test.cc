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

ReverseZone Busiest(const RangeSet& set) {
  return FindBusiestZones(set).first.at(0);
}

TEST(BusiestZone, IsTheSixteenWithMostTargets) {
  // 9.1.0.0/24, 9.2.0.0/24 and one more in 9.2/16.
  const RangeSet set =
      SetOf({{Address::V4(0x09010000), Address::V4(0x090100FF)},
             {Address::V4(0x09020000), Address::V4(0x090200FF)},
             {Address::V4(0x09020200), Address::V4(0x09020200)}});
  EXPECT_EQ(Busiest(set), (ReverseZone{Address::V4(0x09020000), 16, 257}));
}

TEST(BusiestZone, ARangeCanSpanSeveral) {
  // 9.1.255.254 to 9.3.0.0: two, all of 9.2/16, one.
  const RangeSet set =
      SetOf({{Address::V4(0x0901FFFE), Address::V4(0x09030000)}});
  EXPECT_EQ(Busiest(set), (ReverseZone{Address::V4(0x09020000), 16, 65536}));
}

TEST(BusiestZone, TheWholeSpaceEnds) {
  const RangeSet set = SetOf({{Address::V4(0), Address::V4(0xFFFFFFFF)}});
  EXPECT_EQ(Busiest(set), (ReverseZone{Address::V4(0), 16, 65536}));
}

TEST(BusiestZone, OfIPv6IsAThirtyTwo) {
  const RangeSet set = SetOf(
      {{Address::V4(0x09010000), Address::V4(0x09010001)},
       {Address::V6(0x2001050000000000, 0), Address::V6(0x2001050000000000, 9)},
       {Address::V6(0x20010500FFFFFFFF, 0),
        Address::V6(0x20010500FFFFFFFF, 9)}});
  EXPECT_EQ(Busiest(set),
            (ReverseZone{Address::V6(0x2001050000000000, 0), 32, 20}));
}

TEST(BusiestZone, OfNothingHasNoTargets) {
  EXPECT_EQ(FindBusiestZones(RangeSet()).count, 0u);
  EXPECT_TRUE(FindBusiestZones(RangeSet()).first.empty());
}

TEST(BusiestZone, TheTenBusiestAreKeptInOrder) {
  // 9.0/16 to 9.11/16 with 1 to 12 targets, and 9.12/16 with 12.
  std::vector<AddressRange> ranges;
  for (uint32_t i = 0; i < 12; ++i) {
    const uint32_t first = 0x09000000 + (i << 16);
    ranges.push_back({Address::V4(first), Address::V4(first + i)});
  }
  ranges.push_back({Address::V4(0x090C0000), Address::V4(0x090C000B)});
  const BusiestZones zones = FindBusiestZones(SetOf(ranges));
  EXPECT_EQ(zones.count, 13u);
  ASSERT_EQ(zones.first.size(), 10u);
  EXPECT_EQ(zones.first[0], (ReverseZone{Address::V4(0x090B0000), 16, 12}));
  EXPECT_EQ(zones.first[1], (ReverseZone{Address::V4(0x090C0000), 16, 12}));
  EXPECT_EQ(zones.first[9], (ReverseZone{Address::V4(0x09030000), 16, 4}));
}

}  // namespace
}  // namespace ptrcensus
