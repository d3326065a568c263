// What a scan is asked to do, as working values: checked and complete.
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "io/address.h"
#include "io/time.h"
#include "scanner/targets/order.h"

namespace ptrcensus {

inline constexpr uint32_t kMaxWindow = 1'000'000;

// What is asked beyond reverse and forward names.
struct Checks {
  bool wildcard = false;     // does an impossible name of a /24 have a PTR
  bool counterpart = false;  // AAAA of an IPv4 address's name, and its PTR
  bool dnssec = false;       // after SERVFAIL: is it a failed validation
};

struct ScanOptions {
  std::vector<Endpoint> resolvers;  // at least one
  PositionRange positions;          // of the order, this process's part
  uint64_t rate_qps = 1000;         // queries of every kind; 0: no limit
  uint64_t server_rate_qps = 0;     // for each server; 0: no limit
  uint32_t window = 0;              // addresses between draw and row; 0: auto
  Duration timeout = std::chrono::seconds(2);
  int tries = 3;
  bool forward = true;
  int max_names = 10;
  Checks checks;  // counterpart needs `forward`
};

// The window that the rate, the timeout and the tries need.
[[nodiscard]] uint32_t WindowFor(const ScanOptions& options);

}  // namespace ptrcensus
