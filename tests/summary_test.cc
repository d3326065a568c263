#include "scanner/cli/summary.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace ptrcensus {
namespace {

// 10 of 16 rows have a name.
void AddVerdicts(ScanCounters& counters) {
  counters.by_class[static_cast<size_t>(NameClass::kNone)] = 6;
  counters.by_class[static_cast<size_t>(NameClass::kCustom)] = 2;
  counters.by_class[static_cast<size_t>(NameClass::kGeneric)] = 8;
  counters.by_encoding[static_cast<size_t>(Encoding::kNoName)] = 6;
  counters.by_encoding[static_cast<size_t>(Encoding::kNone)] = 2;
  counters.by_encoding[static_cast<size_t>(Encoding::kFwd4Dash)] = 8;
  counters.by_finding[static_cast<size_t>(Finding::kPtrMissing)] = 6;
  counters.by_finding[static_cast<size_t>(Finding::kPtrGeneric)] = 8;
}

// 20 targets of shard 1/2; 16 rows, 3 of them left out by --only.
ScanReport Report() {
  ScanReport report;
  report.version = "1.2.3";
  report.seed = 18446744073709551615u;
  report.target_hash = 0xABC;
  report.suffix_list = "2023-02-09, 9498 rules";
  report.shard = {.index = 1, .count = 2};
  report.positions = {.first = 20, .last = 40};
  report.special_left_out = {{"10.0.0.0/8", 16777216}};
  report.rate_qps = 1000;
  report.started = WallTime(std::chrono::milliseconds(1769850000250));
  report.tally = {.targets = 20, .written = 13, .left_out = 3};
  report.exit_code = 75;

  ScanResult& result = report.result;
  result.end = ScanEnd::kTerminated;
  result.elapsed = std::chrono::milliseconds(2000);
  result.segmented = true;
  result.warnings = {"the receive buffer is small"};
  result.transport = {.sent_udp = 29,
                      .send_calls = 4,
                      .unsent = 2,
                      .received_udp = 27,
                      .kernel_drops = 5,
                      .sent_tcp = 1,
                      .received_tcp = 1,
                      .tcp_connections = 1,
                      .tcp_failures = 0};
  ScanCounters& counters = result.counters;
  counters.rows = 16;
  counters.reverse_queries = 20;
  counters.forward_queries = 9;
  counters.probes = 1;
  counters.retries = 4;
  counters.answered = 26;
  counters.timeouts = 3;
  counters.unsent = 2;
  counters.forward_names = 8;
  counters.forward_shared = 2;
  counters.lag_forgiven_us = 7;
  counters.by_status[static_cast<size_t>(PtrStatus::kOk)] = 10;
  counters.by_status[static_cast<size_t>(PtrStatus::kNxdomain)] = 6;
  counters.by_fcrdns[static_cast<size_t>(Fcrdns::kPass)] = 10;
  counters.by_fcrdns[static_cast<size_t>(Fcrdns::kNoPtr)] = 6;
  AddVerdicts(counters);
  counters.drops[static_cast<size_t>(Drop::kStrayId)] = 11;
  counters.servers = {{.server = {Address::V4(0xC0000235), 53},
                       .sent = 30,
                       .answered = 26,
                       .timeouts = 3,
                       .servfail = 1,
                       .refused = 0,
                       .truncated = 1,
                       .rtt_us_sum = 32500,
                       .edns = false,
                       .keeps_case = true}};
  return report;
}

// Of Report(); docs/summary.md lists the keys.
constexpr std::string_view kJson = R"({
  "schema": 1,
  "version": "1.2.3",
  "started": "2026-01-31T09:00:00.250Z",
  "elapsed_us": 2000000,
  "end": "terminated",
  "exit_code": 75,
  "error": "",
  "seed": "18446744073709551615",
  "target_hash": "0000000000000abc",
  "public_suffix_list": "2023-02-09, 9498 rules",
  "shard": {
    "index": 1,
    "count": 2,
    "first_position": 20,
    "last_position": 40
  },
  "targets": 20,
  "rows": 16,
  "rows_written": 13,
  "rows_left_out": 3,
  "targets_without_row": 4,
  "by_status": {
    "ok": 10,
    "nxdomain": 6,
    "nodata": 0,
    "servfail": 0,
    "refused": 0,
    "other_rcode": 0,
    "timeout": 0,
    "cname_loop": 0,
    "cname_broken": 0,
    "malformed": 0,
    "skipped": 0
  },
  "by_fcrdns": {
    "pass": 10,
    "mismatch": 0,
    "no_forward": 0,
    "invalid_name": 0,
    "forward_temp": 0,
    "ptr_temp": 0,
    "no_ptr": 6,
    "not_checked": 0
  },
  "by_class": {
    "custom": 2,
    "generic_dynamic": 0,
    "generic_static": 0,
    "generic": 8,
    "provider_default": 0,
    "placeholder": 0,
    "infrastructure": 0,
    "invalid": 0,
    "none": 6
  },
  "by_encoding": {
    "none": 2,
    "fwd4.dash": 8
  },
  "by_finding": {
    "special_purpose_skipped": 0,
    "ptr_missing": 6,
    "ptr_servfail": 0,
    "ptr_refused": 0,
    "ptr_timeout": 0,
    "ptr_cname_loop": 0,
    "ptr_cname_broken": 0,
    "ptr_via_cname": 0,
    "ptr_name_root": 0,
    "ptr_name_ip_literal": 0,
    "ptr_name_arpa_suffix": 0,
    "ptr_name_special_use": 0,
    "ptr_single_label": 0,
    "ptr_public_suffix": 0,
    "ptr_tld_unknown": 0,
    "ptr_missing_dot_suspected": 0,
    "ptr_name_not_hostname": 0,
    "ptr_example_domain": 0,
    "ptr_bare_domain": 0,
    "ptr_www_name": 0,
    "ptr_multiple": 0,
    "ptr_multidomain": 0,
    "ptr_names_truncated": 0,
    "ptr_target_nxdomain": 0,
    "ptr_target_nodata": 0,
    "ptr_target_no_address_family": 0,
    "ptr_target_is_cname": 0,
    "forward_timeout": 0,
    "forward_servfail": 0,
    "fcrdns_mismatch": 0,
    "fcrdns_partial": 0,
    "forward_to_private": 0,
    "ptr_generic_dynamic": 0,
    "ptr_generic": 8,
    "ptr_generic_static": 0,
    "ptr_provider_default": 0,
    "ptr_placeholder": 0,
    "embeds_other_ip": 0,
    "ttl_zero": 0,
    "ttl_low": 0,
    "ttl_high": 0,
    "dnssec_ad": 0,
    "dnssec_bogus": 0,
    "ipv6_counterpart_missing": 0,
    "ipv6_no_ptr": 0
  },
  "special_left_out": [
    {
      "block": "10.0.0.0/8",
      "addresses": 16777216
    }
  ],
  "queries": {
    "total": 30,
    "reverse": 20,
    "forward": 9,
    "probes": 1,
    "retries": 4,
    "answered": 26,
    "timeouts": 3,
    "unsent": 2
  },
  "forward_names": {
    "looked_up": 8,
    "shared": 2
  },
  "rate": {
    "asked_qps": 1000,
    "held_qps": 15,
    "lag_forgiven_us": 7
  },
  "packets_dropped": {
    "malformed": 0,
    "stray_id": 11,
    "wrong_source": 0,
    "wrong_question": 0,
    "duplicate": 0,
    "late": 0
  },
  "transport": {
    "segmented": true,
    "sent_udp": 29,
    "send_calls": 4,
    "received_udp": 27,
    "kernel_drops": 5,
    "sent_tcp": 1,
    "received_tcp": 1,
    "tcp_connections": 1,
    "tcp_failures": 0
  },
  "servers": [
    {
      "server": "192.0.2.53:53",
      "sent": 30,
      "answered": 26,
      "timeouts": 3,
      "servfail": 1,
      "refused": 0,
      "truncated": 1,
      "rtt_mean_us": 1250,
      "edns": false,
      "keeps_case": true
    }
  ],
  "warnings": [
    "the receive buffer is small"
  ]
}
)";

