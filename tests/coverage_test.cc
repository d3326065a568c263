#include "scanner/verdict/coverage.h"

#include <gtest/gtest.h>

#include <optional>
#include <vector>

namespace ptrcensus {
namespace {

constexpr uint32_t kBlock = 0xC0000200;  // 192.0.2.0

// The /24 kBlock with so many addresses of each kind.
BlockCoverage Block(uint32_t named, uint32_t unnamed, uint32_t unanswered = 0) {
  CoverageTally tally;
  uint32_t next = kBlock;
  const auto add = [&](uint32_t count, NameKnown known) {
    for (; count > 0; --count) {
      EXPECT_FALSE(tally.Add(Address::V4(next++), known));
    }
  };
  add(named, NameKnown::kNamed);
  add(unnamed, NameKnown::kNoName);
  add(unanswered, NameKnown::kUnanswered);
  return *tally.Finish();
}

TEST(Coverage, IsLowBelowOneHalf) {
  EXPECT_EQ(Block(7, 9).Kind(), Coverage::kLow);
  EXPECT_EQ(Block(8, 8).Kind(), Coverage::kPartly);
  EXPECT_EQ(Block(127, 129).Kind(), Coverage::kLow);
  EXPECT_EQ(Block(128, 128).Kind(), Coverage::kPartly);
}

TEST(Coverage, IsNotLowWhereFewAreKnown) {
  EXPECT_EQ(Block(1, 14).Kind(), Coverage::kPartly);
  EXPECT_EQ(Block(1, 14, 50).Kind(), Coverage::kPartly);
  EXPECT_EQ(Block(1, 15).Kind(), Coverage::kLow);
}

TEST(Coverage, FullAndEmptyAreApart) {
  EXPECT_EQ(Block(256, 0).Kind(), Coverage::kFull);
  EXPECT_EQ(Block(0, 256).Kind(), Coverage::kEmpty);
  EXPECT_EQ(Block(1, 0).Kind(), Coverage::kFull);
  EXPECT_EQ(Block(255, 0, 1).Kind(), Coverage::kPartly);
}

TEST(Coverage, WhatWasNotAnsweredIsNoMissingName) {
  EXPECT_EQ(Block(0, 0, 256).Kind(), Coverage::kUnanswered);
  EXPECT_EQ(Block(16, 0, 240).Kind(), Coverage::kPartly);
  const BlockCoverage block = Block(3, 4, 5);
  EXPECT_EQ(block.block, kBlock);
  EXPECT_EQ(block.seen, 12u);
  EXPECT_EQ(block.known, 7u);
  EXPECT_EQ(block.named, 3u);
}

TEST(Coverage, AnAddressCountsOnceWithTheBestOfItsRows) {
  CoverageTally tally;
  const Address ip = Address::V4(kBlock);
  for (const NameKnown known : {NameKnown::kNamed, NameKnown::kUnanswered,
                                NameKnown::kNoName, NameKnown::kNamed}) {
    EXPECT_FALSE(tally.Add(ip, known));
  }
  const auto block = tally.Finish();
  ASSERT_TRUE(block);
  EXPECT_EQ(block->seen, 1u);
  EXPECT_EQ(block->named, 1u);
  EXPECT_EQ(tally.totals().addresses, 1u);
  EXPECT_EQ(tally.totals().named, 1u);
  EXPECT_EQ(tally.totals().unanswered, 0u);
}

TEST(Coverage, GivesEachBlockOnceWhenTheNextBegins) {
  CoverageTally tally;
  std::vector<uint32_t> blocks;
  const auto note = [&](const std::optional<BlockCoverage>& block) {
    if (block) blocks.push_back(block->block);
  };
  for (const uint32_t ip :
       {0x00000000u, 0x000000FFu, 0x00000100u, 0x00000200u, 0xFFFFFFFFu}) {
    note(tally.Add(Address::V4(ip), NameKnown::kNamed));
  }
  note(tally.Add(Address::V6(0x20010db800000000, 1), NameKnown::kNamed));
  note(tally.Add(Address::V6(0x20010db800000000, 2), NameKnown::kNoName));
  note(tally.Finish());
  EXPECT_EQ(blocks, (std::vector<uint32_t>{0, 0x100, 0x200, 0xFFFFFF00}));
  EXPECT_EQ(tally.totals().addresses, 7u);
  EXPECT_EQ(tally.totals().named, 6u);
  EXPECT_EQ(tally.totals().blocks[static_cast<size_t>(Coverage::kFull)], 4u);
}

TEST(Coverage, OfNothingIsNothing) {
  CoverageTally tally;
  EXPECT_FALSE(tally.Finish());
  EXPECT_EQ(tally.totals().addresses, 0u);
}

}  // namespace
}  // namespace ptrcensus
