#include "scanner/engine/asker.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <iterator>

#include "io/query.h"
#include "scanner/engine/limits.h"

namespace ptrcensus {
namespace {

// The lists whose slots wait for a time to pass, but for the back-offs.
constexpr SlotList kTimed[] = {SlotList::kUdp, SlotList::kLate, SlotList::kTcp,
                               SlotList::kProbe, SlotList::kUnsent};

SlotList BackoffList(int doublings) {
  return static_cast<SlotList>(static_cast<int>(SlotList::kBackoff) +
                               std::min(doublings, kServfailDoublings));
}

// A bijection of 64 bits in which every input bit reaches every output bit
// (the finalizer of MurmurHash3).
uint64_t Mix(uint64_t x) {
  x = (x ^ (x >> 33)) * 0xff51afd7ed558ccdU;
  x = (x ^ (x >> 33)) * 0xc4ceb9fe1a85ec53U;
  return x ^ (x >> 33);
}

}  // namespace

Asker::Asker(const AskerOptions& options, Transport& transport, Pacer& pacer,
             Servers& servers, QuestionOwner& owner, ScanCounters& counters,
             Time start)
    : options_(options),
      case_keys_{options.random(), options.random()},
      transport_(transport),
      pacer_(pacer),
      servers_(servers),
      owner_(owner),
      counters_(counters),
      tcp_socket_(transport.Sockets(Family::kV4).count +
                  transport.Sockets(Family::kV6).count),
      in_flight_(tcp_socket_ + 1, options.random, start) {}

bool Asker::Ask(const Question& question, Time now) {
  const std::optional<uint32_t> server = FirstServer(question, now);
  if (!server) return false;
  const auto slot = AcquireUdp(*server, SlotList::kUdp, now);
  if (!slot) return false;
  Launch(*slot, question, *server);
  Transmit(*slot, now);
  return true;
}

bool Asker::Probe(uint32_t server, bool edns, Time now) {
  const auto slot = AcquireUdp(server, SlotList::kProbe, now);
  if (!slot) return false;
  Launch(*slot, {Kind::kProbe, server}, server);
  in_flight_[*slot].plain = !edns;
  Transmit(*slot, now);
  return true;
}

bool Asker::Retry(Time now) {
  const uint32_t old = in_flight_.Front(SlotList::kRetry);
  const std::optional<uint32_t> server = NextServer(old);
  if (!server && servers_.all_silent()) return false;
  if (!server) {
    Fail(old, now);
    return true;
  }
  if (servers_[*server].pacer.Available(now) == 0) return false;
  // Freed before the next id is taken, so that retries alone can never fill
  // the table and wait for each other.
  const Slot from = in_flight_[old];
  in_flight_.Release(old, false);
  const auto fresh = from.use_tcp
                         ? in_flight_.Acquire(tcp_socket_, SlotList::kTcp, now)
                         : AcquireUdp(*server, SlotList::kUdp, now);
  if (!fresh) {
    const auto back =
        in_flight_.Acquire(InFlight::SocketOf(old), SlotList::kRetry, now);
    assert(back);
    in_flight_.Carry(*back, from);
    return false;
  }
  in_flight_.Carry(*fresh, from);
  Slot& to = in_flight_[*fresh];
  to.lower = from.wants_lower;
  // What one server does not know, another may.
  if (*server != from.server) to.plain = false;
  to.server = *server;
  if (from.queries > 0) ++counters_.retries;
  Transmit(*fresh, now);
  return true;
}

std::optional<uint32_t> Asker::FirstServer(const Question& question, Time now) {
  if (question.server == kAnyServer || servers_[question.server].silent) {
    return servers_.Pick(now);
  }
  if (servers_[question.server].pacer.Available(now) == 0) return std::nullopt;
  return question.server;
}

std::optional<uint32_t> Asker::AcquireUdp(uint32_t server, SlotList list,
                                          Time now) {
  const Family family = servers_[server].endpoint.address.family();
  const Transport::SocketRange range = transport_.Sockets(family);
  for (uint32_t i = 0; i < range.count; ++i) {
    const uint32_t socket = range.first + (rotation_ + i) % range.count;
    if (const auto slot = in_flight_.Acquire(socket, list, now)) return slot;
  }
  return std::nullopt;
}

void Asker::Launch(uint32_t slot, const Question& question, uint32_t server) {
  assert(question.subject <= kMaxSubject);
  Slot fresh;
  fresh.subject = question.subject & kMaxSubject;
  fresh.kind = question.kind;
  fresh.server = server;
  in_flight_.Carry(slot, fresh);
}

void Asker::Transmit(uint32_t slot, Time now) {
  Slot& s = in_flight_[slot];
  const Server& server = servers_[s.server];
  s.edns = server.edns && !s.plain;
  if (s.queries < UINT8_MAX) ++s.queries;
  std::array<uint8_t, kMaxQueryBytes> buffer;
  const size_t question = WriteSentQuestion(slot, buffer.data() + kHeaderBytes);
  const std::span<uint8_t> query(buffer.data(), QueryBytes(question, s.edns));
  WriteEnvelope(InFlight::IdOf(slot), s.edns, query, IsUnchecked(s.kind));
  CountSent(s, 1);
  pacer_.Take();
  servers_.OnSent(s.server, now);
  if (IsTcp(slot)) {
    transport_.SendTcp(server.endpoint, query, slot);
    return;
  }
  ++turn_;
  const std::span<uint8_t> staged = transport_.Stage(
      InFlight::SocketOf(slot), server.endpoint, query.size(), slot, now);
  std::memcpy(staged.data(), query.data(), query.size());
}

void Asker::CountSent(const Slot& slot, int64_t sign) {
  uint64_t& count = slot.kind == Kind::kProbe ? counters_.probes
                    : IsForward(slot.kind)    ? counters_.forward_queries
                                              : counters_.reverse_queries;
  count += static_cast<uint64_t>(sign);
}

uint64_t Asker::CaseBits(uint32_t slot) const {
  const Slot& s = in_flight_[slot];
  if (!servers_[s.server].keeps_case || s.lower) return 0;
  const uint64_t place = uint64_t{s.since_us} << 32 | slot;
  return Mix(Mix(place ^ case_keys_[0]) ^ case_keys_[1]);
}

size_t Asker::WriteSentQuestion(uint32_t slot, uint8_t* out) const {
  return owner_.WriteQuestion(in_flight_[slot].question(), CaseBits(slot), out);
}

// The same server once more where it said that it wants another kind of
// query, or where no other counts; else the next one.
std::optional<uint32_t> Asker::NextServer(uint32_t slot) const {
  const Slot& s = in_flight_[slot];
  const bool asked_for_tcp = s.use_tcp && !IsTcp(slot);
  const bool asked_for_plain = s.plain && s.edns;
  if ((asked_for_tcp || asked_for_plain) && !servers_[s.server].silent) {
    return s.server;
  }
  const std::span<const uint32_t> refused = RefusedBy(s);
  if (!IsOfOneServer(s.kind)) return servers_.PickNext(s.server, refused);
  if (servers_[s.server].silent || !refused.empty()) return std::nullopt;
  return s.server;
}

void Asker::Expire(Time now) {
  for (uint32_t slot = in_flight_.Front(SlotList::kUdp);
       slot != kNoSlot && in_flight_.Age(slot, now) >= late_after_;
       slot = in_flight_.Front(SlotList::kUdp)) {
    in_flight_.MoveToLate(slot);
  }
  for (const SlotList list : kTimed) ExpireList(list, now);
  for (int i = 0; i <= kServfailDoublings; ++i) {
    ExpireList(BackoffList(i), now);
  }
}

void Asker::ExpireList(SlotList list, Time now) {
  const Duration limit = LimitOf(list);
  for (uint32_t slot = in_flight_.Front(list);
       slot != kNoSlot && in_flight_.Age(slot, now) >= limit;
       slot = in_flight_.Front(list)) {
    const bool sent = IsOverUdp(list) || list == SlotList::kTcp;
    if (sent) {
      TimeOut(slot, now);
    } else {
      in_flight_.Move(slot, SlotList::kRetry, now);
    }
  }
}

Duration Asker::LimitOf(SlotList list) const {
  switch (list) {
    case SlotList::kUdp:
    case SlotList::kLate:
      return options_.timeout;
    case SlotList::kTcp:
      return options_.timeout * kTcpTimeoutFactor;
    case SlotList::kProbe:
      return options_.probe_timeout;
    case SlotList::kUnsent:
      return kUnsentDelay;
    default:
      return kServfailDelay * (1 << (static_cast<int>(list) -
                                     static_cast<int>(SlotList::kBackoff)));
  }
}

std::optional<Time> Asker::NextDeadline(Time now) const {
  std::optional<Time> next;
  const auto consider = [&](SlotList list) {
    const uint32_t slot = in_flight_.Front(list);
    if (slot == kNoSlot) return;
    const Time deadline = now + LimitOf(list) - in_flight_.Age(slot, now);
    if (!next || deadline < *next) next = deadline;
  };
  for (const SlotList list : kTimed) consider(list);
  for (int i = 0; i <= kServfailDoublings; ++i) consider(BackoffList(i));
  return next;
}

void Asker::Flush(Time now, bool all) {
  transport_.Flush(now, all);
  if (!all && turn_ < kSocketTurn) return;
  ++rotation_;
  turn_ = 0;
}

void Asker::TimeOut(uint32_t slot, Time now) {
  ++counters_.timeouts;
  ++servers_[in_flight_[slot].server].counters.timeouts;
  CancelTcp(slot, true);
  EndTry(slot, false, now);
}

void Asker::EndTry(uint32_t slot, bool early, Time now) {
  Slot& s = in_flight_[slot];
  if (s.kind == Kind::kProbe) return Fail(slot, now);
  // A try at a server that has gone silent says nothing about the question.
  if (!servers_[s.server].silent) ++s.tries;
  if (s.tries >= options_.tries) return Fail(slot, now);
  const std::optional<uint32_t> next = NextServer(slot);
  if (!next && !servers_.all_silent()) return Fail(slot, now);
  if (next && (HasFailedAt(s, *next) || (early && *next == s.server))) {
    return in_flight_.Move(slot, BackoffList(TroubleOf(slot).backoffs++), now);
  }
  in_flight_.Move(slot, SlotList::kRetry, now);
}

void Asker::Fail(uint32_t slot, Time now) {
  const Slot& s = in_flight_[slot];
  Failure failure;
  if (s.trouble != kNoTrouble) {
    const Trouble& trouble = troubles_[s.trouble];
    if (trouble.last) {
      failure = *trouble.last;
    } else if (trouble.malformed) {
      failure.why = Failure::Why::kMalformed;
    }
  }
  const Asked asked = AskedOf(s);
  Release(slot, false);
  owner_.OnFailure(asked, failure, now);
}

Asked Asker::AskedOf(const Slot& slot) const {
  return {slot.question(), slot.queries, slot.use_tcp, slot.edns};
}

void Asker::Release(uint32_t slot, bool answered) {
  Slot& s = in_flight_[slot];
  if (s.trouble != kNoTrouble) {
    free_troubles_.push_back(s.trouble);
    s.trouble = kNoTrouble;
  }
  in_flight_.Release(slot, answered);
}

void Asker::CancelTcp(uint32_t slot, bool timed_out) {
  if (in_flight_[slot].list != SlotList::kTcp) return;
  transport_.CancelTcp(servers_[in_flight_[slot].server].endpoint, slot,
                       timed_out);
}

Asker::Trouble& Asker::TroubleOf(uint32_t slot) {
  Slot& s = in_flight_[slot];
  if (s.trouble == kNoTrouble) {
    if (free_troubles_.empty()) {
      free_troubles_.push_back(static_cast<uint32_t>(troubles_.size()));
      troubles_.emplace_back();
    }
    assert(free_troubles_.back() <= kMaxTrouble);
    s.trouble = free_troubles_.back() & kMaxTrouble;
    free_troubles_.pop_back();
    troubles_[s.trouble] = Trouble();
  }
  return troubles_[s.trouble];
}

bool Asker::HasFailedAt(const Slot& slot, uint32_t server) const {
  if (slot.trouble == kNoTrouble) return false;
  const std::vector<uint32_t>& failed = troubles_[slot.trouble].failed;
  return std::ranges::find(failed, server) != failed.end();
}

std::span<const uint32_t> Asker::RefusedBy(const Slot& slot) const {
  if (slot.trouble == kNoTrouble) return {};
  return troubles_[slot.trouble].refused;
}

}  // namespace ptrcensus
