// Forward confirmation of the names of addresses: each distinct name is asked
// once, addresses that need the same name wait for it together.
//
// Invariant: a lookup given to Confirm comes back in exactly one call of
// `done`, with the status of each of its names known.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "io/reply.h"
#include "scanner/engine/asker.h"
#include "scanner/engine/counters.h"
#include "scanner/engine/forward_cache.h"
#include "scanner/engine/lookup.h"

namespace ptrcensus {

class ForwardLookups {
 public:
  // `check_dnssec`: SERVFAIL is looked into. `ask` queues a question of
  // Kind::kForward, kForwardUnchecked or kForwardAgain; the rest is borrowed.
  ForwardLookups(bool check_dnssec, ForwardCache& cache, LookupPool& lookups,
                 ScanCounters& counters,
                 std::function<void(const Question&)> ask,
                 std::function<void(uint32_t lookup, Time now)> done);

  // Finds the status of `names`, the names of the lookup's address.
  void Confirm(uint32_t lookup, std::span<const Name> names, Time now);
  // Gives back what Confirm pinned.
  void Forget(uint32_t lookup);
  // Checks under way are given up: the names have failed, that is all.
  void GiveUpChecks(Time now);

  // Of any kind.
  size_t WriteQuestion(uint64_t entry, uint64_t case_bits, uint8_t* out) const;
  bool OnReply(uint64_t entry, const Reply& reply, Time now);
  void OnFailure(uint64_t entry, const Failure& failure, Time now);
  // The question without validation was answered by `server`.
  void OnUncheckedReply(uint64_t entry, uint32_t server);
  // The check has ended: unanswered, or with the question asked again.
  void OnCheckEnd(uint64_t entry, bool bogus, Time now);

 private:
  void Await(uint32_t lookup, uint32_t name, Time now);
  void Read(ForwardEntry& entry, const Reply& reply);
  void OnNoName(uint32_t entry, const Reply& reply, Time now);
  void OnNoAddress(uint32_t entry, Time now);
  void GiveUp(uint32_t entry, Time now);
  void AskOn(uint32_t entry, Time now);
  void SettleAddresses(uint32_t entry, Time now);
  void SettleOwn(uint32_t entry, ForwardResult result,
                 std::span<const Address> addresses, Time now);
  void WakeWaiters(uint32_t entry, std::span<const Address> addresses,
                   Time now);

  bool check_dnssec_;
  ForwardCache& cache_;
  LookupPool& lookups_;
  ScanCounters& counters_;
  std::function<void(const Question&)> ask_;
  std::function<void(uint32_t, Time)> done_;
  Answer answer_;  // reused from reply to reply
};

}  // namespace ptrcensus
