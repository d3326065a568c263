// What is known of forward names, so that each is looked up once: a bounded
// cache keyed by XXH3-128 of {name, type} under a random secret, so that no
// crafted name can meet another's entry.
//
// Invariants: an entry that is pinned is never evicted, and a pending one is
// pinned by those that wait for it; an entry without pins is in the idle queue
// and in no other. From `capacity` entries on, the idle ones are evicted by
// CLOCK: the queue is the clock's face, its front the hand. Pinned ones may be
// more.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "io/address.h"
#include "io/dns.h"
#include "io/name.h"
#include "io/time.h"
#include "scanner/engine/chain.h"
#include "scanner/engine/lookup.h"
#include "scanner/engine/pool.h"
#include "scanner/engine/zeroed_array.h"
#include "scanner/verdict/findings.h"

namespace ptrcensus {

enum class ForwardResult : uint8_t {
  kUnknown,    // never settled
  kAddresses,  // it has addresses of the family
  kNone,       // NXDOMAIN, or no address of the family
  kTemp,       // no final answer
};

struct ForwardEntry {
  uint64_t key_high = 0;
  uint64_t key_low = 0;
  std::string name;                 // wire
  std::vector<Address> addresses;   // numerical order, at most 64
  std::unique_ptr<Chain> chain;     // while a CNAME is asked on
  Waiter waiters = kNoWaiter;       // while pending
  Time retry_at;                    // after a failure: until then it stays so
  uint32_t next = 0;                // in the hash chain or the free list
  uint32_t older = 0, younger = 0;  // in the idle queue
  uint32_t pins = 0;
  RrType type = RrType::kA;
  ForwardResult result = ForwardResult::kUnknown;
  ForwardTraits traits;          // beside `result`; to_private: for any target
  uint8_t failures = 0;          // in a row
  bool pending = false;          // a question for it is queued or in flight
  bool asks_other = false;       // that question is for the other family
  bool partial = false;          // `addresses` is not all there were
  bool referenced = false;       // again since it was made or passed over
  bool one_private : 1 = false;  // to_private because of one address alone
  bool bogus : 1 = false;        // kTemp, but an answer without validation
  bool checked : 1 = false;      // pending: only whether it is bogus is open

  Bytes wire() const {
    return {reinterpret_cast<const uint8_t*>(name.data()), name.size()};
  }
  // The wire name whose records are wanted next.
  Bytes current() const { return chain ? chain->current().wire() : wire(); }
  // Goes on to the end of an answer's links; false for a loop.
  [[nodiscard]] bool Follow(const Answer& answer);
  // A question failed: the result holds for a while, longer each time.
  void SettleForNow(ForwardResult given, Time now);
};

class ForwardCache {
 public:
  // `secret` is random. `capacity` entries may stay without pins.
  ForwardCache(uint64_t secret, size_t capacity);

  // The entry of {name, type}, made where there is none, with one pin more.
  [[nodiscard]] uint32_t Pin(const Name& name, RrType type);
  void Unpin(uint32_t entry);

  ForwardEntry& operator[](uint64_t entry) { return entries_[entry]; }
  const ForwardEntry& operator[](uint64_t entry) const {
    return entries_[entry];
  }
  size_t size() const { return size_; }
  // Calls `use` with each entry that is pending.
  template <typename Use>
  void ForEachPending(const Use& use) {
    for (uint32_t id = 1; id < entries_.size(); ++id) {
      if (entries_[id].pending) use(id);
    }
  }

 private:
  static constexpr uint32_t kNoEntry = 0;
  // With few entries a bucket a look-up mostly ends at the bucket.
  static constexpr size_t kBucketsPerEntry = 4;

  uint32_t& Bucket(uint64_t key_low) {
    return buckets_[key_low & bucket_mask_];
  }
  uint32_t Make(const Name& name, RrType type, uint64_t high, uint64_t low);
  void EvictOne();
  void FetchNextVictims() const;
  void Unlink(uint32_t entry);
  void PushIdle(uint32_t entry);
  void RemoveIdle(uint32_t entry);

  uint64_t secret_;
  size_t capacity_;
  size_t bucket_mask_;
  ZeroedArray<uint32_t> buckets_;
  Pool<ForwardEntry> entries_;  // the first is kNoEntry
  size_t size_ = 0;
  uint32_t free_ = kNoEntry;
  uint32_t oldest_idle_ = kNoEntry;
  uint32_t youngest_idle_ = kNoEntry;
};

}  // namespace ptrcensus
