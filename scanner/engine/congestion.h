// How many queries may be unanswered when no rate was given: grows until
// round trips show that a queue builds up, and shrinks before packets are lost
// (after LEDBAT, RFC 6817: a delay target over the least round trip seen).
#pragma once

#include <cstdint>

#include "io/time.h"

namespace ptrcensus {

class Congestion {
 public:
  // Never more than `limit`.
  explicit Congestion(uint32_t limit);

  // Queries that may be unanswered at once.
  [[nodiscard]] uint32_t allowed() const {
    return static_cast<uint32_t>(allowed_);
  }
  void OnAnswer(Duration rtt);
  void OnTimeout();

 private:
  void Adjust(Duration queued);

  double limit_;
  double least_;
  double allowed_;
  bool slow_start_ = true;
  Duration base_ = Duration::max();
  Duration least_of_batch_ = Duration::max();
  int batch_ = 0;         // answers in it
  uint64_t answers_ = 0;  // in the present interval of `allowed_` outcomes
  uint64_t timeouts_ = 0;
};

}  // namespace ptrcensus
