#include "scanner/cli/help.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>

#include "scanner/cli/commands.h"
#include "scanner/cli/fields_command.h"
#include "scanner/cli/flags.h"
#include "scanner/cli/scan_command.h"

namespace ptrcensus {
namespace {

size_t LongestLine(const std::string& text) {
  std::istringstream lines(text);
  size_t longest = 0;
  for (std::string line; std::getline(lines, line);) {
    longest = std::max(longest, line.size());
  }
  return longest;
}

TEST(Help, ShortHelpFitsOneScreen) {
  for (const std::string& text :
       {ScanShortHelp(), ShortHelp(), FieldsText({"-h"})}) {
    EXPECT_LE(LongestLine(text), 80u) << text;
    EXPECT_LE(std::ranges::count(text, '\n'), 40) << text;
  }
}

TEST(Help, LongHelpFitsEightyColumns) {
  for (const std::string& text :
       {ScanLongHelp(), LongHelp(), FieldsText({"--help"})}) {
    EXPECT_LE(LongestLine(text), 80u) << text;
  }
}

TEST(Help, ShortHelpShowsTheDefaults) {
  const std::string text = ScanShortHelp();
  EXPECT_NE(text.find("Pace     --rate QPS|max              queries a second, "
                      "of all kinds (1000)\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("         --timeout SECONDS           wait for one "
                      "answer (2)\n"),
            std::string::npos);
  EXPECT_EQ(text.find("{}"), std::string::npos);
}

TEST(Help, LongHelpHasASectionForEachFlag) {
  const std::string text = ScanLongHelp();
  for (const Flag& flag : ScanFlagTable()) {
    EXPECT_FALSE(flag.section.empty()) << flag.name;
    const std::string first(flag.section.substr(0, 20));
    EXPECT_NE(text.find(first), std::string::npos) << flag.name;
  }
  EXPECT_EQ(text.find("{}"), std::string::npos);
}

TEST(Help, ListsTheCommands) {
  EXPECT_NE(ShortHelp().find("\n  scan "), std::string::npos);
  EXPECT_NE(ShortHelp().find("\n  fields "), std::string::npos);
}

TEST(Help, WrapsBetweenWords) {
  EXPECT_EQ(Wrapped("one two", 2), "  one two\n");
  const std::string word(40, 'a');
  EXPECT_EQ(Wrapped(word + " " + word, 0), word + "\n" + word + "\n");
  EXPECT_EQ(Wrapped(word + " " + word.substr(1), 0),
            word + " " + word.substr(1) + "\n");
  EXPECT_EQ(Wrapped("", 2), "");
}

}  // namespace
}  // namespace ptrcensus
