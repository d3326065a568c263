#include "scanner/engine/counterparts.h"

#include <utility>

#include "io/query.h"
#include "scanner/engine/limits.h"

namespace ptrcensus {
namespace {

bool IsKnown(const ForwardEntry& entry, Time now) {
  if (entry.result == ForwardResult::kTemp) return now < entry.retry_at;
  return entry.result != ForwardResult::kUnknown;
}

void Tell(const ForwardEntry& entry, CheckResults& checks) {
  checks.counterpart_missing = entry.result == ForwardResult::kNone;
  checks.counterpart_no_ptr =
      entry.result == ForwardResult::kAddresses && entry.no_ptr;
}

// The name that a question of the entry is about.
Name QnameOf(const ForwardEntry& entry, Kind kind) {
  // Also asked for after its end, when the entry may have no address.
  if (kind == Kind::kCounterpartPtr && !entry.addresses.empty()) {
    return Name::Reverse(entry.addresses.front());
  }
  return Name::FromValidWire(entry.current());
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
  const uint32_t id = cache_.Pin(name, RrType::kAaaa);
  ForwardEntry& entry = cache_[id];
  Lookup& l = lookups_[lookup];
  if (!entry.pending && IsKnown(entry, now)) {
    Tell(entry, l.facts.checks);
    cache_.Unpin(id);
    return done_(lookup, now);
  }
  if (!entry.pending) {
    entry.pending = true;
    ask_({Kind::kCounterpart, id});
  }
  l.next = entry.waiters;
  entry.waiters = MakeWaiter(lookup, 0);
}

size_t Counterparts::WriteQuestion(const Question& question, uint64_t case_bits,
                                   uint8_t* out) const {
  const ForwardEntry& entry = cache_[question.subject];
  const bool ptr = question.kind == Kind::kCounterpartPtr;
  return ptrcensus::WriteQuestion(QnameOf(entry, question.kind).wire(),
                                  ptr ? RrType::kPtr : RrType::kAaaa, case_bits,
                                  out);
}

bool Counterparts::OnReply(const Question& question, const Reply& reply,
                           Time now) {
  const auto id = static_cast<uint32_t>(question.subject);
  const bool ptr = question.kind == Kind::kCounterpartPtr;
  ReadAnswer(reply.packet, QnameOf(cache_[id], question.kind),
             ptr ? RrType::kPtr : RrType::kAaaa, answer_);
  if (answer_.end == ChainEnd::kUnreadable) return false;
  ptr ? OnPtr(id, reply, now) : OnAddresses(id, reply, now);
  return true;
}

void Counterparts::OnFailure(const Question& question, Time now) {
  GiveUp(static_cast<uint32_t>(question.subject), now);
}

void Counterparts::OnAddresses(uint32_t entry, const Reply& reply, Time now) {
  ForwardEntry& e = cache_[entry];
  const bool exists = reply.facts.rcode == Rcode::kNoError;
  if (exists && answer_.end == ChainEnd::kRecords) {
    e.addresses.assign(1, answer_.addresses.front());
    return ask_({Kind::kCounterpartPtr, entry});
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
  cache_[entry].no_ptr = reply.facts.rcode != Rcode::kNoError ||
                         (answer_.end == ChainEnd::kNone && answer_.links == 0);
  Settle(entry, ForwardResult::kAddresses, now);
}

void Counterparts::Settle(uint32_t entry, ForwardResult result, Time now) {
  cache_[entry].result = result;
  cache_[entry].failures = 0;
  WakeWaiters(entry, now);
}

void Counterparts::GiveUp(uint32_t entry, Time now) {
  cache_[entry].NoteFailure(now);
  WakeWaiters(entry, now);
}

void Counterparts::WakeWaiters(uint32_t entry, Time now) {
  ForwardEntry& e = cache_[entry];
  e.pending = false;
  e.chain.reset();
  Waiter waiter = std::exchange(e.waiters, kNoWaiter);
  while (waiter != kNoWaiter) {
    Lookup& lookup = lookups_[LookupOf(waiter)];
    const Waiter next = lookup.next;
    Tell(e, lookup.facts.checks);
    cache_.Unpin(entry);
    done_(LookupOf(waiter), now);
    waiter = next;
  }
}

}  // namespace ptrcensus
