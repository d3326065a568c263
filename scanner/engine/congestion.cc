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
  // One late answer says little, a handful of late ones that there is a queue.
  least_of_batch_ = std::min(least_of_batch_, rtt);
  if (++batch_ < kAnswersAtOnce) return;
  Adjust(least_of_batch_ - base_);
  batch_ = 0;
  least_of_batch_ = Duration::max();
}

void Congestion::Adjust(Duration queued) {
  const Duration target =
      std::max(kQueueDelayTarget, base_ / kRoundTripsPerTarget);
  const double off =
      std::max(-1.0, static_cast<double>((target - queued).count()) /
                         static_cast<double>(target.count()));
  if (slow_start_ && off > 0.5) {
    allowed_ += kAnswersAtOnce;
  } else {
    slow_start_ = false;
    allowed_ += kAnswersAtOnce * off * std::max(kGain / allowed_, kGainShare);
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
