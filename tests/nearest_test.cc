#include "output/nearest.h"

#include <gtest/gtest.h>

#include <array>

namespace ptrcensus {
namespace {

constexpr std::array<std::string_view, 5> kWords = {"ip", "name", "names",
                                                    "ptr_status", "server"};

TEST(Nearest, FindsASingleEdit) {
  EXPECT_EQ(NearestName("ptr_statu", kWords), "ptr_status");
  EXPECT_EQ(NearestName("ptr__status", kWords), "ptr_status");
  EXPECT_EQ(NearestName("ptr-status", kWords), "ptr_status");
}

TEST(Nearest, CountsASwapOfNeighboursAsOneEdit) {
  constexpr std::array<std::string_view, 2> kTwo = {"abxy", "badc"};
  EXPECT_EQ(NearestName("abdc", kTwo), "badc");
}

TEST(Nearest, PrefersTheLeastDistance) {
  EXPECT_EQ(NearestName("names", kWords), "names");
  EXPECT_EQ(NearestName("nmaes", kWords), "names");
}

TEST(Nearest, PrefersTheFirstOfEquals) {
  constexpr std::array<std::string_view, 2> kTwo = {"cat", "car"};
  EXPECT_EQ(NearestName("cap", kTwo), "cat");
}

TEST(Nearest, SuggestsNothingForAStranger) {
  EXPECT_EQ(NearestName("hostname", kWords), "");
  EXPECT_EQ(NearestName("xyz", kWords), "");
  EXPECT_EQ(NearestName("name", {}), "");
}

}  // namespace
}  // namespace ptrcensus
