#include <gtest/gtest.h>

#include "bench/labdns/truth.h"

namespace ptrcensus::labdns {
namespace {

// The row of one address in a world of one kind and one forward outcome.
std::string Row(const std::string& kind, const std::string& forward,
                const Address& address = Address::V4(0xcb00710a),
                const TruthOptions& truth = {}) {
  WorldOptions options;
  options.mix = kind + "=100";
  options.forward_mix = forward + "=100";
  options.shared_percent = 0;
  options.ede_percent = 0;
  const World world(options);
  std::string row;
  Truth(world, truth).AppendRow(address, row);
  return row;
}

std::string Column(const std::string& row, int column) {
  size_t at = 0;
  for (int i = 0; i < column; ++i) at = row.find(',', at) + 1;
  return row.substr(at, row.find(',', at) - at);
}

constexpr int kNames = 3;
constexpr int kNameStatus = 4;
constexpr int kNamesTotal = 5;
constexpr int kFcrdns = 6;
constexpr int kForward = 8;

TEST(LabdnsTruth, NegativeRowsNameTheZone) {
  EXPECT_EQ(Row("nxdomain", "pass"),
            "203.0.113.10,nxdomain,,,,0,no_ptr,permerror,,,false,,,,,,,"
            "113.0.203.in-addr.arpa,,NXDOMAIN,,aa,,,,\n");
  EXPECT_EQ(Row("nodata", "pass"),
            "203.0.113.10,nodata,,,,0,no_ptr,permerror,,,false,,,,,,,"
            "113.0.203.in-addr.arpa,,NOERROR,,aa,,,,\n");
}

TEST(LabdnsTruth, ErrorRowsKnowNoTotal) {
  EXPECT_EQ(Row("servfail", "pass"),
            "203.0.113.10,servfail,,,,,ptr_temp,temperror,,,false,,,,,,,,,"
            "SERVFAIL,,aa,,,,\n");
  EXPECT_EQ(Row("other_rcode", "pass"),
            "203.0.113.10,other_rcode,,,,,ptr_temp,temperror,,,false,,,,,,,,,"
            "NOTAUTH,,aa,,,,\n");
  EXPECT_EQ(Row("silent", "pass"),
            "203.0.113.10,timeout,,,,,ptr_temp,temperror,,,false,,,,,,,,,"
            ",,,,,,\n");
  EXPECT_EQ(Row("malformed", "pass"),
            "203.0.113.10,malformed,,,,,ptr_temp,temperror,,,false,,,,,,,,,"
            ",,,,,,\n");
}

TEST(LabdnsTruth, RootAndLiteralAreInvalidNames) {
  EXPECT_EQ(Row("root", "pass"),
            "203.0.113.10,ok,.,.,invalid_name,1,invalid_name,fail,,,false,,,,,"
            ",,,3600,NOERROR,,aa,,,,\n");
  EXPECT_EQ(Row("literal", "pass"),
            "203.0.113.10,ok,203.0.113.10,203.0.113.10,invalid_name,1,"
            "invalid_name,fail,,,false,,,,,,,,3600,NOERROR,,aa,,,,\n");
}

TEST(LabdnsTruth, ChainNamesItsOwner) {
  EXPECT_EQ(
      Row("chain", "pass"),
      "203.0.113.10,ok,203-0-113-10.dyn-lines0000.example.com,"
      "203-0-113-10.dyn-lines0000.example.com,pass,1,pass,pass,203.0.113.10,,"
      "false,,,,,,10.0/25.113.0.203.in-addr.arpa,,3600,NOERROR,,"
      "aa cname,,,,\n");
  EXPECT_EQ(Row("chain_broken", "pass"),
            "203.0.113.10,cname_broken,,,,0,no_ptr,permerror,,,false,,,,,,,"
            "113.0.203.in-addr.arpa,,NXDOMAIN,,aa cname,,,,\n");
  EXPECT_EQ(Row("chain_loop", "pass"),
            "203.0.113.10,cname_loop,,,,,ptr_temp,temperror,,,false,,,,,,,,,"
            "NOERROR,,aa cname,,,,\n");
}

TEST(LabdnsTruth, ForwardOutcomesDecideFcrdns) {
  EXPECT_EQ(Column(Row("single", "pass_many"), kFcrdns), "pass");
  EXPECT_EQ(Column(Row("single", "mismatch"), kFcrdns), "mismatch");
  EXPECT_EQ(Column(Row("single", "nxdomain"), kFcrdns), "no_forward");
  EXPECT_EQ(Column(Row("single", "nodata"), kFcrdns), "no_forward");
  EXPECT_EQ(Column(Row("single", "other_family"), kFcrdns), "no_forward");
  EXPECT_EQ(Column(Row("single", "cname"), kFcrdns), "pass");
  EXPECT_EQ(Column(Row("single", "cname_split"), kFcrdns), "pass");
  EXPECT_EQ(Column(Row("single", "servfail"), kFcrdns), "forward_temp");
  EXPECT_EQ(Column(Row("single", "silent"), kNameStatus), "temp");
}

TEST(LabdnsTruth, ForwardHasTheMatchFirstThenTheLeastSeven) {
  EXPECT_EQ(Column(Row("single", "huge"), kForward),
            "203.0.113.10 198.18.202.1 198.18.202.2 198.18.202.3 198.18.202.4 "
            "198.18.202.5 198.18.202.6 198.18.202.7");
}

TEST(LabdnsTruth, ForwardOfAMismatchIsAscending) {
  EXPECT_EQ(Column(Row("single", "mismatch"), kForward),
            "198.18.202.1 198.18.202.2 203.0.113.11");
}

// Ten of thirty in canonical order: 0, 1, 10, 11, ...
TEST(LabdnsTruth, NamesAreCutInCanonicalOrder) {
  TruthOptions truth;
  truth.max_names = 3;
  const std::string row =
      Row("many", "nxdomain", Address::V4(0xcb00710a), truth);
  EXPECT_EQ(Column(row, kNames),
            "access-line-cb00710a.customer-network0.example.net "
            "access-line-cb00710a.customer-network1.example.net "
            "access-line-cb00710a.customer-network10.example.net");
  EXPECT_EQ(Column(row, kNamesTotal), "30");
  EXPECT_EQ(Column(row, 21), "aa tc tcp");
}

TEST(LabdnsTruth, WithoutForwardNothingIsChecked) {
  TruthOptions truth;
  truth.forward = false;
  const std::string row =
      Row("single", "mismatch", Address::V4(0xcb00710a), truth);
  EXPECT_EQ(Column(row, kNameStatus), "untried");
  EXPECT_EQ(Column(row, kFcrdns), "not_checked");
  EXPECT_EQ(Column(row, kForward), "");
}

TEST(LabdnsTruth, Ipv6RowsAreCanonical) {
  EXPECT_EQ(Row("nxdomain", "pass", Address::V6(0x20010db800000000, 0x25)),
            "2001:db8::25,nxdomain,,,,0,no_ptr,permerror,,,false,,,,,,,"
            "0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa,,NXDOMAIN,,aa,,,,\n");
}

TEST(LabdnsTruth, ASharedNameMatchesOneAddressAtMost) {
  WorldOptions options;
  options.mix = "single=100";
  options.shared_percent = 100;
  options.shared_names = 2;
  const World world(options);
  Truth truth(world, {});
  int pass = 0;
  int mismatch = 0;
  for (uint32_t i = 0; i < 65536; ++i) {
    std::string row;
    truth.AppendRow(Address::V4(0x0a0a0000 + i), row);
    pass += Column(row, kFcrdns) == "pass";
    mismatch += Column(row, kFcrdns) == "mismatch";
  }
  EXPECT_EQ(pass, 1);  // of name 0; name 1 matches none
  EXPECT_EQ(mismatch, 65535);
}

TEST(LabdnsTruth, DeadPrefixesTimeOut) {
  WorldOptions options;
  options.dead = {*ReadBlock("203.0.113.0/24")};
  const World world(options);
  std::string row;
  Truth(world, {}).AppendRow(Address::V4(0xcb00710a), row);
  EXPECT_EQ(Column(row, 1), "timeout");
}

TEST(LabdnsBlocks, ReadsBlocksWithoutHostBits) {
  EXPECT_EQ(ReadBlock("10.0.0.0/8")->last, Address::V4(0x0affffff));
  EXPECT_EQ(ReadBlock("2001:db8::/32")->last,
            Address::V6(0x20010db8ffffffff, ~uint64_t{0}));
  EXPECT_EQ(ReadBlock("::/0")->last, Address::V6(~uint64_t{0}, ~uint64_t{0}));
  for (const char* text : {"10.0.0.1/8", "10.0.0.0/33", "10.0.0/8", "x",
                           "10.0.0.0/", "::1/64", "10.0.0.0/-1"}) {
    EXPECT_FALSE(ReadBlock(text)) << text;
  }
}

TEST(LabdnsBlocks, MergesOverlaps) {
  const auto merged = Merged({*ReadBlock("10.0.1.0/24"), *ReadBlock("::1"),
                              *ReadBlock("10.0.0.0/16")});
  ASSERT_EQ(merged.size(), 2u);
  EXPECT_EQ(merged[0].last, Address::V4(0x0a00ffff));
}

}  // namespace
}  // namespace ptrcensus::labdns
