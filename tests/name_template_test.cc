#include "scanner/verdict/name_template.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace ptrcensus {
namespace {

std::string TemplateOf(std::string_view name) {
  std::string text(name.size(), '\0');
  text.resize(WriteTemplate(name, text.data()));
  return text;
}

std::vector<int64_t> NumbersOf(std::string_view name) {
  std::vector<int64_t> numbers;
  AppendNumbers(name, numbers);
  return numbers;
}

TEST(NameTemplate, ReplacesEachRunOfDigits) {
  EXPECT_EQ(TemplateOf("mail164.nessfist.com"), "mail#.nessfist.com");
  EXPECT_EQ(TemplateOf("192-0-2-1.example.net"), "#-#-#-#.example.net");
  EXPECT_EQ(TemplateOf("007"), "#");
  EXPECT_EQ(TemplateOf("ns.example.com"), "ns.example.com");
  EXPECT_EQ(TemplateOf("."), ".");
  EXPECT_EQ(TemplateOf(""), "");
}

TEST(NameTemplate, AnEscapedOctetIsNoNumber) {
  EXPECT_EQ(TemplateOf("a\\032b7.example"), "a\\032b#.example");
  EXPECT_EQ(TemplateOf("a\\0327.example"), "a\\032#.example");
  EXPECT_EQ(NumbersOf("1\\0322.example"), (std::vector<int64_t>{1, 2}));
}

TEST(NameTemplate, ACutEscapeIsKept) {
  for (const char* name : {"a\\", "a\\0", "a\\03"}) {
    EXPECT_EQ(TemplateOf(name), name);
    EXPECT_TRUE(NumbersOf(name).empty());
  }
}

TEST(NameTemplate, NumbersAreTheRunsInOrder) {
  EXPECT_EQ(NumbersOf("h007.rack12.example0.net"),
            (std::vector<int64_t>{7, 12, 0}));
  EXPECT_TRUE(NumbersOf("example.net").empty());
}

TEST(NameTemplate, ANumberTooLongToCountWithIsNone) {
  EXPECT_EQ(NumbersOf("999999999999999999"),
            (std::vector<int64_t>{999'999'999'999'999'999}));
  EXPECT_EQ(NumbersOf("1000000000000000000"),
            (std::vector<int64_t>{kNoNumber}));
  EXPECT_EQ(NumbersOf(std::string(1012, '9') + "x1"),
            (std::vector<int64_t>{kNoNumber, 1}));
}

}  // namespace
}  // namespace ptrcensus
