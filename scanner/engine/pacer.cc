#include "scanner/engine/pacer.h"

#include <algorithm>
#include <limits>

#include "scanner/engine/limits.h"

namespace ptrcensus {
namespace {

constexpr int64_t kOneQuery = 1'000'000'000;

// Many queries a tick where they are close together; where they are far apart,
// several ticks a query, so that none is late by more than a part of its share.
Duration TickFor(uint64_t rate_qps) {
  if (rate_qps == 0) return kMaxBurst;
  const Duration one(kOneQuery / static_cast<int64_t>(rate_qps));
  if (one > kCoarsestTick) return std::max(one / kTicksPerQuery, kCoarsestTick);
  if (one * kQueriesPerCoarseTick > kMaxBurst) {
    return std::min(one * kQueriesPerCoarseTick, kCoarsestTick);
  }
  return std::clamp(one * kQueriesPerTick, kFinestTick, kMaxBurst);
}

int64_t Worth(Duration time, uint64_t rate_qps) {
  return time.count() * static_cast<int64_t>(rate_qps);
}

}  // namespace

Pacer::Pacer(uint64_t rate_qps, Time start)
    : rate_qps_(rate_qps),
      tick_(TickFor(rate_qps)),
      last_(start),
      first_(std::clamp(Worth(kFirstWorth, rate_qps), kOneQuery,
                        kFirstQueries * kOneQuery)),
      credit_(first_),
      burst_(first_),
      credit_limit_(
          std::max(kLeastLag * kOneQuery, Worth(kMaxLag + tick_, rate_qps))),
      burst_limit_(
          std::max(kLeastBurst * kOneQuery,
                   Worth(std::max(kLateBurst, tick_ * 5 / 4), rate_qps))) {}

uint64_t Pacer::Available(Time now) {
  if (unlimited()) return std::numeric_limits<uint64_t>::max();
  Earn(now);
  const int64_t usable = std::min(credit_, burst_);
  return usable < kOneQuery ? 0 : static_cast<uint64_t>(usable / kOneQuery);
}

void Pacer::Earn(Time now) {
  // A longer pause is lag beyond anything that is caught up; cutting it here
  // keeps the products below 2^63 at any rate.
  const Duration passed =
      std::clamp(now - last_, Duration(0), Duration(std::chrono::seconds(60)));
  last_ = std::max(last_, now);
  const int64_t earned = Worth(passed, rate_qps_);
  credit_ += earned;
  if (idle_) {
    idle_ = false;
    credit_ = std::min(credit_, first_);
  } else if (credit_ > credit_limit_ + kOneQuery) {
    const int64_t lost = credit_ - credit_limit_;
    forgiven_ += Duration(lost / static_cast<int64_t>(rate_qps_));
    credit_ = credit_limit_;
  }
  burst_ =
      std::min(burst_limit_,
               burst_ + earned / 100 * static_cast<int64_t>(kCatchUpPercent));
}

void Pacer::Take() {
  if (unlimited()) return;
  credit_ -= kOneQuery;
  burst_ -= kOneQuery;
}

void Pacer::Idle() { idle_ = true; }

}  // namespace ptrcensus
