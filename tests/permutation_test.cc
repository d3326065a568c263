#include "scanner/targets/permutation.h"

#include <gtest/gtest.h>

#include <vector>

namespace ptrcensus {
namespace {

void ExpectBijection(uint64_t n, uint64_t seed) {
  const Permutation permutation(n, seed);
  std::vector<bool> seen(n);
  for (uint64_t x = 0; x < n; ++x) {
    const uint64_t y = permutation.Forward(x);
    ASSERT_LT(y, n) << "n " << n << " seed " << seed;
    ASSERT_FALSE(seen[y]) << "n " << n << " seed " << seed;
    seen[y] = true;
    ASSERT_EQ(permutation.Inverse(y), x) << "n " << n << " seed " << seed;
  }
}

TEST(Permutation, IsABijectionForEverySmallSize) {
  for (uint64_t n = 1; n <= 2000; ++n) {
    for (const uint64_t seed : {uint64_t{0}, uint64_t{1}, UINT64_MAX}) {
      ExpectBijection(n, seed);
    }
  }
}

TEST(Permutation, IsABijectionAroundAMillion) {
  for (const uint64_t n : {(1 << 20) - 1, 1 << 20, (1 << 20) + 1}) {
    ExpectBijection(n, 42);
  }
}

TEST(Permutation, InvertsAtSizesTooLargeToWalk) {
  for (const uint64_t n :
       {uint64_t{1} << 32, (uint64_t{1} << 32) + 1, (uint64_t{1} << 40) - 1,
        uint64_t{1} << 40, uint64_t{1} << 62}) {
    const Permutation permutation(n, 3);
    for (uint64_t i = 0; i < 10000; ++i) {
      const uint64_t x = i * (n / 10000);
      const uint64_t y = permutation.Forward(x);
      ASSERT_LT(y, n);
      ASSERT_EQ(permutation.Inverse(y), x);
    }
    EXPECT_EQ(permutation.Inverse(permutation.Forward(n - 1)), n - 1);
  }
}

TEST(Permutation, DiffersFromSeedToSeed) {
  const Permutation a(1 << 16, 1), b(1 << 16, 2);
  int same = 0;
  for (uint64_t x = 0; x < 1 << 16; ++x) same += a.Forward(x) == b.Forward(x);
  // One is expected of two random permutations.
  EXPECT_LT(same, 10);
}

// Of two random addresses in 65,536, 1 pair in 257 lies in one /24: 255
// neighbours are expected to, give or take 16.
TEST(Permutation, ScattersNeighboursAsChanceWould) {
  for (uint64_t seed = 0; seed < 20; ++seed) {
    const Permutation permutation(1 << 16, seed);
    int same_block = 0;
    for (uint64_t x = 1; x < 1 << 16; ++x) {
      same_block +=
          permutation.Forward(x) >> 8 == permutation.Forward(x - 1) >> 8;
    }
    EXPECT_GT(same_block, 175) << seed;
    EXPECT_LT(same_block, 335) << seed;
  }
}

// Of each 4,096 positions in a row 16 are expected in each of 256 blocks, give
// or take 4.
TEST(Permutation, SpreadsEveryWindowOverAllBlocks) {
  for (uint64_t seed = 0; seed < 5; ++seed) {
    const Permutation permutation(1 << 20, seed);
    for (uint64_t window = 0; window < 1 << 20; window += 4096) {
      std::vector<int> hits(256);
      for (uint64_t x = window; x < window + 4096; ++x) {
        ++hits[permutation.Forward(x) >> 12];
      }
      for (const int count : hits) ASSERT_LT(count, 48) << seed;
    }
  }
}

// The share of values that stay in order with their neighbour is 1/2 for a
// random permutation, at any distance.
TEST(Permutation, HasNoDirection) {
  const Permutation permutation(100000, 5);
  for (const uint64_t distance : {1, 2, 256, 316, 1024}) {
    int rising = 0;
    for (uint64_t x = distance; x < 100000; ++x) {
      rising += permutation.Forward(x) > permutation.Forward(x - distance);
    }
    EXPECT_GT(rising, 48800) << distance;
    EXPECT_LT(rising, 51000) << distance;
  }
}

// These values belong to every run ever begun: if this test fails, undo the
// change, not the test. They were also worked out by a second implementation.
TEST(Permutation, GoldenValuesNeverChangeBetweenVersions) {
  struct Golden {
    uint64_t n;
    uint64_t seed;
    std::vector<uint64_t> first_four;
    uint64_t last;
  };
  const Golden goldens[] = {
      {256, 0, {224, 148, 99, 236}, 54},
      {1000003, 1, {748360, 292578, 240552, 329812}, 546649},
      {uint64_t{1} << 32,
       42,
       {4145471065, 1904061276, 3732195078, 1433172812},
       753650024},
      {uint64_t{1} << 40,
       UINT64_MAX,
       {618625247221, 531853055016, 35391443788, 479800457179},
       865701190877},
  };
  for (const Golden& golden : goldens) {
    const Permutation permutation(golden.n, golden.seed);
    for (uint64_t x = 0; x < 4; ++x) {
      EXPECT_EQ(permutation.Forward(x), golden.first_four[x]) << golden.n;
    }
    EXPECT_EQ(permutation.Forward(golden.n - 1), golden.last);
  }
}

}  // namespace
}  // namespace ptrcensus
