#include "scanner/engine/in_flight.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace ptrcensus {
namespace {

using namespace std::chrono_literals;

constexpr Time kStart{1h};

TEST(InFlight, GivesEachQueryAnIdOfItsOwn) {
  InFlight table(2, std::mt19937_64(1), kStart);
  std::set<uint32_t> slots;
  for (uint32_t i = 0; i < InFlight::kMaxUsedPerSocket; ++i) {
    slots.insert(table.Acquire(1, SlotList::kUdp, kStart).value());
  }
  EXPECT_EQ(slots.size(), InFlight::kMaxUsedPerSocket);
  for (const uint32_t slot : slots) EXPECT_EQ(InFlight::SocketOf(slot), 1U);
}

TEST(InFlight, UsesAtMostHalfOfASocketsIds) {
  InFlight table(2, std::mt19937_64(1), kStart);
  for (uint32_t i = 0; i < InFlight::kMaxUsedPerSocket; ++i) {
    ASSERT_TRUE(table.Acquire(0, SlotList::kUdp, kStart));
  }
  EXPECT_FALSE(table.Acquire(0, SlotList::kUdp, kStart));
  EXPECT_TRUE(table.Acquire(1, SlotList::kUdp, kStart));
}

TEST(InFlight, ReusesAnIdAsLateAsPossible) {
  InFlight table(1, std::mt19937_64(1), kStart);
  const uint32_t first = table.Acquire(0, SlotList::kUdp, kStart).value();
  table.Release(first, true);
  for (uint32_t i = 0; i < InFlight::kIdsPerSocket - 1; ++i) {
    const uint32_t slot = table.Acquire(0, SlotList::kUdp, kStart).value();
    ASSERT_NE(slot, first);
    table.Release(slot, true);
  }
  EXPECT_EQ(table.Acquire(0, SlotList::kUdp, kStart), first);
}

TEST(InFlight, HandsIdsOutInAnOrderOfItsOwn) {
  InFlight one(1, std::mt19937_64(1), kStart);
  InFlight two(1, std::mt19937_64(2), kStart);
  int same = 0, ascending = 0;
  uint32_t last = 0;
  for (int i = 0; i < 1000; ++i) {
    const uint32_t a = one.Acquire(0, SlotList::kUdp, kStart).value();
    const uint32_t b = two.Acquire(0, SlotList::kUdp, kStart).value();
    same += a == b;
    ascending += a > last;
    last = a;
  }
  EXPECT_LT(same, 10);
  EXPECT_GT(ascending, 400);
  EXPECT_LT(ascending, 600);
}

TEST(InFlight, KeepsListsInTheOrderOfArrival) {
  InFlight table(1, std::mt19937_64(1), kStart);
  const uint32_t a = table.Acquire(0, SlotList::kUdp, kStart).value();
  const uint32_t b = table.Acquire(0, SlotList::kUdp, kStart).value();
  const uint32_t c = table.Acquire(0, SlotList::kUdp, kStart).value();
  EXPECT_EQ(table.Front(SlotList::kUdp), a);
  table.Release(b, false);
  table.Move(a, SlotList::kRetry, kStart + 1s);
  EXPECT_EQ(table.Front(SlotList::kUdp), c);
  EXPECT_EQ(table.Front(SlotList::kRetry), a);
  EXPECT_EQ(table.Count(SlotList::kUdp), 1U);
  table.Release(c, false);
  EXPECT_EQ(table.Front(SlotList::kUdp), kNoSlot);
}

TEST(InFlight, KnowsHowLongASlotIsInItsList) {
  InFlight table(1, std::mt19937_64(1), kStart);
  const uint32_t slot = table.Acquire(0, SlotList::kUdp, kStart + 2s).value();
  EXPECT_EQ(table.Age(slot, kStart + 5s), 3s);
  table.Move(slot, SlotList::kBackoff, kStart + 6s);
  EXPECT_EQ(table.Age(slot, kStart + 7s), 1s);
}

TEST(InFlight, AgesStayRightWhenTheClockWraps) {
  InFlight table(1, std::mt19937_64(1), kStart);
  const Time before_wrap = kStart + 4'294'967'000us;
  const uint32_t slot = table.Acquire(0, SlotList::kUdp, before_wrap).value();
  EXPECT_EQ(table.Age(slot, before_wrap + 5s), 5s);
}

TEST(InFlight, AFreedSlotRemembersItsQuestion) {
  InFlight table(1, std::mt19937_64(1), kStart);
  const uint32_t slot = table.Acquire(0, SlotList::kUdp, kStart).value();
  EXPECT_FALSE(table[slot].used);
  Slot content;
  content.subject = 42;
  content.kind = Kind::kForward;
  content.server = 3;
  table.Carry(slot, content);
  table.Release(slot, true);
  EXPECT_TRUE(table.IsFree(slot));
  EXPECT_TRUE(table[slot].used);
  EXPECT_TRUE(table[slot].answered);
  EXPECT_EQ(table[slot].question(), (Question{Kind::kForward, 42}));
  EXPECT_EQ(table[slot].server, 3U);
}

}  // namespace
}  // namespace ptrcensus
