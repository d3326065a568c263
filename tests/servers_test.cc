#include "scanner/engine/servers.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace ptrcensus {
namespace {

using namespace std::chrono_literals;

constexpr Time kStart{1h};
const std::vector<Endpoint> kThree = {
    {Address::V4(1), 53}, {Address::V4(2), 53}, {Address::V4(3), 53}};

Servers AllHeard(uint64_t rate = 0) {
  Servers servers(kThree, rate, kStart);
  for (uint32_t i = 0; i < 3; ++i) servers.OnHeard(i, kStart);
  return servers;
}

TEST(Servers, AreSilentUntilTheyAreHeard) {
  Servers servers(kThree, 0, kStart);
  EXPECT_TRUE(servers.all_silent());
  EXPECT_EQ(servers.Pick(kStart), std::nullopt);
  servers.OnHeard(2, kStart);
  EXPECT_FALSE(servers.all_silent());
  EXPECT_EQ(servers.Pick(kStart), 2U);
}

TEST(Servers, TakeTurns) {
  Servers servers = AllHeard();
  for (const uint32_t expected : {0U, 1U, 2U, 0U}) {
    EXPECT_EQ(servers.Pick(kStart), expected);
  }
}

TEST(Servers, AtTheirRateArePassedOver) {
  Servers servers = AllHeard(1);
  for (uint32_t i = 0; i < 3; ++i)
    servers.OnSent(*servers.Pick(kStart), kStart);
  EXPECT_EQ(servers.Pick(kStart), std::nullopt);
  EXPECT_TRUE(servers.Pick(kStart + 1s).has_value());
}

TEST(Servers, TheNextTryGoesToAnother) {
  Servers servers = AllHeard();
  EXPECT_EQ(servers.PickNext(0, {}), 1U);
  EXPECT_EQ(servers.PickNext(2, {}), 0U);
  servers.SetSilent(1);
  EXPECT_EQ(servers.PickNext(0, {}), 2U);
}

TEST(Servers, TheSameServerIsTheLastChoice) {
  Servers servers = AllHeard();
  servers.SetSilent(1);
  servers.SetSilent(2);
  EXPECT_EQ(servers.PickNext(0, {}), 0U);
  const std::array<uint32_t, 1> refused = {0};
  EXPECT_EQ(servers.PickNext(0, refused), std::nullopt);
}

TEST(Servers, RememberTheFirstQuerySinceTheyWereHeard) {
  Servers servers = AllHeard();
  servers.OnSent(0, kStart + 1s);
  servers.OnSent(0, kStart + 2s);
  EXPECT_EQ(servers[0].waiting_since, kStart + 1s);
  servers.OnHeard(0, kStart + 3s);
  EXPECT_EQ(servers[0].waiting_since, std::nullopt);
}

}  // namespace
}  // namespace ptrcensus
