// What a scan would do, without doing it: for --dry-run.
#pragma once

#include <string>

#include "scanner/cli/flags.h"
#include "scanner/cli/scan_plan.h"

namespace ptrcensus {

// Targets, queries, time, load on the busiest zone, disk, resolvers; what is
// assumed is said beside each figure.
[[nodiscard]] std::string DryRunText(const ScanFlags& flags,
                                     const ScanPlan& plan);

}  // namespace ptrcensus
