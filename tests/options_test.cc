#include "scanner/engine/options.h"

#include <gtest/gtest.h>

namespace ptrcensus {
namespace {

using namespace std::chrono_literals;

ScanOptions With(uint64_t rate, Duration timeout, int tries) {
  ScanOptions options;
  options.rate_qps = rate;
  options.timeout = timeout;
  options.tries = tries;
  return options;
}

TEST(Options, TheWindowHoldsWhatTheTriesOfASecondTake) {
  EXPECT_EQ(WindowFor(With(1000, 2s, 3)), 6000U);
  EXPECT_EQ(WindowFor(With(20'000, 1s, 3)), 60'000U);
}

TEST(Options, BackoffsCountWhereTheyAreLonger) {
  // 1 + 2 + 4 s between four tries.
  EXPECT_EQ(WindowFor(With(1000, 1s, 4)), 7000U);
}

TEST(Options, TheWindowHasBounds) {
  EXPECT_EQ(WindowFor(With(1, 2s, 3)), 1000U);
  EXPECT_EQ(WindowFor(With(1'000'000, 5s, 10)), kMaxWindow);
  EXPECT_EQ(WindowFor(With(0, 2s, 3)), 200'000U);
}

}  // namespace
}  // namespace ptrcensus
