#include "scanner/engine/congestion.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "scanner/engine/limits.h"

namespace ptrcensus {
namespace {

double Seconds(Duration time) {
  return std::chrono::duration<double>(time).count();
}

}  // namespace

Congestion::Congestion(uint32_t limit, Time start)
    : limit_(limit),
      least_(std::min(double{kLeastUnanswered}, limit_)),
      allowed_(least_),
      on_the_way_(limit_),
      late_after_(kFirstLate),
      earned_at_(start),
      opened_(start),
      raise_(kLeastRaise) {}

bool Congestion::MaySend(uint32_t unanswered, Time now) {
  if (unanswered >= allowed() + lost_standing_) return false;
  if (pace_ == kUnpaced) return true;
  credit_ += pace_ * Seconds(now - earned_at_);
  credit_ = std::min(credit_, std::max(static_cast<double>(kLeastBurst),
                                       pace_ * Seconds(kPaceBurst)));
  earned_at_ = now;
  return credit_ >= 1;
}

void Congestion::OnSent(int64_t queries) {
  if (pace_ != kUnpaced) credit_ -= static_cast<double>(queries);
  if (closed_ == Time::max()) sent_ += queries;
}

void Congestion::OnAnswer(Duration rtt, Time now) {
  CountIfOfSample(now - rtt);
  Measure(rtt, now);
  base_ = std::min(base_, rtt);
  // One late answer says little, a handful of late ones that there is a queue.
  least_of_batch_ = std::min(least_of_batch_, rtt);
  if (++batch_ < kAnswersAtOnce) return;
  Adjust(least_of_batch_ - base_);
  batch_ = 0;
  least_of_batch_ = Duration::max();
}

void Congestion::Measure(Duration rtt, Time now) {
  if (measured_ == 0) measured_since_ = now;
  ++measured_;
  rtt_sum_ += rtt;
  const Duration passed = now - measured_since_;
  if (measured_ < kAnswersMeasured || passed < kMeasureTime) return;
  const Duration mean = rtt_sum_ / measured_;
  if (passed < mean) return;
  // Little's law: the rate of the answers times their round trip.
  on_the_way_ = Seconds(rtt_sum_) / Seconds(passed);
  mean_rtt_ = mean;
  late_after_ = std::max(kLeastLate, mean * kRoundTripsLate);
  measured_ = 0;
  rtt_sum_ = Duration(0);
}

void Congestion::Adjust(Duration queued) {
  const Duration target =
      std::max(kQueueDelayTarget, base_ / kRoundTripsPerTarget);
  const double off =
      std::max(-1.0, static_cast<double>((target - queued).count()) /
                         static_cast<double>(target.count()));
  const bool starting = slow_start_ && off > 0.5;
  slow_start_ = starting;
  const double growth =
      kAnswersAtOnce *
      (starting ? 1 : off * std::max(kGain / allowed_, kGainShare));
  // A server that drops shows no queue: more than can be on the way at this
  // pace would only be a burst when it changes.
  const bool proven = allowed_ <= 2 * on_the_way_ + least_;
  if (growth > 0 && pace_ != kUnpaced && !proven) return;
  allowed_ = std::clamp(allowed_ + growth, least_, limit_);
}

void Congestion::Tick(Time now) {
  if (closed_ != Time::max()) {
    if (now - closed_ >= late_after_) CloseSample(now);
    return;
  }
  const Duration passed = now - opened_;
  if (passed < std::max(kSampleTime, 2 * mean_rtt_)) return;
  if (sent_ < kSampleQueries && passed < kMaxSampleTime) return;
  closed_ = now;
  // What a faster trial costs must not go on while its outcome is waited for.
  if (trial_ == Trial::kFaster) pace_ = settled_;
}

// Round trips are counted in whole microseconds.
void Congestion::CountIfOfSample(Time sent) {
  constexpr Duration kRounding = std::chrono::microseconds(1);
  if (sent >= opened_ - kRounding && sent < closed_ - kRounding) ++answered_;
}

void Congestion::OpenSample(Time now) {
  opened_ = now;
  closed_ = Time::max();
  sent_ = answered_ = 0;
}

void Congestion::CloseSample(Time now) {
  const double seconds = Seconds(closed_ - opened_);
  const Outcome outcome{static_cast<double>(sent_) / seconds,
                        static_cast<double>(answered_) / seconds};
  const double lost = std::max(0.0, outcome.sent - outcome.answered);
  lost_standing_ = std::min(lost * Seconds(late_after_), limit_);
  const double halvings = Seconds(now - opened_) / Seconds(kProvenHalfLife);
  proven_ = std::max(outcome.answered, proven_ * std::exp2(-halvings));
  if (sent_ >= kLeastSampleQueries) {
    Judge(outcome, now);
  } else {
    trial_ = Trial::kNone;
    pace_ = settled_;
  }
  OpenSample(now);
}

void Congestion::Judge(const Outcome& outcome, Time now) {
  const double change = outcome.sent / before_.sent - 1;
  const double expected = before_.answered * (1 + change * kFollows);
  const bool loses_less = LossOf(outcome) < LossOf(before_) * kFollows;
  const Trial trial = std::exchange(trial_, Trial::kNone);
  fixed_loss_ = std::min(fixed_loss_, LossOf(outcome));
  if (trial == Trial::kSlower && outcome.answered < expected && !loses_less) {
    pace_ = settled_;
    fixed_loss_ = std::min(LossOf(outcome), LossOf(before_));
    next_slower_ = now + kTrialInterval;
    return Decide(before_, now);
  }
  if (trial == Trial::kFaster && outcome.answered <= expected) {
    raise_ = kLeastRaise;
    next_faster_ = now + kTrialInterval;
    return;
  }
  if (trial == Trial::kFaster) raise_ = std::min(2 * raise_, kMaxRaise);
  if (trial == Trial::kSlower) fixed_loss_ = 0;  // not known any more
  if (trial != Trial::kNone) pace_ = settled_ = tried_;
  Decide(outcome, now);
}

void Congestion::Decide(const Outcome& outcome, Time now) {
  const bool watchful = settled_ != kUnpaced && now >= next_slower_;
  const double tolerated =
      fixed_loss_ + (watchful ? kLossToSlowDown : kLossToPace);
  const double enough = outcome.answered / (1 - fixed_loss_) * kOverAnswered;
  // Where only dead targets are left, nothing is answered at any pace.
  const double slower = std::max(
      {enough, outcome.sent / 2, kLeastPace, proven_ * kLeastOfProven});
  before_ = outcome;
  if (LossOf(outcome) > tolerated && slower < outcome.sent) {
    Try(Trial::kSlower, slower);
  } else if (now >= next_faster_ && outcome.sent > settled_ * kPaceLimits) {
    Try(Trial::kFaster, settled_ * (1 + raise_));
  }
}

void Congestion::Try(Trial trial, double pace) {
  trial_ = trial;
  tried_ = pace_ = pace;
  credit_ = std::min(credit_, 0.0);
}

}  // namespace ptrcensus
