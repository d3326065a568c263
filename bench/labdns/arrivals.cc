#include "bench/labdns/arrivals.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fstream>

#include "io/error.h"

namespace ptrcensus::labdns {
namespace {

constexpr uint64_t kSecond = 1'000'000'000;
constexpr uint64_t kMillisecond = 1'000'000;
// A count is kept for each second in between.
constexpr uint64_t kMostSeconds = 7 * 86'400;

bool WriteAll(int fd, const char* data, size_t size) {
  while (size > 0) {
    const ssize_t written = write(fd, data, size);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    data += written;
    size -= static_cast<size_t>(written);
  }
  return true;
}

uint64_t MostWithin(const std::vector<Arrival>& sorted, uint64_t window_ns) {
  uint64_t most = 0;
  size_t first = 0;
  for (size_t i = 0; i < sorted.size(); ++i) {
    while (sorted[i].time_ns - sorted[first].time_ns >= window_ns) ++first;
    most = std::max<uint64_t>(most, i - first + 1);
  }
  return most;
}

bool EarlierThan(const Arrival& a, const Arrival& b) {
  return a.time_ns < b.time_ns;
}

void CheckSpan(const std::vector<Arrival>& arrivals, const std::string& path) {
  if (arrivals.empty()) return;
  const auto [first, last] =
      std::minmax_element(arrivals.begin(), arrivals.end(), EarlierThan);
  if ((last->time_ns - first->time_ns) / kSecond < kMostSeconds) return;
  throw Error(fmt::format(
      "'{}' is no arrival log: its times lie more than a week apart.", path));
}

}  // namespace

ArrivalLog::ArrivalLog(const std::string& path)
    : fd_(open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)) {
  if (fd_ < 0) {
    throw Error(fmt::format("--arrivals: cannot write '{}': {}.", path,
                            std::strerror(errno)));
  }
  chunk_.reserve(kChunk);
}

ArrivalLog::~ArrivalLog() { close(fd_); }

bool ArrivalLog::Close() {
  Flush();
  return good_;
}

void ArrivalLog::Flush() {
  good_ = WriteAll(fd_, reinterpret_cast<const char*>(chunk_.data()),
                   chunk_.size() * sizeof(Arrival)) &&
          good_;
  chunk_.clear();
}

std::vector<Arrival> ReadArrivals(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!file) {
    throw Error(fmt::format("Cannot read the arrival log '{}': {}.", path,
                            std::strerror(errno)));
  }
  const auto bytes = static_cast<size_t>(file.tellg());
  if (bytes % sizeof(Arrival) != 0) {
    throw Error(
        fmt::format("'{}' is no arrival log: its {} bytes are not a multiple "
                    "of {}.",
                    path, bytes, sizeof(Arrival)));
  }
  std::vector<Arrival> arrivals(bytes / sizeof(Arrival));
  file.seekg(0);
  file.read(reinterpret_cast<char*>(arrivals.data()),
            static_cast<std::streamsize>(bytes));
  if (!file) {
    throw Error(fmt::format("Cannot read the arrival log '{}'.", path));
  }
  CheckSpan(arrivals, path);
  return arrivals;
}

ArrivalSummary Summarize(std::vector<Arrival> arrivals,
                         std::optional<double> rate_qps) {
  ArrivalSummary summary;
  summary.total = arrivals.size();
  if (arrivals.empty()) return summary;
  std::sort(arrivals.begin(), arrivals.end(), EarlierThan);
  const uint64_t start = arrivals.front().time_ns;
  const uint64_t span = arrivals.back().time_ns - start;
  summary.duration_s = static_cast<double>(span) / static_cast<double>(kSecond);
  summary.per_second.resize(span / kSecond + 1);
  for (const Arrival& arrival : arrivals) {
    ++summary.per_second[(arrival.time_ns - start) / kSecond];
  }
  summary.most_in_1ms = MostWithin(arrivals, kMillisecond);
  if (!rate_qps || summary.per_second.size() < 2) return summary;
  double worst = 0;
  for (size_t i = 0; i + 1 < summary.per_second.size(); ++i) {
    const double off =
        (static_cast<double>(summary.per_second[i]) - *rate_qps) / *rate_qps;
    if (std::abs(off) > std::abs(worst)) worst = off;
  }
  summary.worst_deviation_percent = worst * 100;
  return summary;
}

std::string SummaryText(const ArrivalSummary& summary) {
  std::string text =
      fmt::format("queries {}\nduration_s {:.3f}\nmost_in_1ms {}\n",
                  summary.total, summary.duration_s, summary.most_in_1ms);
  if (summary.worst_deviation_percent) {
    text += fmt::format("worst_deviation_percent {:.3f}\n",
                        *summary.worst_deviation_percent);
  }
  for (size_t i = 0; i < summary.per_second.size(); ++i) {
    text += fmt::format("second {} {}\n", i, summary.per_second[i]);
  }
  return text;
}

std::string SummaryJson(const ArrivalSummary& summary) {
  const std::string worst =
      summary.worst_deviation_percent
          ? fmt::format("{:.3f}", *summary.worst_deviation_percent)
          : "null";
  return fmt::format(
      "{{\"queries\":{},\"duration_s\":{:.3f},\"most_in_1ms\":{},"
      "\"worst_deviation_percent\":{},\"per_second\":[{}]}}\n",
      summary.total, summary.duration_s, summary.most_in_1ms, worst,
      fmt::join(summary.per_second, ","));
}

}  // namespace ptrcensus::labdns
