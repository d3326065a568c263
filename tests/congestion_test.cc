#include "scanner/engine/congestion.h"

#include <gtest/gtest.h>

#include "scanner/engine/limits.h"

namespace ptrcensus {
namespace {

using namespace std::chrono_literals;

TEST(Congestion, GrowsWhileRoundTripsStayShort) {
  Congestion congestion(10'000);
  const uint32_t before = congestion.allowed();
  for (int i = 0; i < 1000; ++i) congestion.OnAnswer(200us);
  EXPECT_EQ(congestion.allowed(), before + 1000);
}

TEST(Congestion, StopsGrowingWhenAQueueBuildsUp) {
  Congestion congestion(1'000'000);
  congestion.OnAnswer(200us);
  for (int i = 0; i < 10'000; ++i) congestion.OnAnswer(200us);
  const uint32_t before = congestion.allowed();
  for (int i = 0; i < 100'000; ++i) congestion.OnAnswer(200us + 10ms);
  EXPECT_LT(congestion.allowed(), before);
}

TEST(Congestion, SettlesWhereTheQueueIsTheTarget) {
  // A server of 100,000/s behind a round trip of 1 ms: what is unanswered
  // beyond 100 queries waits.
  Congestion congestion(1'000'000);
  for (int i = 0; i < 2'000'000; ++i) {
    const double queries = congestion.allowed();
    const auto rtt = std::chrono::microseconds(
        static_cast<int64_t>(std::max(1000.0, queries * 10)));
    congestion.OnAnswer(rtt);
  }
  EXPECT_NEAR(congestion.allowed(), 300, 15);
}

TEST(Congestion, GrowsOverLongAndUnevenRoundTripsToo) {
  Congestion congestion(1'000'000);
  congestion.OnAnswer(200ms);
  // A thousand answers, of which every other one comes 30 ms later.
  for (int i = 0; i < 1000; ++i) congestion.OnAnswer(i % 2 ? 200ms : 230ms);
  EXPECT_GT(congestion.allowed(), 500U);
}

TEST(Congestion, HalvesWhenTooManyGoUnanswered) {
  Congestion congestion(10'000);
  for (int i = 0; i < 2000; ++i) congestion.OnAnswer(200us);
  const uint32_t before = congestion.allowed();
  for (int i = 0; i < 3000; ++i) congestion.OnTimeout();
  EXPECT_LE(congestion.allowed(), before / 2);
  EXPECT_GE(congestion.allowed(), kLeastUnanswered);
}

TEST(Congestion, FewTimeoutsChangeNothing) {
  Congestion congestion(10'000);
  for (int i = 0; i < 5000; ++i) congestion.OnAnswer(200us);
  const uint32_t before = congestion.allowed();
  for (int i = 0; i < 100; ++i) congestion.OnTimeout();
  EXPECT_EQ(congestion.allowed(), before);
}

TEST(Congestion, StaysWithinTheWindow) {
  Congestion congestion(100);
  for (int i = 0; i < 1000; ++i) congestion.OnAnswer(1us);
  EXPECT_EQ(congestion.allowed(), 100U);
}

TEST(Congestion, HonoursAWindowOfOne) {
  Congestion congestion(1);
  EXPECT_EQ(congestion.allowed(), 1U);
  for (int i = 0; i < 100; ++i) congestion.OnAnswer(1us);
  EXPECT_EQ(congestion.allowed(), 1U);
}

}  // namespace
}  // namespace ptrcensus
