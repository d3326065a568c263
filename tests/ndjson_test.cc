#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <string>

#include "output/format.h"
#include "tests/sample_rows.h"

namespace ptrcensus {
namespace {

std::string Line(const Row& row, const std::vector<size_t>& fields) {
  std::string out;
  MakeNdjson(fields)->AppendRow(out, row);
  return out;
}

TEST(Ndjson, HasNoHeader) {
  std::string out = "kept";
  MakeNdjson(AllFields())->AppendHeader(out);
  EXPECT_EQ(out, "kept");
}

TEST(Ndjson, WritesEveryField) {
  EXPECT_EQ(Line(FullRow(), AllFields()),
            R"({"ip":"192.0.2.1","ptr_status":"ok",)"
            R"("name":"\\045b\\044\\034.example.net",)"
            R"("names":["a.example.net","\\045b\\044\\034.example.net",)"
            R"("c.example.net"],"name_status":["mismatch","pass","temp"],)"
            R"("names_total":12,"fcrdns":"pass","iprev":"pass",)"
            R"("forward":["192.0.2.1","192.0.2.99"],)"
            R"("name_class":"generic_dynamic","is_generic":true,)"
            R"("confidence":"strong","encoding":"fwd4.dash",)"
            R"("tokens":["dyn","pool"],"role":"mail",)"
            R"("findings":["ptr_multiple","fcrdns_partial"],)"
            R"("owner":"1.0/25.2.0.192.in-addr.arpa",)"
            R"("zone":"2.0.192.in-addr.arpa","ttl":4294967295,)"
            R"("rcode":"NOERROR","ede":0,)"
            R"("flags":["aa","ad","tc","tcp","cname","inferred"],)"
            R"("attempts":2,"rtt_us":1234,"server":"192.0.2.53:53",)"
            R"("time":"2026-01-31T09:00:00.250Z"})"
            "\n");
}

TEST(Ndjson, WritesNullForUnknownScalarsAndEmptyLists) {
  EXPECT_EQ(Line(EmptyRow(), AllFields()),
            R"({"ip":"192.0.2.2","ptr_status":"skipped","name":null,)"
            R"("names":[],"name_status":[],"names_total":null,)"
            R"("fcrdns":"not_checked","iprev":"none","forward":[],)"
            R"("name_class":null,"is_generic":false,"confidence":null,)"
            R"("encoding":null,"tokens":[],"role":null,"findings":[],)"
            R"("owner":null,"zone":null,"ttl":null,"rcode":null,"ede":null,)"
            R"("flags":[],"attempts":0,"rtt_us":null,"server":null,)"
            R"("time":"2026-01-31T09:00:00.250Z"})"
            "\n");
}

TEST(Ndjson, WritesIpv6) {
  EXPECT_EQ(Line(NegativeV6Row(), ParseFieldList("ip,names_total,server")),
            R"({"ip":"2001:db8::1","names_total":0,)"
            R"("server":"[2001:db8::53]:5353"})"
            "\n");
}

TEST(Ndjson, ReadsBackTheEscapedName) {
  rapidjson::Document row;
  row.Parse(Line(FullRow(), AllFields()).c_str());
  ASSERT_FALSE(row.HasParseError());
  EXPECT_EQ(row.MemberCount(), 26u);
  EXPECT_STREQ(row["name"].GetString(), R"(\045b\044\034.example.net)");
  EXPECT_STREQ(row["names"][1].GetString(), R"(\045b\044\034.example.net)");
  EXPECT_EQ(row["ttl"].GetUint(), 4294967295u);
  EXPECT_TRUE(row["is_generic"].IsTrue());
}

TEST(Ndjson, KeepsNamesThatLookLikeNullsAsText) {
  const std::array<NameResult, 2> names = {
      {{"null", NameStatus::kMismatch}, {"true", NameStatus::kMismatch}}};
  Row row;
  row.names = names;
  EXPECT_EQ(Line(row, ParseFieldList("name,names")),
            "{\"name\":\"null\",\"names\":[\"null\",\"true\"]}\n");
}

TEST(Ndjson, AppendsRowAfterRow) {
  const auto ndjson = MakeNdjson(ParseFieldList("ip"));
  std::string out;
  ndjson->AppendRow(out, FullRow());
  ndjson->AppendRow(out, EmptyRow());
  EXPECT_EQ(out, "{\"ip\":\"192.0.2.1\"}\n{\"ip\":\"192.0.2.2\"}\n");
}

}  // namespace
}  // namespace ptrcensus
