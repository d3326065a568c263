#include "scanner/verdict/sequence.h"

#include <gtest/gtest.h>

#include <numeric>
#include <vector>

#include "scanner/verdict/name_template.h"

namespace ptrcensus {
namespace {

// The last octets 1 to `count`.
std::vector<uint8_t> Octets(size_t count) {
  std::vector<uint8_t> octets(count);
  std::iota(octets.begin(), octets.end(), uint8_t{1});
  return octets;
}

// One number a name: last octet + 100, but for the first `strays` names.
std::vector<int64_t> Numbers(size_t count, size_t strays) {
  std::vector<int64_t> numbers;
  for (size_t i = 0; i < count; ++i) {
    numbers.push_back(
        static_cast<int64_t>(i < strays ? 9000 + 7 * i : 101 + i));
  }
  return numbers;
}

TEST(Sequence, NeedsEightAddresses) {
  EXPECT_FALSE(FindSequence(Octets(7), Numbers(7, 0)));
  const auto found = FindSequence(Octets(8), Numbers(8, 0));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->number, 0u);
  EXPECT_EQ(found->constant, 100);
  EXPECT_EQ(found->addresses, 8u);
}

TEST(Sequence, NeedsNineInTen) {
  EXPECT_TRUE(FindSequence(Octets(100), Numbers(100, 10)));
  EXPECT_FALSE(FindSequence(Octets(100), Numbers(100, 11)));
  EXPECT_TRUE(FindSequence(Octets(10), Numbers(10, 1)));
  EXPECT_FALSE(FindSequence(Octets(8), Numbers(8, 1)));
}

TEST(Sequence, AConstantMayBeNothingOrNegative) {
  std::vector<int64_t> numbers(8);
  std::iota(numbers.begin(), numbers.end(), 1);
  EXPECT_EQ(FindSequence(Octets(8), numbers)->constant, 0);
  std::iota(numbers.begin(), numbers.end(), 0);
  EXPECT_EQ(FindSequence(Octets(8), numbers)->constant, -1);
}

TEST(Sequence, FindsTheNumberThatCountsAmongOthers) {
  std::vector<int64_t> numbers;
  for (int64_t i = 1; i <= 8; ++i) {
    numbers.insert(numbers.end(), {4, 50 + i, 1000 - i * i});
  }
  const auto found = FindSequence(Octets(8), numbers);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->number, 1u);
  EXPECT_EQ(found->constant, 50);
}

TEST(Sequence, OfTwoThatCountTheLeftmostIsTaken) {
  std::vector<int64_t> numbers;
  for (int64_t i = 1; i <= 8; ++i) numbers.insert(numbers.end(), {i, i + 1});
  EXPECT_EQ(FindSequence(Octets(8), numbers)->number, 0u);
}

TEST(Sequence, NumbersThatStayOrCountDownAreNone) {
  EXPECT_FALSE(FindSequence(Octets(8), std::vector<int64_t>(8, 5)));
  std::vector<int64_t> down;
  for (int64_t i = 1; i <= 8; ++i) down.push_back(256 - i);
  EXPECT_FALSE(FindSequence(Octets(8), down));
}

TEST(Sequence, NamesWithoutNumbersOrTooLongOnesAreNone) {
  EXPECT_FALSE(FindSequence(Octets(8), {}));
  EXPECT_FALSE(FindSequence(Octets(8), std::vector<int64_t>(8, kNoNumber)));
  EXPECT_FALSE(FindSequence({}, {}));
}

TEST(Sequence, SaysWhichNameFitsFirst) {
  EXPECT_EQ(FindSequence(Octets(8), Numbers(8, 0))->first, 0u);
  EXPECT_EQ(FindSequence(Octets(40), Numbers(40, 3))->first, 3u);
  std::vector<int64_t> numbers = Numbers(10, 0);
  numbers.front() = kNoNumber;
  EXPECT_EQ(FindSequence(Octets(10), numbers)->first, 1u);
}

TEST(Sequence, AWholeBlockIsTaken) {
  std::vector<uint8_t> octets(256);
  std::iota(octets.begin(), octets.end(), uint8_t{0});
  std::vector<int64_t> numbers(octets.begin(), octets.end());
  EXPECT_EQ(FindSequence(octets, numbers)->addresses, 256u);
}

}  // namespace
}  // namespace ptrcensus
