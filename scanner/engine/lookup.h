// An address whose reverse answer needs more questions: its CNAME chain, or
// the forward confirmation of its names. Lookups live in a pool and are named
// by their index. An address that is answered at once never has one.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "io/address.h"
#include "output/row.h"
#include "scanner/engine/chain.h"
#include "scanner/engine/pool.h"
#include "scanner/verdict/findings.h"

namespace ptrcensus {

// What the reverse query gave, the part of a row that is known before any
// forward question, and what the extra queries gave.
struct ReverseFacts {
  Address ip;
  PtrStatus status = PtrStatus::kOk;
  uint32_t names_total = 0;
  std::optional<uint32_t> ttl;
  std::optional<Rcode> rcode;
  std::optional<uint16_t> ede;
  RowFlags flags;
  uint32_t attempts = 0;
  std::optional<uint32_t> rtt_us;
  std::optional<uint32_t> server;
  CheckResults checks;
  std::string owner;  // wire; empty unless a chain led elsewhere
  Bytes zone;         // wire, borrowed; only where the row follows at once
};

// A lookup's name that waits for a forward entry; kNoWaiter ends a list.
using Waiter = uint64_t;
inline constexpr Waiter kNoWaiter = UINT64_MAX;
constexpr Waiter MakeWaiter(uint32_t lookup, uint32_t name) {
  return Waiter{lookup} << 32 | name;
}
constexpr uint32_t LookupOf(Waiter waiter) {
  return static_cast<uint32_t>(waiter >> 32);
}
constexpr uint32_t NameOf(Waiter waiter) {
  return static_cast<uint32_t>(waiter);
}

struct Lookup {
  struct NameRef {
    uint32_t entry = 0;  // in the forward cache, pinned
    NameStatus status = NameStatus::kUntried;
    ForwardTraits forward = {};
    Waiter next = kNoWaiter;  // of those that wait for the same entry
  };

  ReverseFacts facts;
  std::vector<NameRef> names;
  bool checked = false;     // only whether it is bogus is not known yet
  uint32_t waiting = 0;     // names whose status is not known yet
  Waiter next = kNoWaiter;  // of those that wait for the same counterpart
  std::unique_ptr<Chain> chain;
};

class LookupPool {
 public:
  [[nodiscard]] uint32_t Make();
  void Free(uint32_t id);
  Lookup& operator[](uint64_t id) { return lookups_[id]; }
  const Lookup& operator[](uint64_t id) const { return lookups_[id]; }
  // Those in use have ids below it.
  uint32_t size() const { return lookups_.size(); }
  size_t used() const { return lookups_.size() - free_.size(); }

 private:
  Pool<Lookup> lookups_;
  std::vector<uint32_t> free_;
};

}  // namespace ptrcensus
