#include "scanner/cli/scan_plan.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <filesystem>
#include <utility>

#include "io/error.h"
#include "scanner/cli/summary_file.h"
#include "scanner/targets/target_set.h"

namespace ptrcensus {
namespace {

namespace fs = std::filesystem;

bool HasTargets(const ScanFlags& flags) {
  return !flags.targets.empty() || !flags.inputs.empty();
}

void CheckStdinOnce(const ScanFlags& flags) {
  const auto uses = std::ranges::count(flags.inputs, "-") +
                    std::ranges::count(flags.exclusion_files, "-") +
                    std::ranges::count(flags.resolver_files, "-");
  if (uses > 1) {
    throw Error(
        "stdin is named twice; - can stand once among --input, --exclude-file "
        "and --resolver-file");
  }
}

TargetSet BuildTargets(const ScanFlags& flags) {
  if (!HasTargets(flags)) {
    throw Error(
        "no TARGET was given; it is an address, a CIDR block or first-last, "
        "and --input names a file of them (- is stdin)");
  }
  CheckStdinOnce(flags);
  TargetSetBuilder builder;
  for (const std::string& text : flags.targets) {
    builder.AddTarget(text, "TARGET");
  }
  for (const std::string& path : flags.inputs) {
    builder.AddTargetFile(path, "--input");
  }
  for (const std::string& text : flags.exclusions) {
    builder.AddExclusion(text, "--exclude");
  }
  for (const std::string& path : flags.exclusion_files) {
    builder.AddExclusionFile(path, "--exclude-file");
  }
  return builder.Build(flags.include_special);
}

// A directory will be a resumable run; this version writes files alone.
void CheckOutputPath(const std::string& path) {
  std::error_code error;
  if (path.empty()) {
    throw Error(
        "--output is empty; it takes the path of a file, or - for "
        "stdout");
  }
  if (path.ends_with('/') || fs::is_directory(path, error)) {
    throw Error(fmt::format(
        "--output '{}' is a directory; this version writes to a file, e.g. "
        "{}{}rows.csv",
        path, path, path.ends_with('/') ? "" : "/"));
  }
}

std::vector<NamedFile> NamedFiles(const ScanFlags& flags) {
  std::vector<NamedFile> files = {{"--output", flags.output, STDOUT_FILENO}};
  const auto add = [&](std::string_view flag, const auto& paths) {
    for (const std::string& path : paths) {
      files.push_back({flag, path, STDIN_FILENO});
    }
  };
  add("--input", flags.inputs);
  add("--exclude-file", flags.exclusion_files);
  add("--resolver-file", flags.resolver_files);
  if (!flags.psl.empty()) files.push_back({"--psl", flags.psl, STDIN_FILENO});
  return files;
}

void CheckShardRate(std::string_view flag, uint64_t rate_qps,
                    uint64_t shard_count) {
  if (rate_qps == 0 || rate_qps >= shard_count) return;
  throw Error(fmt::format(
      "{} {} cannot be shared by the {} parts of --shard, which send at least "
      "1 query a second each; the least {} for them is {}",
      flag, rate_qps, shard_count, flag, shard_count));
}

void CheckChecks(const ScanFlags& flags) {
  if (!flags.checks.counterpart || flags.forward) return;
  throw Error(
      "--check counterpart looks names up forward and --no-forward forbids it; "
      "give one of the two");
}

TargetFacts FactsOf(const TargetSet& targets, const ScanFlags& flags) {
  return {.size = targets.size(),
          .asked = targets.asked_size(),
          .skipped = targets.skipped_size(),
          .left_out = targets.left_out(),
          .hash = targets.hash(),
          .busiest = flags.dry_run ? FindBusiestZones(targets.asked())
                                   : BusiestZones{}};
}

ScanOptions OptionsOf(const ScanFlags& flags, const Order& order,
                      std::vector<Endpoint> resolvers) {
  ScanOptions options;
  options.resolvers = std::move(resolvers);
  options.positions = Shard(order.size(), flags.shard.index, flags.shard.count);
  options.rate_qps = RateShare(flags.rate_qps, flags.shard);
  options.server_rate_qps = RateShare(flags.server_rate_qps, flags.shard);
  options.window = flags.window;
  options.timeout = flags.timeout;
  options.tries = flags.tries;
  options.forward = flags.forward;
  options.max_names = flags.max_names;
  options.checks = flags.checks;
  return options;
}

}  // namespace

ScanPlan MakeScanPlan(const ScanFlags& flags, const SystemFiles& system) {
  CheckShardRate("--rate", flags.rate_qps, flags.shard.count);
  CheckShardRate("--server-rate", flags.server_rate_qps, flags.shard.count);
  CheckChecks(flags);
  TargetSet targets = BuildTargets(flags);
  std::vector<Endpoint> resolvers =
      Resolvers(flags.resolvers, flags.resolver_files, system);
  CheckSource(resolvers, flags.source);
  PublicSuffixes suffixes(flags.psl);

  CheckOutputPath(flags.output);
  const FormatInfo& format = ChooseFormat(flags, isatty(STDOUT_FILENO) == 1);
  auto output = std::make_unique<RowFile>(
      flags.output, MakeFormat(flags, format), flags.overwrite);
  if (!flags.summary.empty()) {
    CheckSummaryPath(flags.summary, NamedFiles(flags));
  }

  const uint64_t seed = flags.seed.value_or(targets.hash());
  TargetFacts facts = FactsOf(targets, flags);
  Order order(std::move(targets), seed, flags.max_targets);
  ScanOptions options = OptionsOf(flags, order, std::move(resolvers));
  return {.targets = std::move(facts),
          .seed = seed,
          .order = std::move(order),
          .format = &format,
          .output = std::move(output),
          .options = std::move(options),
          .run = {.transport = flags.transport,
                  .source = flags.source,
                  .max_runtime = flags.max_runtime},
          .suffixes = std::move(suffixes)};
}

const FormatInfo& ChooseFormat(const ScanFlags& flags,
                               bool stdout_is_terminal) {
  if (flags.format != nullptr) return *flags.format;
  if (flags.output == "-") {
    return ParseFormat(stdout_is_terminal ? "table" : "csv");
  }
  if (const FormatInfo* format = FormatOfPath(flags.output)) return *format;
  if (flags.output.ends_with(".parquet")) {
    throw Error(fmt::format(
        "--output '{}' asks for Parquet, which is not in this version; "
        "accepted formats: {}",
        flags.output, FormatNames()));
  }
  const std::string ending = fs::path(flags.output).extension().string();
  if (ending.empty()) return ParseFormat("csv");
  throw Error(fmt::format(
      "--output '{}' names no format that is known by the ending {}; name one "
      "with --format ({})",
      flags.output, ending, FormatNames()));
}

bool WantsProgress(const ScanFlags& flags, bool stdout_is_terminal,
                   bool stderr_is_terminal) {
  if (flags.quiet || !flags.progress || !stderr_is_terminal) return false;
  return flags.output != "-" || !stdout_is_terminal;
}

std::unique_ptr<RowFormat> MakeFormat(const ScanFlags& flags,
                                      const FormatInfo& format) {
  return format.make(flags.fields.empty() ? DefaultFields(format)
                                          : flags.fields);
}

uint64_t RateShare(uint64_t rate_qps, const ShardPart& shard) {
  assert(rate_qps == 0 || rate_qps >= shard.count);
  const uint64_t more = shard.index < rate_qps % shard.count ? 1 : 0;
  return rate_qps / shard.count + more;
}

}  // namespace ptrcensus
