#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>

#include "bench/labdns/labels.h"
#include "bench/labdns/names.h"

namespace ptrcensus::labdns {
namespace {

std::vector<Address> ManyAddresses() {
  std::mt19937_64 random(7);
  std::vector<Address> addresses = {Address::V4(0), Address::V4(0xffffffff),
                                    Address::V6(0, 0),
                                    Address::V6(~uint64_t{0}, ~uint64_t{0}),
                                    Address::V6(0x20010db8ull << 32, 1)};
  for (int i = 0; i < 20000; ++i) {
    addresses.push_back(Address::V4(static_cast<uint32_t>(random())));
    addresses.push_back(Address::V6(random(), random()));
  }
  return addresses;
}

TEST(LabdnsNames, InvertExactly) {
  const Names names(42);
  WireName wire;
  for (const Address& address : ManyAddresses()) {
    for (const NameLook look :
         {NameLook::kMixed, NameLook::kLong, NameLook::kOdd}) {
      const NameId id{address, static_cast<uint32_t>(address.low() % 32)};
      names.Make(id, look, wire);
      ASSERT_LE(wire.size(), 255u);
      const auto read = names.Read(Lowered(wire.wire()));
      ASSERT_TRUE(read) << StrictText(wire.wire());
      ASSERT_EQ(*read, id) << StrictText(wire.wire());
    }
  }
}

TEST(LabdnsNames, DifferForEachIndexOfAnAddress) {
  const Names names(42);
  WireName wire;
  std::set<std::string> texts;
  for (uint32_t index = 0; index < kNameIndexes; ++index) {
    names.Make({Address::V4(0xcb00710a), index}, NameLook::kMixed, wire);
    texts.insert(StrictText(wire.wire()));
  }
  EXPECT_EQ(texts.size(), kNameIndexes);
}

TEST(LabdnsNames, ReadsNothingFromStrangeNames) {
  const Names names(42);
  for (const char* text :
       {".", "example.com", "host-1-2-3.pool0.example.net",
        "host-1-2-3-256.pool0.example.net", "host-1-2-3-4.pool32.example.net",
        "host-1-2-3-4.pool.example.net", "mail1.bababababa-hosting.example.org",
        "mail9.babababababa-hosting.example.org",
        "cpe1234567.residential000.example.com",
        "1.2.3.static-ip0.example.net"}) {
    EXPECT_FALSE(names.Read(*ParseNameText(text))) << text;
  }
}

TEST(LabdnsNames, OddOnesHoldHostileOctets) {
  const Names names(42);
  WireName wire;
  std::set<uint8_t> seen;
  size_t longest = 0;
  for (uint32_t i = 0; i < 1000; ++i) {
    names.Make({Address::V4(i), 0}, NameLook::kOdd, wire);
    seen.insert(wire.wire().begin(), wire.wire().end());
    longest = std::max(longest, wire.size());
  }
  EXPECT_EQ(longest, 255u);
  for (const int octet : {0, 10, 27, 34, 46, 60, 61, 65, 255}) {
    EXPECT_TRUE(seen.contains(static_cast<uint8_t>(octet))) << octet;
  }
}

TEST(LabdnsNames, SharedNamesInvert) {
  WireName wire;
  MakeSharedName({Address::V4(0xcb000000), 7}, wire);
  EXPECT_EQ(StrictText(wire.wire()), "shared7.customer-gcb000000.example.com");
  const auto shared = ReadSharedName(wire);
  ASSERT_TRUE(shared);
  EXPECT_EQ(shared->group, Address::V4(0xcb000000));
  EXPECT_EQ(shared->number, 7u);
}

TEST(LabdnsLabels, TakeDashedAddressesApart) {
  EXPECT_EQ(ReadDashed("203-0-113-10"), Address::V4(0xcb00710a));
  EXPECT_EQ(ReadDashed("2001-db8-0-0-0-0-0-25"),
            Address::V6(0x20010db800000000, 0x25));
  EXPECT_FALSE(ReadDashed("203-0-113"));
  EXPECT_FALSE(ReadDashed("203-0-113-10-"));
  EXPECT_FALSE(ReadDashed("203-0-113-a"));
}

}  // namespace
}  // namespace ptrcensus::labdns
