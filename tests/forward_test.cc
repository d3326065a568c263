#include "scanner/verdict/forward.h"

#include <gtest/gtest.h>

#include <vector>

namespace ptrcensus {
namespace {

bool Asked(std::string_view name) { return MayBeAsked(*Name::FromText(name)); }

Fcrdns Over(std::vector<NameStatus> statuses) {
  std::vector<NameResult> names;
  for (const NameStatus status : statuses) names.push_back({"n", status});
  return Combine(names);
}

TEST(Forward, OrdinaryNamesMayBeAsked) {
  EXPECT_TRUE(Asked("mail.example.com"));
  EXPECT_TRUE(Asked("bad_host.example.com"));
  EXPECT_TRUE(Asked("example.com"));
  EXPECT_TRUE(Asked("host.test"));
  EXPECT_TRUE(Asked("mail.example.com.113.0.203.in-addr.arpa"));
  EXPECT_TRUE(Asked("home.arpa.example"));
  EXPECT_TRUE(Asked("1.2.3.4a"));
  EXPECT_TRUE(Asked("localhost.example"));
}

TEST(Forward, TheRootLiteralsAndSingleLabelsAreNot) {
  EXPECT_FALSE(Asked("."));
  EXPECT_FALSE(Asked("router"));
  EXPECT_FALSE(Asked("203.0.113.10"));
  EXPECT_FALSE(Asked("host.123"));
}

TEST(Forward, SpecialUseNamesAreNot) {
  for (const char* name :
       {"localhost", "a.localhost", "printer.local", "x.invalid", "x.onion",
        "x.alt", "x.internal", "x.home.arpa", "home.arpa"}) {
    EXPECT_FALSE(Asked(name)) << name;
  }
}

TEST(Forward, TheBestNameDecidesInOrderOfPrecedence) {
  using S = NameStatus;
  EXPECT_EQ(Over({S::kMismatch, S::kPass, S::kTemp}), Fcrdns::kPass);
  EXPECT_EQ(Over({S::kMismatch, S::kNoForward, S::kTemp}),
            Fcrdns::kForwardTemp);
  EXPECT_EQ(Over({S::kInvalidName, S::kNoForward, S::kMismatch}),
            Fcrdns::kMismatch);
  EXPECT_EQ(Over({S::kInvalidName, S::kNoForward}), Fcrdns::kNoForward);
  EXPECT_EQ(Over({S::kInvalidName}), Fcrdns::kInvalidName);
  EXPECT_EQ(Over({S::kUntried, S::kUntried}), Fcrdns::kNotChecked);
}

TEST(Forward, TheStatusDecidesWhereThereIsNoName) {
  for (const PtrStatus status :
       {PtrStatus::kNxdomain, PtrStatus::kNodata, PtrStatus::kCnameBroken}) {
    EXPECT_EQ(WithoutNames(status), Fcrdns::kNoPtr) << Text(status);
  }
  for (const PtrStatus status :
       {PtrStatus::kServfail, PtrStatus::kRefused, PtrStatus::kOtherRcode,
        PtrStatus::kTimeout, PtrStatus::kCnameLoop, PtrStatus::kMalformed}) {
    EXPECT_EQ(WithoutNames(status), Fcrdns::kPtrTemp) << Text(status);
  }
  EXPECT_EQ(WithoutNames(PtrStatus::kSkipped), Fcrdns::kNotChecked);
}

}  // namespace
}  // namespace ptrcensus
