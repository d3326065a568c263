// What was typed after `ptrcensus scan`, each value checked alone; nothing has
// been opened or read. scan_plan.h makes working parts of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scanner/cli/arguments.h"
#include "scanner/cli/flag.h"
#include "scanner/cli/flag_values.h"
#include "scanner/engine/options.h"
#include "scanner/targets/target_set.h"

namespace ptrcensus {

// The defaults of the engine are those of ScanOptions.
struct ScanFlags {
  HelpWanted help = HelpWanted::kNone;

  std::vector<std::string> targets;
  std::vector<std::string> inputs;
  std::vector<std::string> exclusions;
  std::vector<std::string> exclusion_files;
  bool include_special = false;
  std::optional<uint64_t> seed;  // else the hash of the target set
  uint64_t max_targets = kMaxTargets;
  bool dry_run = false;

  std::vector<std::string> resolvers;
  std::vector<std::string> resolver_files;
  std::optional<Address> source;

  uint64_t rate_qps = ScanOptions{}.rate_qps;  // of all shards; 0: no limit
  uint64_t server_rate_qps = ScanOptions{}.server_rate_qps;
  uint32_t window = ScanOptions{}.window;  // 0: what the rate needs
  Duration timeout = ScanOptions{}.timeout;
  int tries = ScanOptions{}.tries;

  bool forward = ScanOptions{}.forward;
  int max_names = ScanOptions{}.max_names;
  Checks checks;
  std::string psl;                   // path; empty: the system's list
  const Profile* profile = nullptr;  // null: none is wanted

  std::string output = "-";
  const FormatInfo* format = nullptr;  // null: from the path or the terminal
  std::vector<size_t> fields;          // empty: those of the format
  bool overwrite = false;
  std::vector<PtrStatus> only;  // empty: all
  bool quiet = false;
  bool progress = true;
  std::string summary;  // path; empty: none

  ShardPart shard;
  std::optional<Duration> max_runtime;
  TransportKind transport = ScanRunOptions{}.transport;
};

// The flags of `scan`, by group, in the order in which help lists them.
[[nodiscard]] std::vector<Flag> ScanFlagTable();

// `args` without program and command. Where help is asked for, only that is
// filled in. Throws Error.
[[nodiscard]] ScanFlags ParseScanFlags(const std::vector<std::string>& args);

}  // namespace ptrcensus
