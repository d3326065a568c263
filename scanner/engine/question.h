// What is asked: a kind and a subject, from which its owner writes the bytes,
// so that nothing in flight needs a copy of them.
#pragma once

#include <cstdint>

namespace ptrcensus {

// What a question is about; it says what `subject`, at most kMaxSubject, means.
enum class Kind : uint8_t {
  kReverse4,          // the IPv4 address
  kReverse6,          // a position of the order
  kChain,             // a lookup whose CNAME chain is asked on
  kReverseUnchecked,  // a lookup whose last question goes with CD=1
  kReverseAgain,      // the same: after that without once more
  kForward,           // an entry of the forward cache
  kForwardUnchecked,  // the same: its last question goes with CD=1
  kForwardAgain,      // the same: after that without once more
  kCounterpart,       // an entry of the counterparts: the AAAA of its name
  kCounterpartPtr,    // the same: the PTR, its name being a reverse one
  kWildcard,          // the first 24 bits of IPv4 addresses
  kProbe,             // a server
};

inline constexpr uint64_t kMaxSubject = (uint64_t{1} << 40) - 1;

inline constexpr uint32_t kAnyServer = UINT32_MAX;

struct Question {
  Kind kind = Kind::kReverse4;
  uint64_t subject = 0;
  uint32_t server = kAnyServer;  // only for kinds that compare: whom to ask

  friend bool operator==(const Question&, const Question&) = default;
};

// Asked with checking disabled (RFC 4035 3.2.2).
constexpr bool IsUnchecked(Kind kind) {
  return kind == Kind::kReverseUnchecked || kind == Kind::kForwardUnchecked;
}

// Compares what one server says with and without checking: what others say
// does not count.
constexpr bool IsOfOneServer(Kind kind) {
  return IsUnchecked(kind) || kind == Kind::kReverseAgain ||
         kind == Kind::kForwardAgain;
}

// Of a name for addresses; the others ask addresses for names, but for probes.
constexpr bool IsForward(Kind kind) {
  return kind == Kind::kForward || kind == Kind::kForwardUnchecked ||
         kind == Kind::kForwardAgain || kind == Kind::kCounterpart;
}

}  // namespace ptrcensus