TEST(Summary, TextSaysAll) {
  EXPECT_EQ(SummaryText(Report()),
            "20 targets: 16 rows in 2.0 s (8/s), 4 without a row: stopped by "
            "SIGTERM\n"
            "  status   ok 10, nxdomain 6\n"
            "  fcrdns   pass 10, no_ptr 6\n"
            "  class    generic 8 (80.0%), custom 2 (20.0%), none 6\n"
            "  encoding fwd4.dash 8 (80.0%), none 2 (20.0%)\n"
            "  findings ptr_generic 8 (50.0%), ptr_missing 6 (37.5%)\n"
            "  left out 16,777,216 of 10.0.0.0/8, special-purpose "
            "(--include-special)\n"
            "  left out 3 rows by --only\n"
            "  queries  30: reverse 20, forward 9, probes 1; 4 of them "
            "retries; 2 more refused by the kernel\n"
            "  replies  26 accepted, 3 timeouts\n"
            "  names    8 looked up, 2 more answered by them\n"
            "  rate     15/s held of 1,000/s\n"
            "  dropped  stray_id 11, kernel (receive buffer full) 5\n"
            "  server   192.0.2.53:53: sent 30, answered 26, timeouts 3, mean "
            "rtt 1.25 ms, servfail 1, truncated 1, knows no EDNS\n"
            "  warning  the receive buffer is small\n"
            "  run      seed 18446744073709551615, targets 0000000000000abc, "
            "version 1.2.3, public suffixes 2023-02-09, 9498 rules\n");
}

