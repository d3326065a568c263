#include "scanner/cli/pair.h"

#include <gtest/gtest.h>

#include <string>

namespace ptrcensus {
namespace {

// `ip name` of a line, or what is wrong with it.
std::string Read(std::string_view line) {
  PairParser parser;
  Pair pair;
  std::string problem;
  if (!parser.Parse(line, pair, problem)) return problem;
  return ToText(pair.ip) + " " + (pair.name ? ToText(*pair.name) : "");
}

TEST(Pair, ReadsAddressAndName) {
  EXPECT_EQ(Read("192.0.2.1,mail.example.com"), "192.0.2.1 mail.example.com");
  EXPECT_EQ(Read("2001:DB8:0::1,MAIL.Example.COM."),
            "2001:db8::1 mail.example.com");
  EXPECT_EQ(Read("192.0.2.1,."), "192.0.2.1 .");
}

TEST(Pair, AnEmptyCellIsNoName) {
  EXPECT_EQ(Read("192.0.2.1,"), "192.0.2.1 ");
  EXPECT_EQ(Read("192.0.2.1,\"\""), "192.0.2.1 ");
}

TEST(Pair, BlanksAroundACellAreNotItsOwn) {
  EXPECT_EQ(Read(" 192.0.2.1\t, a.example \r"), "192.0.2.1 a.example");
  EXPECT_EQ(Read("192.0.2.1,a.b\\ "), "192.0.2.1 a.b\\032");
  EXPECT_EQ(Read("192.0.2.1,a.b\\\\ "), "192.0.2.1 a.b\\092");
}

TEST(Pair, ReadsEscapes) {
  EXPECT_EQ(Read("192.0.2.1,a\\.b\\032c_d.example"),
            "192.0.2.1 a\\046b\\032c_d.example");
}

TEST(Pair, ReadsQuotedCells) {
  EXPECT_EQ(Read("\"192.0.2.1\",\"a.example\""), "192.0.2.1 a.example");
  EXPECT_EQ(Read("192.0.2.1,\"a,b\"\"c.example\""),
            "192.0.2.1 a\\044b\\034c.example");
  EXPECT_EQ(Read("192.0.2.1, \"a.example\" "), "192.0.2.1 a.example");
}

TEST(Pair, AQuoteWithinAnUnquotedCellIsALetter) {
  EXPECT_EQ(Read("192.0.2.1,a\"b.example"), "192.0.2.1 a\\034b.example");
}

TEST(Pair, AnUnbalancedQuoteSpoilsItsOwnLineOnly) {
  PairParser parser;
  Pair pair;
  std::string problem;
  EXPECT_FALSE(parser.Parse("192.0.2.1,\"a.example", pair, problem));
  EXPECT_EQ(problem, "'192.0.2.1,\"a.example' has quotes that do not match");
  EXPECT_TRUE(parser.Parse("\"192.0.2.2\",\"b.example\"", pair, problem));
  EXPECT_EQ(ToText(pair.ip), "192.0.2.2");
  EXPECT_EQ(ToText(*pair.name), "b.example");
  EXPECT_FALSE(parser.Parse("192.0.2.1,\"a\"b", pair, problem));
  EXPECT_TRUE(parser.Parse("192.0.2.3,\"c.example\"", pair, problem));
  EXPECT_EQ(ToText(*pair.name), "c.example");
}

TEST(Pair, AnotherNumberOfCellsIsRefused) {
  EXPECT_EQ(Read("192.0.2.1"),
            "'192.0.2.1' has fewer than two cells; expected two, `ip,name`");
  EXPECT_EQ(Read("192.0.2.1,a.example,"),
            "'192.0.2.1,a.example,' has more than two cells; expected two, "
            "`ip,name`");
  EXPECT_EQ(Read("\"192.0.2.1\",\"a\",\"b\""),
            "'\"192.0.2.1\",\"a\",\"b\"' has more than two cells; expected "
            "two, `ip,name`");
  EXPECT_EQ(Read("\"192.0.2.1,a\""),
            "'\"192.0.2.1,a\"' has fewer than two cells; expected two, "
            "`ip,name`");
}

TEST(Pair, ABadAddressIsRefused) {
  for (const char* ip : {"", "192.0.2", "192.0.2.256", "192.0.02.1", "ip",
                         "192.0.2.0/24", "fe80::1%eth0", "::g"}) {
    EXPECT_NE(Read(std::string(ip) + ",a.example").find("is no IP address"),
              std::string::npos)
        << ip;
  }
}

TEST(Pair, ABadNameIsRefusedWithItsReason) {
  const std::string name = "192.0.2.1,";
  EXPECT_EQ(Read(name + "a..b"), "'a..b' is no domain name: a label is empty");
  EXPECT_EQ(Read(name + ".a"), "'.a' is no domain name: a label is empty");
  EXPECT_EQ(Read(name + "a.."), "'a..' is no domain name: a label is empty");
  for (const char* bad : {"a\\", "a\\2", "a\\25x", "a\\256"}) {
    EXPECT_NE(Read(name + bad).find("a backslash needs three digits"),
              std::string::npos)
        << bad;
  }
  EXPECT_NE(Read(name + std::string(64, 'a')).find("more than 63 octets"),
            std::string::npos);
  EXPECT_EQ(Read(name + std::string(63, 'a')),
            "192.0.2.1 " + std::string(63, 'a'));
}

TEST(Pair, ANameHasAtMost255Octets) {
  std::string name = "192.0.2.1,";
  for (int i = 0; i < 3; ++i) name += std::string(63, 'a') + ".";
  EXPECT_EQ(Read(name + std::string(61, 'b')).substr(0, 10), "192.0.2.1 ");
  EXPECT_NE(Read(name + std::string(62, 'b')).find("more than 255 octets"),
            std::string::npos);
}

TEST(Pair, WhatIsQuotedIsPrintableAndShort) {
  const std::string problem =
      Read("192.0.2.1,\x1b[31m\xff.." + std::string(500, 'x'));
  EXPECT_LT(problem.size(), 400u);
  for (const char c : problem) EXPECT_TRUE(c >= ' ' && c <= '~') << problem;
}

TEST(Pair, KnowsItsTitleLine) {
  EXPECT_TRUE(PairParser::IsHeader("ip,name"));
  EXPECT_TRUE(PairParser::IsHeader("\"ip\",\"name\"\r"));
  EXPECT_FALSE(PairParser::IsHeader("name,ip"));
  EXPECT_FALSE(PairParser::IsHeader("ip,name,x"));
}

}  // namespace
}  // namespace ptrcensus
