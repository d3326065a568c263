#include "scanner/verdict/address_match.h"

#include <gtest/gtest.h>

#include <string>

#include "io/name.h"
#include "scanner/verdict/public_suffix.h"

namespace ptrcensus {
namespace {

NameParts PartsOf(std::string_view text) {
  static PublicSuffixes suffixes("");
  NameParts parts;
  TakeApart(Name::FromText(text)->wire(), suffixes, parts);
  return parts;
}

AddressMatch MatchOf(std::string_view ip, std::string_view name) {
  return MatchAddress(*ParseAddress(ip), PartsOf(name), false);
}

std::string_view EncodingOf(std::string_view ip, std::string_view name) {
  return Text(MatchOf(ip, name).encoding);
}

// "198=0 51=1": each part and its octet.
std::string PartsText(std::string_view ip, std::string_view name) {
  const AddressMatch match = MatchOf(ip, name);
  std::string text;
  for (size_t i = 0; i < match.part_count; ++i) {
    const auto& [where, octet] = match.parts[i];
    if (i > 0) text += ' ';
    text += name.substr(where.begin, size_t{where.end} - where.begin);
    text += octet == AddressMatch::kAll ? "=all" : "=" + std::to_string(octet);
  }
  return text;
}

TEST(AddressMatch, PrefersForwardThenReversedThenLeftmost) {
  EXPECT_EQ(EncodingOf("1.2.3.4", "4-3-2-1.1-2-3-4.example.net"), "fwd4.dash");
  EXPECT_EQ(EncodingOf("1.2.3.4", "2-1-3-4.4.3.2.1.example.net"), "rev4.dot");
  EXPECT_EQ(PartsText("1.2.3.4", "a-2-1-3-4-b.example.net"), "2=1 1=0 3=2 4=3");
}

TEST(AddressMatch, UsesEachOctetOnce) {
  EXPECT_EQ(EncodingOf("10.10.20.30", "10-20-30-20.example.net"), "low3.fwd");
  EXPECT_EQ(EncodingOf("10.10.20.30", "30-10-20-10.example.net"), "perm4");
  EXPECT_EQ(EncodingOf("8.8.8.8", "8-8-8-8.example.net"), "fwd4.dash");
}

TEST(AddressMatch, TakesWholeRunsOnly) {
  EXPECT_EQ(EncodingOf("1.2.3.4", "11.2-3-4.example.net"), "low3.fwd");
  EXPECT_EQ(EncodingOf("1.2.3.4", "11-2-3x44.example.net"), "single");
}

TEST(AddressMatch, NamesTheSeparators) {
  EXPECT_EQ(EncodingOf("1.2.3.4", "1-2-3-4.example.net"), "fwd4.dash");
  EXPECT_EQ(EncodingOf("1.2.3.4", "1x2x3x4.example.net"), "fwd4.x");
  EXPECT_EQ(EncodingOf("1.2.3.4", "1_2_3_4.example.net"), "fwd4.us");
  EXPECT_EQ(EncodingOf("1.2.3.4", "4_3_2_1.example.net"), "rev4.us");
  EXPECT_EQ(EncodingOf("1.2.3.4", "1-2.3_4.example.net"), "fwd4.mixed");
  EXPECT_EQ(EncodingOf("1.2.3.4", "a001-002-003-004.example.net"),
            "fwd4.dash.pad3.glued");
  EXPECT_EQ(EncodingOf("1.2.3.4", "1--2-3-4.example.net"), "low3.fwd");
}

TEST(AddressMatch, LetsOneGapHoldAFewLetters) {
  EXPECT_EQ(EncodingOf("1.2.3.4", "ip1.static-2-3-4.example.net"),
            "fwd4.mixed.glued");
  EXPECT_EQ(EncodingOf("1.2.3.4", "1.toolong-2-3-4.example.net"), "low3.fwd");
  EXPECT_EQ(EncodingOf("1.2.3.4", "1.a-2.b-3-4.example.net"), "low3.fwd");
  EXPECT_EQ(EncodingOf("1.2.3.4", "1a2-3-4.example.net"), "low3.fwd.glued");
}

TEST(AddressMatch, ReadsHexadecimal) {
  EXPECT_EQ(EncodingOf("198.51.100.23", "c6336417.example.net"), "hex8.fwd");
  EXPECT_EQ(EncodingOf("198.51.100.23", "abcdefc6336417.example.net"),
            "hex8.fwd.glued");
  EXPECT_EQ(EncodingOf("198.51.100.23", "0xc6336417.example.net"),
            "hex8.fwd.0x");
  EXPECT_EQ(EncodingOf("198.51.100.23", "host176433c6.example.net"),
            "hex8.rev.glued");
  EXPECT_EQ(EncodingOf("198.51.100.23", "abcdefgc6336417.example.net"), "none");
  EXPECT_EQ(EncodingOf("198.51.100.23", "c6336417x.example.net"), "none");
  EXPECT_EQ(EncodingOf("198.51.100.23", "c6.33-64_17.example.net"),
            "hexsep.fwd");
  EXPECT_EQ(EncodingOf("10.11.12.13", "d.c.b.a.example.net"), "hexsep.rev");
  EXPECT_EQ(EncodingOf("198.51.100.23", "17.64.33c6.example.net"),
            "hex.softlayer");
}

TEST(AddressMatch, ReadsRunsWithoutSeparators) {
  EXPECT_EQ(EncodingOf("198.51.100.7", "a198051100007.example.net"),
            "dense12.fwd.glued");
  EXPECT_EQ(EncodingOf("198.51.100.7", "007100051198.example.net"),
            "dense12.rev");
  EXPECT_EQ(EncodingOf("198.51.100.23", "3325256727.example.net"), "dec32");
  EXPECT_EQ(EncodingOf("77.245.240.0", "772452400.example.net"),
            "dense.unpadded");
  EXPECT_EQ(EncodingOf("1.2.3.4", "1234.example.net"), "none");
  EXPECT_EQ(EncodingOf("203.0.113.5", "h000113005.example.net"), "dense.low3");
  EXPECT_EQ(EncodingOf("203.0.113.5", "h113005.example.net"), "dense.low2");
  EXPECT_EQ(EncodingOf("203.0.13.5", "h13005.example.net"), "dense.low2");
  EXPECT_EQ(EncodingOf("203.0.13.5", "h135.example.net"), "none");
}

TEST(AddressMatch, TellsAnotherAddressFromAVersion) {
  EXPECT_EQ(EncodingOf("203.0.113.5", "203-0-113-6.example.net"), "other_ip");
  EXPECT_EQ(EncodingOf("203.0.113.5", "6.113.0.203.example.net"), "other_ip");
  EXPECT_EQ(EncodingOf("203.0.113.5", "203-1-2-5.example.net"), "other_ip");
  EXPECT_EQ(EncodingOf("203.0.113.5", "203-0.113-6.example.net"), "hi3");
  EXPECT_EQ(EncodingOf("203.0.113.5", "v1-2-3-5.example.net"), "last1");
}

TEST(AddressMatch, TakesThreeOctetsOfAnyPlace) {
  EXPECT_EQ(EncodingOf("1.2.3.4", "a2-3-4.example.net"), "low3.fwd.glued");
  EXPECT_EQ(EncodingOf("1.2.3.4", "004.003.002.example.net"), "low3.rev.pad3");
  EXPECT_EQ(EncodingOf("1.2.3.4", "a1-2-3.example.net"), "hi3");
  EXPECT_EQ(EncodingOf("1.2.3.4", "3-2-1.example.net"), "hi3.rev");
  EXPECT_EQ(EncodingOf("1.2.3.4", "1-3-4.example.net"), "perm3");
  EXPECT_EQ(EncodingOf("1.2.3.4", "4.w1-3.example.net"), "perm3");
}

TEST(AddressMatch, TakesTwoOctetsThatAreNeighbours) {
  EXPECT_EQ(EncodingOf("10.20.30.40", "30-40.example.net"), "low2.fwd");
  EXPECT_EQ(EncodingOf("10.20.30.40", "040.030.example.net"), "low2.rev.pad3");
  EXPECT_EQ(EncodingOf("10.20.30.40", "10-20.30x40.example.net"), "fwd4.mixed");
  EXPECT_EQ(EncodingOf("10.20.30.40", "10-20.5.30-40.example.net"), "low2.fwd");
  EXPECT_EQ(EncodingOf("10.20.30.40", "20-10.example.net"), "hi2.rev");
  EXPECT_EQ(EncodingOf("10.20.30.40", "20-30.example.net"), "mid2");
  EXPECT_EQ(EncodingOf("10.20.30.40", "20-30-5.example.net"), "single");
  EXPECT_EQ(EncodingOf("10.20.30.40", "10-40.example.net"), "last1");
  EXPECT_EQ(EncodingOf("10.20.30.40", "30x40.example.net"), "last1");
}

TEST(AddressMatch, KnowsLessThanTwoOctets) {
  EXPECT_EQ(EncodingOf("10.20.30.40", "x00163e5a0b1c.example.net"), "mac");
  EXPECT_EQ(EncodingOf("10.20.30.40", "abcdefabcdef.example.net"), "none");
  EXPECT_EQ(EncodingOf("10.20.30.10", "a10.example.net"), "single");
  EXPECT_EQ(EncodingOf("202.254.0.1", "cafe.example.net"), "hexhi2");
}

TEST(AddressMatch, LeavesDatesAlone) {
  EXPECT_EQ(EncodingOf("20.24.1.15", "a-2024-01-15.example.net"), "none");
  EXPECT_EQ(EncodingOf("20.24.1.15", "a-2024-13-15.example.net"), "last1");
  EXPECT_EQ(EncodingOf("20.24.1.15", "a-2024x01x15.example.net"), "last1");
}

TEST(AddressMatch, LooksLeftOfThePublicSuffix) {
  EXPECT_EQ(EncodingOf("51.68.45.201", "201.ip-51-68-45.eu"), "perm4");
  EXPECT_EQ(EncodingOf("1.2.3.4", "1-2-3.4.unknowntop"), "fwd4.mixed");
}

TEST(AddressMatch, ReadsIpv6) {
  constexpr std::string_view kIp = "2001:db8:0:1:211:22ff:fe33:4455";
  EXPECT_EQ(EncodingOf(kIp, "20010db800000001021122fffe334455.example.net"),
            "v6.hex32");
  EXPECT_EQ(EncodingOf(kIp, "p20010db800000001021122fffe334455.example.net"),
            "v6.hex32.glued");
  EXPECT_EQ(EncodingOf(kIp, "a-2001-db8-0-1-211-22ff-fe33-4455.example.net"),
            "v6.dash");
  EXPECT_EQ(EncodingOf(kIp, "2001-0db8-0000-0001-0211-22ff-fe33-4455.a.net"),
            "v6.dash.full");
  EXPECT_EQ(EncodingOf(kIp, "021122fffe334455.example.net"), "v6.iid16");
  EXPECT_EQ(EncodingOf(kIp, "h021122fffe334455.example.net"), "none");
  EXPECT_EQ(EncodingOf(kIp, "211-22ff-fe33-4455.example.net"), "v6.iid.dash");
  EXPECT_EQ(EncodingOf(kIp, "h001122334455.example.net"), "v6.mac");
  EXPECT_EQ(EncodingOf(kIp, "fe33-4455.example.net"), "v6.low32");
  EXPECT_EQ(EncodingOf(kIp, "web4455.example.net"), "v6.low16");
  EXPECT_EQ(EncodingOf(kIp, "22ff-fe33.example.net"), "none");
}

TEST(AddressMatch, ReadsCompressedIpv6) {
  EXPECT_EQ(EncodingOf("2001:db8::1", "ip-2001-db8--1.example.net"), "v6.dash");
  EXPECT_EQ(EncodingOf("2001:db8::1", "2001-db8--1-dyn.example.net"),
            "v6.dash");
  EXPECT_EQ(EncodingOf("2001:db8::", "2001-db8--.example.net"), "v6.dash");
  EXPECT_EQ(EncodingOf("2001:db8:0:1::a:b", "2001-db8-0-1--a-b.example.net"),
            "v6.dash");
  EXPECT_EQ(EncodingOf("2001:db8:0:1::a:b", "2001-db8--a-b.example.net"),
            "v6.low32");
  EXPECT_EQ(EncodingOf("2001:db8::1", "2001-db9--1.example.net"), "v6.low16");
}

TEST(AddressMatch, ReadsReversedNibbles) {
  EXPECT_EQ(EncodingOf("2001:db8:0:1::a",
                       "a.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1.0.0.0.0.0.0.0.8.b.d."
                       "0.1.0.0.2.example.net"),
            "v6.nibbles.rev");
  EXPECT_EQ(EncodingOf("2001:db8:0:1::a",
                       "a.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1.0.0.0.0.0.0.0.8.b.d."
                       "0.1.0.0-2.example.net"),
            "v6.low16");
}

TEST(AddressMatch, LooksForWholeAddressesOnlyBehindAnInterface) {
  const Address ip = *ParseAddress("10.20.30.40");
  const auto encoding = [&](std::string_view name) {
    return Text(MatchAddress(ip, PartsOf(name), true).encoding);
  };
  EXPECT_EQ(encoding("xe-0-1.10-20-30-40.example.net"), "fwd4.dash");
  EXPECT_EQ(encoding("xe-0-1.20-30-40.example.net"), "none");
}

}  // namespace
}  // namespace ptrcensus
