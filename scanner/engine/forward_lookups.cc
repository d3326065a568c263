#include "scanner/engine/forward_lookups.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "io/query.h"
#include "scanner/engine/limits.h"
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

// The wire name whose records are wanted next.
Bytes CurrentWire(const ForwardEntry& entry) {
  return entry.chain ? entry.chain->current().wire() : entry.wire();
}

Name CurrentName(const ForwardEntry& entry) {
  return Name::FromValidWire(CurrentWire(entry));
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
      return NameStatus::kNoForward;
    case ForwardResult::kTemp:
      if (now < entry.retry_at) return NameStatus::kTemp;
      return std::nullopt;
    case ForwardResult::kUnknown:
      break;
  }
  return std::nullopt;
}

}  // namespace

ForwardLookups::ForwardLookups(ForwardCache& cache, LookupPool& lookups,
                               ScanCounters& counters,
                               std::function<void(const Question&)> ask,
                               std::function<void(uint32_t, Time)> done)
    : cache_(cache),
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
      ref.status = *status;
      ++counters_.forward_shared;
      return;
    }
    entry.pending = true;
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
  return ptrcensus::WriteQuestion(CurrentWire(e), AskedType(e), case_bits, out);
}

bool ForwardLookups::OnReply(uint64_t entry, const Reply& reply, Time now) {
  const auto id = static_cast<uint32_t>(entry);
  ForwardEntry& e = cache_[id];
  const bool exists = reply.facts.rcode == Rcode::kNoError;
  if (!exists || reply.header.answer_count == 0) {
    exists ? OnNoAddress(id, now)
           : SettleOwn(id, ForwardResult::kNone, {}, now);
    return true;
  }
  ReadAnswer(reply.packet, CurrentName(e), AskedType(e), answer_);
  switch (answer_.end) {
    case ChainEnd::kRecords:
      if (e.chain && !e.chain->Extend(answer_)) {
        OnFailure(id, now);
      } else {
        SettleAddresses(id, now);
      }
      return true;
    case ChainEnd::kNone:
      answer_.links > 0 ? AskOn(id, now) : OnNoAddress(id, now);
      return true;
    case ChainEnd::kLoop:
      OnFailure(id, now);
      return true;
    case ChainEnd::kUnreadable:
      break;
  }
  return false;
}

void ForwardLookups::OnFailure(uint64_t entry, Time now) {
  const auto id = static_cast<uint32_t>(entry);
  if (cache_[id].asks_other) {
    SettleOwn(id, ForwardResult::kNone, {}, now);
  } else {
    SettleTemp(id, now);
  }
}

// NODATA: the name may still have addresses of the other family, which is
// worth knowing once, and then there is none of this one.
void ForwardLookups::OnNoAddress(uint32_t entry, Time now) {
  ForwardEntry& e = cache_[entry];
  if (e.asks_other) return SettleOwn(entry, ForwardResult::kNone, {}, now);
  e.asks_other = true;
  e.other_family = false;
  e.chain.reset();
  ask_({Kind::kForward, entry});
}

void ForwardLookups::AskOn(uint32_t entry, Time now) {
  ForwardEntry& e = cache_[entry];
  if (!e.chain) e.chain = std::make_unique<Chain>(CurrentName(e));
  if (e.chain->Extend(answer_)) return ask_({Kind::kForward, entry});
  OnFailure(entry, now);
}

void ForwardLookups::SettleAddresses(uint32_t entry, Time now) {
  if (cache_[entry].asks_other) {
    cache_[entry].other_family = true;
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
  e.result = result;
  e.failures = 0;
  WakeWaiters(entry, addresses, now);
}

void ForwardLookups::SettleTemp(uint32_t entry, Time now) {
  ForwardEntry& e = cache_[entry];
  e.result = ForwardResult::kTemp;
  e.retry_at =
      now + std::min(kForwardTempFirst * (1 << e.failures), kForwardTempMax);
  if (e.failures < 4) ++e.failures;
  WakeWaiters(entry, {}, now);
}

// `addresses` is the whole set, also where the entry keeps a part of it.
void ForwardLookups::WakeWaiters(uint32_t entry,
                                 std::span<const Address> addresses, Time now) {
  ForwardEntry& e = cache_[entry];
  e.pending = false;
  e.asks_other = false;
  e.chain.reset();
  Waiter waiter = std::exchange(e.waiters, kNoWaiter);
  const ForwardResult result = e.result;
  while (waiter != kNoWaiter) {
    Lookup& lookup = lookups_[LookupOf(waiter)];
    Lookup::NameRef& ref = lookup.names[NameOf(waiter)];
    const Waiter next = ref.next;
    ref.status = result == ForwardResult::kTemp   ? NameStatus::kTemp
                 : result == ForwardResult::kNone ? NameStatus::kNoForward
                 : std::ranges::binary_search(addresses, lookup.facts.ip)
                     ? NameStatus::kPass
                     : NameStatus::kMismatch;
    if (--lookup.waiting == 0) done_(LookupOf(waiter), now);
    waiter = next;
  }
}

}  // namespace ptrcensus
