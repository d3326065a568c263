// What the server puts into a reply: from the world, or from a scenario file.
#pragma once

#include <cstdint>

#include "bench/labdns/message.h"
#include "bench/labdns/query.h"

namespace ptrcensus::labdns {

enum class Act : uint8_t { kReply, kSilent, kMalformed };

struct Outcome {
  Act act = Act::kReply;
  uint64_t malformed_form = 0;  // of kMalformed
  uint32_t delay_ms = 0;
  bool truncate = false;  // over UDP only
  bool dead = false;      // silent because its prefix is dead
};

class Answers {
 public:
  virtual ~Answers() = default;
  // Fills `message`, which has been started with `query`.
  virtual Outcome Answer(const Query& query, Message& message) = 0;
};

}  // namespace ptrcensus::labdns
