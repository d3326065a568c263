#include "scanner/targets/range_text.h"

#include <gtest/gtest.h>

#include <random>

namespace ptrcensus {
namespace {

// "first last" of a range that is accepted, else the problem.
std::string Parsed(std::string_view text) {
  std::string problem;
  const auto range = ParseRange(text, problem);
  if (!range) return problem;
  return ToText(range->first) + " " + ToText(range->last);
}

TEST(RangeText, ReadsAnAddress) {
  EXPECT_EQ(Parsed("192.0.2.1"), "192.0.2.1 192.0.2.1");
  EXPECT_EQ(Parsed("2001:DB8::1"), "2001:db8::1 2001:db8::1");
}

TEST(RangeText, ReadsABlock) {
  EXPECT_EQ(Parsed("192.0.2.0/24"), "192.0.2.0 192.0.2.255");
  EXPECT_EQ(Parsed("192.0.2.1/32"), "192.0.2.1 192.0.2.1");
  EXPECT_EQ(Parsed("2001:db8::/33"),
            "2001:db8:: 2001:db8:7fff:ffff:ffff:ffff:ffff:ffff");
  EXPECT_EQ(Parsed("2001:db8::1/128"), "2001:db8::1 2001:db8::1");
}

TEST(RangeText, ReadsTheWholeOfAFamily) {
  EXPECT_EQ(Parsed("0.0.0.0/0"), "0.0.0.0 255.255.255.255");
  EXPECT_EQ(Parsed("::/0"), ":: ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
}

TEST(RangeText, ReadsFirstToLast) {
  EXPECT_EQ(Parsed("192.0.2.9-192.0.3.1"), "192.0.2.9 192.0.3.1");
  EXPECT_EQ(Parsed("192.0.2.9-192.0.2.9"), "192.0.2.9 192.0.2.9");
  EXPECT_EQ(Parsed("2001:db8::1-2001:db8::ff"), "2001:db8::1 2001:db8::ff");
}

TEST(RangeText, NamesTheBlockWhereHostBitsAreSet) {
  EXPECT_EQ(Parsed("192.0.2.1/24"),
            "192.0.2.1/24 has host bits set; did you mean 192.0.2.0/24?");
  EXPECT_EQ(Parsed("2001:db8::1/64"),
            "2001:db8::1/64 has host bits set; did you mean 2001:db8::/64?");
  EXPECT_EQ(Parsed("1.2.3.4/0"),
            "1.2.3.4/0 has host bits set; did you mean 0.0.0.0/0?");
}

TEST(RangeText, TurnsAReversedRangeRoundInItsMessage) {
  EXPECT_EQ(Parsed("192.0.2.9-192.0.2.1"),
            "192.0.2.9-192.0.2.1 is reversed; did you mean "
            "192.0.2.1-192.0.2.9?");
}

TEST(RangeText, RefusesTwoFamiliesInOneRange) {
  EXPECT_EQ(Parsed("192.0.2.9-2001:db8::1"),
            "192.0.2.9-2001:db8::1 mixes IPv4 and IPv6; both ends of a range "
            "must be of one family");
}

TEST(RangeText, RefusesPrefixLengthsThatDoNotExist) {
  for (const char* length : {"33", "-1", "+8", "", "08", "8 ", "0x8", "8/8",
                             "99999999999999999999", "24.0"}) {
    EXPECT_EQ(Parsed("192.0.2.0/" + std::string(length)),
              "'192.0.2.0/" + std::string(length) +
                  "' has no valid prefix length; expected /0 to /32 after an "
                  "IPv4 address");
  }
  EXPECT_EQ(Parsed("2001:db8::/129"),
            "'2001:db8::/129' has no valid prefix length; expected /0 to /128 "
            "after an IPv6 address");
}

TEST(RangeText, SaysWhatIsAcceptedForAnythingElse) {
  for (const char* text :
       {"example.com", "192.0.2", "192.0.2.256", "10/8", "192.0.2.0-255",
        "192.0.2.1 - 192.0.2.9", "192.0.2.1,192.0.2.2", "fe80::1%eth0",
        "192.0.2.1-", "-192.0.2.1", "/24", "192.0.2.01", "1.2.3.4-5.6.7.8-9",
        " 192.0.2.1"}) {
    EXPECT_EQ(Parsed(text),
              "'" + std::string(text) +
                  "' is not accepted; expected an IPv4 or IPv6 address, a CIDR "
                  "block such as 192.0.2.0/24, or a range such as "
                  "192.0.2.1-192.0.2.9, without spaces");
  }
  EXPECT_EQ(Parsed("").substr(0, 19), "is empty; expected ");
}

TEST(RangeText, QuotesHostileTextShortAndPrintable) {
  EXPECT_EQ(Quoted(std::string_view("\x1b[2J\0'\\\xff ok", 11)),
            "'\\x1b[2J\\x00\\x27\\x5c\\xff ok'");
  EXPECT_EQ(Quoted(std::string(61, 'a')), "'" + std::string(60, 'a') + "'...");
  EXPECT_EQ(Quoted(std::string(60, 'a')), "'" + std::string(60, 'a') + "'");
}

TEST(RangeText, SurvivesTruncatedAndFlippedText) {
  const std::string texts[] = {"192.0.2.0/24", "2001:db8::/32",
                               "192.0.2.1-192.0.2.9",
                               "2001:db8::1-2001:db8::ff"};
  std::mt19937_64 random(7);
  for (const std::string& text : texts) {
    for (int trial = 0; trial < 20000; ++trial) {
      std::string bad = text.substr(0, random() % (text.size() + 1));
      for (uint64_t flips = random() % 3; flips > 0 && !bad.empty(); --flips) {
        bad[random() % bad.size()] ^= static_cast<char>(1U << random() % 8);
      }
      std::string problem;
      const auto range = ParseRange(bad, problem);
      if (range) {
        EXPECT_LE(range->first, range->last);
        EXPECT_EQ(range->first.family(), range->last.family());
        continue;
      }
      for (const char c : problem) {
        ASSERT_TRUE(c >= ' ' && c <= '~') << testing::PrintToString(bad);
      }
    }
  }
}

}  // namespace
}  // namespace ptrcensus
