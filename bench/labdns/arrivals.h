// The arrival log: one fixed record a query, in the order of arrival, for
// tests of a client's pace. Records are in the machine's byte order.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ptrcensus::labdns {

struct Arrival {
  uint64_t time_ns = 0;  // the kernel's, since 1970
  uint16_t source_port = 0;
  uint16_t type = 0;
  uint32_t bytes = 0;  // of the query, and kArrivalTcp
};
static_assert(sizeof(Arrival) == 16);
inline constexpr uint32_t kArrivalTcp = 1u << 31;

// Writes in big chunks; Close writes the rest.
class ArrivalLog {
 public:
  // Throws Error when the file cannot be made.
  explicit ArrivalLog(const std::string& path);
  ~ArrivalLog();
  ArrivalLog(const ArrivalLog&) = delete;
  ArrivalLog& operator=(const ArrivalLog&) = delete;

  void Add(const Arrival& arrival) {
    chunk_.push_back(arrival);
    if (chunk_.size() == kChunk) Flush();
  }
  // False when something could not be written, now or before.
  [[nodiscard]] bool Close();

 private:
  static constexpr size_t kChunk = 1 << 16;
  void Flush();

  int fd_;
  bool good_ = true;
  std::vector<Arrival> chunk_;
};

struct ArrivalSummary {
  uint64_t total = 0;
  double duration_s = 0;
  std::vector<uint64_t> per_second;  // from the first arrival on
  uint64_t most_in_1ms = 0;          // in any window of that length
  // Of the whole seconds, against the rate, in percent; nothing without a rate
  // or without a whole second.
  std::optional<double> worst_deviation_percent;
};

// Throws Error when the file cannot be read or is no log.
[[nodiscard]] std::vector<Arrival> ReadArrivals(const std::string& path);
[[nodiscard]] ArrivalSummary Summarize(std::vector<Arrival> arrivals,
                                       std::optional<double> rate_qps);
[[nodiscard]] std::string SummaryText(const ArrivalSummary& summary);
[[nodiscard]] std::string SummaryJson(const ArrivalSummary& summary);

}  // namespace ptrcensus::labdns
