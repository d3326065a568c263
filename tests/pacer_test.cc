#include "scanner/engine/pacer.h"

#include <gtest/gtest.h>

#include <deque>
#include <random>

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
  EXPECT_EQ(Pacer(2000, kStart).tick(), 2ms);
  EXPECT_EQ(Pacer(10'000, kStart).tick(), 1ms);
  EXPECT_EQ(Pacer(20'000, kStart).tick(), 500us);
  EXPECT_EQ(Pacer(500'000, kStart).tick(), kFinestTick);
}

TEST(Pacer, HoldsALowRateOnATimerThatIsSometimesLate) {
  for (const uint64_t rate : {100U, 1000U}) {
    Pacer pacer(rate, kStart);
    uint64_t sent = 0;
    for (int i = 0; i * pacer.tick() < 10s; ++i) {
      const Duration late = i % 7 == 0 ? 2ms : i % 11 == 0 ? 3900us : 100us;
      sent += SendAll(pacer, kStart + i * pacer.tick() + late);
    }
    EXPECT_NEAR(static_cast<double>(sent), static_cast<double>(rate) * 10, 5.0);
  }
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

// Ticks on time or late by up to three periods, as a busy machine makes them.
uint64_t MostInAMillisecond(uint64_t rate) {
  Pacer pacer(rate, kStart);
  std::mt19937_64 random(rate);
  std::deque<Time> sent;
  size_t most = 0;
  Time now = kStart;
  for (int tick = 1; tick <= 5000; ++tick) {
    const auto late =
        static_cast<int64_t>(random() % 4 == 0 ? random() % 300 : 0);
    now =
        std::max(now, kStart + tick * pacer.tick() + pacer.tick() * late / 100);
    for (uint64_t n = SendAll(pacer, now); n > 0; --n) sent.push_back(now);
    while (!sent.empty() && now - sent.front() >= 1ms) sent.pop_front();
    most = std::max(most, sent.size());
  }
  return most;
}

TEST(Pacer, NoMillisecondHasMoreThanItsShare) {
  for (const uint64_t rate :
       {300U, 1000U, 2000U, 5000U, 10'000U, 30'000U, 100'000U, 500'000U}) {
    EXPECT_LE(MostInAMillisecond(rate), std::max<uint64_t>(8, rate / 400))
        << rate;
  }
}

TEST(Pacer, IdlingDoesNotEndInABurst) {
  Pacer pacer(100'000, kStart);
  SendFor(pacer, kStart, 10ms, pacer.tick());
  pacer.Idle();
  EXPECT_EQ(pacer.Available(kStart + 10s), uint64_t{kFirstQueries});
  EXPECT_EQ(pacer.forgiven(), Duration(0));
}

TEST(Pacer, ShortPausesEarnNoMoreThanTheRate) {
  Pacer pacer(1000, kStart);
  uint64_t sent = 0;
  for (Time t = kStart; t < kStart + 10s; t += 700us) {
    sent += SendAll(pacer, t);
    pacer.Idle();
  }
  EXPECT_LE(sent, 10'000U + kFirstQueries);
}

TEST(Pacer, APauseBeforeTheFirstReplyCostsNoCredit) {
  Pacer pacer(1000, kStart);
  pacer.Take();
  pacer.Idle();
  EXPECT_EQ(pacer.Available(kStart + 100us), uint64_t{kFirstQueries - 1});
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
