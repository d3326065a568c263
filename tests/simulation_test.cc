// The in-process simulation, and by it what holds over a long scan: every
// target has its row, and memory stays where it is.
#include <gtest/gtest.h>

#include <cstdint>

#include "bench/simulation/meter.h"
#include "bench/simulation/simulated_scan.h"
#include "bench/simulation/targets.h"
#include "bench/simulation/trial.h"
#include "io/error.h"

namespace ptrcensus::simulation {
namespace {

#if defined(__SANITIZE_ADDRESS__)
constexpr bool kOwnMemory = false;  // a sanitizer keeps what was freed
constexpr uint64_t kTargets = 30'000;
#else
constexpr bool kOwnMemory = true;
constexpr uint64_t kTargets = 300'000;
#endif
constexpr uint64_t kGrowthBytes = 1 << 20;

TrialResult Try(const ScanSettings& settings, const TargetList& list) {
  return RunTrial(settings, list, "/dev/null", [](const Checkpoint&) {});
}

uint64_t Rows(const TrialResult& result, PtrStatus status) {
  return result.checkpoints.back()
      .counters.by_status[static_cast<size_t>(status)];
}

uint64_t Rows(const TrialResult& result, Fcrdns fcrdns) {
  return result.checkpoints.back()
      .counters.by_fcrdns[static_cast<size_t>(fcrdns)];
}

double Share(uint64_t part, uint64_t whole) {
  return static_cast<double>(part) / static_cast<double>(whole);
}

// Resident bytes that were added between the first and the second number of
// rows. A leak of two octets a row over 900,000 rows would show, or of four
// over 300,000.
int64_t Growth(const ScanSettings& settings, uint64_t warm, uint64_t end) {
  const Order order = MakeOrder({.targets = end}, settings.seed);
  SimulatedScan scan(settings, order, [](const Row&) {});
  scan.RunUntil(warm);
  const auto before = static_cast<int64_t>(ResidentBytes());
  scan.RunUntil(end);
  EXPECT_TRUE(scan.done());
  return static_cast<int64_t>(ResidentBytes()) - before;
}

TEST(Simulation, GivesEveryTargetOneRowWithForwardNamesAndLoss) {
  const TrialResult result =
      Try({.window = 2000, .loss = 0.02}, {.targets = kTargets, .prefixes = 7});
  EXPECT_EQ(result.fault, "");
  EXPECT_EQ(result.written, kTargets);
  EXPECT_GT(result.checkpoints.back().counters.retries, kTargets / 100);
}

TEST(Simulation, GivesEveryTargetOneRowAtARate) {
  const TrialResult result =
      Try({.window = 2000, .rate_qps = 20'000}, {.targets = 10'000});
  EXPECT_EQ(result.fault, "");
  const Checkpoint& end = result.checkpoints.back();
  const auto queries = static_cast<double>(end.counters.queries());
  EXPECT_NEAR(end.simulated_seconds, queries / 20'000, 0.5);
}

TEST(Simulation, AnswersInTheSharesAskedFor) {
  const TrialResult result = Try({.window = 2000}, {.targets = kTargets});
  EXPECT_NEAR(Share(Rows(result, PtrStatus::kNxdomain), kTargets), 0.5, 0.01);
  EXPECT_NEAR(Share(Rows(result, PtrStatus::kNodata), kTargets), 0.1, 0.01);
  const uint64_t named = Rows(result, PtrStatus::kOk);
  EXPECT_NEAR(Share(Rows(result, Fcrdns::kPass), named), 0.95, 0.01);
  EXPECT_EQ(Rows(result, Fcrdns::kPass) + Rows(result, Fcrdns::kMismatch),
            named);
}

TEST(Simulation, AsksRepeatedNamesOnce) {
  const TrialResult result =
      Try({.window = 2000, .mix = {.repeated = 0.9}}, {.targets = kTargets});
  EXPECT_EQ(result.fault, "");
  const double asked =
      static_cast<double>(result.checkpoints.back().counters.forward_queries);
  const auto named = static_cast<double>(Rows(result, PtrStatus::kOk));
  EXPECT_LT(asked, 0.12 * named + kRepeatedNames);
}

TEST(Simulation, IsTheSameForTheSameSeed) {
  const ScanSettings settings = {.window = 500, .loss = 0.01, .seed = 7};
  const TrialResult a = Try(settings, {.targets = 10'000});
  const TrialResult b = Try(settings, {.targets = 10'000});
  EXPECT_EQ(a.lost, b.lost);
  EXPECT_EQ(a.checkpoints.back().simulated_seconds,
            b.checkpoints.back().simulated_seconds);
}

TEST(Simulation, MakesListsOfManyPrefixesAndExclusions) {
  const Order order =
      MakeOrder({.targets = 50'003, .prefixes = 1000, .exclusions = 777}, 1);
  EXPECT_EQ(order.size(), 50'003U);
  EXPECT_EQ(MakeOrder({.targets = uint64_t{1} << 32}, 1).size(),
            uint64_t{1} << 32);
}

TEST(Simulation, RefusesListsThatDoNotFit) {
  EXPECT_THROW(
      (void)MakeOrder({.targets = uint64_t{1} << 32, .exclusions = 1}, 1),
      Error);
  EXPECT_THROW((void)MakeOrder({.targets = 10, .prefixes = 11}, 1), Error);
  EXPECT_THROW(
      (void)MakeOrder({.targets = uint64_t{1} << 32, .prefixes = 2}, 1), Error);
}

TEST(Simulation, MemoryStaysWhereItIsWithoutForwardNames) {
  if (!kOwnMemory) GTEST_SKIP() << "a sanitizer keeps what was freed";
  EXPECT_LE(Growth({.forward = false}, 100'000, 1'000'000), kGrowthBytes);
}

// The name cache is full after 131,072 names; what comes later has to go.
TEST(Simulation, MemoryStaysWhereItIsOnceTheNameCacheIsFull) {
  if (!kOwnMemory) GTEST_SKIP() << "a sanitizer keeps what was freed";
  const Mix all_named = {.nxdomain = 0, .nodata = 0};
  EXPECT_LE(Growth({.mix = all_named}, 200'000, 500'000), kGrowthBytes);
}

}  // namespace
}  // namespace ptrcensus::simulation
