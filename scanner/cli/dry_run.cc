#include "scanner/cli/dry_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "scanner/cli/quantity.h"

namespace ptrcensus {
namespace {

std::string Line(std::string_view label, std::string_view text) {
  return fmt::format("{:10}{}\n", label, text);
}

uint64_t Scale(uint64_t whole, uint64_t part, uint64_t of) {
  if (of == 0) return 0;
  return static_cast<uint64_t>(
      std::llround(static_cast<double>(whole) * static_cast<double>(part) /
                   static_cast<double>(of)));
}

// Targets of this process that will be asked: exact where none is skipped.
uint64_t Asked(const ScanPlan& plan) {
  const TargetFacts& targets = plan.targets;
  return Scale(plan.options.positions.size(), targets.asked, targets.size);
}

std::string Targets(const ScanFlags& flags, const ScanPlan& plan) {
  const TargetFacts& targets = plan.targets;
  std::string lines = Line(
      "targets", fmt::format("{}: {} to ask, {} skipped as special-purpose",
                             Grouped(targets.size), Grouped(targets.asked),
                             Grouped(targets.skipped)));
  if (plan.order.size() < targets.size) {
    lines += Line("", fmt::format("{} of them taken (--max-targets)",
                                  Grouped(plan.order.size())));
  }
  if (flags.shard.count > 1) {
    lines += Line("", fmt::format("{} of them here (--shard {}/{})",
                                  Grouped(plan.options.positions.size()),
                                  flags.shard.index, flags.shard.count));
  }
  for (const auto& [block, count] : targets.left_out) {
    lines += Line("left out",
                  fmt::format("{} of {}, special-purpose (--include-special)",
                              Grouped(count), block));
  }
  return lines;
}

std::string Queries(const ScanFlags& flags, const ScanPlan& plan) {
  const std::string asked = Grouped(Asked(plan));
  const Checks& checks = flags.checks;
  const bool more = checks.wildcard || checks.counterpart || checks.dnssec;
  const std::string_view on_top =
      more ? "retries and --check come on top" : "retries come on top";
  if (!flags.forward) {
    return Line("queries", fmt::format("{} reverse; {}", asked, on_top));
  }
  return Line("queries",
              fmt::format("{} reverse, up to {} forward", asked, asked)) +
         Line("", fmt::format("assuming one name an address, no two alike; {}",
                              on_top));
}

Duration TimeFor(uint64_t queries, uint64_t rate_qps) {
  // Far beyond a human life, but still countable in nanoseconds.
  constexpr double kMostSeconds = 9e9;
  const double seconds =
      static_cast<double>(queries) / static_cast<double>(rate_qps);
  return std::chrono::duration_cast<Duration>(
      std::chrono::duration<double>(std::min(seconds, kMostSeconds)));
}

// The pace that --rate and --server-rate allow together; 0: no limit.
uint64_t AllowedRate(uint64_t rate_qps, uint64_t server_rate_qps,
                     const ScanPlan& plan) {
  const uint64_t all_servers = server_rate_qps * plan.options.resolvers.size();
  if (rate_qps == 0) return all_servers;
  if (all_servers == 0) return rate_qps;
  return std::min(rate_qps, all_servers);
}

std::string TimeNeeded(const ScanFlags& flags, const ScanPlan& plan) {
  const uint64_t rate =
      AllowedRate(plan.options.rate_qps, plan.options.server_rate_qps, plan);
  if (rate == 0) return Line("time", "as fast as the servers answer (max)");
  const uint64_t asked = Asked(plan);
  std::string text = DurationText(TimeFor(asked, rate));
  if (flags.forward) {
    text += fmt::format(" to {}", DurationText(TimeFor(2 * asked, rate)));
  }
  return Line("time", fmt::format("{} at {} queries/s, without retries", text,
                                  Grouped(rate)));
}

std::string ZoneLoad(const ReverseZone& zone, uint64_t asked,
                     uint64_t rate_qps) {
  std::string text = fmt::format("{}/{}: {} of the targets", ToText(zone.first),
                                 zone.bits, PercentText(zone.targets, asked));
  if (rate_qps == 0) return text;
  const double load = static_cast<double>(rate_qps) *
                      static_cast<double>(zone.targets) /
                      static_cast<double>(asked);
  if (load < 0.1) return text + ", less than 0.1 queries/s";
  return text + fmt::format(", up to {:.1f} queries/s", load);
}

// Of the whole run: all shards ask at the same time, in random order.
std::string Load(const ScanFlags& flags, const ScanPlan& plan) {
  const BusiestZones& zones = plan.targets.busiest;
  const uint64_t rate =
      AllowedRate(flags.rate_qps, flags.server_rate_qps, plan);
  std::string lines;
  for (const ReverseZone& zone : zones.first) {
    lines += Line(lines.empty() ? "load" : "",
                  ZoneLoad(zone, plan.targets.asked, rate));
  }
  const uint64_t more = zones.count - zones.first.size();
  if (more == 0) return lines;
  return lines + Line("", fmt::format("and {} more with no higher load",
                                      Grouped(more)));
}

// A row with one confirmed name, longer than most.
size_t RowBytes(RowFormat& format) {
  constexpr NameResult kName = {"host-192-0-2-1.dyn.example.net",
                                NameStatus::kPass};
  constexpr std::array<NameResult, 1> kNames = {kName};
  constexpr std::array<Address, 1> kForward = {Address::V4(0xC0000201)};
  Row row;
  row.ip = kForward[0];
  row.ptr_status = PtrStatus::kOk;
  row.names = kNames;
  row.names_total = 1;
  row.fcrdns = Fcrdns::kPass;
  row.forward = kForward;
  row.ttl = 86400;
  row.rcode = Rcode::kNoError;
  row.attempts = 1;
  row.rtt_us = 10000;
  row.server = Endpoint{Address::V4(0xC0000235), 53};
  std::string text;
  format.AppendRow(text, row);
  return text.size();
}

std::string Disk(const ScanFlags& flags, const ScanPlan& plan) {
  const size_t row_bytes = RowBytes(*MakeFormat(flags, *plan.format));
  return Line("disk",
              fmt::format("{} as {}, at {} bytes a row with one name",
                          BytesText(plan.options.positions.size() * row_bytes),
                          plan.format->name, row_bytes));
}

std::string ResolverLines(const ScanPlan& plan) {
  std::string lines;
  for (const Endpoint& resolver : plan.options.resolvers) {
    lines += Line(lines.empty() ? "resolvers" : "", ToText(resolver));
  }
  return lines;
}

}  // namespace

std::string DryRunText(const ScanFlags& flags, const ScanPlan& plan) {
  return Targets(flags, plan) + Queries(flags, plan) + TimeNeeded(flags, plan) +
         Load(flags, plan) + Disk(flags, plan) + ResolverLines(plan) +
         Line("seed",
              fmt::format("{}, targets {:016x}", plan.seed, plan.targets.hash));
}

}  // namespace ptrcensus
