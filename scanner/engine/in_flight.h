// What is in flight: a slot for each (socket, id), found by index when a reply
// comes, and kept in lists so that expiry costs only what expired.
//
// Invariants: a slot in use is in exactly one list; a list that times out holds
// its slots in the order of `since`, because each entry gets the same time; at
// most half of a socket's ids are in use, so that a guessed id mostly misses;
// ids are handed out in random order and reused as late as possible.
// A freed slot keeps what it asked, so that a late reply is told from a stray.
//
// Zero octets are a slot that was never used, and ids are shuffled as they are
// taken, so a table costs neither time nor memory before it is used.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "io/time.h"
#include "scanner/engine/question.h"
#include "scanner/engine/zeroed_array.h"

namespace ptrcensus {

// Lists that a slot can be in; kFree is none.
enum class SlotList : uint8_t {
  kFree,
  kUdp,      // sent over UDP
  kLate,     // the same, but for long: in the order of sending still
  kTcp,      // sent over TCP
  kProbe,    // a probe, sent over UDP
  kRetry,    // to be sent again as soon as the pace allows
  kUnsent,   // refused by the kernel; to be sent again shortly
  kBackoff,  // waiting to ask a server again that failed: the first of
             // kServfailDoublings + 1 lists, one a delay
};

// A query in one of these may be answered over UDP.
constexpr bool IsOverUdp(SlotList list) {
  return list == SlotList::kUdp || list == SlotList::kLate ||
         list == SlotList::kProbe;
}

inline constexpr uint32_t kNoSlot = UINT32_MAX;
inline constexpr uint32_t kNoTrouble = 0;
inline constexpr uint32_t kMaxTrouble = (1 << 24) - 1;

struct Slot {
  uint64_t subject : 40 = 0;
  uint64_t trouble : 24 = kNoTrouble;  // what earlier tries gave, see Asker
  uint32_t prev = 0;                   // in its list; kNoSlot at the ends
  uint32_t next = 0;
  uint32_t server = 0;
  uint32_t since_us = 0;  // when it came to its list; wraps
  uint16_t freed = 0;     // a place in the ring of freed ids, not of this slot
  Kind kind = Kind::kReverse4;
  SlotList list = SlotList::kFree;
  uint8_t tries = 0;             // that have ended
  uint8_t queries = 0;           // sent for this question; stays at 255
  bool edns : 1 = false;         // the query had an OPT record
  bool plain : 1 = false;        // it was found to need a query without
  bool use_tcp : 1 = false;      // a truncated reply came: TCP from now on
  bool lower : 1 = false;        // it was sent in lower case
  bool wants_lower : 1 = false;  // a reply differed from it in case only
  bool answered : 1 = false;     // when free: how it ended
  bool used : 1 = false;         // has ever carried a query

  Question question() const { return {kind, subject}; }
};
static_assert(sizeof(Slot) == 32);

class InFlight {
 public:
  static constexpr uint32_t kIdsPerSocket = 1 << 16;
  static constexpr uint32_t kMaxUsedPerSocket = kIdsPerSocket / 2;

  // `random` gives the numbers by which the ids are shuffled.
  InFlight(uint32_t sockets, std::function<uint64_t()> random, Time start);

  uint32_t sockets() const { return static_cast<uint32_t>(sockets_.size()); }
  uint32_t used(uint32_t socket) const { return sockets_[socket].used(); }

  static uint32_t SocketOf(uint32_t slot) { return slot >> 16; }
  static uint16_t IdOf(uint32_t slot) { return static_cast<uint16_t>(slot); }
  static uint32_t Index(uint32_t socket, uint16_t id) {
    return socket << 16 | id;
  }

  // Takes a free slot of `socket` and puts it into `list`; nothing when half
  // of the ids are in use. What it carried before is still in it.
  [[nodiscard]] std::optional<uint32_t> Acquire(uint32_t socket, SlotList list,
                                                Time now);
  void Release(uint32_t slot, bool answered);
  void Move(uint32_t slot, SlotList list, Time now);
  // Moves the first of kUdp to kLate; its age goes on.
  void MoveToLate(uint32_t slot);
  // Gives `slot` everything that `from` says of its question; where and since
  // when the slot is listed stays.
  void Carry(uint32_t slot, const Slot& from);

  Slot& operator[](uint32_t slot) { return slots_[slot]; }
  const Slot& operator[](uint32_t slot) const { return slots_[slot]; }
  bool IsFree(uint32_t slot) const {
    return slots_[slot].list == SlotList::kFree;
  }

  // First of a list, the longest there; kNoSlot when empty.
  uint32_t Front(SlotList list) const {
    return lists_[static_cast<size_t>(list)].head;
  }
  // How many slots the list holds.
  uint32_t Count(SlotList list) const {
    return lists_[static_cast<size_t>(list)].count;
  }
  // Time since the slot came to its list; exact below 2^32 us.
  [[nodiscard]] Duration Age(uint32_t slot, Time now) const;

 private:
  static constexpr int kLists = 16;
  struct List {
    uint32_t head = kNoSlot;
    uint32_t tail = kNoSlot;
    uint32_t count = 0;
  };
  // Freed ids wait in a ring of kIdsPerSocket places. Place p is kept in slot
  // p, so that the ring needs no memory of its own.
  struct Socket {
    uint64_t taken = 0;
    uint64_t freed = 0;
    // The first kIdsPerSocket ids to be taken, shuffled a little further than
    // `taken`; empty before and after that.
    std::vector<uint16_t> fresh;

    uint32_t used() const { return static_cast<uint32_t>(taken - freed); }
  };

  uint16_t& FreedAt(uint32_t socket, uint64_t turn);
  uint16_t TakeId(uint32_t socket);
  uint16_t TakeFreshId(uint32_t socket);
  List& ListOf(uint32_t slot);
  void PushBack(List& list, uint32_t slot);
  void Remove(List& list, uint32_t slot);
  [[nodiscard]] uint32_t Microseconds(Time now) const;

  std::function<uint64_t()> random_;
  ZeroedArray<Slot> slots_;
  std::vector<Socket> sockets_;
  std::array<List, kLists> lists_;
  Time start_;
};

}  // namespace ptrcensus
