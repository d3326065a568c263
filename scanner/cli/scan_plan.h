// The working parts of a scan, made from what was typed and checked as a whole.
// Making one reads input files and looks at output paths; it sends nothing and
// creates or truncates nothing.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "output/format.h"
#include "output/row_file.h"
#include "scanner/cli/busiest_zone.h"
#include "scanner/cli/flags.h"
#include "scanner/cli/resolvers.h"
#include "scanner/engine/scan.h"
#include "scanner/targets/order.h"
#include "scanner/verdict/public_suffix.h"

namespace ptrcensus {

// What is told of the target set, which the order takes over.
struct TargetFacts {
  uint64_t size = 0;
  uint64_t asked = 0;
  uint64_t skipped = 0;
  std::vector<std::pair<std::string, uint64_t>> left_out;
  uint64_t hash = 0;
  BusiestZones busiest;  // for a dry run alone
};

struct ScanPlan {
  TargetFacts targets;
  uint64_t seed;
  Order order;
  const FormatInfo* format;
  std::unique_ptr<RowFile> output;
  ScanOptions options;  // this shard's part of positions and rates
  ScanRunOptions run;
  PublicSuffixes suffixes;
};

// In this order: targets, exclusions, resolvers, suffixes, output. Throws
// Error.
[[nodiscard]] ScanPlan MakeScanPlan(const ScanFlags& flags,
                                    const SystemFiles& system = {});

// By --format, else by the ending of the path, else a table for a terminal and
// CSV for the rest. Throws Error where the ending names a format that this
// version cannot write.
[[nodiscard]] const FormatInfo& ChooseFormat(const ScanFlags& flags,
                                             bool stdout_is_terminal);
// The columns and format of `flags`, for `format`.
[[nodiscard]] std::unique_ptr<RowFormat> MakeFormat(const ScanFlags& flags,
                                                    const FormatInfo& format);

// A progress line is for a terminal that rows are not written to.
[[nodiscard]] bool WantsProgress(const ScanFlags& flags,
                                 bool stdout_is_terminal,
                                 bool stderr_is_terminal);

// The part of a rate of the whole run that falls to one shard: the parts of all
// shards add up to `rate_qps`, which is no less than their number, or 0 (no
// limit) and stays 0.
[[nodiscard]] uint64_t RateShare(uint64_t rate_qps, const ShardPart& shard);

}  // namespace ptrcensus
