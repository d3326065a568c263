#include <fmt/format.h>

#include <array>
#include <cmath>

#include "scanner/cli/profile_summary.h"
#include "scanner/cli/summary.h"
#include "scanner/cli/summary_writer.h"
#include "scanner/verdict/encoding.h"
#include "scanner/verdict/finding.h"

namespace ptrcensus {
namespace {

void PutFlag(SummaryWriter& json, std::string_view key, bool value) {
  Key(json, key);
  json.Bool(value);
}

template <typename Enum, size_t kSize>
void Counts(SummaryWriter& json, std::string_view key,
            const std::array<uint64_t, kSize>& counts) {
  Key(json, key);
  json.StartObject();
  for (size_t i = 0; i < kSize; ++i) {
    const std::string_view name = Text(static_cast<Enum>(i));
    if (!name.empty()) PutCount(json, name, counts[i]);
  }
  json.EndObject();
}

void Head(SummaryWriter& json, const ScanReport& report) {
  json.Key("schema");
  json.Int(kSummarySchema);
  PutText(json, "version", report.version);
  std::string started;
  AppendText(started, report.started);
  PutText(json, "started", started);
  PutCount(json, "elapsed_us",
           static_cast<uint64_t>(std::chrono::floor<std::chrono::microseconds>(
                                     report.result.elapsed)
                                     .count()));
  PutText(json, "end", Text(report.result.end));
  PutCount(json, "exit_code", static_cast<uint64_t>(report.exit_code));
  PutText(json, "error", report.error);
  // As text: many readers keep only 53 bits of a number.
  PutText(json, "seed", fmt::format("{}", report.seed));
  PutText(json, "target_hash", fmt::format("{:016x}", report.target_hash));
  PutText(json, "public_suffix_list", report.suffix_list);
  json.Key("shard");
  json.StartObject();
  PutCount(json, "index", report.shard.index);
  PutCount(json, "count", report.shard.count);
  PutCount(json, "first_position", report.positions.first);
  PutCount(json, "last_position", report.positions.last);
  json.EndObject();
}

void Encodings(SummaryWriter& json, const ScanCounters& counters) {
  json.Key("by_encoding");
  json.StartObject();
  for (size_t i = 0; i < counters.by_encoding.size(); ++i) {
    const std::string_view name = Text(static_cast<Encoding>(i));
    const bool occurs = counters.by_encoding[i] > 0 && !name.empty();
    if (occurs) PutCount(json, name, counters.by_encoding[i]);
  }
  json.EndObject();
}

void AddressFindings(SummaryWriter& json, const ScanCounters& counters) {
  json.Key("by_finding");
  json.StartObject();
  for (size_t i = 0; i < counters.by_finding.size(); ++i) {
    const FindingInfo& info = Info(static_cast<Finding>(i));
    if (info.scope != FindingScope::kAddress) continue;
    PutCount(json, info.name, counters.by_finding[i]);
  }
  json.EndObject();
}

void Wildcards(SummaryWriter& json, const WildcardZones& zones) {
  json.Key("wildcard_zones");
  json.StartObject();
  PutCount(json, "asked", zones.asked);
  PutCount(json, "failed", zones.failed);
  PutCount(json, "found", zones.found);
  json.Key("lowest");
  json.StartArray();
  for (const uint32_t first : zones.lowest) {
    Put(json, ToText(Address::V4(first)) + "/24");
  }
  json.EndArray();
  json.EndObject();
}

void Rows(SummaryWriter& json, const ScanReport& report) {
  const ScanCounters& counters = report.result.counters;
  PutCount(json, "targets", report.tally.targets);
  PutCount(json, "rows", counters.rows);
  PutCount(json, "rows_written", report.tally.written);
  PutCount(json, "rows_left_out", report.tally.left_out);
  PutCount(json, "targets_without_row", WithoutRow(report));
  Counts<PtrStatus>(json, "by_status", counters.by_status);
  Counts<Fcrdns>(json, "by_fcrdns", counters.by_fcrdns);
  Counts<NameClass>(json, "by_class", counters.by_class);
  Encodings(json, counters);
  AddressFindings(json, counters);
  if (report.result.wildcards) Wildcards(json, *report.result.wildcards);
  json.Key("special_left_out");
  json.StartArray();
  for (const auto& [block, count] : report.special_left_out) {
    json.StartObject();
    PutText(json, "block", block);
    PutCount(json, "addresses", count);
    json.EndObject();
  }
  json.EndArray();
}

void Queries(SummaryWriter& json, const ScanReport& report) {
  const ScanCounters& counters = report.result.counters;
  json.Key("queries");
  json.StartObject();
  PutCount(json, "total", counters.queries());
  PutCount(json, "reverse", counters.reverse_queries);
  PutCount(json, "forward", counters.forward_queries);
  PutCount(json, "probes", counters.probes);
  PutCount(json, "retries", counters.retries);
  PutCount(json, "answered", counters.answered);
  PutCount(json, "timeouts", counters.timeouts);
  PutCount(json, "unsent", counters.unsent);
  json.EndObject();
  json.Key("forward_names");
  json.StartObject();
  PutCount(json, "looked_up", counters.forward_names);
  PutCount(json, "shared", counters.forward_shared);
  json.EndObject();
  json.Key("rate");
  json.StartObject();
  PutCount(json, "asked_qps", report.rate_qps);
  PutCount(json, "held_qps",
           static_cast<uint64_t>(std::llround(HeldRate(report))));
  PutCount(json, "lag_forgiven_us", counters.lag_forgiven_us);
  json.EndObject();
}

void Network(SummaryWriter& json, const ScanReport& report) {
  Counts<Drop>(json, "packets_dropped", report.result.counters.drops);
  const TransportCounters& transport = report.result.transport;
  json.Key("transport");
  json.StartObject();
  PutFlag(json, "segmented", report.result.segmented);
  PutCount(json, "sent_udp", transport.sent_udp);
  PutCount(json, "send_calls", transport.send_calls);
  PutCount(json, "received_udp", transport.received_udp);
  PutCount(json, "kernel_drops", transport.kernel_drops);
  PutCount(json, "sent_tcp", transport.sent_tcp);
  PutCount(json, "received_tcp", transport.received_tcp);
  PutCount(json, "tcp_connections", transport.tcp_connections);
  PutCount(json, "tcp_failures", transport.tcp_failures);
  json.EndObject();
}

void Server(SummaryWriter& json, const ServerCounters& server) {
  json.StartObject();
  PutText(json, "server", ToText(server.server));
  PutCount(json, "sent", server.sent);
  PutCount(json, "answered", server.answered);
  PutCount(json, "timeouts", server.timeouts);
  PutCount(json, "servfail", server.servfail);
  PutCount(json, "refused", server.refused);
  PutCount(json, "truncated", server.truncated);
  PutCount(json, "rtt_mean_us",
           server.answered == 0 ? 0 : server.rtt_us_sum / server.answered);
  PutFlag(json, "edns", server.edns);
  PutFlag(json, "keeps_case", server.keeps_case);
  json.EndObject();
}

}  // namespace

std::string SummaryJson(const ScanReport& report) {
  rapidjson::StringBuffer buffer;
  SummaryWriter json(buffer);
  json.SetIndent(' ', 2);
  json.StartObject();
  Head(json, report);
  Rows(json, report);
  if (report.audit != nullptr) PutProfile(json, *report.audit);
  Queries(json, report);
  Network(json, report);
  json.Key("servers");
  json.StartArray();
  for (const ServerCounters& server : report.result.counters.servers) {
    Server(json, server);
  }
  json.EndArray();
  json.Key("warnings");
  json.StartArray();
  for (const std::string& warning : report.result.warnings) Put(json, warning);
  json.EndArray();
  json.EndObject();
  return std::string(buffer.GetString(), buffer.GetSize()) + "\n";
}

}  // namespace ptrcensus
