#include "scanner/engine/forward_lookups.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "io/query.h"
#include "scanner/engine/limits.h"
#include "scanner/targets/special_purpose.h"
#include "scanner/verdict/forward.h"

namespace ptrcensus {
namespace {

RrType TypeFor(const Address& address) {
  return address.is_v4() ? RrType::kA : RrType::kAaaa;
}

RrType OtherFamily(RrType type) {
  return type == RrType::kA ? RrType::kAaaa : RrType::kA;
}

RrType AskedType(const ForwardEntry& entry) {
  return entry.asks_other ? OtherFamily(entry.type) : entry.type;
}

// What a settled entry says of an address; nothing if it must be asked again.
std::optional<NameStatus> StatusFor(const ForwardEntry& entry,
                                    const Address& ip, Time now) {
  switch (entry.result) {
    case ForwardResult::kAddresses:
      if (std::ranges::binary_search(entry.addresses, ip)) {
        return NameStatus::kPass;
      }
      if (entry.partial) return std::nullopt;
      return NameStatus::kMismatch;
    case ForwardResult::kNone:
      if (entry.traits.other_unknown && now >= entry.retry_at) {
        return std::nullopt;
      }
      return NameStatus::kNoForward;
    case ForwardResult::kTemp:
      if (now < entry.retry_at) return NameStatus::kTemp;
      return std::nullopt;
    case ForwardResult::kUnknown:
      break;
  }
  return std::nullopt;
}

bool IsPrivate(const Address& address) {
  return IsSpecialPurpose(address) && !IsDocumentation(address);
}

// What the settled `entry` means to the target of `facts`.
void SetOutcome(const ForwardEntry& entry, NameStatus status,
                ReverseFacts& facts, Lookup::NameRef& name) {
  name.status = status;
  name.forward = entry.traits;
  // The target itself may be private: then its name only says so.
  if (entry.one_private && status == NameStatus::kPass && IsPrivate(facts.ip)) {
    name.forward.to_private = false;
  }
  facts.checks.bogus |= entry.bogus;
}

}  // namespace

ForwardLookups::ForwardLookups(bool check_dnssec, ForwardCache& cache,
                               LookupPool& lookups, ScanCounters& counters,
                               std::function<void(const Question&)> ask,
                               std::function<void(uint32_t, Time)> done)
    : check_dnssec_(check_dnssec),
      cache_(cache),
      lookups_(lookups),
      counters_(counters),
      ask_(std::move(ask)),
      done_(std::move(done)) {}

void ForwardLookups::Confirm(uint32_t lookup, std::span<const Name> names,
                             Time now) {
  Lookup& l = lookups_[lookup];
  const RrType type = TypeFor(l.facts.ip);
  for (const Name& name : names) {
    l.names.push_back({.entry = cache_.Pin(name, type)});
    if (!MayBeAsked(name)) l.names.back().status = NameStatus::kInvalidName;
  }
  l.waiting = 0;
  for (uint32_t i = 0; i < l.names.size(); ++i) {
    if (l.names[i].status == NameStatus::kUntried) Await(lookup, i, now);
  }
  if (l.waiting == 0) done_(lookup, now);
}

void ForwardLookups::Forget(uint32_t lookup) {
  for (const Lookup::NameRef& name : lookups_[lookup].names) {
    cache_.Unpin(name.entry);
  }
}

void ForwardLookups::Await(uint32_t lookup, uint32_t name, Time now) {
  Lookup& l = lookups_[lookup];
  Lookup::NameRef& ref = l.names[name];
  ForwardEntry& entry = cache_[ref.entry];
  if (!entry.pending) {
    if (const auto status = StatusFor(entry, l.facts.ip, now)) {
      SetOutcome(entry, *status, l.facts, ref);
      ++counters_.forward_shared;
      return;
    }
    entry.pending = true;
    entry.traits = {};
    entry.bogus = false;
    ++counters_.forward_names;
    ask_({Kind::kForward, ref.entry});
  } else {
    ++counters_.forward_shared;
  }
  ref.next = entry.waiters;
  entry.waiters = MakeWaiter(lookup, name);
  ++l.waiting;
}

size_t ForwardLookups::WriteQuestion(uint64_t entry, uint64_t case_bits,
                                     uint8_t* out) const {
  const ForwardEntry& e = cache_[entry];
  return ptrcensus::WriteQuestion(e.current(), AskedType(e), case_bits, out);
}

bool ForwardLookups::OnReply(uint64_t entry, const Reply& reply, Time now) {
  const auto id = static_cast<uint32_t>(entry);
  ForwardEntry& e = cache_[id];
  if (reply.facts.rcode != Rcode::kNoError) {
    OnNoName(id, reply, now);
    return true;
  }
  if (reply.header.answer_count == 0) {
    OnNoAddress(id, now);
    return true;
  }
  Read(e, reply);
  switch (answer_.end) {
    case ChainEnd::kRecords:
      if (e.chain && !e.chain->Extend(answer_)) {
        GiveUp(id, now);
      } else {
        SettleAddresses(id, now);
      }
      return true;
    case ChainEnd::kNone:
      answer_.links > 0 ? AskOn(id, now) : OnNoAddress(id, now);
      return true;
    case ChainEnd::kLoop:
      GiveUp(id, now);
      return true;
    case ChainEnd::kUnreadable:
      break;
  }
  return false;
}

void ForwardLookups::Read(ForwardEntry& entry, const Reply& reply) {
  ReadAnswer(reply.packet, Name::FromValidWire(entry.current()),
             AskedType(entry), answer_);
  entry.traits.cname |=
      answer_.end == ChainEnd::kLoop ||
      (answer_.links > 0 && answer_.end != ChainEnd::kUnreadable);
}

void ForwardLookups::OnFailure(uint64_t entry, const Failure& failure,
                               Time now) {
  const auto id = static_cast<uint32_t>(entry);
  ForwardEntry& e = cache_[id];
  if (!e.asks_other) {
    e.traits.timeout = failure.why == Failure::Why::kTimeout;
    e.traits.error_code = failure.why == Failure::Why::kRcode;
    if (check_dnssec_ && IsServfail(failure)) {
      e.checked = true;
      return ask_({Kind::kForwardUnchecked, entry, failure.server});
    }
  }
  GiveUp(id, now);
}

// The failure may have passed: it is bogus only if it fails again.
void ForwardLookups::OnUncheckedReply(uint64_t entry, uint32_t server) {
  ask_({Kind::kForwardAgain, entry, server});
}

void ForwardLookups::OnCheckEnd(uint64_t entry, bool bogus, Time now) {
  const auto id = static_cast<uint32_t>(entry);
  cache_[id].bogus = bogus;
  GiveUp(id, now);
}

void ForwardLookups::GiveUpChecks(Time now) {
  if (!check_dnssec_) return;
  cache_.ForEachPending([&](uint32_t entry) {
    if (cache_[entry].checked) GiveUp(entry, now);
  });
}

// Without the other family the verdict stands all the same.
void ForwardLookups::GiveUp(uint32_t entry, Time now) {
  ForwardEntry& e = cache_[entry];
  e.traits.other_unknown = e.asks_other;
  e.SettleForNow(e.asks_other ? ForwardResult::kNone : ForwardResult::kTemp,
                 now);
  WakeWaiters(entry, {}, now);
}

// NXDOMAIN: the name does not exist, or the end of its chain (RFC 6604 3).
void ForwardLookups::OnNoName(uint32_t entry, const Reply& reply, Time now) {
  ForwardEntry& e = cache_[entry];
  if (reply.header.answer_count > 0) Read(e, reply);
  e.traits.nxdomain = !e.asks_other;
  SettleOwn(entry, ForwardResult::kNone, {}, now);
}

// NODATA: the name may still have addresses of the other family, which is
// worth knowing once, and then there is none of this one.
void ForwardLookups::OnNoAddress(uint32_t entry, Time now) {
  ForwardEntry& e = cache_[entry];
  if (e.asks_other) return SettleOwn(entry, ForwardResult::kNone, {}, now);
  e.asks_other = true;
  e.chain.reset();
  ask_({Kind::kForward, entry});
}

void ForwardLookups::AskOn(uint32_t entry, Time now) {
  ForwardEntry& e = cache_[entry];
  if (e.Follow(answer_)) return ask_({Kind::kForward, entry});
  GiveUp(entry, now);
}

void ForwardLookups::SettleAddresses(uint32_t entry, Time now) {
  if (cache_[entry].asks_other) {
    cache_[entry].traits.other_family = true;
    SettleOwn(entry, ForwardResult::kNone, {}, now);
  } else {
    SettleOwn(entry, ForwardResult::kAddresses, answer_.addresses, now);
  }
}

void ForwardLookups::SettleOwn(uint32_t entry, ForwardResult result,
                               std::span<const Address> addresses, Time now) {
  ForwardEntry& e = cache_[entry];
  const size_t kept = std::min(addresses.size(), kForwardAddresses);
  e.addresses.assign(addresses.begin(),
                     addresses.begin() + static_cast<ptrdiff_t>(kept));
  e.partial = kept < addresses.size();
  const auto privates = std::ranges::count_if(addresses, IsPrivate);
  e.traits.to_private = privates > 0;
  e.one_private = privates == 1;
  e.result = result;
  e.failures = 0;
  WakeWaiters(entry, addresses, now);
}

// `addresses` is the whole set, also where the entry keeps a part of it.
void ForwardLookups::WakeWaiters(uint32_t entry,
                                 std::span<const Address> addresses, Time now) {
  ForwardEntry& e = cache_[entry];
  e.pending = false;
  e.asks_other = false;
  e.checked = false;
  e.chain.reset();
  Waiter waiter = std::exchange(e.waiters, kNoWaiter);
  const ForwardResult result = e.result;
  while (waiter != kNoWaiter) {
    Lookup& lookup = lookups_[LookupOf(waiter)];
    Lookup::NameRef& ref = lookup.names[NameOf(waiter)];
    const Waiter next = ref.next;
    const NameStatus status =
        result == ForwardResult::kTemp   ? NameStatus::kTemp
        : result == ForwardResult::kNone ? NameStatus::kNoForward
        : std::ranges::binary_search(addresses, lookup.facts.ip)
            ? NameStatus::kPass
            : NameStatus::kMismatch;
    SetOutcome(e, status, lookup.facts, ref);
    if (--lookup.waiting == 0) done_(LookupOf(waiter), now);
    waiter = next;
  }
}

}  // namespace ptrcensus
