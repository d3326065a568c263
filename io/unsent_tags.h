// Tags of queries that the kernel refused, kept until the next Flush may report
// them: a full bin is sent from within Stage, where the engine must not be
// called back.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "io/transport.h"

namespace ptrcensus {

class UnsentTags {
 public:
  UnsentTags() { tags_.reserve(4096); }

  bool empty() const { return tags_.empty(); }
  void Add(std::span<const uint32_t> tags) {
    tags_.insert(tags_.end(), tags.begin(), tags.end());
  }
  // Reports what is here now, not what is added by the call-backs, so that an
  // engine that stages again at once cannot keep this going.
  void Deliver(TransportEvents& events, Time now) {
    const size_t count = tags_.size();
    for (size_t i = 0; i < count; ++i) events.OnUnsent(tags_[i], now);
    tags_.erase(tags_.begin(), tags_.begin() + static_cast<ptrdiff_t>(count));
  }

 private:
  std::vector<uint32_t> tags_;
};

}  // namespace ptrcensus
