#include "scanner/cli/ending.h"

#include <fmt/format.h>

#include <array>
#include <numeric>

namespace ptrcensus {
namespace {

template <size_t kSize>
uint64_t Sum(const std::array<uint64_t, kSize>& counts) {
  return std::accumulate(counts.begin(), counts.end(), uint64_t{0});
}

}  // namespace

std::string TotalsFault(const Tally& tally, ScanEnd end,
                        const ScanCounters& counters) {
  constexpr std::string_view kFault =
      "the totals do not add up, which is a fault of this program: ";
  const uint64_t rows = counters.rows;
  if (end == ScanEnd::kDone && rows != tally.targets) {
    return fmt::format("{}{} targets but {} rows", kFault, tally.targets, rows);
  }
  if (Sum(counters.by_status) != rows) {
    return fmt::format("{}{} rows but {} by ptr_status", kFault, rows,
                       Sum(counters.by_status));
  }
  if (Sum(counters.by_fcrdns) != rows) {
    return fmt::format("{}{} rows but {} by fcrdns", kFault, rows,
                       Sum(counters.by_fcrdns));
  }
  if (!tally.output_failed && tally.written + tally.left_out != rows) {
    return fmt::format("{}{} rows but {} written and {} left out", kFault, rows,
                       tally.written, tally.left_out);
  }
  return {};
}

bool HasOutput(ScanEnd end, uint64_t rows) {
  return end == ScanEnd::kDone || rows > 0;
}

int ExitCode(ScanEnd end, bool failed) {
  if (end == ScanEnd::kNoServer) return kExitCannotStart;
  if (failed) return kExitFailed;
  switch (end) {
    case ScanEnd::kDone:
      return kExitDone;
    case ScanEnd::kInterrupted:
      return kExitInterrupted;
    case ScanEnd::kTerminated:
    case ScanEnd::kMaxRuntime:
    case ScanEnd::kOutage:
      return kExitStopped;
    case ScanEnd::kNoServer:
    case ScanEnd::kOutputFailed:
      break;
  }
  return kExitFailed;
}

std::string_view Text(ScanEnd end) {
  switch (end) {
    case ScanEnd::kDone:
      return "done";
    case ScanEnd::kNoServer:
      return "no_server";
    case ScanEnd::kInterrupted:
      return "interrupted";
    case ScanEnd::kTerminated:
      return "terminated";
    case ScanEnd::kMaxRuntime:
      return "max_runtime";
    case ScanEnd::kOutage:
      return "outage";
    case ScanEnd::kOutputFailed:
      return "output_failed";
  }
  return {};
}

}  // namespace ptrcensus
