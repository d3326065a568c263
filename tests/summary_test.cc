#include "scanner/cli/summary.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace ptrcensus {
namespace {

// 20 targets of shard 1/2; 16 rows, 3 of them left out by --only.
ScanReport Report() {
  ScanReport report;
  report.version = "1.2.3";
  report.seed = 18446744073709551615u;
  report.target_hash = 0xABC;
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
  counters.by_class[static_cast<size_t>(NameClass::kUnset)] = 16;
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
            "version 1.2.3\n");
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

TEST(Summary, ClassesAreThereOnceNamesAreClassified) {
  ScanReport report = Report();
  report.result.counters.by_class = {};
  report.result.counters.by_class[static_cast<size_t>(NameClass::kCustom)] = 10;
  report.result.counters.by_class[static_cast<size_t>(NameClass::kNone)] = 6;
  EXPECT_NE(SummaryText(report).find("  class    custom 10, none 6\n"),
            std::string::npos);
  EXPECT_NE(SummaryJson(report).find("\"by_class\": {\n    \"custom\": 10,"),
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
