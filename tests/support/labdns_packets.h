// Queries for labdns, put together octet by octet, and its replies as hex.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ptrcensus::labdns {

using Packet = std::vector<uint8_t>;

// `name` in wire form without the root. Id 0xabcd, RD set.
inline Packet MakeQuery(std::string_view name, uint8_t type, bool edns) {
  std::string octets("\xab\xcd\1\0\0\1\0\0\0\0\0", 11);
  octets += edns ? '\1' : '\0';
  octets += name;
  octets += '\0';
  octets += '\0';
  octets += static_cast<char>(type);
  octets += std::string_view("\0\1", 2);
  if (edns) octets += std::string_view("\0\0\x29\4\xd0\0\0\0\0\0\0", 11);
  return {octets.begin(), octets.end()};
}

inline std::string_view Text(std::span<const uint8_t> octets) {
  return {reinterpret_cast<const char*>(octets.data()), octets.size()};
}

inline bool Holds(std::span<const uint8_t> packet, std::string_view piece) {
  return Text(packet).find(piece) != std::string_view::npos;
}

inline int Rcode(std::span<const uint8_t> reply) { return reply[3] & 15; }
inline bool Truncated(std::span<const uint8_t> reply) {
  return (reply[2] & 2) != 0;
}
inline int AnswerCount(std::span<const uint8_t> reply) {
  return reply[6] << 8 | reply[7];
}

}  // namespace ptrcensus::labdns
