// From a query to the octets of its reply, with no socket: both transports and
// the tests go through here.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "bench/labdns/answers.h"
#include "bench/labdns/faults.h"

namespace ptrcensus::labdns {

struct Response {
  Octets packet;  // empty: no reply; lives until the next call
  uint32_t delay_ms = 0;
  bool dead = false;  // no reply because its prefix is dead
};

class Responder {
 public:
  Responder(Answers& answers, const FaultOptions& faults);

  // The true reply, with what `fate` makes of it.
  [[nodiscard]] Response Respond(const Query& query, bool tcp,
                                 const Fate& fate);
  // What a resolver answers when it has given up.
  [[nodiscard]] Octets Servfail(const Query& query);

 private:
  [[nodiscard]] std::optional<Response> RefuseEdns(const Query& query);
  Octets Fold(Octets packet, const Query& query);

  Answers& answers_;
  NoEdns no_edns_;
  bool formerr_bare_;
  bool lower_case_;
  std::vector<uint8_t> buffer_;
  std::vector<uint8_t> malformed_;
};

}  // namespace ptrcensus::labdns
