// How many queries may be unanswered, and how fast they may go, when no rate
// was given.
//
// The window grows until round trips show that a queue builds up, and shrinks
// before packets are lost (after LEDBAT, RFC 6817: a delay target over the
// least round trip seen).
//
// A server that just drops what is too much shows no queue, so a pace is
// looked for where too many queries stay unanswered. Loss alone says nothing,
// since some targets never answer: what counts is whether a trial at another
// pace changes the number of answers. Where it does, faster is better; where
// it does not, slower is.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

#include "io/time.h"

namespace ptrcensus {

class Congestion {
 public:
  // Never more than `limit` unanswered. In all calls `now` never goes back.
  Congestion(uint32_t limit, Time start);

  // To be called every millisecond or so.
  void Tick(Time now);
  [[nodiscard]] bool MaySend(uint32_t unanswered, Time now);
  // `queries` were sent since the last call; negative for those taken back.
  void OnSent(int64_t queries);
  void OnAnswer(Duration rtt, Time now);

  // Queries that may be unanswered at once.
  [[nodiscard]] uint32_t allowed() const {
    return static_cast<uint32_t>(allowed_);
  }
  // An unanswered query of this age takes none of `allowed` any more: it is
  // lost, or its target is dead.
  [[nodiscard]] Duration late_after() const { return late_after_; }

 private:
  static constexpr double kUnpaced = std::numeric_limits<double>::infinity();
  // What became of the queries of one time, a second.
  struct Outcome {
    double sent = 0;
    double answered = 0;
  };
  enum class Trial : uint8_t { kNone, kSlower, kFaster };

  static double LossOf(const Outcome& outcome) {
    return std::max(0.0, 1 - outcome.answered / outcome.sent);
  }

  void Measure(Duration rtt, Time now);
  void Adjust(Duration queued);
  void CountIfOfSample(Time sent);
  void OpenSample(Time now);
  void CloseSample(Time now);
  void Judge(const Outcome& outcome, Time now);
  void Decide(const Outcome& outcome, Time now);
  void Try(Trial trial, double pace);

  // The window.
  double limit_;
  double least_;
  double allowed_;
  bool slow_start_ = true;
  Duration base_ = Duration::max();
  Duration least_of_batch_ = Duration::max();
  int batch_ = 0;  // answers in it
  // The present measurement, and what the last one gave.
  Time measured_since_{};
  Duration rtt_sum_{0};
  int64_t measured_ = 0;
  double on_the_way_;
  Duration mean_rtt_{0};
  Duration late_after_;
  double lost_standing_ = 0;  // lost ones that are not late yet

  // The pace: a token bucket.
  double pace_ = kUnpaced;     // in force, a second
  double settled_ = kUnpaced;  // but for trials
  double credit_ = 0;
  Time earned_at_;
  // The sample: queries sent from `opened_` to `closed_`, once that is known.
  Time opened_;
  Time closed_ = Time::max();
  int64_t sent_ = 0;
  int64_t answered_ = 0;
  // The trial, and what it is compared with.
  Trial trial_ = Trial::kNone;
  Outcome before_;
  double tried_ = kUnpaced;
  double proven_ = 0;      // answers a second, the most of late
  double fixed_loss_ = 0;  // the share lost that a slower pace does not save
  double raise_;
  Time next_slower_{};
  Time next_faster_{};
};

}  // namespace ptrcensus
