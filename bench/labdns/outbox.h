// Replies that wait: until a time, or until a few others have overtaken them.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "bench/labdns/peer.h"
#include "bench/labdns/wire_name.h"
#include "io/time.h"

namespace ptrcensus::labdns {

struct Destination {
  Peer peer;
  uint64_t connection = 0;  // 0: over UDP
};

struct Parcel {
  Destination to;
  std::vector<uint8_t> octets;
};

class Outbox {
 public:
  void HoldUntil(Time due, Parcel parcel);
  // Released by `others` calls of Overtake, or a little later by time.
  void HoldBehind(uint32_t others, Time now, Parcel parcel);
  // Notes one reply sent; gives back one that has waited long enough.
  [[nodiscard]] std::optional<Parcel> Overtake();
  // One parcel that is due; call until there is none.
  [[nodiscard]] std::optional<Parcel> TakeDue(Time now);
  [[nodiscard]] std::optional<Time> NextDue() const;

 private:
  struct Timed {
    Time due;
    uint64_t serial;
    Parcel parcel;
  };
  struct Behind {
    uint32_t others;
    Time due;
    Parcel parcel;
  };
  static bool Later(const Timed& a, const Timed& b);

  uint64_t serial_ = 0;
  std::vector<Timed> timed_;  // a heap, earliest on top
  std::deque<Behind> behind_;
};

// A resolver's limit on the replies pending for one client: what is asked into
// a dead zone counts for kPendingTime.
class PendingLimit {
 public:
  static constexpr std::chrono::seconds kPendingTime{17};

  explicit PendingLimit(uint32_t limit) : limit_(limit) {}
  bool enabled() const { return limit_ > 0; }
  [[nodiscard]] bool Full(const Peer& client, Time now);
  void Add(const Peer& client, Time now);

 private:
  struct Entry {
    Time until;
    std::string client;
  };

  uint32_t limit_;
  std::deque<Entry> entries_;
  std::unordered_map<std::string, uint32_t> counts_;
};

}  // namespace ptrcensus::labdns
