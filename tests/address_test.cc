#include "io/address.h"

#include <gtest/gtest.h>

#include <vector>

namespace ptrcensus {
namespace {

TEST(Address, ParsesIpv4) {
  EXPECT_EQ(ParseAddress("192.0.2.1"), Address::V4(0xC0000201));
  EXPECT_EQ(ParseAddress("0.0.0.0"), Address::V4(0));
  EXPECT_EQ(ParseAddress("255.255.255.255"), Address::V4(0xFFFFFFFF));
  EXPECT_EQ(ParseAddress("10.200.30.4"), Address::V4(0x0AC81E04));
}

TEST(Address, RefusesWhatIsNotExactlyIpv4) {
  for (const char* text :
       {"",          ".",          "1",          "1.2.3",           "1.2.3.",
        "1.2.3.4.",  "1.2.3.4.5",  ".1.2.3.4",   "1..2.3",          "256.0.0.1",
        "1.2.3.256", "1.2.3.1000", "01.2.3.4",   "1.2.3.00",        " 1.2.3.4",
        "1.2.3.4 ",  "1.2.3.4\n",  "+1.2.3.4",   "-1.2.3.4",        "0x1.2.3.4",
        "1.2.3.a",   "1,2,3,4",    "1.2.3.4/32", "4294967297.0.0.1"}) {
    EXPECT_FALSE(ParseAddress(text)) << text;
  }
}

TEST(Address, ParsesEveryFormOfIpv6) {
  EXPECT_EQ(ParseAddress("::"), Address::V6(0, 0));
  EXPECT_EQ(ParseAddress("::1"), Address::V6(0, 1));
  EXPECT_EQ(ParseAddress("2001:DB8::25"),
            Address::V6(0x20010DB800000000, 0x25));
  EXPECT_EQ(ParseAddress("2001:db8:0:0:0:0:0:25"),
            Address::V6(0x20010DB800000000, 0x25));
  EXPECT_EQ(ParseAddress("1:2:3:4:5:6:7:8"),
            Address::V6(0x0001000200030004, 0x0005000600070008));
  EXPECT_EQ(ParseAddress("::ffff:192.0.2.1"), Address::V6(0, 0xFFFFC0000201));
}

TEST(Address, RefusesWhatIsNotExactlyIpv6) {
  for (const char* text :
       {":", ":::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
        "12345::", "00001::", "g::", "::1%eth0", "fe80::1%1", " ::1", "::1 ",
        "[::1]", "::1/128", "::256.0.0.1", "::01.2.3.4",
        "1.2.3.4::", "0000:0000:0000:0000:0000:0000:255.255.255.2555"}) {
    EXPECT_FALSE(ParseAddress(text)) << text;
  }
  EXPECT_FALSE(ParseAddress(std::string_view("::1\0", 4)));
  EXPECT_FALSE(ParseAddress(std::string_view("1.2.3.4\0", 8)));
}

TEST(Address, WritesIpv4WithoutPadding) {
  EXPECT_EQ(ToText(Address::V4(0xC0000201)), "192.0.2.1");
  EXPECT_EQ(ToText(Address()), "0.0.0.0");
  EXPECT_EQ(ToText(Address::V4(0xFFFFFFFF)), "255.255.255.255");
}

// RFC 5952 4 and 5.
TEST(Address, WritesIpv6InCanonicalForm) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"0:0:0:0:0:0:0:0", "::"},
      {"0:0:0:0:0:0:0:1", "::1"},
      {"1:0:0:0:0:0:0:0", "1::"},
      {"2001:0DB8:0000:0000:0000:0000:0000:0025", "2001:db8::25"},
      {"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
      {"2001:0:0:1:0:0:0:1", "2001:0:0:1::1"},
      {"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
      {"1:2:3:4:5:6:0:0", "1:2:3:4:5:6::"},
      {"0:0:3:4:5:6:7:8", "::3:4:5:6:7:8"},
      {"0:2:3:4:5:6:7:0", "0:2:3:4:5:6:7:0"},
      {"1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"},
      {"::ffff:c000:201", "::ffff:192.0.2.1"},
      {"::1.2.3.4", "::102:304"},
      {"64:ff9b::192.0.2.33", "64:ff9b::c000:221"},
  };
  for (const auto& [given, canonical] : cases) {
    const auto address = ParseAddress(given);
    ASSERT_TRUE(address) << given;
    EXPECT_EQ(ToText(*address), canonical);
    EXPECT_EQ(ParseAddress(canonical), address);
  }
}

TEST(Address, OrdersIpv4FirstThenByNumber) {
  const std::vector<Address> ascending = {
      Address::V4(0),          Address::V4(0x09FFFFFF),
      Address::V4(0x0A000000), Address::V4(0xFFFFFFFF),
      Address::V6(0, 0),       Address::V6(0, UINT64_MAX),
      Address::V6(1, 0)};
  for (size_t i = 1; i < ascending.size(); ++i) {
    EXPECT_LT(ascending[i - 1], ascending[i]);
  }
}

TEST(Address, DiffersFromItsMappedForm) {
  EXPECT_NE(ParseAddress("192.0.2.1"), ParseAddress("::ffff:192.0.2.1"));
}

TEST(Endpoint, ParsesWithAndWithoutPort) {
  const Address v4 = Address::V4(0xC0000235);
  const Address v6 = Address::V6(0x20010DB800000000, 0x53);
  EXPECT_EQ(ParseEndpoint("192.0.2.53", 53), (Endpoint{v4, 53}));
  EXPECT_EQ(ParseEndpoint("192.0.2.53:5353", 53), (Endpoint{v4, 5353}));
  EXPECT_EQ(ParseEndpoint("2001:db8::53", 53), (Endpoint{v6, 53}));
  EXPECT_EQ(ParseEndpoint("[2001:db8::53]", 53), (Endpoint{v6, 53}));
  EXPECT_EQ(ParseEndpoint("[2001:db8::53]:65535", 53), (Endpoint{v6, 65535}));
}

TEST(Endpoint, RefusesOtherForms) {
  for (const char* text :
       {"", ":53", "dns.example", "192.0.2.53:", "192.0.2.53:0",
        "192.0.2.53:65536", "192.0.2.53:+53", "192.0.2.53:-1", "192.0.2.53: 53",
        "192.0.2.53:53 ", "192.0.2.53:5x", "192.0.2.53:5:3", "[192.0.2.53]:53",
        "[2001:db8::53", "[2001:db8::53]53",
        "[2001:db8::53]:", "[2001:db8::53]:0", "2001:db8::53]:53", "[]:53"}) {
    EXPECT_FALSE(ParseEndpoint(text, 53)) << text;
  }
}

TEST(Endpoint, WritesThePortAlways) {
  EXPECT_EQ(ToText(*ParseEndpoint("192.0.2.53", 53)), "192.0.2.53:53");
  EXPECT_EQ(ToText(*ParseEndpoint("[2001:DB8::53]:5353", 53)),
            "[2001:db8::53]:5353");
}

}  // namespace
}  // namespace ptrcensus
