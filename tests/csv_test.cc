#include <gtest/gtest.h>

#include <string>

#include "output/format.h"
#include "tests/sample_rows.h"

namespace ptrcensus {
namespace {

std::string Line(const Row& row, std::string_view fields) {
  std::string out;
  MakeCsv(ParseFieldList(fields))->AppendRow(out, row);
  return out;
}

std::string Line(const Row& row) {
  std::string out;
  MakeCsv(AllFields())->AppendRow(out, row);
  return out;
}

TEST(Csv, BeginsWithAHeader) {
  std::string out = "kept ";
  MakeCsv(AllFields())->AppendHeader(out);
  EXPECT_EQ(out,
            "kept ip,ptr_status,name,names,name_status,names_total,fcrdns,"
            "iprev,forward,name_class,is_generic,confidence,encoding,tokens,"
            "role,findings,owner,zone,ttl,rcode,ede,flags,attempts,rtt_us,"
            "server,time\n");
}

TEST(Csv, WritesEveryField) {
  EXPECT_EQ(Line(FullRow()),
            "192.0.2.1,ok,\\045b\\044\\034.example.net,"
            "a.example.net \\045b\\044\\034.example.net c.example.net,"
            "mismatch pass temp,12,pass,pass,192.0.2.1 192.0.2.99,"
            "generic_dynamic,true,strong,fwd4.dash,dyn pool,mail,"
            "ptr_multiple fcrdns_partial,1.0/25.2.0.192.in-addr.arpa,"
            "2.0.192.in-addr.arpa,4294967295,NOERROR,0,"
            "aa ad tc tcp cname inferred,2,1234,192.0.2.53:53,"
            "2026-01-31T09:00:00.250Z\n");
}

TEST(Csv, LeavesUnknownValuesEmpty) {
  EXPECT_EQ(Line(EmptyRow()),
            "192.0.2.2,skipped,,,,,not_checked,none,,,false,,,,,,,,,,,,0,,,"
            "2026-01-31T09:00:00.250Z\n");
}

TEST(Csv, WritesIpv6) {
  EXPECT_EQ(Line(NegativeV6Row()),
            "2001:db8::1,nxdomain,,,,0,no_ptr,permerror,,none,false,,,,,,,,,"
            "NXDOMAIN,,ad,1,87,[2001:db8::53]:5353,"
            "2026-01-31T09:00:00.250Z\n");
}

TEST(Csv, WritesTheFieldsChosenInTheirOrder) {
  EXPECT_EQ(Line(FullRow(), "rtt_us,name_status,ip"),
            "1234,mismatch pass temp,192.0.2.1\n");
}

TEST(Csv, WritesTheRootAndNamesThatLookLikeNulls) {
  const std::array<NameResult, 3> names = {{{".", NameStatus::kInvalidName},
                                            {"nan", NameStatus::kInvalidName},
                                            {"null", NameStatus::kMismatch}}};
  Row row;
  row.names = names;
  EXPECT_EQ(Line(row, "name,names"), ".,. nan null\n");
}

TEST(Csv, AppendsRowAfterRow) {
  const auto csv = MakeCsv(ParseFieldList("ip,ttl"));
  std::string out;
  csv->AppendRow(out, FullRow());
  csv->AppendRow(out, EmptyRow());
  EXPECT_EQ(out, "192.0.2.1,4294967295\n192.0.2.2,\n");
}

}  // namespace
}  // namespace ptrcensus
