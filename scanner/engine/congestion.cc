#include "scanner/engine/congestion.h"

#include <algorithm>

#include "scanner/engine/limits.h"

namespace ptrcensus {

Congestion::Congestion(uint32_t limit)
    : limit_(limit),
      least_(std::min(double{kLeastUnanswered}, limit_)),
      allowed_(least_) {}

void Congestion::OnAnswer(Duration rtt) {
  ++answers_;
  base_ = std::min(base_, rtt);
  const double queued = static_cast<double>((rtt - base_).count());
  const double target = static_cast<double>(kQueueDelayTarget.count());
  const double off = std::max(-1.0, (target - queued) / target);
  if (slow_start_ && off > 0.5) {
    allowed_ += 1;
  } else {
    slow_start_ = false;
    allowed_ += off * kGain / allowed_;
  }
  allowed_ = std::clamp(allowed_, least_, limit_);
}

void Congestion::OnTimeout() {
  slow_start_ = false;
  ++timeouts_;
  if (static_cast<double>(answers_ + timeouts_) < allowed_) return;
  // Some targets never answer whatever the rate; a server in trouble shows as
  // a large share.
  if (timeouts_ * 100 > (answers_ + timeouts_) * kTimeoutPercentTooMany) {
    allowed_ = std::max(least_, allowed_ / 2);
  }
  answers_ = timeouts_ = 0;
}

}  // namespace ptrcensus
