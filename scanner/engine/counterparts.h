// Whether the names of IPv4 addresses are there over IPv6 too: the AAAA record
// of a name, and the PTR of its lowest address (--check counterpart). Each
// question is asked once, addresses that need the same wait for it together.
//
// Invariant: a lookup given to Check comes back in exactly one call of `done`.
#pragma once

#include <cstdint>
#include <functional>

#include "io/name.h"
#include "io/reply.h"
#include "scanner/engine/asker.h"
#include "scanner/engine/forward_cache.h"
#include "scanner/engine/lookup.h"

namespace ptrcensus {

class Counterparts {
 public:
  // `secret` is random; `ask` queues a question of Kind::kCounterpart or
  // kCounterpartPtr; `lookups` is borrowed.
  Counterparts(uint64_t secret, LookupPool& lookups,
               std::function<void(const Question&)> ask,
               std::function<void(uint32_t lookup, Time now)> done);

  // Fills in the checks of the lookup, the name of whose address is `name`.
  void Check(uint32_t lookup, const Name& name, Time now);

  // All lookups come back, without what is not known yet.
  void GiveUpAll(Time now);

  size_t WriteQuestion(const Question& question, uint64_t case_bits,
                       uint8_t* out) const;
  bool OnReply(const Question& question, const Reply& reply, Time now);
  void OnFailure(const Question& question, Time now);

 private:
  // Waits for the entry, which the lookup has pinned.
  void Await(uint32_t lookup, uint32_t entry, Time now);
  // The entry is known, as far as it can be.
  void Use(uint32_t lookup, uint32_t entry, Time now);
  void OnAddresses(uint32_t entry, const Reply& reply, Time now);
  void OnPtr(uint32_t entry, const Reply& reply, Time now);
  void Settle(uint32_t entry, ForwardResult result, Time now);
  void GiveUp(uint32_t entry, Time now);
  void WakeWaiters(uint32_t entry, Time now);

  // Of its own, since nobody asks for the other family here. Of a name it
  // keeps one address, and of the reverse name of that only whether it has a
  // PTR: then its result is kAddresses.
  ForwardCache cache_;
  LookupPool& lookups_;
  std::function<void(const Question&)> ask_;
  std::function<void(uint32_t, Time)> done_;
  Answer answer_;  // reused from reply to reply
};

}  // namespace ptrcensus
