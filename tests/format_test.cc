#include "output/format.h"

#include <gtest/gtest.h>

namespace ptrcensus {
namespace {

TEST(Format, IsFoundByName) {
  for (const char* name : {"csv", "ndjson", "table"}) {
    ASSERT_NE(FindFormat(name), nullptr) << name;
    EXPECT_EQ(FindFormat(name)->name, name);
  }
  EXPECT_EQ(FindFormat(""), nullptr);
  EXPECT_EQ(FindFormat("CSV"), nullptr);
  EXPECT_EQ(FindFormat("json"), nullptr);
}

TEST(Format, IsFoundByTheExtensionOfAPath) {
  ASSERT_NE(FormatOfPath("rows.csv"), nullptr);
  EXPECT_EQ(FormatOfPath("rows.csv")->name, "csv");
  ASSERT_NE(FormatOfPath("/a.csv/rows.ndjson"), nullptr);
  EXPECT_EQ(FormatOfPath("/a.csv/rows.ndjson")->name, "ndjson");
  for (const char* path : {"", "-", "rows", "rows.txt", "csv", "rows.csv/x"}) {
    EXPECT_EQ(FormatOfPath(path), nullptr) << path;
  }
}

TEST(Format, PrintsAllFieldsByDefaultButInATable) {
  EXPECT_EQ(DefaultFields(*FindFormat("csv")), AllFields());
  EXPECT_EQ(DefaultFields(*FindFormat("ndjson")), AllFields());
  EXPECT_EQ(DefaultFields(*FindFormat("table")),
            ParseFieldList("ip,ptr_status,fcrdns,name"));
}

}  // namespace
}  // namespace ptrcensus
