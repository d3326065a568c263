// What a scan did, at its end: as text for stderr and as JSON for --summary.
// Counts by status, by fcrdns and by class each add up to the number of rows.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "io/time.h"
#include "scanner/cli/audit.h"
#include "scanner/cli/ending.h"
#include "scanner/cli/flag_values.h"
#include "scanner/engine/scan.h"
#include "scanner/targets/order.h"

namespace ptrcensus {

// Raised when a key of the JSON changes its meaning or goes; new keys alone do
// not raise it. docs/summary.md lists them.
inline constexpr int kSummarySchema = 1;

struct ScanReport {
  std::string_view version;
  uint64_t seed = 0;
  uint64_t target_hash = 0;
  std::string suffix_list;  // which public suffix list names were judged by
  ShardPart shard;
  PositionRange positions;
  // Of the whole run: special-purpose addresses that are no targets, by block.
  std::vector<std::pair<std::string, uint64_t>> special_left_out;
  uint64_t rate_qps = 0;  // asked of this process; 0: no limit
  WallTime started;
  Tally tally;
  ScanResult result;
  int exit_code = 0;
  std::string error;             // one sentence, or empty
  const Audit* audit = nullptr;  // borrowed; null without --profile
};

// Lines, the first of which says whether it worked.
[[nodiscard]] std::string SummaryText(const ScanReport& report);
[[nodiscard]] std::string SummaryJson(const ScanReport& report);

// Targets of this process that have no row.
[[nodiscard]] uint64_t WithoutRow(const ScanReport& report);
// Queries a second over the whole scan.
[[nodiscard]] double HeldRate(const ScanReport& report);

}  // namespace ptrcensus
