#include "scanner/verdict/name_parts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace ptrcensus {
namespace {

class NamePartsTest : public ::testing::Test {
 protected:
  const NameParts& Apart(std::string_view text) {
    name_ = *Name::FromText(text);
    TakeApart(name_.wire(), suffixes_, parts_);
    return parts_;
  }
  NameFault FaultOf(std::string_view text) { return Apart(text).fault; }

  PublicSuffixes suffixes_{""};
  Name name_;
  NameParts parts_;
};

TEST_F(NamePartsTest, TextIsTheNameWithoutItsFinalDot) {
  const NameParts& parts = Apart("Mail.Example.COM.");
  EXPECT_EQ(parts.text(), "mail.example.com");
  EXPECT_EQ(std::strlen(parts.bytes.data()), 16u);
}

TEST_F(NamePartsTest, OddOctetsAreMarked) {
  EXPECT_EQ(Apart(R"(a\.b\000\ \255~!.example.com)").text(),
            "a\1b\1\1\1~!.example.com");
  EXPECT_EQ(parts_.registrable_domain(), "example.com");
}

TEST_F(NamePartsTest, SuffixAndRegistrableDomainAreFound) {
  EXPECT_EQ(Apart("a.b.example.co.uk").left_of_suffix(), "a.b.example");
  EXPECT_EQ(parts_.registrable_domain(), "example.co.uk");
  EXPECT_EQ(parts_.text().substr(parts_.suffix), "co.uk");
  EXPECT_EQ(Apart("example.com").left_of_suffix(), "example");
  EXPECT_EQ(parts_.registrable_domain(), "example.com");
  EXPECT_EQ(parts_.registrable, 0);
  EXPECT_EQ(parts_.fault, NameFault::kNone);
}

TEST_F(NamePartsTest, WildcardsAndExceptionsOfTheListAreFollowed) {
  EXPECT_EQ(Apart("host.example.any.ck").registrable_domain(),
            "example.any.ck");
  EXPECT_EQ(Apart("host.www.ck").registrable_domain(), "www.ck");
  EXPECT_EQ(Apart("a.city.kawasaki.jp").registrable_domain(),
            "city.kawasaki.jp");
  EXPECT_EQ(FaultOf("any.ck"), NameFault::kPublicSuffix);
}

// The names of the rules of the system's ICANN section, with a label in the
// place of `*`; exceptions keep their `!`.
std::vector<std::string> IcannRules() {
  std::ifstream list("/usr/share/publicsuffix/public_suffix_list.dat");
  std::vector<std::string> rules;
  for (std::string line; std::getline(list, line);) {
    if (line.find("===END ICANN") != line.npos) break;
    if (line.empty() || line.starts_with("//")) continue;
    if (line.starts_with("*.")) line.replace(0, 1, "any");
    const auto is_ascii = [](char c) { return c > 0; };
    if (std::ranges::all_of(line, is_ascii)) rules.push_back(line);
  }
  return rules;
}

TEST_F(NamePartsTest, EveryRuleOfTheListIsFound) {
  const std::vector<std::string> rules = IcannRules();
  ASSERT_GT(rules.size(), 6000u);
  for (const std::string& rule : rules) {
    const bool exception = rule.starts_with("!");
    const std::string domain = exception ? rule.substr(1) : "own." + rule;
    EXPECT_EQ(Apart("host." + domain).registrable_domain(), domain) << rule;
    EXPECT_EQ(parts_.left_of_suffix(),
              "host." + domain.substr(0, domain.find('.')));
  }
}

TEST_F(NamePartsTest, SuffixesMaySkipALevel) {
  EXPECT_EQ(Apart("a.b.os.hedmark.no").registrable_domain(), "b.os.hedmark.no");
  EXPECT_EQ(Apart("a.b.hedmark.no").registrable_domain(), "hedmark.no");
  EXPECT_EQ(FaultOf("os.hedmark.no"), NameFault::kPublicSuffix);
  EXPECT_EQ(Apart("a.foo.co.za").registrable_domain(), "foo.co.za");
  EXPECT_EQ(Apart("a.foo.za").registrable_domain(), "foo.za");
}

TEST_F(NamePartsTest, ThePrivateSectionDoesNotCount) {
  EXPECT_EQ(Apart("me.blogspot.com").registrable_domain(), "blogspot.com");
}

TEST_F(NamePartsTest, ASuffixHasNothingLeftOfIt) {
  EXPECT_EQ(FaultOf("co.uk"), NameFault::kPublicSuffix);
  EXPECT_EQ(parts_.left_of_suffix(), "");
  EXPECT_EQ(parts_.registrable_domain(), "");
}

TEST_F(NamePartsTest, WithoutAKnownTopTheWholeNameIsLeft) {
  EXPECT_EQ(FaultOf("host.example.nosuchtop"), NameFault::kUnknownTop);
  EXPECT_EQ(parts_.left_of_suffix(), "host.example.nosuchtop");
  EXPECT_EQ(parts_.registrable_domain(), "");
  EXPECT_EQ(FaultOf("host.123"), NameFault::kNumericTop);
  EXPECT_EQ(parts_.left_of_suffix(), "host.123");
}

TEST_F(NamePartsTest, TestAndExampleAreKnownTops) {
  EXPECT_EQ(Apart("mail.foo.test").registrable_domain(), "foo.test");
  EXPECT_EQ(parts_.fault, NameFault::kNone);
  EXPECT_EQ(FaultOf("mail.foo.example"), NameFault::kNone);
}

TEST_F(NamePartsTest, TheRootIsEmpty) {
  EXPECT_EQ(FaultOf("."), NameFault::kRoot);
  EXPECT_EQ(parts_.text(), "");
  EXPECT_EQ(parts_.left_of_suffix(), "");
  EXPECT_EQ(parts_.registrable_domain(), "");
}

TEST_F(NamePartsTest, OneLabelIsNoHost) {
  EXPECT_EQ(FaultOf("router"), NameFault::kSingleLabel);
  EXPECT_EQ(parts_.left_of_suffix(), "router");
  EXPECT_EQ(FaultOf("com"), NameFault::kSingleLabel);
  EXPECT_EQ(parts_.left_of_suffix(), "com");
  EXPECT_EQ(parts_.registrable_domain(), "");
  EXPECT_EQ(FaultOf("123"), NameFault::kSingleLabel);
}

TEST_F(NamePartsTest, LiteralsAreFourNumbersOrIpv6) {
  EXPECT_EQ(FaultOf("203.0.113.5"), NameFault::kLiteral);
  EXPECT_EQ(FaultOf("999.0.113.5000"), NameFault::kLiteral);
  EXPECT_EQ(FaultOf("2001:db8::5"), NameFault::kLiteral);
  EXPECT_EQ(FaultOf("::ffff:203.0.113.5"), NameFault::kLiteral);
  EXPECT_EQ(FaultOf("203.0.113"), NameFault::kNumericTop);
  EXPECT_EQ(FaultOf("1.203.0.113.5"), NameFault::kNumericTop);
  EXPECT_EQ(FaultOf("203.0.113.5a"), NameFault::kUnknownTop);
  EXPECT_EQ(FaultOf("2001:db8::x"), NameFault::kSingleLabel);
}

TEST_F(NamePartsTest, TheReverseTreeIsSeenAnywhere) {
  EXPECT_EQ(FaultOf("5.113.0.203.in-addr.arpa"), NameFault::kArpa);
  EXPECT_EQ(FaultOf("in-addr.arpa"), NameFault::kArpa);
  EXPECT_EQ(FaultOf("5.113.0.203.in-addr.arpa.example.com"), NameFault::kArpa);
  EXPECT_EQ(FaultOf("a.b.ip6.arpa.example.com"), NameFault::kArpa);
  EXPECT_EQ(FaultOf("in-addr.example.arpa"), NameFault::kNone);
  EXPECT_EQ(FaultOf("xin-addr.arpa"), NameFault::kNone);
  EXPECT_EQ(FaultOf("a.in-addr.arpanet.com"), NameFault::kNone);
}

TEST_F(NamePartsTest, SpecialUseNamesAreSeen) {
  for (const char* name :
       {"localhost", "a.localhost", "printer.local", "x.invalid", "x.onion",
        "x.alt", "x.internal", "x.home.arpa", "home.arpa"}) {
    EXPECT_EQ(FaultOf(name), NameFault::kSpecialUse) << name;
  }
  EXPECT_EQ(FaultOf("localhost.localdomain"), NameFault::kUnknownTop);
  EXPECT_EQ(FaultOf("localhost.example.com"), NameFault::kNone);
  EXPECT_EQ(FaultOf("home.example.arpa"), NameFault::kNone);
}

TEST_F(NamePartsTest, AReverseZoneAfterAHostNameIsFound) {
  const auto zone = [&](std::string_view text) {
    const NameParts& parts = Apart(text);
    return std::string(parts.text().substr(parts.reverse_zone));
  };
  EXPECT_EQ(zone("mail.example.com.113.0.203.in-addr.arpa"),
            "113.0.203.in-addr.arpa");
  EXPECT_EQ(zone("example.com.10.113.0.203.in-addr.arpa"),
            "10.113.0.203.in-addr.arpa");
  EXPECT_EQ(zone("mail.example.com.0/25.113.0.203.in-addr.arpa"),
            "0/25.113.0.203.in-addr.arpa");
  EXPECT_EQ(zone("mail.example.com.0-127.113.0.203.in-addr.arpa"),
            "0-127.113.0.203.in-addr.arpa");
  EXPECT_EQ(zone("mail.example.com.8.b.d.0.1.0.0.2.ip6.arpa"),
            "8.b.d.0.1.0.0.2.ip6.arpa");
  for (const char* name :
       {"10.113.0.203.in-addr.arpa", "com.113.0.203.in-addr.arpa",
        "mail.example.com.in-addr.arpa", "host.113.0.203.in-addr.arpa",
        "mail.example.com.x/25.113.0.203.in-addr.arpa",
        "mail.example.com.1.10.113.0.203.in-addr.arpa",
        "mail.example.com.113.0.203.in-addr.arpa.example.net",
        "mail.example.com"}) {
    EXPECT_EQ(zone(name), "") << name;
  }
}

TEST_F(NamePartsTest, TheLongestNamesFit) {
  const std::string label(63, 'a');
  const std::string text =
      label + "." + label + "." + label + "." + std::string(57, 'b') + ".com";
  EXPECT_EQ(Apart(text).text(), text);
  EXPECT_EQ(parts_.size, 253);
  EXPECT_EQ(parts_.registrable_domain(), std::string(57, 'b') + ".com");
  std::string many = "a";
  for (int i = 1; i < 127; ++i) many += ".a";
  EXPECT_EQ(Apart(many).text(), many);
}

// A wire name of any octets, lower case.
Name RandomName(std::mt19937& random) {
  std::string wire;
  while (random() % 8 != 0 && wire.size() < 170) {
    const size_t size = 1 + random() % (random() % 4 == 0 ? 63 : 4);
    wire += static_cast<char>(size);
    for (size_t i = 0; i < size; ++i) {
      constexpr std::string_view kUsual = "019afx:.-arpcomip";
      wire += random() % 8 == 0 ? static_cast<char>(random())
                                : kUsual[random() % kUsual.size()];
    }
  }
  constexpr std::string_view kEnds[] = {
      "", "\3com", "\7in-addr\4arpa", "\3ip6\4arpa", "\2co\2uk", "\5local"};
  wire += kEnds[random() % std::size(kEnds)];
  wire += '\0';
  return *Name::FromWire(
      {reinterpret_cast<const uint8_t*>(wire.data()), wire.size()});
}

TEST_F(NamePartsTest, OffsetsAlwaysStandOnLabels) {
  std::mt19937 random(7);
  for (int i = 0; i < 20000; ++i) {
    const Name name = RandomName(random);
    TakeApart(name.wire(), suffixes_, parts_);
    const std::string_view text = parts_.text();
    ASSERT_EQ(text.size() + (name.is_root() ? 1 : 2), name.wire().size());
    for (const size_t at : {size_t{parts_.suffix}, size_t{parts_.registrable},
                            size_t{parts_.reverse_zone}}) {
      ASSERT_LE(at, text.size());
      ASSERT_TRUE(at == 0 || at == text.size() || text[at - 1] == '.');
    }
    ASSERT_LE(parts_.registrable, parts_.suffix);
    if (parts_.fault == NameFault::kNone) {
      ASSERT_FALSE(parts_.registrable_domain().empty());
    }
    ASSERT_TRUE(text.ends_with(parts_.registrable_domain()));
    ASSERT_TRUE(text.starts_with(parts_.left_of_suffix()));
  }
}

}  // namespace
}  // namespace ptrcensus
