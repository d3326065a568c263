#include "scanner/targets/range_set.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bitset>
#include <initializer_list>
#include <random>

namespace ptrcensus {
namespace {

constexpr Bits128 kMax128 = ~Bits128{0};

AddressRange V4(uint32_t first, uint32_t last) {
  return {Address::V4(first), Address::V4(last)};
}

RangeSet MakeSet(std::initializer_list<AddressRange> ranges) {
  RangeSet set;
  for (const auto& range : ranges) set.Add(range);
  set.Normalize();
  return set;
}

TEST(RangeSet, MergesWhatOverlapsOrTouches) {
  const auto set = MakeSet({V4(30, 40), V4(5, 9), V4(10, 12), V4(35, 36)});
  EXPECT_EQ(set.v4(), (Spans<uint32_t>{{5, 12}, {30, 40}}));
}

TEST(RangeSet, KeepsRangesApartThatDoNotTouch) {
  const auto set = MakeSet({V4(5, 9), V4(11, 12)});
  EXPECT_EQ(set.v4(), (Spans<uint32_t>{{5, 9}, {11, 12}}));
}

TEST(RangeSet, MergesAtTheEndOfTheSpaceWithoutWrapping) {
  const auto set = MakeSet(
      {V4(UINT32_MAX, UINT32_MAX), V4(0, 0), V4(UINT32_MAX - 1, UINT32_MAX)});
  EXPECT_EQ(set.v4(), (Spans<uint32_t>{{0, 0}, {UINT32_MAX - 1, UINT32_MAX}}));
}

TEST(RangeSet, CutsTheMiddleTheEdgesAndTheWhole) {
  auto set = MakeSet({V4(10, 20), V4(30, 40), V4(50, 60), V4(70, 80)});
  set.Subtract(MakeSet({V4(14, 15), V4(18, 18), V4(28, 33), V4(39, 66)}));
  EXPECT_EQ(set.v4(), (Spans<uint32_t>{
                          {10, 13}, {16, 17}, {19, 20}, {34, 38}, {70, 80}}));
}

TEST(RangeSet, CutsAtBothEndsOfTheSpaceWithoutWrapping) {
  auto set = MakeSet({V4(0, UINT32_MAX)});
  set.Subtract(MakeSet({V4(0, 0), V4(UINT32_MAX, UINT32_MAX)}));
  EXPECT_EQ(set.v4(), (Spans<uint32_t>{{1, UINT32_MAX - 1}}));
}

TEST(RangeSet, KeepsFamiliesApart) {
  auto set = MakeSet({V4(1, 9), {Address::V6(0, 1), Address::V6(0, 9)}});
  set.Subtract(MakeSet({V4(1, 9)}));
  EXPECT_TRUE(set.v4().empty());
  EXPECT_EQ(set.v6(), (Spans<Bits128>{{1, 9}}));
}

TEST(RangeSet, CountsAWholeFamilyWithoutOverflow) {
  EXPECT_EQ(Count(V4(0, UINT32_MAX)), 4294967296U);
  const auto all =
      MakeSet({{Address::V6(0, 0), Address::V6(UINT64_MAX, UINT64_MAX)}});
  EXPECT_EQ(all.v6(), (Spans<Bits128>{{0, kMax128}}));
  EXPECT_EQ(all.Count(), UINT64_MAX);
}

TEST(RangeSet, CountsJustBelowSaturationExactly) {
  EXPECT_EQ(Count(AddressRange{Address::V6(0, 1), Address::V6(0, UINT64_MAX)}),
            UINT64_MAX);
  EXPECT_EQ(Count(AddressRange{Address::V6(0, 2), Address::V6(0, UINT64_MAX)}),
            UINT64_MAX - 1);
}

TEST(RangeSet, CoversOnlyWhatLiesInOneSpan) {
  const auto set = MakeSet({V4(5, 9), V4(11, 20)});
  EXPECT_TRUE(set.Covers(V4(5, 9)));
  EXPECT_TRUE(set.Covers(V4(12, 12)));
  EXPECT_FALSE(set.Covers(V4(4, 5)));
  EXPECT_FALSE(set.Covers(V4(9, 11)));
  EXPECT_FALSE(set.Covers(V4(20, 21)));
}

// Every operation against the same one on a set of single numbers.
TEST(RangeSet, AgreesWithSingleNumbersOnRandomSets) {
  constexpr uint32_t kSpace = 200;
  using Numbers = std::bitset<kSpace>;
  std::mt19937_64 random(1);
  const auto make = [&random](RangeSet& set, Numbers& numbers) {
    for (uint64_t count = random() % 12; count > 0; --count) {
      const auto first = static_cast<uint32_t>(random() % kSpace);
      const auto length = static_cast<uint32_t>(random() % 20);
      const uint32_t last = std::min(kSpace - 1, first + length);
      set.Add(V4(first, last));
      for (uint32_t i = first; i <= last; ++i) numbers.set(i);
    }
    set.Normalize();
  };
  const auto expect_same = [](const RangeSet& set, const Numbers& numbers) {
    Numbers found;
    uint32_t free_from = 0;
    for (const auto& span : set.v4()) {
      ASSERT_LE(free_from, span.first);
      ASSERT_LE(span.first, span.last);
      for (uint32_t i = span.first; i <= span.last; ++i) found.set(i);
      free_from = span.last + 2;
    }
    EXPECT_EQ(found, numbers);
    EXPECT_EQ(set.Count(), numbers.count());
  };
  for (int trial = 0; trial < 2000; ++trial) {
    RangeSet a, b;
    Numbers in_a, in_b;
    make(a, in_a);
    make(b, in_b);
    expect_same(a, in_a);
    expect_same(a.Intersect(b), in_a & in_b);
    RangeSet united = a;
    united.Unite(b);
    expect_same(united, in_a | in_b);
    a.Subtract(b);
    expect_same(a, in_a & ~in_b);
  }
}

TEST(RangeSet, KeepsRepeatedRangesInLittleMemory) {
  RangeSet set;
  for (uint32_t i = 0; i < 1000000; ++i) {
    const uint32_t first = i % 100 * 10;
    set.Add(V4(first, first));
  }
  EXPECT_LE(set.v4().capacity(), 2048U);
  set.Normalize();
  EXPECT_EQ(set.Count(), 100U);
}

}  // namespace
}  // namespace ptrcensus
