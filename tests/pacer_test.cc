#include "scanner/engine/pacer.h"

#include <gtest/gtest.h>

#include "scanner/engine/limits.h"

namespace ptrcensus {
namespace {

using namespace std::chrono_literals;

constexpr Time kStart{1h};

// Sends whatever may be sent at `now`.
uint64_t SendAll(Pacer& pacer, Time now) {
  const uint64_t n = pacer.Available(now);
  for (uint64_t i = 0; i < n; ++i) pacer.Take();
  return n;
}

uint64_t SendFor(Pacer& pacer, Time from, Duration length, Duration step) {
  uint64_t sent = 0;
  for (Time t = from; t < from + length; t += step) sent += SendAll(pacer, t);
  return sent;
}

TEST(Pacer, HoldsEveryRateOverASecond) {
  for (const uint64_t rate :
       {1U, 3U, 100U, 1000U, 20'000U, 333'333U, 500'000U, 1'000'000U}) {
    Pacer pacer(rate, kStart);
    const uint64_t sent = SendFor(pacer, kStart, 1s, pacer.tick());
    EXPECT_NEAR(static_cast<double>(sent), static_cast<double>(rate),
                1.0 + static_cast<double>(rate) * 0.005)
        << rate;
  }
}

TEST(Pacer, NeverRoundsARateAway) {
  Pacer pacer(7, kStart);
  EXPECT_NEAR(static_cast<double>(SendFor(pacer, kStart, 1000s, 10ms)), 7000.0,
              1.0);
}

TEST(Pacer, LetsTheFirstQueryGoAtOnce) {
  Pacer pacer(1, kStart);
  EXPECT_EQ(pacer.Available(kStart), 1U);
  pacer.Take();
  EXPECT_EQ(pacer.Available(kStart), 0U);
  EXPECT_EQ(pacer.Available(kStart + 999ms), 0U);
  EXPECT_EQ(pacer.Available(kStart + 1s), 1U);
}

TEST(Pacer, TicksNoFinerThanTheRateNeeds) {
  EXPECT_EQ(Pacer(10, kStart).tick(), 25ms);
  EXPECT_EQ(Pacer(1000, kStart).tick(), kCoarsestTick);
  EXPECT_EQ(Pacer(20'000, kStart).tick(), 400us);
  EXPECT_EQ(Pacer(500'000, kStart).tick(), kFinestTick);
}

TEST(Pacer, HoldsALowRateOnATimerThatIsSometimesLate) {
  Pacer pacer(100, kStart);
  uint64_t sent = 0;
  for (int i = 0; i < 4000; ++i) {
    const Duration late = i % 7 == 0 ? 2ms : i % 11 == 0 ? 9ms : 100us;
    sent += SendAll(pacer, kStart + i * pacer.tick() + late);
  }
  EXPECT_NEAR(static_cast<double>(sent), 1000.0, 2.0);
}

TEST(Pacer, CatchesUpAShortStallAtAQuarterMoreThanTheRate) {
  Pacer pacer(100'000, kStart);
  SendFor(pacer, kStart, 100ms, pacer.tick());
  const Time stall_end = kStart + 104ms;
  // The 4 ms are 400 queries; they come back over 16 ms, not at once.
  EXPECT_LE(SendAll(pacer, stall_end), 125U);
  const uint64_t next =
      SendFor(pacer, stall_end + pacer.tick(), 8ms, pacer.tick());
  EXPECT_GE(next, 980U);
  EXPECT_LE(next, 1020U);
  EXPECT_EQ(pacer.forgiven(), Duration(0));
}

TEST(Pacer, ForgivesAndCountsALongStall) {
  Pacer pacer(100'000, kStart);
  SendFor(pacer, kStart, 100ms, pacer.tick());
  const uint64_t after = SendFor(pacer, kStart + 1100ms, 1s, pacer.tick());
  EXPECT_LE(after, 100'600U);
  EXPECT_NEAR(std::chrono::duration<double>(pacer.forgiven()).count(), 0.995,
              0.001);
}

TEST(Pacer, NoMillisecondHasMoreThanItsShare) {
  Pacer pacer(100'000, kStart);
  SendFor(pacer, kStart, 50ms, pacer.tick());
  uint64_t worst = 0;
  for (int ms = 0; ms < 30; ++ms) {
    const Time from = kStart + 54ms + ms * 1ms;
    worst = std::max(worst, SendFor(pacer, from, 1ms, pacer.tick()));
  }
  EXPECT_LE(worst, 250U);
}

TEST(Pacer, IdlingDoesNotEndInABurst) {
  Pacer pacer(100'000, kStart);
  SendFor(pacer, kStart, 10ms, pacer.tick());
  pacer.Idle();
  EXPECT_EQ(pacer.Available(kStart + 10s), 1U);
  EXPECT_EQ(pacer.forgiven(), Duration(0));
}

TEST(Pacer, AQueryOutOfTurnIsPaidForLater) {
  Pacer pacer(10, kStart);
  for (int i = 0; i < 3; ++i) pacer.Take();
  EXPECT_EQ(pacer.Available(kStart + 100ms), 0U);
  EXPECT_EQ(pacer.Available(kStart + 200ms), 0U);
  EXPECT_EQ(pacer.Available(kStart + 300ms), 1U);
}

TEST(Pacer, WithoutARateNothingHoldsBack) {
  Pacer pacer(0, kStart);
  EXPECT_TRUE(pacer.unlimited());
  EXPECT_GT(pacer.Available(kStart), 1'000'000'000U);
}

}  // namespace
}  // namespace ptrcensus
