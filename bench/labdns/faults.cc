#include "bench/labdns/faults.h"

#include <algorithm>
#include <chrono>

namespace ptrcensus::labdns {
namespace {

constexpr uint16_t kServfail = 2;
constexpr uint16_t kRefused = 5;
constexpr double kBucketSeconds = 0.01;

}  // namespace

bool FaultOptions::Any() const {
  const double shares = drop_percent + delay_percent + duplicate_percent +
                        reorder_percent + truncate_percent + servfail_percent +
                        refused_percent + hostile_percent;
  return shares > 0 || wrong_id + wrong_question + wrong_source > 0 ||
         no_edns != NoEdns::kOff || lower_case || pending_limit > 0 ||
         rate_limit_qps > 0;
}

bool Faults::Hit(double percent) {
  if (percent <= 0) return false;
  return static_cast<double>(random_.Next() >> 11) * 0x1p-53 * 100 < percent;
}

Fate Faults::DrawTcp() {
  Fate fate;
  fate.drop = Hit(options_.drop_percent);
  if (Hit(options_.delay_percent)) fate.delay_ms = options_.delay_ms;
  if (Hit(options_.servfail_percent)) fate.rcode = kServfail;
  return fate;
}

Fate Faults::DrawUdp() {
  Fate fate = DrawTcp();
  fate.duplicate = Hit(options_.duplicate_percent);
  fate.reorder = Hit(options_.reorder_percent);
  fate.truncate = Hit(options_.truncate_percent);
  fate.hostile = Hit(options_.hostile_percent);
  if (Hit(options_.refused_percent)) fate.rcode = kRefused;
  return fate;
}

bool RateLimit::Take(Time now) {
  if (qps_ == 0) return true;
  const double qps = qps_;
  const std::chrono::duration<double> elapsed = now - last_;
  last_ = now;
  tokens_ = std::min(std::max(1.0, qps * kBucketSeconds),
                     tokens_ + elapsed.count() * qps);
  if (tokens_ < 1) return false;
  tokens_ -= 1;
  return true;
}

}  // namespace ptrcensus::labdns
