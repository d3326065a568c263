#include "scanner/cli/ending.h"

#include <gtest/gtest.h>

namespace ptrcensus {
namespace {

ScanCounters TenRows() {
  ScanCounters counters;
  counters.rows = 10;
  counters.by_status[static_cast<size_t>(PtrStatus::kOk)] = 4;
  counters.by_status[static_cast<size_t>(PtrStatus::kNxdomain)] = 6;
  counters.by_fcrdns[static_cast<size_t>(Fcrdns::kPass)] = 4;
  counters.by_fcrdns[static_cast<size_t>(Fcrdns::kNoPtr)] = 6;
  return counters;
}

constexpr Tally kTen = {.targets = 10, .written = 10, .left_out = 0};

TEST(Ending, DoneIsZero) { EXPECT_EQ(ExitCode(ScanEnd::kDone, false), 0); }

TEST(Ending, StoppedIsSeventyFive) {
  EXPECT_EQ(ExitCode(ScanEnd::kTerminated, false), 75);
  EXPECT_EQ(ExitCode(ScanEnd::kMaxRuntime, false), 75);
  EXPECT_EQ(ExitCode(ScanEnd::kOutage, false), 75);
}

TEST(Ending, InterruptedIsOneHundredAndThirty) {
  EXPECT_EQ(ExitCode(ScanEnd::kInterrupted, false), 130);
}

TEST(Ending, NoServerIsTwo) {
  EXPECT_EQ(ExitCode(ScanEnd::kNoServer, false), 2);
}

TEST(Ending, AFailureBeatsTheRest) {
  EXPECT_EQ(ExitCode(ScanEnd::kDone, true), 1);
  EXPECT_EQ(ExitCode(ScanEnd::kTerminated, true), 1);
  EXPECT_EQ(ExitCode(ScanEnd::kInterrupted, true), 1);
  EXPECT_EQ(ExitCode(ScanEnd::kOutputFailed, false), 1);
}

TEST(Ending, TotalsThatAddUpHaveNoFault) {
  EXPECT_EQ(TotalsFault(kTen, ScanEnd::kDone, TenRows()), "");
  EXPECT_EQ(TotalsFault({.targets = 10, .written = 7, .left_out = 3},
                        ScanEnd::kDone, TenRows()),
            "");
}

TEST(Ending, AMissingRowIsAFaultOfAFinishedScanOnly) {
  const Tally tally = {.targets = 11, .written = 10};
  EXPECT_EQ(TotalsFault(tally, ScanEnd::kDone, TenRows()),
            "the totals do not add up, which is a fault of this program: 11 "
            "targets but 10 rows");
  EXPECT_EQ(TotalsFault(tally, ScanEnd::kTerminated, TenRows()), "");
}

TEST(Ending, EachCountMustAddUpToTheRows) {
  ScanCounters counters = TenRows();
  counters.by_status[static_cast<size_t>(PtrStatus::kTimeout)] = 1;
  EXPECT_EQ(TotalsFault(kTen, ScanEnd::kInterrupted, counters),
            "the totals do not add up, which is a fault of this program: 10 "
            "rows but 11 by ptr_status");
  counters = TenRows();
  counters.by_fcrdns[static_cast<size_t>(Fcrdns::kPass)] = 3;
  EXPECT_EQ(TotalsFault(kTen, ScanEnd::kDone, counters),
            "the totals do not add up, which is a fault of this program: 10 "
            "rows but 9 by fcrdns");
}

TEST(Ending, RowsLostOnTheWayOutAreAFault) {
  EXPECT_EQ(TotalsFault({.targets = 10, .written = 6, .left_out = 3},
                        ScanEnd::kDone, TenRows()),
            "the totals do not add up, which is a fault of this program: 10 "
            "rows but 6 written and 3 left out");
}

TEST(Ending, AFailedOutputExplainsItsMissingRows) {
  EXPECT_EQ(TotalsFault({.targets = 10, .written = 6, .output_failed = true},
                        ScanEnd::kOutputFailed, TenRows()),
            "");
}

TEST(Ending, AScanStoppedBeforeItsFirstRowHasNoOutput) {
  EXPECT_FALSE(HasOutput(ScanEnd::kInterrupted, 0));
  EXPECT_FALSE(HasOutput(ScanEnd::kMaxRuntime, 0));
  EXPECT_TRUE(HasOutput(ScanEnd::kInterrupted, 1));
  EXPECT_TRUE(HasOutput(ScanEnd::kDone, 0));
  EXPECT_EQ(TotalsFault({.targets = 10}, ScanEnd::kInterrupted, {}), "");
}

}  // namespace
}  // namespace ptrcensus
