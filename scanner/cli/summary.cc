#include "scanner/cli/summary.h"

#include <fmt/format.h>

#include <array>

#include "scanner/cli/quantity.h"

namespace ptrcensus {
namespace {

// `label` in a column of its own before `text`.
std::string Line(std::string_view label, std::string_view text) {
  return fmt::format("  {:9}{}\n", label, text);
}

std::string Rate(double qps) {
  return fmt::format("{}/s", Grouped(static_cast<uint64_t>(qps + 0.5)));
}

// `ok 500, nxdomain 400`: those that there are.
template <typename Enum, size_t kSize>
std::string Counts(const std::array<uint64_t, kSize>& counts) {
  std::string text;
  for (size_t i = 0; i < kSize; ++i) {
    if (counts[i] == 0) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ",
                        Text(static_cast<Enum>(i)), Grouped(counts[i]));
  }
  return text;
}

std::string_view WhyStopped(ScanEnd end) {
  switch (end) {
    case ScanEnd::kDone:
    case ScanEnd::kNoServer:
      return "";
    case ScanEnd::kInterrupted:
      return ": stopped by SIGINT";
    case ScanEnd::kTerminated:
      return ": stopped by SIGTERM";
    case ScanEnd::kMaxRuntime:
      return ": stopped by --max-runtime";
    case ScanEnd::kOutage:
      return ": stopped because no server answered any more";
    case ScanEnd::kOutputFailed:
      return ": stopped because the output failed";
  }
  return "";
}

std::string FirstLine(const ScanReport& report) {
  const uint64_t rows = report.result.counters.rows;
  std::string line =
      fmt::format("{}: {} in {} ({})", Counted(report.tally.targets, "target"),
                  Counted(rows, "row"), DurationText(report.result.elapsed),
                  Rate(PerSecond(rows, report.result.elapsed)));
  if (WithoutRow(report) > 0) {
    line += fmt::format(", {} without a row", Grouped(WithoutRow(report)));
  }
  line += WhyStopped(report.result.end);
  if (report.exit_code == kExitFailed) line += "; FAILED";
  return line + "\n";
}

std::string LeftOut(const ScanReport& report) {
  std::string lines;
  for (const auto& [block, count] : report.special_left_out) {
    lines += Line("left out",
                  fmt::format("{} of {}, special-purpose (--include-special)",
                              Grouped(count), block));
  }
  if (report.tally.left_out > 0) {
    lines += Line(
        "left out",
        fmt::format("{} by --only", Counted(report.tally.left_out, "row")));
  }
  return lines;
}

std::string Queries(const ScanReport& report) {
  const ScanCounters& counters = report.result.counters;
  std::string queries = fmt::format(
      "{}: reverse {}, forward {}, probes {}; {} of them retries",
      Grouped(counters.queries()), Grouped(counters.reverse_queries),
      Grouped(counters.forward_queries), Grouped(counters.probes),
      Grouped(counters.retries));
  if (counters.unsent > 0) {
    queries += fmt::format("; {} more refused by the kernel",
                           Grouped(counters.unsent));
  }
  std::string lines = Line("queries", queries);
  lines += Line("replies", fmt::format("{} accepted, {} timeouts",
                                       Grouped(counters.answered),
                                       Grouped(counters.timeouts)));
  if (counters.forward_names + counters.forward_shared > 0) {
    lines += Line("names", fmt::format("{} looked up, {} more answered by them",
                                       Grouped(counters.forward_names),
                                       Grouped(counters.forward_shared)));
  }
  lines += Line("rate", fmt::format("{} held of {}", Rate(HeldRate(report)),
                                    report.rate_qps == 0
                                        ? "max"
                                        : Grouped(report.rate_qps) + "/s"));
  return lines;
}

std::string Dropped(const ScanReport& report) {
  std::string dropped = Counts<Drop>(report.result.counters.drops);
  if (report.result.transport.kernel_drops > 0) {
    dropped += fmt::format("{}kernel (receive buffer full) {}",
                           dropped.empty() ? "" : ", ",
                           Grouped(report.result.transport.kernel_drops));
  }
  return dropped.empty() ? "" : Line("dropped", dropped);
}

std::string ServerLine(const ServerCounters& server) {
  std::string line = fmt::format(
      "{}: sent {}, answered {}, timeouts {}", ToText(server.server),
      Grouped(server.sent), Grouped(server.answered), Grouped(server.timeouts));
  if (server.answered > 0) {
    line += fmt::format(", mean rtt {:.2f} ms",
                        static_cast<double>(server.rtt_us_sum) / 1000 /
                            static_cast<double>(server.answered));
  }
  const auto add = [&](std::string_view label, uint64_t count) {
    if (count > 0) line += fmt::format(", {} {}", label, Grouped(count));
  };
  add("servfail", server.servfail);
  add("refused", server.refused);
  add("truncated", server.truncated);
  if (!server.edns) line += ", knows no EDNS";
  if (!server.keeps_case) line += ", does not keep case";
  return Line("server", line);
}

}  // namespace

std::string SummaryText(const ScanReport& report) {
  const ScanCounters& counters = report.result.counters;
  std::string text = FirstLine(report);
  if (counters.rows > 0) {
    text += Line("status", Counts<PtrStatus>(counters.by_status));
    text += Line("fcrdns", Counts<Fcrdns>(counters.by_fcrdns));
  }
  if (HasClasses(counters)) {
    text += Line("class", Counts<NameClass>(counters.by_class));
  }
  text += LeftOut(report);
  text += Queries(report);
  text += Dropped(report);
  for (const ServerCounters& server : counters.servers) {
    text += ServerLine(server);
  }
  for (const std::string& warning : report.result.warnings) {
    text += Line("warning", warning);
  }
  text +=
      Line("run", fmt::format("seed {}, targets {:016x}, version {}",
                              report.seed, report.target_hash, report.version));
  return text;
}

uint64_t WithoutRow(const ScanReport& report) {
  return report.tally.targets - report.result.counters.rows;
}

double HeldRate(const ScanReport& report) {
  return PerSecond(report.result.counters.queries(), report.result.elapsed);
}

bool HasClasses(const ScanCounters& counters) {
  for (size_t i = 0; i < counters.by_class.size(); ++i) {
    const bool is_set = static_cast<NameClass>(i) != NameClass::kUnset;
    if (is_set && counters.by_class[i] > 0) return true;
  }
  return false;
}

}  // namespace ptrcensus
