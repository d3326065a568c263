#include "bench/simulation/report.h"

#include <fmt/format.h>

#include "output/row.h"

namespace ptrcensus::simulation {
namespace {

double Megabytes(uint64_t bytes) { return static_cast<double>(bytes) / 1e6; }

std::string StatusesText(const ScanCounters& counters) {
  std::string text;
  for (size_t i = 0; i < counters.by_status.size(); ++i) {
    if (counters.by_status[i] == 0) continue;
    text += fmt::format(" {} {}", Text(static_cast<PtrStatus>(i)),
                        counters.by_status[i]);
  }
  return text;
}

std::string StatusesJson(const ScanCounters& counters) {
  std::string text;
  for (size_t i = 0; i < counters.by_status.size(); ++i) {
    text += fmt::format("{}\"{}\":{}", text.empty() ? "" : ",",
                        Text(static_cast<PtrStatus>(i)), counters.by_status[i]);
  }
  return text;
}

std::string Json(const Checkpoint& point) {
  return fmt::format(
      R"({{"rows":{},"simulated_seconds":{:.3f},"cpu_ns":{:.1f},)"
      R"("cpu_ns_since_last":{:.1f},"cpu_ns_median":{:.1f},)"
      R"("resident_bytes":{},"peak_bytes":{},"under_way":{},)"
      R"("forward_waiting":{},"queries":{},"statuses":{{{}}}}})",
      point.rows, point.simulated_seconds, point.ns_since_start,
      point.ns_since_last, point.ns_median, point.resident_bytes,
      point.peak_bytes, point.in_flight, point.forward_waiting,
      point.counters.queries(), StatusesJson(point.counters));
}

}  // namespace

std::string HeaderText() {
  return fmt::format("{:>11} {:>9} {:>8} {:>8} {:>8} {:>8} {:>8} {:>9} {:>9}\n",
                     "rows", "sim. s", "ns/row", "since", "median", "MB",
                     "peak MB", "under way", "forward");
}

std::string Text(const Checkpoint& point) {
  return fmt::format(
      "{:>11} {:>9.2f} {:>8.1f} {:>8.1f} {:>8.1f} {:>8.2f} {:>8.2f} {:>9} "
      "{:>9}\n",
      point.rows, point.simulated_seconds, point.ns_since_start,
      point.ns_since_last, point.ns_median, Megabytes(point.resident_bytes),
      Megabytes(point.peak_bytes), point.in_flight, point.forward_waiting);
}

std::string Text(const TrialResult& result) {
  const ScanCounters& counters = result.checkpoints.back().counters;
  return fmt::format(
      "{} targets, {} rows:{}\n"
      "queries: {} reverse, {} forward, {} of them retries, {} lost\n"
      "memory: {:.2f} MB before the first query, of which {:.2f} the targets, "
      "{:.2f} the simulated network; then {:.2f} more, with at most {} forward "
      "queries on their way\n",
      result.targets, result.written, StatusesText(counters),
      counters.reverse_queries, counters.forward_queries, counters.retries,
      result.lost, Megabytes(result.start_bytes), Megabytes(result.order_bytes),
      Megabytes(result.network_bytes),
      Megabytes(result.checkpoints.back().peak_bytes - result.start_bytes),
      result.most_forward);
}

std::string Json(const TrialResult& result) {
  std::string points;
  for (const Checkpoint& point : result.checkpoints) {
    points += (points.empty() ? "" : ",") + Json(point);
  }
  return fmt::format(
      R"({{"targets":{},"written":{},"lost":{},"start_bytes":{},)"
      R"("order_bytes":{},"network_bytes":{},"most_forward":{},"whole":{},"checkpoints":[{}]}})"
      "\n",
      result.targets, result.written, result.lost, result.start_bytes,
      result.order_bytes, result.network_bytes, result.most_forward,
      result.fault.empty(), points);
}

}  // namespace ptrcensus::simulation
