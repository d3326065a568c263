#include "scanner/targets/target_set.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "io/error.h"

namespace ptrcensus {
namespace {

using Texts = std::initializer_list<const char*>;
using Counts = std::vector<std::pair<std::string, uint64_t>>;

TargetSet Build(Texts targets, Texts exclusions = {},
                bool include_special = false) {
  TargetSetBuilder builder;
  for (const char* text : targets) builder.AddTarget(text, "TARGET");
  for (const char* text : exclusions) builder.AddExclusion(text, "-x");
  return builder.Build(include_special);
}

// "first-last first-last ..."
std::string Show(const RangeSet& set) {
  std::string text;
  const auto append = [&text](const Address& first, const Address& last) {
    if (!text.empty()) text += ' ';
    text += ToText(first) + "-" + ToText(last);
  };
  for (const auto& s : set.v4()) append(ToAddress(s.first), ToAddress(s.last));
  for (const auto& s : set.v6()) append(ToAddress(s.first), ToAddress(s.last));
  return text;
}

std::string BuildError(Texts targets, Texts exclusions = {},
                       bool include_special = false) {
  try {
    Build(targets, exclusions, include_special);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(TargetSet, MergesOverlappingAndTouchingTargets) {
  const auto set = Build({"8.8.8.128/25", "8.8.8.0/25", "8.8.8.9", "9.0.0.1"});
  EXPECT_EQ(Show(set.asked()), "8.8.8.0-8.8.8.255 9.0.0.1-9.0.0.1");
  EXPECT_EQ(set.size(), 257U);
  EXPECT_EQ(set.asked_size(), 257U);
  EXPECT_EQ(set.skipped_size(), 0U);
}

TEST(TargetSet, HoldsBothFamilies) {
  const auto set = Build({"2600::/127", "8.8.8.8"});
  EXPECT_EQ(Show(set.asked()), "8.8.8.8-8.8.8.8 2600::-2600::1");
}

TEST(TargetSet, TakesExclusionsOut) {
  const auto set = Build({"8.8.8.0/28"}, {"8.8.8.4/30", "8.8.8.15", "9.0.0.0"});
  EXPECT_EQ(Show(set.asked()), "8.8.8.0-8.8.8.3 8.8.8.8-8.8.8.14");
  EXPECT_EQ(set.size(), 11U);
  EXPECT_EQ(set.left_out(), Counts{});
}

TEST(TargetSet, LeavesOutSpecialSpaceInsideAWiderTarget) {
  const auto set = Build({"9.255.255.254-11.0.0.1", "192.0.1.0-192.0.2.255"});
  EXPECT_EQ(Show(set.asked()),
            "9.255.255.254-9.255.255.255 11.0.0.0-11.0.0.1 "
            "192.0.1.0-192.0.1.255");
  EXPECT_EQ(Show(set.skipped()), "");
  EXPECT_EQ(set.left_out(),
            (Counts{{"10.0.0.0/8", 16777216}, {"192.0.2.0/24", 256}}));
}

TEST(TargetSet, SkipsATargetWhollyInSpecialSpace) {
  const auto set = Build({"8.8.8.8", "10.0.0.0/30", "fe80::/127"});
  EXPECT_EQ(Show(set.asked()), "8.8.8.8-8.8.8.8");
  EXPECT_EQ(Show(set.skipped()), "10.0.0.0-10.0.0.3 fe80::-fe80::1");
  EXPECT_EQ(set.size(), 7U);
  EXPECT_EQ(set.skipped_size(), 6U);
  EXPECT_EQ(set.left_out(), Counts{});
}

TEST(TargetSet, SkipsASpecialTargetAlsoWhereAWiderOneCoversIt) {
  const auto set = Build({"8.0.0.0/6", "10.0.0.0/30"}, {"10.0.0.1"});
  EXPECT_EQ(Show(set.skipped()), "10.0.0.0-10.0.0.0 10.0.0.2-10.0.0.3");
  EXPECT_EQ(set.asked_size(), 3U << 24);
  EXPECT_EQ(set.left_out(), (Counts{{"10.0.0.0/8", 16777212}}));
}

TEST(TargetSet, SkipsATargetThatSpansTwoAdjacentSpecialBlocks) {
  const auto set = Build({"8.8.8.8", "224.0.0.0/3"});
  EXPECT_EQ(Show(set.skipped()), "224.0.0.0-255.255.255.255");
}

TEST(TargetSet, DoesNotCountExcludedSpecialSpaceAsLeftOut) {
  const auto set = Build({"8.0.0.0/6"}, {"10.0.0.0/9"});
  EXPECT_EQ(set.left_out(), (Counts{{"10.0.0.0/8", 8388608}}));
}

TEST(TargetSet, AsksWhatIsGlobalAlthoughRegistered) {
  const auto set = Build({"192.0.0.8/30", "192.0.0.9", "192.175.48.0/31"});
  EXPECT_EQ(Show(set.asked()),
            "192.0.0.9-192.0.0.10 192.175.48.0-192.175.48.1");
  EXPECT_EQ(Show(set.skipped()), "192.0.0.8-192.0.0.8 192.0.0.11-192.0.0.11");
}

TEST(TargetSet, AsksExceptionsInsideAWiderTarget) {
  const auto set = Build({"191.255.255.255-192.0.1.0"});
  EXPECT_EQ(Show(set.asked()),
            "191.255.255.255-191.255.255.255 192.0.0.9-192.0.0.10 "
            "192.0.1.0-192.0.1.0");
  EXPECT_EQ(set.left_out(), (Counts{{"192.0.0.0/24", 254}}));
}

TEST(TargetSet, AsksEverythingWithIncludeSpecial) {
  const auto set =
      Build({"9.0.0.0-10.0.0.255", "10.0.0.0/30", "fe80::1"}, {}, true);
  EXPECT_EQ(Show(set.asked()), "9.0.0.0-10.0.0.255 fe80::1-fe80::1");
  EXPECT_EQ(Show(set.skipped()), "");
  EXPECT_EQ(set.left_out(), Counts{});
}

TEST(TargetSet, LeavesTheSpecialBlocksOutOfTheWholeOfIpv4) {
  const auto set = Build({"0.0.0.0/0"});
  EXPECT_EQ(set.size(), 3702258434U);
  EXPECT_EQ(set.left_out(), (Counts{{"0.0.0.0/8", 16777216},
                                    {"10.0.0.0/8", 16777216},
                                    {"100.64.0.0/10", 4194304},
                                    {"127.0.0.0/8", 16777216},
                                    {"169.254.0.0/16", 65536},
                                    {"172.16.0.0/12", 1048576},
                                    {"192.0.0.0/24", 254},
                                    {"192.0.2.0/24", 256},
                                    {"192.88.99.0/24", 256},
                                    {"192.168.0.0/16", 65536},
                                    {"198.18.0.0/15", 131072},
                                    {"198.51.100.0/24", 256},
                                    {"203.0.113.0/24", 256},
                                    {"224.0.0.0/4", 268435456},
                                    {"240.0.0.0/4", 268435456}}));
}

TEST(TargetSet, SaturatesTheCountOfLeftOutIpv6) {
  const auto set = Build({"3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff-5000::"});
  EXPECT_EQ(set.size(), 1U);
  EXPECT_EQ(set.left_out(), (Counts{{"outside 2000::/3", UINT64_MAX}}));
}

TEST(TargetSet, HashesTheSameSetAlikeHoweverWritten) {
  const auto hash = Build({"8.8.8.0/24", "10.0.0.1", "2600::/64"},
                          {"2600::1:0-2600::ffff:ffff:ffff:ffff"})
                        .hash();
  EXPECT_EQ(Build({"2600::-2600::ffff", "8.8.8.128/25", "8.8.8.0-8.8.8.200",
                   "10.0.0.1", "10.0.0.1"})
                .hash(),
            hash);
}

TEST(TargetSet, HashesDifferentSetsApart) {
  const auto hash = Build({"8.8.8.0/24", "10.0.0.1"}).hash();
  EXPECT_NE(Build({"8.8.8.0/24"}).hash(), hash);
  EXPECT_NE(Build({"8.8.8.0/24", "10.0.0.2"}).hash(), hash);
  // The same addresses, but asked.
  EXPECT_NE(Build({"8.8.8.0/24", "10.0.0.1"}, {}, true).hash(), hash);
  // The same numbers, but of the other family.
  EXPECT_NE(Build({"::8.8.8.0/120", "::10.0.0.1"}, {}, true).hash(),
            Build({"8.8.8.0/24", "10.0.0.1"}, {}, true).hash());
}

// The default seed follows from the hash: a run repeats only while it stays.
TEST(TargetSet, GoldenHashNeverChangesBetweenVersions) {}

TEST(TargetSet, AcceptsExactlyTheLimit) {
  EXPECT_EQ(Build({"2600::/88"}).size(), kMaxTargets);
  EXPECT_EQ(Build({"2600::/88", "8.8.8.8"}, {"2600::1"}).size(), kMaxTargets);
}

TEST(TargetSet, NamesTheLargestBlockBeyondTheLimit) {
  EXPECT_EQ(BuildError({"8.8.8.8", "2600::/87", "2700::/90"}),
            "TARGET: there are 2473901162497 targets, the largest block given "
            "being 2600::/87; at most 1099511627776 (2^40) are accepted");
  EXPECT_EQ(BuildError({"::/0"}),
            "TARGET: there are 18446744073709551615 or more targets, the "
            "largest block given being ::/0; at most 1099511627776 (2^40) are "
            "accepted");
}

TEST(TargetSet, CountsSkippedTargetsTowardsTheLimit) {
  EXPECT_EQ(BuildError({"2600::/88", "10.0.0.1"}),
            "TARGET: there are 1099511627777 targets, the largest block given "
            "being 2600::/88; at most 1099511627776 (2^40) are accepted");
}

TEST(TargetSet, SaysWhenNoTargetWasGiven) {
  EXPECT_EQ(BuildError({}, {"8.8.8.8"}),
            "TARGET: no target was given; expected addresses, CIDR blocks or "
            "ranges, as arguments or in a file named with --input");
}

TEST(TargetSet, SaysWhenAllTargetsAreExcluded) {
  EXPECT_EQ(BuildError({"8.8.8.8", "10.0.0.1"}, {"0.0.0.0/0"}),
            "TARGET: no target remains, since --exclude and --exclude-file "
            "take out all of them; expected at least one that is not excluded");
}

TEST(TargetSet, NamesIncludeSpecialWhenOnlySpecialTargetsRemain) {
  EXPECT_EQ(BuildError({"192.168.0.0/16", "8.8.8.8"}, {"8.8.8.8"}),
            "TARGET: nothing remains to ask, since all targets are in "
            "special-purpose space such as 192.168.0.0/16; --include-special "
            "asks such addresses too");
  EXPECT_EQ(BuildError({"9.0.0.0-10.0.0.5"}, {"9.0.0.0/8"}).substr(0, 30),
            "TARGET: nothing remains to ask");
}

TEST(TargetSet, BeginsAnErrorWithWhereTheValueStands) {
  TargetSetBuilder builder;
  try {
    builder.AddExclusion("192.0.2.1/24", "-x");
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "-x: 192.0.2.1/24 has host bits set; did you mean "
                 "192.0.2.0/24?");
  }
}

}  // namespace
}  // namespace ptrcensus
