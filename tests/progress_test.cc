#include "scanner/cli/progress.h"

#include <gtest/gtest.h>

namespace ptrcensus {
namespace {

constexpr Time At(int seconds) {
  return Time(Duration(std::chrono::seconds(seconds)));
}

TEST(Progress, SaysRatesOfTheLastSecondAndTimeLeftOfAll) {
  const Pulse start = {.time = At(100)};
  const Pulse before = {.time = At(109),
                        .rows = 390000,
                        .sent = 400000,
                        .answered = 390000,
                        .timeouts = 5000};
  const Pulse now = {.time = At(110),
                     .rows = 400000,
                     .sent = 494100,
                     .answered = 483000,
                     .timeouts = 6000,
                     .in_flight = 2310,
                     .holdback = Holdback::kRate};
  EXPECT_EQ(ProgressLine(1000000, start, before, now),
            "40.0% 400k  15.0 s left  sent 94.1k/s got 93.0k/s  loss 1.1%  "
            "[rate]  2.31k in flight");
}

TEST(Progress, KnowsNoTimeLeftBeforeTheFirstRow) {
  const Pulse start = {.time = At(0)};
  const Pulse now = {.time = At(1), .sent = 10, .in_flight = 10};
  EXPECT_EQ(ProgressLine(256, start, start, now),
            "0.0% 0  ? left  sent 10/s got 0/s  loss 0.0%  10 in flight");
}

TEST(Progress, BearsTwoPulsesAtOneMoment) {
  const Pulse start = {.time = At(5)};
  const Pulse now = {.time = At(5), .rows = 3, .sent = 3, .answered = 3};
  EXPECT_EQ(ProgressLine(6, start, start, now),
            "50.0% 3  0.0 s left  sent 0/s got 0/s  loss 0.0%  0 in flight");
}

TEST(Progress, VeryLongScansDoNotOverflow) {
  const Pulse start = {.time = At(0)};
  const Pulse now = {.time = At(1000), .rows = 1};
  EXPECT_NE(
      ProgressLine(uint64_t{1} << 40, start, start, now).find("ages left"),
      std::string::npos);
}

}  // namespace
}  // namespace ptrcensus
