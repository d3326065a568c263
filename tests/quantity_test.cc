#include "scanner/cli/quantity.h"

#include <gtest/gtest.h>

namespace ptrcensus {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(Quantity, GroupsThousands) {
  EXPECT_EQ(Grouped(0), "0");
  EXPECT_EQ(Grouped(999), "999");
  EXPECT_EQ(Grouped(1000), "1,000");
  EXPECT_EQ(Grouped(1048576), "1,048,576");
  EXPECT_EQ(Grouped(18446744073709551615u), "18,446,744,073,709,551,615");
}

TEST(Quantity, CompactKeepsThreeDigits) {
  EXPECT_EQ(Compact(0), "0");
  EXPECT_EQ(Compact(999), "999");
  EXPECT_EQ(Compact(1000), "1.00k");
  EXPECT_EQ(Compact(94123), "94.1k");
  EXPECT_EQ(Compact(999499), "999k");
  EXPECT_EQ(Compact(999600), "1.00M");
  EXPECT_EQ(Compact(1048576), "1.05M");
}

TEST(Quantity, DurationsUseTwoUnitsAtMost) {
  EXPECT_EQ(DurationText(milliseconds(800)), "0.8 s");
  EXPECT_EQ(DurationText(milliseconds(11200)), "11.2 s");
  EXPECT_EQ(DurationText(milliseconds(59960)), "1 min 00 s");
  EXPECT_EQ(DurationText(seconds(200)), "3 min 20 s");
  EXPECT_EQ(DurationText(seconds(7500)), "2 h 05 min");
  EXPECT_EQ(DurationText(hours(76)), "3 d 4 h");
}

TEST(Quantity, BytesUsePowersOfAThousand) {
  EXPECT_EQ(BytesText(900), "900 bytes");
  EXPECT_EQ(BytesText(12345678), "12.3 MB");
}

TEST(Quantity, PercentIsWholeOnlyWhenAllIsThere) {
  EXPECT_EQ(PercentText(0, 0), "0.0%");
  EXPECT_EQ(PercentText(0, 10), "0.0%");
  EXPECT_EQ(PercentText(1, 1000000), "<0.1%");
  EXPECT_EQ(PercentText(1, 1000), "0.1%");
  EXPECT_EQ(PercentText(842, 1000), "84.2%");
  EXPECT_EQ(PercentText(999999, 1000000), "99.9%");
  EXPECT_EQ(PercentText(7, 7), "100.0%");
}

TEST(Quantity, OneIsNoPlural) {
  EXPECT_EQ(Counted(1, "row"), "1 row");
  EXPECT_EQ(Counted(0, "row"), "0 rows");
  EXPECT_EQ(Counted(1048, "row"), "1,048 rows");
}

}  // namespace
}  // namespace ptrcensus
