// Whether the reverse zones of IPv4 /24s answer for names that cannot be: one
// question each for `256.<zone>`, asked when the first address of the /24 turns
// out to have a PTR (--check wildcard; RFC 4592).
//
// Invariant: a /24 is asked at most once. Two bits for each /24 there is, so
// that memory does not follow what is found.
#pragma once

#include <cstdint>
#include <functional>

#include "io/reply.h"
#include "scanner/engine/asker.h"
#include "scanner/engine/counters.h"
#include "scanner/engine/zeroed_array.h"

namespace ptrcensus {

class Wildcards {
 public:
  // `ask` queues a question of Kind::kWildcard.
  explicit Wildcards(std::function<void(const Question&)> ask);

  // The address has a PTR.
  void OnPtr(uint32_t ipv4);
  // Questions that have not ended.
  uint64_t under_way() const { return under_way_; }
  // What has no answer yet has none, should it end here.
  [[nodiscard]] WildcardZones zones() const;

  size_t WriteQuestion(uint64_t block, uint64_t case_bits, uint8_t* out) const;
  bool OnReply(uint64_t block, const Reply& reply);
  void OnFailure();

 private:
  using Bits = ZeroedArray<uint64_t>;

  std::function<void(const Question&)> ask_;
  Bits asked_;
  Bits found_;
  uint64_t under_way_ = 0;
  WildcardZones counts_;  // without the list
  Answer answer_;         // reused from reply to reply
};

}  // namespace ptrcensus
