// A query as the server reads it: views into the packet, nothing copied.
#pragma once

#include <cstdint>
#include <optional>

#include "bench/labdns/wire_name.h"

namespace ptrcensus::labdns {

inline constexpr uint16_t kTypeA = 1;
inline constexpr uint16_t kTypeCname = 5;
inline constexpr uint16_t kTypeSoa = 6;
inline constexpr uint16_t kTypePtr = 12;
inline constexpr uint16_t kTypeTxt = 16;
inline constexpr uint16_t kTypeAaaa = 28;
inline constexpr uint16_t kTypeDname = 39;
inline constexpr uint16_t kTypeOpt = 41;

inline constexpr size_t kPlainUdpBytes = 512;  // RFC 1035 2.3.4
inline constexpr size_t kMostUdpBytes = 1232;

struct Query {
  uint16_t id = 0;
  uint16_t flags = 0;  // the header's second word
  Octets question;     // name, type and class, as received
  Octets name;         // whole and uncompressed
  uint16_t type = 0;
  uint16_t klass = 0;
  bool edns = false;
  uint16_t payload_bytes = 0;  // with edns
};

// Nothing when it is not one standard query with one question, with at most
// one further record, an OPT.
[[nodiscard]] std::optional<Query> ParseQuery(Octets packet) noexcept;

// How long a UDP reply may be (RFC 6891 6.2.3).
[[nodiscard]] size_t UdpLimit(const Query& query);

}  // namespace ptrcensus::labdns
