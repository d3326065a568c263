#include "scanner/engine/engine.h"

#include <algorithm>
#include <utility>

#include "scanner/engine/limits.h"

namespace ptrcensus {

Engine::Engine(const ScanOptions& options, const Order& order,
               PublicSuffixes& suffixes, Transport& transport,
               EngineHooks hooks, Time start, WallTime wall_start)
    : options_(options),
      targets_(order),
      transport_(transport),
      hooks_(std::move(hooks)),
      pacer_(options.rate_qps, start),
      congestion_(options_.window, start),
      servers_(options_.resolvers, options.server_rate_qps, start),
      asker_({.timeout = options.timeout,
              .tries = options.tries,
              .probe_timeout = std::max(kProbeTimeout, options.timeout),
              .random = hooks_.random},
             transport, pacer_, servers_, *this, counters_, start),
      probes_(servers_, pacer_, hooks_.random(),
              std::max(kProbeTimeout, options.timeout), start),
      cache_(hooks_.random(), kForwardEntries),
      rows_(hooks_.on_row, servers_, suffixes, counters_, start, wall_start),
      forward_(options.checks.dnssec, cache_, lookups_, counters_, Asking(),
               [this](uint32_t id, Time now) { reverse_.Finish(id, now); }),
      counterparts_(MakeCounterparts()),
      wildcards_(options.checks.wildcard ? std::make_unique<Wildcards>(Asking())
                                         : nullptr),
      reverse_(options_, order, lookups_, cache_, forward_, counterparts_.get(),
               wildcards_.get(), rows_, Asking()),
      position_(options.positions.first) {
  transport.SetEvents(&asker_);
}

std::function<void(const Question&)> Engine::Asking() {
  return [this](const Question& question) { follow_ups_.push_back(question); };
}

std::unique_ptr<Counterparts> Engine::MakeCounterparts() {
  if (!options_.checks.counterpart) return nullptr;
  return std::make_unique<Counterparts>(
      hooks_.random(), lookups_, Asking(),
      [this](uint32_t lookup, Time now) { reverse_.MakeRow(lookup, now); });
}

void Engine::Tick(Time now) {
  if (pacer_.unlimited()) {
    congestion_.Tick(now);
    asker_.SetLateAfter(congestion_.late_after());
  }
  asker_.Expire(now);
  probes_.Tick(asker_, now);
  Pump(now);
}

void Engine::GiveUpChecks(Time now) {
  reverse_.GiveUpChecks(now);
  forward_.GiveUpChecks(now);
  if (counterparts_) counterparts_->GiveUpAll(now);
}

void Engine::AfterReplies(Time now) noexcept {
  // The timer keeps a rate; where it is coarse, what replies lead to should
  // not wait for it. Without a rate the replies say when.
  if (pacer_.unlimited() || pacer_.tick() > kMaxBurst) Pump(now);
  hooks_.after_replies(now);
}

void Engine::Pump(Time now) {
  Holdback holdback = Holdback::kRate;
  goes_on_ = false;
  for (int skips = 0; MaySend(now);) {
    const uint64_t rows = counters_.rows;
    holdback = Step(now);
    if (holdback != Holdback::kNone) break;
    // Rows without a query cost no pace, but must not keep the loop.
    goes_on_ = counters_.rows != rows && ++skips == kMaxSkipsAtOnce;
    if (goes_on_) break;
    holdback = Holdback::kRate;
  }
  if (holdback != Holdback::kRate || !HasDemand()) pacer_.Idle();
  counters_.holdback = holdback;
  asker_.Flush(now, FlushesAll());
}

// Queries wait for company only where more are to come within the time that
// is worth it.
bool Engine::FlushesAll() const {
  if (!HasDemand()) return true;
  if (pacer_.unlimited()) return congestion_.allowed() < kHoldFrom;
  return pacer_.tick() > kFinestTick;
}

bool Engine::MaySend(Time now) {
  if (!pacer_.unlimited()) return pacer_.Available(now) > 0;
  const uint64_t sent = counters_.reverse_queries + counters_.forward_queries;
  congestion_.OnSent(static_cast<int64_t>(sent - std::exchange(sent_, sent)));
  return congestion_.MaySend(asker_.unanswered(), now);
}

Holdback Engine::Step(Time now) {
  const Holdback blocked =
      servers_.all_silent() ? Holdback::kOutage : Holdback::kServers;
  if (asker_.has_retries()) {
    return asker_.Retry(now) ? Holdback::kNone : blocked;
  }
  if (!follow_ups_.empty()) {
    if (!asker_.Ask(follow_ups_.front(), now)) return blocked;
    follow_ups_.pop_front();
    return Holdback::kNone;
  }
  return Draw(now);
}

Holdback Engine::Draw(Time now) {
  if (stopped_ || position_ == options_.positions.last) {
    return Holdback::kTargets;
  }
  if (servers_.all_silent()) return Holdback::kOutage;
  if (counters_.drawn - counters_.rows >= options_.window) {
    return Holdback::kWindow;
  }
  if (hooks_.output_full()) return Holdback::kOutput;
  const Target target = targets_.At(position_);
  if (!target.skipped &&
      !asker_.Ask(ReverseLookups::QuestionFor(target.address, position_),
                  now)) {
    return Holdback::kServers;
  }
  ++position_;
  ++counters_.drawn;
  if (target.skipped) reverse_.Skip(target.address, now);
  return Holdback::kNone;
}

bool Engine::complete() const {
  return position_ == options_.positions.last && NothingUnderWay();
}

bool Engine::done() const {
  return complete() || (stopped_ && NothingUnderWay());
}

bool Engine::NothingUnderWay() const {
  return counters_.drawn == counters_.rows &&
         (!wildcards_ || wildcards_->under_way() == 0);
}

bool Engine::outage_lasts(Time now) const {
  const std::optional<Time> since = probes_.outage_since();
  return since && now - *since >= kMaxOutage;
}

bool Engine::HasDemand() const {
  if (servers_.all_silent()) return false;
  const bool may_draw = !stopped_ && position_ != options_.positions.last &&
                        counters_.drawn - counters_.rows < options_.window;
  return asker_.has_retries() || !follow_ups_.empty() || may_draw;
}

Engine::Wake Engine::NextWake(Time now) const {
  if (goes_on_) return {std::nullopt, now};
  if (HasDemand() || transport_.HasStaged()) return {pacer_.tick(), {}};
  const Time watch = now + kProbeWatch;
  return {std::nullopt,
          std::min(watch, asker_.NextDeadline(now).value_or(watch))};
}

ScanCounters Engine::counters() const {
  ScanCounters counters = counters_;
  counters.in_flight = counters.drawn - counters.rows;
  counters.lag_forgiven_us = static_cast<uint64_t>(
      std::chrono::duration_cast<std::chrono::microseconds>(pacer_.forgiven())
          .count());
  for (uint32_t i = 0; i < servers_.size(); ++i) {
    counters.servers.push_back(servers_[i].counters);
  }
  return counters;
}

std::optional<WildcardZones> Engine::wildcard_zones() const {
  if (!wildcards_) return std::nullopt;
  return wildcards_->zones();
}

size_t Engine::WriteQuestion(const Question& question, uint64_t case_bits,
                             uint8_t* out) const noexcept {
  switch (question.kind) {
    case Kind::kForward:
    case Kind::kForwardUnchecked:
    case Kind::kForwardAgain:
      return forward_.WriteQuestion(question.subject, case_bits, out);
    case Kind::kCounterpart:
    case Kind::kCounterpartPtr:
      return counterparts_->WriteQuestion(question, case_bits, out);
    case Kind::kWildcard:
      return wildcards_->WriteQuestion(question.subject, case_bits, out);
    case Kind::kProbe:
      return probes_.WriteQuestion(static_cast<uint32_t>(question.subject),
                                   case_bits, out);
    default:
      return reverse_.WriteQuestion(question, case_bits, out);
  }
}

void Engine::OnRoundTrip(Duration rtt, Time now) noexcept {
  if (pacer_.unlimited()) congestion_.OnAnswer(rtt, now);
}

bool Engine::OnReply(const Asked& asked, const Reply& reply,
                     Time now) noexcept {
  switch (asked.question.kind) {
    case Kind::kForward:
      return forward_.OnReply(asked.question.subject, reply, now);
    case Kind::kForwardUnchecked:
      forward_.OnUncheckedReply(asked.question.subject, reply.server);
      return true;
    case Kind::kReverseUnchecked:
      reverse_.OnUncheckedReply(asked, reply.server);
      return true;
    case Kind::kForwardAgain:
      forward_.OnCheckEnd(asked.question.subject, false, now);
      return true;
    case Kind::kReverseAgain:
      reverse_.OnCheckEnd(asked, false, now);
      return true;
    case Kind::kCounterpart:
    case Kind::kCounterpartPtr:
      return counterparts_->OnReply(asked.question, reply, now);
    case Kind::kWildcard:
      return wildcards_->OnReply(asked.question.subject, reply);
    case Kind::kProbe:
      probes_.OnReply(static_cast<uint32_t>(asked.question.subject), reply,
                      asked.edns);
      return true;
    default:
      return reverse_.OnReply(asked, reply, now);
  }
}

void Engine::OnFailure(const Asked& asked, const Failure& failure,
                       Time now) noexcept {
  switch (asked.question.kind) {
    case Kind::kForward:
      return forward_.OnFailure(asked.question.subject, failure, now);
    case Kind::kForwardUnchecked:
      return forward_.OnCheckEnd(asked.question.subject, false, now);
    case Kind::kReverseUnchecked:
      return reverse_.OnCheckEnd(asked, false, now);
    case Kind::kForwardAgain:
      return forward_.OnCheckEnd(asked.question.subject, IsServfail(failure),
                                 now);
    case Kind::kReverseAgain:
      return reverse_.OnCheckEnd(asked, IsServfail(failure), now);
    case Kind::kCounterpart:
    case Kind::kCounterpartPtr:
      return counterparts_->OnFailure(asked.question, now);
    case Kind::kWildcard:
      return wildcards_->OnFailure();
    case Kind::kProbe:
      return probes_.OnFailure(static_cast<uint32_t>(asked.question.subject));
    default:
      return reverse_.OnFailure(asked, failure, now);
  }
}

}  // namespace ptrcensus
