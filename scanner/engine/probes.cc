#include "scanner/engine/probes.h"

#include <fmt/format.h>

#include <algorithm>

#include "io/query.h"
#include "scanner/engine/limits.h"

namespace ptrcensus {

Probes::Probes(Servers& servers, uint64_t secret, Time start)
    : servers_(servers), secret_(secret), states_(servers.size()) {
  for (State& state : states_) state.next_at = start;
}

void Probes::Tick(Asker& asker, Time now) {
  for (uint32_t i = 0; i < servers_.size(); ++i) TickServer(i, asker, now);
  nobody_there_ = std::ranges::all_of(states_, [now](const State& state) {
    return !state.ever_heard && now >= state.start_deadline;
  });
  const bool heard = std::ranges::any_of(states_, &State::ever_heard);
  if (!servers_.all_silent() || !heard) {
    outage_since_.reset();
  } else if (!outage_since_) {
    outage_since_ = now;
  }
}

void Probes::TickServer(uint32_t server, Asker& asker, Time now) {
  State& state = states_[server];
  const Server& s = servers_[server];
  if (!s.silent) {
    state.ever_heard = true;
    const bool overdue =
        s.waiting_since && now - *s.waiting_since >= kSilenceBeforeProbe;
    if (overdue && state.outstanding == 0) Send(server, true, asker, now);
    return;
  }
  if (now < state.next_at) return;
  const bool starting = !state.ever_heard && state.start_probes < kStartProbes;
  state.next_at = now + (starting ? kStartProbeInterval : kProbeInterval);
  // The last start probe has no OPT record: some servers drop what has one.
  const bool last = starting && ++state.start_probes == kStartProbes;
  if (last) state.start_deadline = now + kProbeTimeout;
  Send(server, !last, asker, now);
}

void Probes::Send(uint32_t server, bool edns, Asker& asker, Time now) {
  states_[server].last_sent = now;
  if (asker.Probe(server, edns, now)) ++states_[server].outstanding;
}

size_t Probes::WriteQuestion(uint32_t server, uint64_t case_bits,
                             uint8_t* out) const {
  const uint64_t label = (secret_ + server) * 0x9e3779b97f4a7c15U;
  const auto name =
      Name::FromText(fmt::format("ptrcensus-{:016x}.invalid", label));
  return ptrcensus::WriteQuestion(name->wire(), RrType::kA, case_bits, out);
}

void Probes::OnReply(uint32_t server, const Reply& reply, bool edns) {
  State& state = states_[server];
  --state.outstanding;
  const Rcode rcode = reply.header.rcode;
  const bool refuses = rcode == Rcode::kFormErr || rcode == Rcode::kNotImp;
  // Without EDNS only if that was all that it ever answered.
  const bool knows =
      edns ? !refuses : servers_[server].edns && state.ever_heard;
  servers_[server].edns = servers_[server].counters.edns = knows;
  state.ever_heard = true;
}

void Probes::OnFailure(uint32_t server) {
  State& state = states_[server];
  --state.outstanding;
  if (servers_[server].last_heard >= state.last_sent) return;
  servers_.SetSilent(server);
}

}  // namespace ptrcensus
