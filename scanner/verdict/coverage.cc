#include "scanner/verdict/coverage.h"

#include <algorithm>
#include <utility>

namespace ptrcensus {
namespace {

uint32_t BlockOf(const Address& ip) { return ip.v4() & ~uint32_t{255}; }

}  // namespace

Coverage BlockCoverage::Kind() const {
  if (known == 0) return Coverage::kUnanswered;
  if (named == 0) return Coverage::kEmpty;
  if (known >= kLeastKnown && named * 100 < known * kLowPercent) {
    return Coverage::kLow;
  }
  return named == seen ? Coverage::kFull : Coverage::kPartly;
}

std::optional<BlockCoverage> CoverageTally::Add(const Address& ip,
                                                NameKnown known) {
  if (last_ == ip) {
    last_known_ = std::max(last_known_, known);
    return std::nullopt;
  }
  CloseAddress();
  std::optional<BlockCoverage> done;
  if (!ip.is_v4() || BlockOf(ip) != block_.block) done = CloseBlock();
  if (ip.is_v4()) block_.block = BlockOf(ip);
  last_ = ip;
  last_known_ = known;
  return done;
}

std::optional<BlockCoverage> CoverageTally::Finish() {
  CloseAddress();
  last_.reset();
  return CloseBlock();
}

void CoverageTally::CloseAddress() {
  if (!last_) return;
  const uint32_t known = last_known_ != NameKnown::kUnanswered ? 1 : 0;
  const uint32_t named = last_known_ == NameKnown::kNamed ? 1 : 0;
  ++totals_.addresses;
  totals_.named += named;
  totals_.unanswered += 1 - known;
  if (!last_->is_v4()) return;
  ++block_.seen;
  block_.known += known;
  block_.named += named;
}

std::optional<BlockCoverage> CoverageTally::CloseBlock() {
  if (block_.seen == 0) return std::nullopt;
  ++totals_.blocks[static_cast<size_t>(block_.Kind())];
  return std::exchange(block_, {});
}

}  // namespace ptrcensus
