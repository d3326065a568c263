// The bounded walk over a message's names and records (RFC 1035 4.1).
//
// A compression pointer must lead to before the labels it ends, so the places
// visited for one name only go backwards, and kMaxPointers bounds pointers to
// pointers. With the 255 octets of a name that is at most 127 labels and 127
// pointers, so a message costs at most a constant for each of its octets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "io/dns.h"
#include "io/name.h"

namespace ptrcensus {

// One before each label that a name can have.
inline constexpr int kMaxPointers = 127;

struct NameSpan {
  size_t end = 0;   // where the message goes on behind the name
  size_t size = 0;  // octets of the name without compression
};

// Walks the name at `offset`; nothing if it is not valid. `out`, unless null,
// has room for kMaxNameBytes and gets the name without compression, its case
// kept.
[[nodiscard]] std::optional<NameSpan> WalkName(Bytes packet, size_t offset,
                                               uint8_t* out) noexcept;

struct Record {
  size_t owner = 0;  // offset of the owner name, where the record begins
  size_t owner_size = 0;
  RrType type{};
  uint16_t rr_class = 0;
  uint32_t ttl = 0;  // 0 where the top bit was set (RFC 2181 8)
  size_t rdata = 0;  // offset
  size_t rdata_size = 0;

  size_t end() const { return rdata + rdata_size; }
};

// The record at `offset`; nothing if its owner is not valid or the message
// ends before it does.
[[nodiscard]] std::optional<Record> ReadRecord(Bytes packet,
                                               size_t offset) noexcept;

// Where the records begin: behind the header and its questions, at most one.
[[nodiscard]] std::optional<size_t> SkipQuestion(Bytes packet) noexcept;

[[nodiscard]] inline uint16_t ReadU16(Bytes packet, size_t offset) noexcept {
  return static_cast<uint16_t>(packet[offset] << 8 | packet[offset + 1]);
}
[[nodiscard]] inline uint32_t ReadU32(Bytes packet, size_t offset) noexcept {
  return uint32_t{ReadU16(packet, offset)} << 16 | ReadU16(packet, offset + 2);
}

}  // namespace ptrcensus
