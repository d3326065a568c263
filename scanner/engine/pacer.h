// A token bucket in integers: it holds a rate exactly over any time, and after
// a stall catches up a little faster than the rate instead of in a burst.
//
// Invariant: credits are counted in query-nanoseconds (one query costs 10^9,
// each nanosecond earns `rate`), so nothing is ever rounded away.
#pragma once

#include <cstdint>

#include "io/time.h"

namespace ptrcensus {

class Pacer {
 public:
  // `rate_qps` 0 means no limit. The first query may go at `start`.
  Pacer(uint64_t rate_qps, Time start);

  bool unlimited() const { return rate_qps_ == 0; }
  uint64_t rate_qps() const { return rate_qps_; }

  // How many queries may be sent at `now`, which never goes back.
  [[nodiscard]] uint64_t Available(Time now);
  // Sent: one. May be called without asking (a probe); the next ones wait.
  void Take();
  // Nothing was left to send: until the next Available no more than at the
  // start is earned, so that idling does not end in a burst.
  void Idle();

  // How often to ask: as finely as the rate needs, no more.
  [[nodiscard]] Duration tick() const { return tick_; }
  // Lag that was over kMaxLag and will not be caught up.
  [[nodiscard]] Duration forgiven() const { return forgiven_; }

 private:
  void Earn(Time now);

  uint64_t rate_qps_;
  Duration tick_;
  Time last_;
  int64_t first_;         // at the start and after a pause
  int64_t credit_;        // towards the rate; negative after an early Take
  int64_t burst_;         // towards kCatchUpPercent of it
  int64_t credit_limit_;  // kLeastLag, or kMaxLag and a tick worth
  int64_t burst_limit_;   // kLeastBurst, kLateBurst or a tick and a quarter
  Duration forgiven_{0};
  bool idle_ = false;
};

}  // namespace ptrcensus
