#include "scanner/cli/summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <vector>

#include "scanner/cli/audit_text.h"
#include "scanner/cli/quantity.h"
#include "scanner/verdict/encoding.h"
#include "scanner/verdict/finding.h"

namespace ptrcensus {
namespace {

// Of each standing; `ptrcensus audit` lists more.
constexpr size_t kRefusalsShown = 10;

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

struct Share {
  std::string_view name;
  uint64_t count = 0;
};
constexpr size_t kSharesShown = 8;

// `custom 10 (62.5%), generic 6 (37.5%)`: the largest that there are, and with
// `others` the sum of the rest; of `whole`.
std::string Largest(std::vector<Share> shares, uint64_t whole, bool others) {
  std::erase_if(shares, [](const Share& share) { return share.count == 0; });
  std::ranges::stable_sort(shares, std::ranges::greater(), &Share::count);
  Share rest{"others"};
  while (shares.size() > kSharesShown) {
    rest.count += shares.back().count;
    shares.pop_back();
  }
  if (others && rest.count > 0) shares.push_back(rest);
  std::string text;
  for (const Share& share : shares) {
    text += fmt::format("{}{} {} ({})", text.empty() ? "" : ", ", share.name,
                        Grouped(share.count), PercentText(share.count, whole));
  }
  return text;
}

std::string ShareLine(std::string_view label, const std::string& shares) {
  return shares.empty() ? "" : Line(label, shares);
}

// The classes of names with their shares, and last how many have no name, so
// that the line adds up to the rows.
std::string Classes(const ScanCounters& counters, uint64_t named) {
  const auto none = static_cast<size_t>(NameClass::kNone);
  std::vector<Share> classes;
  for (size_t i = 0; i < counters.by_class.size(); ++i) {
    if (i == none) continue;
    classes.push_back({Text(static_cast<NameClass>(i)), counters.by_class[i]});
  }
  std::string text = Largest(std::move(classes), named, true);
  if (counters.by_class[none] > 0) {
    text += fmt::format("{}none {}", text.empty() ? "" : ", ",
                        Grouped(counters.by_class[none]));
  }
  return text;
}

// What the names say.
std::string NameLines(const ScanCounters& counters) {
  const uint64_t named =
      counters.rows - counters.by_class[static_cast<size_t>(NameClass::kNone)];
  std::vector<Share> encodings;
  for (size_t i = 0; i < counters.by_encoding.size(); ++i) {
    if (static_cast<Encoding>(i) == Encoding::kNoName) continue;
    encodings.push_back(
        {Text(static_cast<Encoding>(i)), counters.by_encoding[i]});
  }
  std::vector<Share> findings;
  for (size_t i = 0; i < counters.by_finding.size(); ++i) {
    findings.push_back(
        {Info(static_cast<Finding>(i)).name, counters.by_finding[i]});
  }
  return ShareLine("class", Classes(counters, named)) +
         ShareLine("encoding", Largest(std::move(encodings), named, true)) +
         ShareLine("findings",
                   Largest(std::move(findings), counters.rows, false));
}

std::string WildcardLine(const WildcardZones& zones) {
  constexpr size_t kShown = 10;
  std::string line = fmt::format("{} of {} asked", Grouped(zones.found),
                                 Counted(zones.asked, "/24 zone"));
  if (zones.failed > 0) {
    line += fmt::format(", {} without an answer", Grouped(zones.failed));
  }
  for (size_t i = 0; i < std::min(zones.lowest.size(), kShown); ++i) {
    line += fmt::format("{} {}/24", i == 0 ? ":" : ",",
                        ToText(Address::V4(zones.lowest[i])));
  }
  if (zones.found > kShown) line += ", ...";
  return Line("wildcard", line);
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
  text += NameLines(counters);
  if (report.result.wildcards) text += WildcardLine(*report.result.wildcards);
  text += LeftOut(report);
  text += Queries(report);
  text += Dropped(report);
  for (const ServerCounters& server : counters.servers) {
    text += ServerLine(server);
  }
  for (const std::string& warning : report.result.warnings) {
    text += Line("warning", warning);
  }
  text += Line(
      "run",
      fmt::format("seed {}, targets {:016x}, version {}, public suffixes {}",
                  report.seed, report.target_hash, report.version,
                  report.suffix_list));
  if (report.audit != nullptr) {
    text += "\n" + ProfileText(*report.audit, kRefusalsShown);
  }
  return text;
}

uint64_t WithoutRow(const ScanReport& report) {
  return report.tally.targets - report.result.counters.rows;
}

double HeldRate(const ScanReport& report) {
  return PerSecond(report.result.counters.queries(), report.result.elapsed);
}

}  // namespace ptrcensus
