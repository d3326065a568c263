// A real engine on a simulated network: the loop that drives it as a scan's
// loop does, in simulated time.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "bench/simulation/simulated_network.h"
#include "scanner/engine/engine.h"
#include "scanner/engine/options.h"
#include "scanner/targets/order.h"
#include "scanner/verdict/public_suffix.h"

namespace ptrcensus::simulation {

struct ScanSettings {
  uint32_t window = 10'000;
  uint64_t rate_qps = 0;  // 0: no limit
  bool forward = true;
  double loss = 0;
  Mix mix = {};
  uint64_t seed = 1;
};

class SimulatedScan {
 public:
  // `order` is borrowed. `output_full` may be empty: never.
  SimulatedScan(const ScanSettings& settings, const Order& order,
                std::function<void(const Row&)> on_row,
                std::function<bool()> output_full = {});
  SimulatedScan(const SimulatedScan&) = delete;
  SimulatedScan& operator=(const SimulatedScan&) = delete;

  // Goes on until `rows` rows are made, a few more perhaps, or all are.
  void RunUntil(uint64_t rows);
  // True once every target has its row.
  [[nodiscard]] bool done() const { return engine_.done(); }
  uint64_t rows() const { return rows_; }
  ScanCounters counters() const { return engine_.counters(); }
  const SimulatedNetwork& network() const { return network_; }

 private:
  void OnRow(const Row& row);
  void SetTimer(Time now);
  void Tick();

  SimulatedNetwork network_;
  std::function<void(const Row&)> on_row_;
  uint64_t rows_ = 0;
  uint64_t draws_;
  std::optional<Duration> period_;  // of the timer, where it is periodic
  Time timer_;
  PublicSuffixes suffixes_{""};
  Engine engine_;
};

}  // namespace ptrcensus::simulation
