// Asks servers whether they are there: each one at the start, one that has
// fallen silent while queries were due, and silent ones until they answer
// again, which beside servers that answer takes a tenth of the pace at most.
// Any reply counts. The question is a random name below `invalid.`, which a
// resolver answers by itself (RFC 6761 6.4).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "io/time.h"
#include "scanner/engine/asker.h"
#include "scanner/engine/pacer.h"
#include "scanner/engine/servers.h"

namespace ptrcensus {

class Probes {
 public:
  // `secret` makes the names, which anyone may see; `patience` is how long a
  // probe is waited for; the rest is borrowed.
  Probes(Servers& servers, Pacer& pacer, uint64_t secret, Duration patience,
         Time start);

  // Sends what is due. Call at least every few hundred milliseconds.
  void Tick(Asker& asker, Time now);
  // True once the start probes of all servers have gone unanswered.
  [[nodiscard]] bool nobody_there() const { return nobody_there_; }
  // Since when all servers have been silent, if they are and were not at the
  // start.
  [[nodiscard]] std::optional<Time> outage_since() const {
    return outage_since_;
  }

  size_t WriteQuestion(uint32_t server, uint64_t case_bits, uint8_t* out) const;
  // `edns`: the probe had an OPT record.
  void OnReply(uint32_t server, const Reply& reply, bool edns);
  void OnFailure(uint32_t server);

 private:
  struct State {
    int unheard = 0;      // probes sent before the first reply
    int outstanding = 0;  // probes in flight
    bool ever_heard = false;
    Time next_at;
    Time last_sent;
    Duration interval{};                // while silent; doubles
    Time start_deadline = Time::max();  // for an answer to the start probes
  };

  // Returns true if it sent one.
  bool TickServer(uint32_t server, Asker& asker, Time now);
  bool TickSilent(uint32_t server, Asker& asker, Time now);
  [[nodiscard]] Duration IntervalFor(State& state) const;
  bool Send(uint32_t server, bool edns, Asker& asker, Time now);
  void NoteOutage(Time now);

  Servers& servers_;
  uint64_t secret_;
  Duration patience_;
  Pacer& pacer_;
  std::vector<State> states_;
  uint32_t turn_ = 0;    // the server that is first in turn
  Time silent_next_at_;  // for a probe of a silent server beside others
  bool nobody_there_ = false;
  std::optional<Time> outage_since_;
};

}  // namespace ptrcensus
