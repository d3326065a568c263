#include "scanner/cli/classify_command.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "io/error.h"

namespace ptrcensus {
namespace {

std::string Refusal(const std::vector<std::string>& args) {
  try {
    (void)ClassifyCommand(args);
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

TEST(ClassifyCommand, HelpFitsTheScreen) {
  EXPECT_LE(std::ranges::count(ClassifyShortHelp(), '\n'), 40);
  for (const std::string& text : {ClassifyShortHelp(), ClassifyLongHelp()}) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      EXPECT_LE(line.size(), 80u) << line;
    }
  }
}

TEST(ClassifyCommand, TakesNoArgument) {
  EXPECT_EQ(Refusal({"192.0.2.1"}),
            "classify takes no argument '192.0.2.1'; it reads lines `ip,name` "
            "with -i, and `ptrcensus explain IP NAME` takes one pair");
}

TEST(ClassifyCommand, FilesThatCannotBeReadAreRefused) {
  EXPECT_NE(Refusal({"-i", "/nonexistent/names.csv"})
                .find("-i /nonexistent/names.csv cannot be read"),
            std::string::npos);
  EXPECT_NE(Refusal({"--psl", "/nonexistent/list"}).find("--psl"),
            std::string::npos);
}

}  // namespace
}  // namespace ptrcensus
