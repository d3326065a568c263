#include "scanner/engine/in_flight.h"

#include <cassert>
#include <chrono>
#include <new>
#include <numeric>
#include <type_traits>
#include <utility>

namespace ptrcensus {

InFlight::InFlight(uint32_t sockets, std::function<uint64_t()> random,
                   Time start)
    : random_(std::move(random)),
      slots_(static_cast<Slot*>(
          std::calloc(size_t{sockets} * kIdsPerSocket, sizeof(Slot)))),
      sockets_(sockets),
      start_(start) {
  static_assert(std::is_trivially_copyable_v<Slot>);
  if (!slots_) throw std::bad_alloc();
}

std::optional<uint32_t> InFlight::Acquire(uint32_t socket, SlotList list,
                                          Time now) {
  if (sockets_[socket].used >= kMaxUsedPerSocket) return std::nullopt;
  ++sockets_[socket].used;
  const uint32_t slot = TakeId(socket);
  slots_[slot].list = list;
  slots_[slot].since_us = Microseconds(now);
  PushBack(ListOf(slot), slot);
  return slot;
}

// Fisher and Yates's shuffle, a step for each id taken (Knuth, TAOCP 3.4.2).
uint32_t InFlight::TakeId(uint32_t socket) {
  Socket& s = sockets_[socket];
  if (s.fresh.empty() && s.free.count == 0) {
    s.fresh.resize(kIdsPerSocket);
    std::iota(s.fresh.begin(), s.fresh.end(), uint16_t{0});
  }
  if (!s.fresh.empty()) {
    std::swap(s.fresh[random_() % s.fresh.size()], s.fresh.back());
    const uint32_t slot = Index(socket, s.fresh.back());
    s.fresh.pop_back();
    return slot;
  }
  const uint32_t slot = s.free.head;
  Remove(s.free, slot);
  // The id after next was freed long ago and is in no cache any more.
  __builtin_prefetch(&slots_[slots_[s.free.head].next]);
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
