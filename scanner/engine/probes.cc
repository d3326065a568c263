#include "scanner/engine/probes.h"

#include <fmt/format.h>

#include <algorithm>

#include "io/query.h"
#include "scanner/engine/limits.h"

namespace ptrcensus {

Probes::Probes(Servers& servers, Pacer& pacer, uint64_t secret,
               Duration patience, Time start)
    : servers_(servers),
      secret_(secret),
      patience_(patience),
      pacer_(pacer),
      states_(servers.size()),
      silent_next_at_(start) {
  for (State& state : states_) state.next_at = start;
}

void Probes::Tick(Asker& asker, Time now) {
  const uint32_t first = turn_;
  for (uint32_t i = 0; i < servers_.size(); ++i) {
    const uint32_t server = (first + i) % servers_.size();
    if (TickServer(server, asker, now)) turn_ = (server + 1) % servers_.size();
  }
  NoteOutage(now);
}

void Probes::NoteOutage(Time now) {
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

bool Probes::TickServer(uint32_t server, Asker& asker, Time now) {
  State& state = states_[server];
  const Server& s = servers_[server];
  if (s.silent) return TickSilent(server, asker, now);
  state.ever_heard = true;
  state.interval = Duration(0);
  const bool overdue =
      s.waiting_since && now - *s.waiting_since >= kSilenceBeforeProbe;
  return overdue && state.outstanding == 0 && Send(server, true, asker, now);
}

bool Probes::TickSilent(uint32_t server, Asker& asker, Time now) {
  State& state = states_[server];
  if (now < state.next_at || pacer_.Available(now) == 0) return false;
  if (!servers_.all_silent()) {
    if (now < silent_next_at_) return false;
    if (!pacer_.unlimited()) {
      silent_next_at_ = now + std::chrono::seconds(kProbeShare) /
                                  static_cast<int64_t>(pacer_.rate_qps());
    }
  }
  state.next_at = now + IntervalFor(state);
  // The last start probe has no OPT record: some servers drop what has one.
  const bool plain = !state.ever_heard && ++state.unheard == kStartProbes;
  if (plain) state.start_deadline = now + patience_;
  return Send(server, !plain, asker, now);
}

// Half a second at the start, a second in an outage, longer and longer for a
// server that is silent beside others.
Duration Probes::IntervalFor(State& state) const {
  if (!servers_.all_silent()) {
    state.interval =
        std::clamp(2 * state.interval, kProbeInterval, kMaxProbeInterval);
    return state.interval;
  }
  const bool starting = !state.ever_heard && state.unheard + 1 < kStartProbes;
  return starting ? kStartProbeInterval : kProbeInterval;
}

bool Probes::Send(uint32_t server, bool edns, Asker& asker, Time now) {
  states_[server].last_sent = now;
  if (!asker.Probe(server, edns, now)) return false;
  ++states_[server].outstanding;
  return true;
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
