#include "io/time.h"

#include <gtest/gtest.h>

namespace ptrcensus {
namespace {

std::string TextAt(int64_t milliseconds) {
  std::string text;
  AppendText(text, WallTime(std::chrono::milliseconds(milliseconds)));
  return text;
}

TEST(Time, WritesRfc3339InUtcWithMilliseconds) {
  EXPECT_EQ(TextAt(0), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(TextAt(1769850000250), "2026-01-31T09:00:00.250Z");
  EXPECT_EQ(TextAt(1709251199999), "2024-02-29T23:59:59.999Z");
  EXPECT_EQ(TextAt(4102444800001), "2100-01-01T00:00:00.001Z");
}

TEST(Time, AppendsBehindWhatIsThere) {
  std::string text = "at ";
  AppendText(text, WallTime());
  EXPECT_EQ(text, "at 1970-01-01T00:00:00.000Z");
}

}  // namespace
}  // namespace ptrcensus
