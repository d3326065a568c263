#include "output/fields.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "io/error.h"

namespace ptrcensus {
namespace {

std::string ParseError(std::string_view list) {
  try {
    static_cast<void>(ParseFieldList(list));
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(Fields, StandInTheOrderOfTheRow) {
  std::string names;
  for (const Field& field : Fields()) names.append(field.name).append(" ");
  EXPECT_EQ(names,
            "ip ptr_status name names name_status names_total fcrdns iprev "
            "forward name_class is_generic confidence encoding tokens role "
            "findings owner zone ttl rcode ede flags attempts rtt_us server "
            "time ");
}

TEST(Fields, ParsesAListInTheOrderGiven) {
  EXPECT_EQ(ParseFieldList("ip"), (std::vector<size_t>{0}));
  EXPECT_EQ(ParseFieldList("time,name,ip"), (std::vector<size_t>{25, 2, 0}));
}

TEST(Fields, SuggestsTheNearestNameForAnUnknownOne) {
  EXPECT_EQ(ParseError("ip,fcrdsn"),
            "--fields names an unknown field 'fcrdsn', did you mean 'fcrdns'; "
            "`ptrcensus fields` lists them");
}

TEST(Fields, SuggestsNothingWhereNoNameIsNear) {
  EXPECT_EQ(ParseError("hostname_text"),
            "--fields names an unknown field 'hostname_text'; `ptrcensus "
            "fields` lists them");
}

TEST(Fields, RefusesARepeatedName) {
  EXPECT_EQ(ParseError("ip,name,ip"),
            "--fields names 'ip' twice; each field can stand once");
}

TEST(Fields, RefusesAMissingName) {
  for (const char* list : {"", ",", "ip,", ",ip", "ip,,name"}) {
    EXPECT_NE(ParseError(list).find("has an empty name"), std::string::npos)
        << list;
  }
}

TEST(Fields, ListsAllFields) {
  const std::vector<size_t> all = AllFields();
  ASSERT_EQ(all.size(), 26u);
  EXPECT_EQ(all.front(), 0u);
  EXPECT_EQ(all.back(), 25u);
}

TEST(Fields, PrintsNameTypeAndMeaning) {
  const std::string table = FieldsTable();
  EXPECT_TRUE(table.starts_with(
      "field        type    meaning\n"
      "ip           string  the address, canonical text (RFC 5952 for IPv6)\n"
      "ptr_status   enum    what the reverse query gave\n"
      "name         string  the representative name: the first confirmed one "
      "in\n"
      "                     canonical order (RFC 4034 6.1), else the first in "
      "that\n"
      "                     order\n"
      "names        list    the distinct names tried, "))
      << table;
}

TEST(Fields, PrintsAtMostEightyColumns) {
  std::istringstream table(FieldsTable());
  for (std::string line; std::getline(table, line);) {
    EXPECT_LE(line.size(), 80u) << line;
  }
}

}  // namespace
}  // namespace ptrcensus
