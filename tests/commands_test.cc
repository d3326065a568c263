#include "scanner/cli/commands.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "io/error.h"
#include "scanner/cli/fields_command.h"
#include "scanner/cli/print.h"

namespace ptrcensus {
namespace {

std::string Refusal(const std::vector<std::string>& args) {
  try {
    (void)RunCommand(args);
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Commands, UnknownCommandSuggestsTheNearest) {
  EXPECT_EQ(Refusal({"scna"}),
            "unknown command 'scna', did you mean 'scan'; `ptrcensus -h` lists "
            "the commands");
  EXPECT_EQ(Refusal({"--hepl"}),
            "unknown flag '--hepl', did you mean '--help'; `ptrcensus -h` "
            "lists the commands");
}

TEST(Commands, NoCommandIsRefused) {
  EXPECT_EQ(Refusal({}),
            "no command was given; `ptrcensus -h` lists the commands");
}

TEST(Commands, FieldsListsEveryField) {
  const std::string text = FieldsText({});
  for (const char* name : {"ip", "ptr_status", "names_total", "rtt_us"}) {
    EXPECT_NE(text.find(name), std::string::npos) << name;
  }
}

TEST(Commands, FieldsPrintsReaderCalls) {
  EXPECT_NE(FieldsText({"--as", "duckdb"}).find("read_csv"), std::string::npos);
  EXPECT_NE(FieldsText({"--as", "pandas"}).find("pandas"), std::string::npos);
}

TEST(Commands, FieldsRefusesAnUnknownReader) {
  EXPECT_EQ(Refusal({"fields", "--as", "pandsa"}),
            "--as 'pandsa' is unknown, did you mean 'pandas'; accepted: "
            "duckdb, pandas");
  EXPECT_EQ(Refusal({"fields", "x"}),
            "fields takes no argument 'x'; it takes --as");
}

TEST(Commands, ErrorsArePrintable) {
  EXPECT_EQ(Printable("a\x1b[31m\n\xffz"), "a\\x1b[31m\\x0a\\xffz");
}

}  // namespace
}  // namespace ptrcensus
