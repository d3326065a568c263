#include "bench/labdns/query.h"

#include <algorithm>

namespace ptrcensus::labdns {
namespace {

constexpr uint16_t kResponseAndOpcode = 0xf800;

uint16_t Word(Octets packet, size_t at) {
  return static_cast<uint16_t>(packet[at] << 8 | packet[at + 1]);
}

// The size of the name that starts at `at`; 0 when it is not whole, is
// compressed or is longer than a name may be.
size_t NameBytes(Octets packet, size_t at) {
  size_t end = at;
  while (end < packet.size() && end - at < kMaxNameBytes) {
    const uint8_t length = packet[end];
    if (length == 0) return end + 1 - at;
    if (length > kMaxLabelBytes) return 0;
    end += length + size_t{1};
  }
  return 0;
}

// Reads the one additional record; false when it is no OPT.
bool ReadOpt(Octets packet, size_t at, Query& query) {
  constexpr size_t kOptFixed = 11;
  if (packet.size() < at + kOptFixed || packet[at] != 0 ||
      Word(packet, at + 1) != kTypeOpt) {
    return false;
  }
  query.edns = true;
  query.payload_bytes = Word(packet, at + 3);
  return packet.size() == at + kOptFixed + Word(packet, at + 9);
}

}  // namespace

std::optional<Query> ParseQuery(Octets packet) noexcept {
  if (packet.size() < kHeaderBytes) return std::nullopt;
  Query query;
  query.id = Word(packet, 0);
  query.flags = Word(packet, 2);
  const uint16_t additional = Word(packet, 10);
  if ((query.flags & kResponseAndOpcode) != 0 || Word(packet, 4) != 1 ||
      Word(packet, 6) != 0 || Word(packet, 8) != 0 || additional > 1) {
    return std::nullopt;
  }
  const size_t name_bytes = NameBytes(packet, kHeaderBytes);
  const size_t end = kHeaderBytes + name_bytes + 4;
  if (name_bytes == 0 || packet.size() < end) return std::nullopt;
  query.name = packet.subspan(kHeaderBytes, name_bytes);
  query.question = packet.subspan(kHeaderBytes, name_bytes + 4);
  query.type = Word(packet, end - 4);
  query.klass = Word(packet, end - 2);
  if (additional == 0) {
    if (packet.size() != end) return std::nullopt;
  } else if (!ReadOpt(packet, end, query)) {
    return std::nullopt;
  }
  return query;
}

size_t UdpLimit(const Query& query) {
  if (!query.edns) return kPlainUdpBytes;
  return std::clamp<size_t>(query.payload_bytes, kPlainUdpBytes, kMostUdpBytes);
}

}  // namespace ptrcensus::labdns
