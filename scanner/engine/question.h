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
  kForward,           // an entry of the forward cache
  kForwardUnchecked,  // the same: its last question goes with CD=1
  kCounterpart,       // an entry of the counterparts: the AAAA of its name
  kCounterpartPtr,    // the same: the PTR of that address
  kWildcard,          // the first 24 bits of IPv4 addresses
  kProbe,             // a server
};

inline constexpr uint64_t kMaxSubject = (uint64_t{1} << 40) - 1;

struct Question {
  Kind kind = Kind::kReverse4;
  uint64_t subject = 0;

  friend bool operator==(const Question&, const Question&) = default;
};

// Asked with checking disabled (RFC 4035 3.2.2).
constexpr bool IsUnchecked(Kind kind) {
  return kind == Kind::kReverseUnchecked || kind == Kind::kForwardUnchecked;
}

// Of a name for addresses; the others ask addresses for names, but for probes.
constexpr bool IsForward(Kind kind) {
  return kind == Kind::kForward || kind == Kind::kForwardUnchecked ||
         kind == Kind::kCounterpart;
}

}  // namespace ptrcensus