TEST(Summary, FirstLineOfAFinishedScanIsPlain) {
  ScanReport report;
  report.tally = {.targets = 1048576, .written = 1048576};
  report.result.counters.rows = 1048576;
  report.result.elapsed = std::chrono::milliseconds(11200);
  const std::string text = SummaryText(report);
  EXPECT_EQ(text.substr(0, text.find('\n')),
            "1,048,576 targets: 1,048,576 rows in 11.2 s (93,623/s)");
}

TEST(Summary, OneTargetIsNoPlural) {
  ScanReport report;
  report.tally = {.targets = 1, .written = 1};
  report.result.counters.rows = 1;
  report.result.elapsed = std::chrono::seconds(1);
  const std::string text = SummaryText(report);
  EXPECT_EQ(text.substr(0, text.find('\n')), "1 target: 1 row in 1.0 s (1/s)");
}

TEST(Summary, FirstLineSaysThatItFailed) {
  ScanReport report;
  report.tally = {.targets = 5, .written = 2, .output_failed = true};
  report.result.counters.rows = 3;
  report.result.elapsed = std::chrono::seconds(1);
  report.result.end = ScanEnd::kOutputFailed;
  report.exit_code = 1;
  const std::string text = SummaryText(report);
  EXPECT_EQ(text.substr(0, text.find('\n')),
            "5 targets: 3 rows in 1.0 s (3/s), 2 without a row: stopped "
            "because the output failed; FAILED");
}

TEST(Summary, AtMostEightSharesAreShown) {
  ScanReport report = Report();
  ScanCounters& counters = report.result.counters;
  counters.by_class = {};
  counters.by_encoding = {};
  counters.by_finding = {};
  counters.rows = 10;
  for (size_t i = 0; i < 10; ++i) {
    ++counters.by_encoding[static_cast<size_t>(Encoding::kFwd4Dash) + i];
    ++counters.by_finding[static_cast<size_t>(Finding::kPtrNameRoot) + i];
  }
  const std::string text = SummaryText(report);
  EXPECT_NE(text.find(", fwd4.dot.pad3.glued 1 (10.0%), others 2 (20.0%)\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find(", ptr_missing_dot_suspected 1 (10.0%)\n"),
            std::string::npos)
      << text;
  EXPECT_EQ(text.find("class "), std::string::npos);
}

TEST(Summary, WildcardZonesAreThereOnceChecked) {
  EXPECT_EQ(SummaryJson(Report()).find("wildcard_zones"), std::string::npos);
  ScanReport report = Report();
  report.result.wildcards = {
      .asked = 20, .found = 2, .failed = 1, .lowest = {0xC0000200, 0xC6336400}};
  EXPECT_NE(SummaryText(report).find(
                "  wildcard 2 of 20 /24 zones asked, 1 without an answer: "
                "192.0.2.0/24, 198.51.100.0/24\n"),
            std::string::npos);
  EXPECT_NE(SummaryJson(report).find(
                "\"wildcard_zones\": {\n    \"asked\": 20,\n    \"failed\": "
                "1,\n    \"found\": 2,\n    \"lowest\": [\n      "
                "\"192.0.2.0/24\",\n      \"198.51.100.0/24\"\n    ]"),
            std::string::npos);
}

TEST(Summary, TheTextListsTenWildcardZones) {
  ScanReport report = Report();
  WildcardZones zones{.asked = 11, .found = 11, .failed = 0, .lowest = {}};
  for (uint32_t i = 0; i < 11; ++i) zones.lowest.push_back(i << 8);
  report.result.wildcards = zones;
  EXPECT_NE(SummaryText(report).find("0.0.8.0/24, 0.0.9.0/24, ...\n"),
            std::string::npos);
}

TEST(Summary, JsonHasTheKeysOfTheDocument) {
  EXPECT_EQ(SummaryJson(Report()), kJson);
}

TEST(Summary, JsonEscapesWhatASentenceQuotes) {
  ScanReport report;
  report.error = "'a\"b\n' failed";
  EXPECT_NE(SummaryJson(report).find(R"("error": "'a\"b\n' failed")"),
            std::string::npos);
}

}  // namespace
}  // namespace ptrcensus
