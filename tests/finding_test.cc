#include "scanner/verdict/finding.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <vector>

namespace ptrcensus {
namespace {

TEST(Finding, EachIsItsLineOfTheTable) {
  EXPECT_EQ(Findings().size(), static_cast<size_t>(kFindingCount));
  // Of each group that the enumeration has.
  EXPECT_EQ(Info(Finding::kSpecialPurposeSkipped).name,
            "special_purpose_skipped");
  EXPECT_EQ(Info(Finding::kPtrViaCname).name, "ptr_via_cname");
  EXPECT_EQ(Info(Finding::kPtrNameRoot).name, "ptr_name_root");
  EXPECT_EQ(Info(Finding::kPtrTldUnknown).name, "ptr_tld_unknown");
  EXPECT_EQ(Info(Finding::kPtrWwwName).name, "ptr_www_name");
  EXPECT_EQ(Info(Finding::kPtrNamesTruncated).name, "ptr_names_truncated");
  EXPECT_EQ(Info(Finding::kPtrTargetIsCname).name, "ptr_target_is_cname");
  EXPECT_EQ(Info(Finding::kForwardToPrivate).name, "forward_to_private");
  EXPECT_EQ(Info(Finding::kPtrPlaceholder).name, "ptr_placeholder");
  EXPECT_EQ(Info(Finding::kTtlHigh).name, "ttl_high");
  EXPECT_EQ(Info(Finding::kIpv6NoPtr).name, "ipv6_no_ptr");
  EXPECT_EQ(Info(Finding::kPtrWildcardZone).name, "ptr_wildcard_zone");
}

TEST(Finding, NamesAreReadBack) {
  std::set<std::string_view> names;
  for (int i = 0; i < kFindingCount; ++i) {
    const auto finding = static_cast<Finding>(i);
    const std::string_view name = Info(finding).name;
    EXPECT_EQ(ParseFinding(name), finding) << name;
    EXPECT_TRUE(names.insert(name).second) << name;
  }
  EXPECT_EQ(ParseFinding("ptr_nothing"), std::nullopt);
  EXPECT_EQ(ParseFinding(""), std::nullopt);
}

TEST(Finding, NamesAreWordsForACell) {
  for (const FindingInfo& info : Findings()) {
    EXPECT_TRUE(std::ranges::all_of(info.name, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    })) << info.name;
  }
}

TEST(Finding, MeaningIsAClauseAndAdviceASentence) {
  for (const FindingInfo& info : Findings()) {
    ASSERT_FALSE(info.meaning.empty()) << info.name;
    EXPECT_FALSE(info.meaning.ends_with('.')) << info.name;
    ASSERT_FALSE(info.advice.empty()) << info.name;
    EXPECT_TRUE(info.advice.ends_with('.')) << info.name;
    EXPECT_TRUE(info.advice[0] >= 'A' && info.advice[0] <= 'Z') << info.name;
    EXPECT_FALSE(info.basis.empty()) << info.name;
  }
}

TEST(Finding, TheLastOnesNeedTheNeighbours) {
  for (int i = 0; i < kFindingCount; ++i) {
    const auto finding = static_cast<Finding>(i);
    EXPECT_EQ(Info(finding).scope == FindingScope::kBlock,
              finding >= Finding::kPtrNameShared)
        << Info(finding).name;
  }
}

TEST(FindingSet, HoldsThemInTheOrderOfTheTable) {
  FindingSet set;
  EXPECT_TRUE(set.empty());
  set.Add(Finding::kTtlLow);
  set.Add(Finding::kPtrMissing);
  set.Add(Finding::kTtlLow);
  set.Add(Finding::kPtrMultiple, false);
  FindingSet more;
  more.Add(Finding::kPtrWildcardZone);
  set.Add(more);
  std::vector<Finding> seen;
  set.ForEach([&](Finding finding) { seen.push_back(finding); });
  EXPECT_EQ(seen, (std::vector<Finding>{Finding::kPtrMissing, Finding::kTtlLow,
                                        Finding::kPtrWildcardZone}));
  EXPECT_TRUE(set.Has(Finding::kPtrMissing));
  EXPECT_FALSE(set.Has(Finding::kPtrMultiple));
}

}  // namespace
}  // namespace ptrcensus
