#include <gtest/gtest.h>

#include <string>

#include "output/format.h"
#include "tests/sample_rows.h"

namespace ptrcensus {
namespace {

std::string Table(std::string_view fields, const std::vector<Row>& rows) {
  const auto table = MakeTable(ParseFieldList(fields));
  std::string out;
  table->AppendHeader(out);
  for (const Row& row : rows) table->AppendRow(out, row);
  return out;
}

TEST(Table, AlignsItsColumnsAndShowsUnknownValuesAsHyphens) {
  EXPECT_EQ(Table("ip,ptr_status,fcrdns,name", {FullRow(), EmptyRow()}),
            "ip               ptr_status    fcrdns        name\n"
            "192.0.2.1        ok            pass          "
            "\\045b\\044\\034.example.net\n"
            "192.0.2.2        skipped       not_checked   -\n");
}

TEST(Table, CutsLongValues) {
  const std::string name = std::string(44, 'a') + "bbbbb";
  const std::array<NameResult, 1> names = {{{name, NameStatus::kPass}}};
  Row row;
  row.names = names;
  EXPECT_EQ(Table("ip,name", {row}),
            "ip               name\n"
            "0.0.0.0          " +
                std::string(44, 'a') + "b...\n");
}

TEST(Table, KeepsAValueOfTheWholeWidth) {
  const std::string name(48, 'a');
  const std::array<NameResult, 1> names = {{{name, NameStatus::kPass}}};
  Row row;
  row.names = names;
  EXPECT_EQ(Table("name", {row}), "name\n" + name + "\n");
}

TEST(Table, WidensAColumnForWhatComes) {
  Row wide;
  wide.ip = Address::V6(0x20010db811112222, 0x3333444455556666);
  EXPECT_EQ(Table("ip,attempts", {EmptyRow(), wide, EmptyRow()}),
            "ip               attempts\n"
            "192.0.2.2        0\n"
            "2001:db8:1111:2222:3333:4444:5555:6666  0\n"
            "192.0.2.2                               0\n");
}

}  // namespace
}  // namespace ptrcensus
