#include "io/tick_timer.h"

#include "io/clock.h"
#include "tests/support/loopback.h"

namespace ptrcensus {
namespace {

using loopback::Loop;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

struct Rig {
  Rig() : timer(loop.get(), [this](Time now) { ticks.push_back(now); }) {}
  ~Rig() {
    timer.Close();
    loop.RunToClosure();
  }
  bool RunUntilTicks(size_t count) {
    return loop.RunUntil([&] { return ticks.size() >= count; });
  }

  Loop loop;
  std::vector<Time> ticks;
  TickTimer timer;
};

TEST(TickTimer, TicksPeriodically) {
  Rig rig;
  const Time start = MonotonicNow();
  rig.timer.Arm(microseconds(250));
  ASSERT_TRUE(rig.RunUntilTicks(4));
  EXPECT_GE(rig.ticks[0] - start, microseconds(250));
  EXPECT_GE(rig.ticks[3] - start, microseconds(1000));
}

TEST(TickTimer, TicksOnceAtATime) {
  Rig rig;
  const Time at = MonotonicNow() + milliseconds(2);
  rig.timer.ArmAt(at);
  ASSERT_TRUE(rig.RunUntilTicks(1));
  EXPECT_GE(rig.ticks[0], at);
  rig.loop.RunReady();
  EXPECT_EQ(rig.ticks.size(), 1u);
}

TEST(TickTimer, TicksAtOnceForATimeThatHasPassed) {
  Rig rig;
  rig.timer.ArmAt(Time());
  EXPECT_TRUE(rig.RunUntilTicks(1));
}

TEST(TickTimer, TicksOnceForAllPeriodsMissed) {
  Rig rig;
  rig.timer.Arm(microseconds(1));
  const Time start = MonotonicNow();
  while (MonotonicNow() - start < microseconds(50)) {
  }
  uv_run(rig.loop.get(), UV_RUN_ONCE);
  EXPECT_EQ(rig.ticks.size(), 1u);
}

TEST(TickTimer, KeepsItsPhaseWhenArmedWithTheSamePeriod) {
  Rig rig;
  rig.timer.Arm(milliseconds(100));
  const Time start = MonotonicNow();
  // Were it set anew each time, it would never expire.
  while (rig.ticks.empty() && MonotonicNow() - start < seconds(5)) {
    rig.timer.Arm(milliseconds(100));
    rig.loop.RunReady();
  }
  EXPECT_FALSE(rig.ticks.empty());
}

TEST(TickTimer, DoesNotTickOnceDisarmed) {
  Rig rig;
  rig.timer.ArmAt(Time());  // has expired, but was not seen yet
  rig.timer.Disarm();
  rig.loop.RunReady();
  EXPECT_TRUE(rig.ticks.empty());
  rig.timer.Arm(microseconds(100));
  EXPECT_TRUE(rig.RunUntilTicks(1));
}

TEST(TickTimer, TakesTheLastSetting) {
  Rig rig;
  rig.timer.Arm(hours(1));
  rig.timer.ArmAt(MonotonicNow());
  EXPECT_TRUE(rig.RunUntilTicks(1));
  rig.timer.Arm(microseconds(100));
  EXPECT_TRUE(rig.RunUntilTicks(3));
}

TEST(TickTimer, MayBeClosedFromItsCallback) {
  Loop loop;
  int ticks = 0;
  TickTimer* self = nullptr;
  TickTimer timer(loop.get(), [&](Time) {
    ++ticks;
    self->Close();
  });
  self = &timer;
  timer.Arm(microseconds(100));
  loop.RunToClosure();
  EXPECT_EQ(ticks, 1);
}

}  // namespace
}  // namespace ptrcensus
