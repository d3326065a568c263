#include "scanner/engine/in_flight.h"

#include <cassert>
#include <chrono>
#include <numeric>
#include <utility>

namespace ptrcensus {
namespace {

// How far ahead of its use memory is fetched.
constexpr uint64_t kTurnsAhead = 4;

}  // namespace

InFlight::InFlight(uint32_t sockets, std::function<uint64_t()> random,
                   Time start)
    : random_(std::move(random)),
      slots_(MakeZeroedArray<Slot>(size_t{sockets} * kIdsPerSocket)),
      sockets_(sockets),
      start_(start) {}

std::optional<uint32_t> InFlight::Acquire(uint32_t socket, SlotList list,
                                          Time now) {
  if (used(socket) >= kMaxUsedPerSocket) return std::nullopt;
  const uint32_t slot = Index(socket, TakeId(socket));
  slots_[slot].list = list;
  slots_[slot].since_us = Microseconds(now);
  PushBack(ListOf(slot), slot);
  return slot;
}

uint16_t& InFlight::FreedAt(uint32_t socket, uint64_t turn) {
  return slots_[Index(socket, static_cast<uint16_t>(turn))].freed;
}

// What will be touched soon was freed long ago and is in no cache any more.
uint16_t InFlight::TakeId(uint32_t socket) {
  if (sockets_[socket].taken < kIdsPerSocket) return TakeFreshId(socket);
  const uint64_t turn = sockets_[socket].taken++;
  const uint16_t soon = FreedAt(socket, turn + kTurnsAhead);
  __builtin_prefetch(&slots_[Index(socket, soon)]);
  __builtin_prefetch(&FreedAt(socket, turn + 4 * kTurnsAhead));
  return FreedAt(socket, turn);
}

uint16_t InFlight::TakeFreshId(uint32_t socket) {
  Socket& s = sockets_[socket];
  // A step of Fisher and Yates's shuffle (Knuth, TAOCP 3.4.2).
  const auto shuffle = [&](uint64_t place) {
    const uint64_t other = place + random_() % (kIdsPerSocket - place);
    std::swap(s.fresh[place], s.fresh[other]);
  };
  if (s.fresh.empty()) {
    s.fresh.resize(kIdsPerSocket);
    std::iota(s.fresh.begin(), s.fresh.end(), uint16_t{0});
    for (uint64_t place = 0; place < kTurnsAhead; ++place) shuffle(place);
  }
  const uint64_t turn = s.taken++;
  if (const uint64_t soon = turn + kTurnsAhead; soon < kIdsPerSocket) {
    shuffle(soon);
    __builtin_prefetch(&slots_[Index(socket, s.fresh[soon])]);
  }
  const uint16_t id = s.fresh[turn];
  if (s.taken == kIdsPerSocket) s.fresh = {};
  return id;
}

void InFlight::Release(uint32_t slot, bool answered) {
  assert(!IsFree(slot));
  Remove(ListOf(slot), slot);
  slots_[slot].list = SlotList::kFree;
  slots_[slot].answered = answered;
  const uint32_t socket = SocketOf(slot);
  FreedAt(socket, sockets_[socket].freed++) = IdOf(slot);
}

void InFlight::Move(uint32_t slot, SlotList list, Time now) {
  assert(!IsFree(slot) && list != SlotList::kFree);
  Remove(ListOf(slot), slot);
  slots_[slot].list = list;
  slots_[slot].since_us = Microseconds(now);
  PushBack(ListOf(slot), slot);
}

void InFlight::MoveToLate(uint32_t slot) {
  assert(slot == Front(SlotList::kUdp));
  Remove(ListOf(slot), slot);
  slots_[slot].list = SlotList::kLate;
  PushBack(ListOf(slot), slot);
}

// Field by field: a copy of the whole would wait for the stores of Acquire.
void InFlight::Carry(uint32_t slot, const Slot& from) {
  Slot& s = slots_[slot];
  s.subject = from.subject;
  s.trouble = from.trouble;
  s.server = from.server;
  s.kind = from.kind;
  s.tries = from.tries;
  s.queries = from.queries;
  s.edns = from.edns;
  s.plain = from.plain;
  s.use_tcp = from.use_tcp;
  s.lower = from.lower;
  s.wants_lower = from.wants_lower;
  s.answered = false;
  s.used = true;
}

Duration InFlight::Age(uint32_t slot, Time now) const {
  return std::chrono::microseconds(Microseconds(now) - slots_[slot].since_us);
}

InFlight::List& InFlight::ListOf(uint32_t slot) {
  return lists_[static_cast<size_t>(slots_[slot].list)];
}

void InFlight::PushBack(List& list, uint32_t slot) {
  Slot& s = slots_[slot];
  s.prev = list.tail;
  s.next = kNoSlot;
  (list.tail == kNoSlot ? list.head : slots_[list.tail].next) = slot;
  list.tail = slot;
  ++list.count;
}

void InFlight::Remove(List& list, uint32_t slot) {
  const Slot& s = slots_[slot];
  (s.prev == kNoSlot ? list.head : slots_[s.prev].next) = s.next;
  (s.next == kNoSlot ? list.tail : slots_[s.next].prev) = s.prev;
  --list.count;
}

uint32_t InFlight::Microseconds(Time now) const {
  using std::chrono::microseconds;
  return static_cast<uint32_t>(
      std::chrono::duration_cast<microseconds>(now - start_).count());
}

}  // namespace ptrcensus
