#include "scanner/engine/forward_cache.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace ptrcensus {
namespace {

Name NameOfNumber(int n) {
  return *Name::FromText("host" + std::to_string(n) + ".example.com");
}

// Makes an entry that nobody needs any more.
uint32_t Touch(ForwardCache& cache, int n) {
  const uint32_t entry = cache.Pin(NameOfNumber(n), RrType::kA);
  cache.Unpin(entry);
  return entry;
}

TEST(ForwardCache, FindsWhatItMade) {
  ForwardCache cache(1, 16);
  const uint32_t entry = cache.Pin(NameOfNumber(1), RrType::kA);
  EXPECT_EQ(cache.Pin(NameOfNumber(1), RrType::kA), entry);
  EXPECT_EQ(cache[entry].pins, 2U);
  EXPECT_EQ(Name::FromWire(cache[entry].wire()), NameOfNumber(1));
}

TEST(ForwardCache, KeepsTypesApart) {
  ForwardCache cache(1, 16);
  EXPECT_NE(cache.Pin(NameOfNumber(1), RrType::kA),
            cache.Pin(NameOfNumber(1), RrType::kAaaa));
}

TEST(ForwardCache, StaysWithinItsCapacity) {
  ForwardCache cache(1, 64);
  for (int i = 0; i < 10'000; ++i) Touch(cache, i);
  EXPECT_EQ(cache.size(), 64U);
}

TEST(ForwardCache, NeverEvictsWhatIsPinned) {
  ForwardCache cache(1, 16);
  const uint32_t pinned = cache.Pin(NameOfNumber(-1), RrType::kA);
  for (int i = 0; i < 1000; ++i) Touch(cache, i);
  EXPECT_EQ(Name::FromWire(cache[pinned].wire()), NameOfNumber(-1));
  EXPECT_EQ(cache.Pin(NameOfNumber(-1), RrType::kA), pinned);
}

TEST(ForwardCache, GrowsWhereAllIsPinned) {
  ForwardCache cache(1, 8);
  for (int i = 0; i < 100; ++i) {
    (void)cache.Pin(NameOfNumber(i), RrType::kA);
  }
  EXPECT_EQ(cache.size(), 100U);
  for (int i = 0; i < 100; ++i) {
    const uint32_t entry = cache.Pin(NameOfNumber(i), RrType::kA);
    EXPECT_EQ(cache[entry].pins, 2U) << i;
  }
}

TEST(ForwardCache, DoesNotGrowFurtherOnceTheyAreUnpinned) {
  ForwardCache cache(1, 8);
  std::vector<uint32_t> pinned;
  for (int i = 0; i < 100; ++i) {
    pinned.push_back(cache.Pin(NameOfNumber(i), RrType::kA));
  }
  for (const uint32_t entry : pinned) cache.Unpin(entry);
  for (int i = 100; i < 300; ++i) Touch(cache, i);
  // One is evicted for each one made, so it stays but does not grow.
  EXPECT_EQ(cache.size(), 100U);
}

TEST(ForwardCache, KeepsWhatIsUsedAgain) {
  ForwardCache cache(1, 64);
  const uint32_t popular = Touch(cache, -1);
  for (int i = 0; i < 2000; ++i) {
    Touch(cache, i);
    if (i % 8 == 0) {
      ASSERT_EQ(Touch(cache, -1), popular) << i;
    }
  }
}

TEST(ForwardCache, AnEvictedEntryStartsAnew) {
  ForwardCache cache(1, 1);
  const uint32_t first = Touch(cache, 1);
  cache[first].result = ForwardResult::kAddresses;
  cache[first].addresses.push_back(Address::V4(1));
  const uint32_t second = Touch(cache, 2);
  EXPECT_EQ(first, second);
  EXPECT_EQ(cache[second].result, ForwardResult::kUnknown);
  EXPECT_TRUE(cache[second].addresses.empty());
}

}  // namespace
}  // namespace ptrcensus
