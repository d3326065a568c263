#include "scanner/verdict/digit_runs.h"

#include <gtest/gtest.h>

#include <string>

namespace ptrcensus {
namespace {

// "1 300! 7": each run, `!` where it is no octet candidate.
std::string RunsOf(std::string_view text) {
  DigitRuns runs;
  FindDigitRuns(text, runs);
  std::string result;
  for (size_t i = 0; i < runs.count; ++i) {
    if (i > 0) result += ' ';
    result += text.substr(runs[i].begin, size_t{runs[i].end} - runs[i].begin);
    if (!runs[i].octet) result += '!';
  }
  return result;
}

Gap GapOf(std::string_view text, size_t most_letters) {
  DigitRuns runs;
  FindDigitRuns(text, runs);
  return GapAfter(runs, 0, most_letters);
}

TEST(DigitRuns, TakesUpTo255AsOctets) {
  EXPECT_EQ(RunsOf("a0b255-256.001.0001"), "0 255 256! 001 0001!");
  EXPECT_EQ(RunsOf(""), "");
  EXPECT_EQ(RunsOf("abc"), "");
  EXPECT_EQ(RunsOf(std::string(254, '7')), std::string(254, '7') + "!");
}

TEST(DigitRuns, TakesNoDateForOctets) {
  EXPECT_EQ(RunsOf("2024-01-15"), "2024! 01! 15!");
  EXPECT_EQ(RunsOf("1900.1_31-7"), "1900! 1! 31! 7");
  EXPECT_EQ(RunsOf("2100-1-1"), "2100! 1 1");
  EXPECT_EQ(RunsOf("2024-13-1"), "2024! 13 1");
  EXPECT_EQ(RunsOf("2024-0-1"), "2024! 0 1");
  EXPECT_EQ(RunsOf("2024-1-32"), "2024! 1 32");
  EXPECT_EQ(RunsOf("2024-001-15"), "2024! 001 15");
  EXPECT_EQ(RunsOf("2024--1-15"), "2024! 1 15");
  EXPECT_EQ(RunsOf("2024x1x15"), "2024! 1 15");
}

TEST(DigitRuns, TellsWhatJoinsThem) {
  EXPECT_EQ(GapOf("1-2", 0), Gap::kDash);
  EXPECT_EQ(GapOf("1.2", 0), Gap::kDot);
  EXPECT_EQ(GapOf("1_2", 0), Gap::kUs);
  EXPECT_EQ(GapOf("1x2", 0), Gap::kX);
  EXPECT_EQ(GapOf("1--2", 6), Gap::kOther);
  EXPECT_EQ(GapOf("1a2", 6), Gap::kOther);
  EXPECT_EQ(GapOf("1.ab2", 2), Gap::kLetters);
  EXPECT_EQ(GapOf("1ab.2", 2), Gap::kLetters);
  EXPECT_EQ(GapOf("1.ab-2", 2), Gap::kLetters);
  EXPECT_EQ(GapOf("1.abc-2", 2), Gap::kOther);
  EXPECT_EQ(GapOf("1.a-b-2", 6), Gap::kOther);
  EXPECT_EQ(GapOf("1/2", 6), Gap::kOther);
}

TEST(DigitRuns, SeesALetterBeforeARun) {
  DigitRuns runs;
  FindDigitRuns("a1-2", runs);
  EXPECT_TRUE(runs.IsGlued(0));
  EXPECT_FALSE(runs.IsGlued(1));
  FindDigitRuns("1", runs);
  EXPECT_FALSE(runs.IsGlued(0));
}

}  // namespace
}  // namespace ptrcensus
