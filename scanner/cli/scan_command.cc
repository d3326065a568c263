#include "scanner/cli/scan_command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <optional>
#include <utility>

#include "io/clock.h"
#include "io/error.h"
#include "scanner/cli/audit.h"
#include "scanner/cli/dry_run.h"
#include "scanner/cli/ending.h"
#include "scanner/cli/flags.h"
#include "scanner/cli/help.h"
#include "scanner/cli/print.h"
#include "scanner/cli/progress.h"
#include "scanner/cli/row_sink.h"
#include "scanner/cli/scan_plan.h"
#include "scanner/cli/summary.h"
#include "scanner/cli/summary_file.h"
#include "scanner/cli/version.h"

namespace ptrcensus {
namespace {

std::optional<Progress> MakeProgress(const ScanFlags& flags,
                                     const ScanPlan& plan) {
  if (!WantsProgress(flags, isatty(STDOUT_FILENO) == 1,
                     isatty(STDERR_FILENO) == 1)) {
    return {};
  }
  return Progress(plan.options.positions.size(), MonotonicNow());
}

ScanResult Run(ScanPlan& plan, RowSink& sink, Audit* audit,
               std::optional<Progress> progress) {
  ScanHooks hooks;
  hooks.on_row = [&](const Row& row) {
    sink.Take(row);
    if (audit != nullptr) audit->Take(AuditRowOf(row));
  };
  hooks.flush_rows = [&](Time now) { sink.Flush(now); };
  hooks.output_full = [&] { return sink.full(); };
  hooks.output_failed = [&] { return sink.failed(); };
  hooks.on_progress = [&](const ScanCounters& counters,
                          const TransportCounters&, Time now) {
    if (progress) progress->Show(counters, now);
  };
  hooks.on_second_signal = [](ScanEnd why) { _exit(ExitCode(why, false)); };
  ScanResult result =
      RunScan(plan.options, plan.run, plan.order, plan.suffixes, hooks);
  if (progress) progress->Clear();
  return result;
}

[[noreturn]] void ThrowNoServer(const ScanPlan& plan) {
  throw Error(fmt::format(
      "no resolver answered, so nothing was asked and nothing written; probed: "
      "{}; name one that answers with -r",
      ResolverNames(plan.options.resolvers)));
}

ScanReport MakeReport(const ScanFlags& flags, const ScanPlan& plan,
                      const RowSink& sink, WallTime started,
                      ScanResult result) {
  ScanReport report;
  report.version = kVersion;
  report.seed = plan.seed;
  report.target_hash = plan.targets.hash;
  report.suffix_list = plan.suffixes.version();
  report.shard = flags.shard;
  report.positions = plan.options.positions;
  report.special_left_out = plan.targets.left_out;
  report.rate_qps = plan.options.rate_qps;
  report.started = started;
  report.tally = {.targets = plan.options.positions.size(),
                  .written = sink.written(),
                  .left_out = sink.left_out(),
                  .output_failed = !sink.error().empty()};
  report.result = std::move(result);
  report.error = sink.error();
  if (report.error.empty()) {
    report.error =
        TotalsFault(report.tally, report.result.end, report.result.counters);
  }
  report.exit_code = ExitCode(report.result.end, !report.error.empty());
  return report;
}

// Returns the exit code. A reader that went away wants to hear nothing.
int Tell(const ScanFlags& flags, const ScanReport& report, bool broken_pipe) {
  if (!broken_pipe) {
    if (!flags.quiet) {
      const std::string text = SummaryText(report);
      std::fwrite(text.data(), 1, text.size(), stderr);
    }
    if (!report.error.empty()) PrintError(report.error);
  }
  if (flags.summary.empty()) return report.exit_code;
  const std::string fault =
      WriteSummaryFile(flags.summary, SummaryJson(report));
  if (fault.empty()) return report.exit_code;
  PrintError(fault);
  return kExitFailed;
}

int RunPlan(const ScanFlags& flags, ScanPlan plan) {
  RowSink sink(std::move(plan.output), flags.only);
  const WallTime started = WallNow();
  std::optional<Audit> audit;
  if (flags.profile != nullptr) audit.emplace(*flags.profile);
  Audit* const judge = audit ? &*audit : nullptr;
  ScanResult result = Run(plan, sink, judge, MakeProgress(flags, plan));
  if (result.end == ScanEnd::kNoServer) ThrowNoServer(plan);
  if (HasOutput(result.end, result.counters.rows)) sink.Finish();
  ScanReport report = MakeReport(flags, plan, sink, started, std::move(result));
  report.audit = judge;
  return Tell(flags, report, sink.broken_pipe());
}

}  // namespace

int ScanCommand(const std::vector<std::string>& args) {
  const ScanFlags flags = ParseScanFlags(args);
  if (flags.help == HelpWanted::kShort) return PrintToStdout(ScanShortHelp());
  if (flags.help == HelpWanted::kLong) return PrintToStdout(ScanLongHelp());
  ScanPlan plan = MakeScanPlan(flags);
  if (flags.dry_run) return PrintToStdout(DryRunText(flags, plan));
  return RunPlan(flags, std::move(plan));
}

std::string ScanShortHelp() {
  return "Usage: ptrcensus scan [FLAG...] TARGET...\n\n" +
         FlagLines(ScanFlagTable()) + "\n--help tells more about each flag.\n";
}

std::string ScanLongHelp() {
  return "Usage: ptrcensus scan [FLAG...] TARGET...\n\n" +
         Wrapped(
             "Asks the reverse name of every address of the targets, looks "
             "each "
             "name up forward, and writes one row for every address.",
             0) +
         "\n" + FlagSections(ScanFlagTable()) + "Exit code\n\n" +
         Wrapped(
             "0: every target has its row. 1: a row is missing or a file "
             "failed. 2: could not start; nothing was written. 75: stopped by "
             "SIGTERM, --max-runtime or an outage. 130: stopped by Ctrl-C.",
             2);
}

}  // namespace ptrcensus
