#include "scanner/engine/in_flight.h"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <numeric>

namespace ptrcensus {
namespace {

// As std::shuffle wants its random numbers.
struct Shuffler {
  using result_type = uint64_t;
  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return UINT64_MAX; }
  result_type operator()() { return random(); }

  const std::function<uint64_t()>& random;
};

}  // namespace

InFlight::InFlight(uint32_t sockets, const std::function<uint64_t()>& random,
                   Time start)
    : slots_(size_t{sockets} * kIdsPerSocket),
      sockets_(sockets),
      start_(start) {
  Shuffler shuffler{random};
  std::vector<uint16_t> ids(kIdsPerSocket);
  std::iota(ids.begin(), ids.end(), uint16_t{0});
  for (uint32_t socket = 0; socket < sockets; ++socket) {
    std::shuffle(ids.begin(), ids.end(), shuffler);
    for (const uint16_t id : ids) {
      PushBack(sockets_[socket].free, Index(socket, id));
    }
  }
}

std::optional<uint32_t> InFlight::Acquire(uint32_t socket, SlotList list,
                                          Time now) {
  Socket& s = sockets_[socket];
  if (s.used >= kMaxUsedPerSocket) return std::nullopt;
  const uint32_t slot = s.free.head;
  Remove(s.free, slot);
  ++s.used;
  slots_[slot].list = list;
  slots_[slot].since_us = Microseconds(now);
  PushBack(ListOf(slot), slot);
  return slot;
}

void InFlight::Release(uint32_t slot, bool answered) {
  assert(!IsFree(slot));
  Remove(ListOf(slot), slot);
  slots_[slot].list = SlotList::kFree;
  slots_[slot].answered = answered;
  Socket& socket = sockets_[SocketOf(slot)];
  PushBack(socket.free, slot);
  --socket.used;
}

void InFlight::Move(uint32_t slot, SlotList list, Time now) {
  assert(!IsFree(slot) && list != SlotList::kFree);
  Remove(ListOf(slot), slot);
  slots_[slot].list = list;
  slots_[slot].since_us = Microseconds(now);
  PushBack(ListOf(slot), slot);
}

void InFlight::Carry(uint32_t slot, const Slot& from) {
  Slot& s = slots_[slot];
  const Slot place = s;
  s = from;
  s.prev = place.prev;
  s.next = place.next;
  s.list = place.list;
  s.since_us = place.since_us;
  s.used = true;
}

Duration InFlight::Age(uint32_t slot, Time now) const {
  return std::chrono::microseconds(Microseconds(now) - slots_[slot].since_us);
}

InFlight::List& InFlight::ListOf(uint32_t slot) {
  return IsFree(slot) ? sockets_[SocketOf(slot)].free
                      : lists_[static_cast<size_t>(slots_[slot].list)];
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
