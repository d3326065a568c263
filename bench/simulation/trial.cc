#include "bench/simulation/trial.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <numeric>
#include <utility>

#include "bench/simulation/meter.h"
#include "output/format.h"
#include "output/row_file.h"

namespace ptrcensus::simulation {
namespace {

constexpr uint64_t kFirstCheckpoint = 10'000;
constexpr uint64_t kMostSlices = 1000;  // between two checkpoints

std::unique_ptr<RowFormat> Csv() {
  return MakeCsv(DefaultFields(*FindFormat("csv")));
}

// The same for the same addresses in any order, and for no others by chance.
uint64_t Fingerprint(const Address& address) { return Hash(~address.low()); }

uint64_t Fingerprint(const Order& order) {
  uint64_t sum = 0;
  for (uint64_t i = 0; i < order.size(); ++i) {
    sum += Fingerprint(order.At(i).address);
  }
  return sum;
}

class Trial {
 public:
  Trial(const ScanSettings& settings, const TargetList& list,
        const std::string& output)
      : before_order_(ResidentBytes()),
        order_(MakeOrder(list, settings.seed)),
        after_order_(ResidentBytes()),
        file_(output, Csv(), /*overwrite=*/true),
        scan_(
            settings, order_, [this](const Row& row) { OnRow(row); },
            [this] { return file_.full(); }) {
    slices_.reserve(kMostSlices);
    file_.Start();
    result_.targets = order_.size();
    result_.order_bytes = after_order_ - std::min(before_order_, after_order_);
    result_.network_bytes = scan_.network().ring_bytes();
    result_.start_bytes = ResidentBytes();
    start_ = last_ = CpuTime();
  }

  TrialResult Run(const std::function<void(const Checkpoint&)>& on_checkpoint) {
    for (uint64_t next = kFirstCheckpoint; !scan_.done(); next *= 10) {
      RunTo(std::min(next, order_.size()));
      result_.checkpoints.push_back(Measure());
      on_checkpoint(result_.checkpoints.back());
    }
    result_.written = file_.Finish();
    result_.lost = scan_.network().lost();
    result_.most_forward = scan_.network().most_forward_waiting();
    result_.fault = FindFault();
    return std::move(result_);
  }

 private:
  void OnRow(const Row& row) {
    fingerprint_ += Fingerprint(row.ip);
    file_.Write(row);
  }

  // In slices, each timed for itself. What is under way at the end is waited
  // for, if that is the last of it.
  void RunTo(uint64_t rows) {
    slices_.clear();
    Duration before = CpuTime();
    while (scan_.rows() < rows) {
      const uint64_t from = scan_.rows();
      scan_.RunUntil(std::min(from + kSliceRows, rows));
      const Duration now = CpuTime();
      const uint64_t made = scan_.rows() - from;
      if (slices_.size() < kMostSlices && made > 0) {
        slices_.push_back(PerRow(now - before, made));
      }
      before = now;
      if (made == 0) break;
    }
  }

  Checkpoint Measure() {
    Checkpoint point;
    const Duration cpu = CpuTime();
    point.rows = scan_.rows();
    point.simulated_seconds =
        std::chrono::duration<double>(scan_.network().now() - begin_).count();
    point.ns_since_start = PerRow(cpu - start_, point.rows);
    point.ns_since_last = PerRow(cpu - last_, point.rows - last_rows_);
    point.ns_median = Median();
    point.resident_bytes = ResidentBytes();
    // The kernel counts the two apart, and the peak less often.
    point.peak_bytes = std::max(PeakResidentBytes(), point.resident_bytes);
    point.counters = scan_.counters();
    point.in_flight = point.counters.in_flight;
    point.forward_waiting = scan_.network().forward_waiting();
    last_ = cpu;
    last_rows_ = point.rows;
    return point;
  }

  static double PerRow(Duration cpu, uint64_t rows) {
    return static_cast<double>(cpu.count()) / static_cast<double>(rows);
  }

  double Median() {
    const auto middle =
        slices_.begin() + static_cast<std::ptrdiff_t>(slices_.size() / 2);
    std::nth_element(slices_.begin(), middle, slices_.end());
    return *middle;
  }

  std::string FindFault() const {
    const ScanCounters counters = scan_.counters();
    const uint64_t by_status = std::accumulate(
        counters.by_status.begin(), counters.by_status.end(), uint64_t{0});
    if (!file_.error().empty()) return file_.error();
    if (scan_.rows() != order_.size() || by_status != order_.size() ||
        result_.written != order_.size()) {
      return fmt::format("{} targets, but {} rows, {} by status, {} written",
                         order_.size(), scan_.rows(), by_status,
                         result_.written);
    }
    if (counters.in_flight != 0) {
      return fmt::format("{} addresses are under way", counters.in_flight);
    }
    if (fingerprint_ != Fingerprint(order_)) {
      return "the addresses of the rows are not the targets";
    }
    return {};
  }

  TrialResult result_;
  uint64_t before_order_;
  Order order_;
  uint64_t after_order_;
  RowFile file_;
  SimulatedScan scan_;
  Time begin_ = scan_.network().now();
  std::vector<double> slices_;
  Duration start_{};
  Duration last_{};
  uint64_t last_rows_ = 0;
  uint64_t fingerprint_ = 0;
};

}  // namespace

TrialResult RunTrial(
    const ScanSettings& settings, const TargetList& list,
    const std::string& output,
    const std::function<void(const Checkpoint&)>& on_checkpoint) {
  return Trial(settings, list, output).Run(on_checkpoint);
}

}  // namespace ptrcensus::simulation
