#include "scanner/verdict/interface_guard.h"

#include <gtest/gtest.h>

#include <string_view>

#include "io/name.h"
#include "scanner/verdict/public_suffix.h"

namespace ptrcensus {
namespace {

// The interface's numbers; "-" where the name begins with none.
std::string NumbersIn(std::string_view text) {
  static PublicSuffixes suffixes("");
  NameParts parts;
  TakeApart(Name::FromText(text)->wire(), suffixes, parts);
  const InterfaceGuard guard = FindInterface(parts);
  if (!guard.found) return "-";
  return std::string(text.substr(
      guard.numbers.begin, size_t{guard.numbers.end} - guard.numbers.begin));
}

TEST(InterfaceGuard, WantsAPrefixAndTwoNumbers) {
  EXPECT_EQ(NumbersIn("xe-0-0-33-0.agg3.example.net"), "0-0-33-0");
  EXPECT_EQ(NumbersIn("ae31-346.bar2.example.net"), "31-346");
  EXPECT_EQ(NumbersIn("te0/0/1.r.example.net"), "0/0/1");
  EXPECT_EQ(NumbersIn("po1.200.example.net"), "1.200");
  EXPECT_EQ(NumbersIn("ge-1.example.net"), "-");
  EXPECT_EQ(NumbersIn("ge.1-2.example.net"), "-");
  EXPECT_EQ(NumbersIn("gex-1-2.example.net"), "-");
  EXPECT_EQ(NumbersIn("a.ge-1-2.example.net"), "-");
}

TEST(InterfaceGuard, TakesNoWordForANumber) {
  EXPECT_EQ(NumbersIn("te1.1and1.example.net"), "-");
  EXPECT_EQ(NumbersIn("pos4-0-155m.example.net"), "4-0");
  EXPECT_EQ(NumbersIn("ge1-2.com"), "1-2");
}

TEST(InterfaceGuard, TakesOneNumberBesideADevice) {
  EXPECT_EQ(NumbersIn("be2742.ccr41.fra03.example.com"), "2742");
  EXPECT_EQ(NumbersIn("vlan100.sw7.example.net"), "100");
  EXPECT_EQ(NumbersIn("lag-101.edge.example.net"), "101");
  EXPECT_EQ(NumbersIn("ae0.web1.example.net"), "-");
  EXPECT_EQ(NumbersIn("ae0.core.net"), "-");
  EXPECT_EQ(NumbersIn("xe0.core1.example.net"), "-");
  EXPECT_EQ(NumbersIn("ae0-a.core1.example.net"), "-");
}

}  // namespace
}  // namespace ptrcensus
