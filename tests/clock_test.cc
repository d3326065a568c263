#include "io/clock.h"

#include <gtest/gtest.h>

namespace ptrcensus {
namespace {

TEST(Clock, NeverRunsBackwards) {
  const Time first = MonotonicNow();
  EXPECT_LE(first, MonotonicNow());
}

TEST(Clock, ShowsThePresentInUtc) {
  using std::chrono::operator""y;
  EXPECT_GT(WallNow(), WallTime(std::chrono::sys_days(2020y / 1 / 1)));
}

}  // namespace
}  // namespace ptrcensus
