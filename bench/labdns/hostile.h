// Hostile packets: replies with the right id (and mostly the right question)
// that no reader may accept, or that cost a careless one dearly.
#pragma once

#include <cstdint>
#include <vector>

#include "bench/labdns/query.h"

namespace ptrcensus::labdns {

// A reply with the right question that no reader can read: the forms are
// counts, lengths and pointers that lie, chosen by `form`.
[[nodiscard]] std::vector<uint8_t> MalformedReply(const Query& query,
                                                  uint64_t form);
inline constexpr uint64_t kMalformedForms = 8;

// Anything an attacker may send; `choice` is random.
[[nodiscard]] std::vector<uint8_t> HostilePacket(const Query& query,
                                                 uint64_t choice);

// A well-formed reply that claims something plausible and false.
[[nodiscard]] std::vector<uint8_t> ForgedReply(const Query& query);

}  // namespace ptrcensus::labdns
