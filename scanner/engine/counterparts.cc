#include "scanner/engine/counterparts.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "io/query.h"
#include "scanner/engine/limits.h"
#include "scanner/targets/special_purpose.h"

namespace ptrcensus {
namespace {

bool IsKnown(const ForwardEntry& entry, Time now) {
  if (entry.result == ForwardResult::kTemp) return now < entry.retry_at;
  return entry.result != ForwardResult::kUnknown;
}

// In special-purpose space there is nothing to ask the world about; labs use
// documentation addresses.
bool MayBeAskedAbout(const Address& address) {
  return !IsSpecialPurpose(address) || IsDocumentation(address);
}

}  // namespace

Counterparts::Counterparts(uint64_t secret, LookupPool& lookups,
                           std::function<void(const Question&)> ask,
                           std::function<void(uint32_t, Time)> done)
    : cache_(secret, kForwardEntries),
      lookups_(lookups),
      ask_(std::move(ask)),
      done_(std::move(done)) {}

void Counterparts::Check(uint32_t lookup, const Name& name, Time now) {
  Await(lookup, cache_.Pin(name, RrType::kAaaa), now);
}

void Counterparts::Await(uint32_t lookup, uint32_t entry, Time now) {
  ForwardEntry& e = cache_[entry];
  if (!e.pending && IsKnown(e, now)) return Use(lookup, entry, now);
  if (!e.pending) {
    e.pending = true;
    const bool ptr = e.type == RrType::kPtr;
    ask_({ptr ? Kind::kCounterpartPtr : Kind::kCounterpart, entry});
  }
  lookups_[lookup].next = e.waiters;
  e.waiters = MakeWaiter(lookup, 0);
}

void Counterparts::Use(uint32_t lookup, uint32_t entry, Time now) {
  const ForwardEntry& e = cache_[entry];
  CheckResults& checks = lookups_[lookup].facts.checks;
  const bool none = e.result == ForwardResult::kNone;
  std::optional<uint32_t> ptr;
  if (e.type == RrType::kPtr) {
    checks.counterpart_no_ptr = none;
  } else {
    checks.counterpart_missing = none;
    if (e.result == ForwardResult::kAddresses && !e.addresses.empty()) {
      ptr = cache_.Pin(Name::Reverse(e.addresses.front()), RrType::kPtr);
    }
  }
  cache_.Unpin(entry);
  ptr ? Await(lookup, *ptr, now) : done_(lookup, now);
}

void Counterparts::GiveUpAll(Time now) {
  cache_.ForEachPending([&](uint32_t entry) { GiveUp(entry, now); });
}

size_t Counterparts::WriteQuestion(const Question& question, uint64_t case_bits,
                                   uint8_t* out) const {
  const ForwardEntry& entry = cache_[question.subject];
  return ptrcensus::WriteQuestion(entry.current(), entry.type, case_bits, out);
}

bool Counterparts::OnReply(const Question& question, const Reply& reply,
                           Time now) {
  const auto id = static_cast<uint32_t>(question.subject);
  const ForwardEntry& entry = cache_[id];
  ReadAnswer(reply.packet, Name::FromValidWire(entry.current()), entry.type,
             answer_);
  if (answer_.end == ChainEnd::kUnreadable) return false;
  entry.type == RrType::kPtr ? OnPtr(id, reply, now)
                             : OnAddresses(id, reply, now);
  return true;
}

void Counterparts::OnFailure(const Question& question, Time now) {
  GiveUp(static_cast<uint32_t>(question.subject), now);
}

void Counterparts::OnAddresses(uint32_t entry, const Reply& reply, Time now) {
  ForwardEntry& e = cache_[entry];
  const bool exists = reply.facts.rcode == Rcode::kNoError;
  if (exists && answer_.end == ChainEnd::kRecords) {
    const auto lowest =
        std::ranges::find_if(answer_.addresses, MayBeAskedAbout);
    e.addresses.clear();
    if (lowest != answer_.addresses.end()) e.addresses.push_back(*lowest);
    return Settle(entry, ForwardResult::kAddresses, now);
  }
  if (answer_.end == ChainEnd::kLoop) return GiveUp(entry, now);
  if (!exists || answer_.links == 0) {
    return Settle(entry, ForwardResult::kNone, now);
  }
  if (!e.Follow(answer_)) return GiveUp(entry, now);
  ask_({Kind::kCounterpart, entry});
}

void Counterparts::OnPtr(uint32_t entry, const Reply& reply, Time now) {
  // An alias whose end the answer lacks is somebody's doing: not missing.
  const bool none = reply.facts.rcode != Rcode::kNoError ||
                    (answer_.end == ChainEnd::kNone && answer_.links == 0);
  Settle(entry, none ? ForwardResult::kNone : ForwardResult::kAddresses, now);
}

void Counterparts::Settle(uint32_t entry, ForwardResult result, Time now) {
  cache_[entry].result = result;
  cache_[entry].failures = 0;
  WakeWaiters(entry, now);
}

void Counterparts::GiveUp(uint32_t entry, Time now) {
  cache_[entry].SettleForNow(ForwardResult::kTemp, now);
  WakeWaiters(entry, now);
}

void Counterparts::WakeWaiters(uint32_t entry, Time now) {
  ForwardEntry& e = cache_[entry];
  e.pending = false;
  e.chain.reset();
  Waiter waiter = std::exchange(e.waiters, kNoWaiter);
  while (waiter != kNoWaiter) {
    const Waiter next = lookups_[LookupOf(waiter)].next;
    Use(LookupOf(waiter), entry, now);
    waiter = next;
  }
}

}  // namespace ptrcensus
