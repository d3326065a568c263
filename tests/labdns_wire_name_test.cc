#include <gtest/gtest.h>

#include "bench/labdns/reverse_name.h"
#include "bench/labdns/wire_name.h"
#include "tests/support/labdns_packets.h"

namespace ptrcensus::labdns {
namespace {

WireName Parsed(std::string_view text) {
  const auto name = ParseNameText(text);
  EXPECT_TRUE(name) << text;
  return name.value_or(WireName());
}

TEST(LabdnsWireName, ReadsEscapes) {
  EXPECT_EQ(Text(Parsed("a\\.b\\000.\\\\c").wire()),
            std::string_view("\4a.b\0\2\\c\0", 9));
  EXPECT_EQ(Text(Parsed(".").wire()), std::string_view("\0", 1));
}

TEST(LabdnsWireName, RefusesWhatIsNoName) {
  EXPECT_FALSE(ParseNameText(""));
  EXPECT_FALSE(ParseNameText("a..b"));
  EXPECT_FALSE(ParseNameText("a\\256"));
  EXPECT_FALSE(ParseNameText("a\\1"));
  EXPECT_FALSE(ParseNameText("a\\"));
  EXPECT_FALSE(ParseNameText(std::string(64, 'a')));
  const std::string label = std::string(62, 'a') + ".";
  EXPECT_TRUE(ParseNameText(label + label + label + label + "a"));
  EXPECT_FALSE(ParseNameText(label + label + label + label + "aa"));
}

TEST(LabdnsWireName, PrintsTheStrictForm) {
  EXPECT_EQ(StrictText(Parsed("MAIL.Example").wire()), "mail.example");
  EXPECT_EQ(StrictText(Parsed("10.0/25.x_y.*").wire()), "10.0/25.x_y.*");
  EXPECT_EQ(StrictText(Parsed("=a.\\.b.c\\255").wire()),
            "\\061a.\\046b.c\\255");
  EXPECT_EQ(StrictText(Parsed("-a.-b").wire()), "\\045a.-b");
  EXPECT_EQ(StrictText(Parsed(".").wire()), ".");
}

// The example of RFC 4034 6.1.
TEST(LabdnsWireName, OrdersCanonically) {
  const std::vector<std::string> sorted = {
      "example",         "a.example",      "yljkjljk.a.example",
      "Z.a.example",     "zABC.a.EXAMPLE", "z.example",
      "\\001.z.example", "*.z.example",    "\\200.z.example"};
  for (size_t i = 0; i < sorted.size(); ++i) {
    for (size_t j = 0; j < sorted.size(); ++j) {
      EXPECT_EQ(
          CanonicalLess(Parsed(sorted[i]).wire(), Parsed(sorted[j]).wire()),
          i < j)
          << sorted[i] << " " << sorted[j];
    }
  }
}

TEST(LabdnsReverseName, ReadsAnAddress) {
  const auto name = ReadReverseName(Parsed("10.113.0.203.IN-addr.arpa").wire());
  ASSERT_TRUE(name);
  EXPECT_EQ(name->form, ReverseName::Form::kAddress);
  EXPECT_EQ(name->address, Address::V4(0xcb00710a));
  EXPECT_EQ(name->zone_offset, 3u);
}

TEST(LabdnsReverseName, ReadsAChainTarget) {
  const auto name =
      ReadReverseName(Parsed("200.128/25.113.0.203.in-addr.arpa").wire());
  ASSERT_TRUE(name);
  EXPECT_EQ(name->form, ReverseName::Form::kChainTarget);
  EXPECT_EQ(name->address, Address::V4(0xcb0071c8));
}

TEST(LabdnsReverseName, KnowsWhatIsNoAddress) {
  using Form = ReverseName::Form;
  const auto form = [](std::string_view text) {
    return ReadReverseName(Parsed(text).wire())->form;
  };
  EXPECT_EQ(form("in-addr.arpa"), Form::kAbove);
  EXPECT_EQ(form("113.0.203.in-addr.arpa"), Form::kAbove);
  EXPECT_EQ(form("8.b.d.0.1.0.0.2.ip6.arpa"), Form::kAbove);
  EXPECT_EQ(form("01.113.0.203.in-addr.arpa"), Form::kUnknown);
  EXPECT_EQ(form("256.113.0.203.in-addr.arpa"), Form::kUnknown);
  EXPECT_EQ(form("1.2.3.4.5.in-addr.arpa"), Form::kUnknown);
  EXPECT_EQ(form("200.0/25.113.0.203.in-addr.arpa"), Form::kUnknown);
  EXPECT_EQ(form("mail.in-addr.arpa"), Form::kUnknown);
  EXPECT_FALSE(ReadReverseName(Parsed("example.com").wire()));
}

TEST(LabdnsReverseName, MakesWhatItReads) {
  for (const Address& address :
       {Address::V4(0), Address::V4(0xffffffff), Address::V4(0xcb00710a),
        Address::V6(0x20010db800000000, 0x25)}) {
    const auto plain = ReadReverseName(MakeReverseName(address).wire());
    EXPECT_EQ(plain->form, ReverseName::Form::kAddress);
    EXPECT_EQ(plain->address, address);
    const auto target = ReadReverseName(MakeChainTarget(address).wire());
    EXPECT_EQ(target->form, ReverseName::Form::kChainTarget);
    EXPECT_EQ(target->address, address);
  }
  EXPECT_EQ(StrictText(MakeZoneName(Address::V4(0xcb00710a)).wire()),
            "113.0.203.in-addr.arpa");
  EXPECT_EQ(
      StrictText(MakeZoneName(Address::V6(0x20010db800000001, 0x25)).wire()),
      "1.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa");
}

}  // namespace
}  // namespace ptrcensus::labdns
