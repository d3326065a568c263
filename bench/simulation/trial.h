// One simulated scan from the first target to the last row, measured at each
// power of ten of rows, and checked: each target must have exactly one row.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "bench/simulation/simulated_scan.h"
#include "bench/simulation/targets.h"

namespace ptrcensus::simulation {

struct Checkpoint {
  uint64_t rows = 0;
  double simulated_seconds = 0;
  // Processor time for each row: since the start, since the checkpoint before,
  // and the median of the slices of kSliceRows in between.
  double ns_since_start = 0;
  double ns_since_last = 0;
  double ns_median = 0;
  uint64_t resident_bytes = 0;
  uint64_t peak_bytes = 0;
  uint64_t in_flight = 0;
  uint64_t forward_waiting = 0;
  ScanCounters counters;
};
inline constexpr uint64_t kSliceRows = 100'000;

struct TrialResult {
  uint64_t targets = 0;
  uint64_t order_bytes = 0;    // resident: the target list and its index
  uint64_t network_bytes = 0;  // resident: the simulated network's own
  uint64_t start_bytes = 0;    // resident before the first query, all told
  uint64_t written = 0;        // rows
  uint64_t lost = 0;           // queries that the network lost
  uint64_t most_forward = 0;   // queries on their way at once
  std::vector<Checkpoint> checkpoints;
  std::string fault;  // empty, or what is wrong with the rows
};

// Rows go as CSV through the writer's thread to `output`, as in a scan.
// `on_checkpoint` is called as soon as one is reached. Throws Error.
[[nodiscard]] TrialResult RunTrial(
    const ScanSettings& settings, const TargetList& list,
    const std::string& output,
    const std::function<void(const Checkpoint&)>& on_checkpoint);

}  // namespace ptrcensus::simulation
