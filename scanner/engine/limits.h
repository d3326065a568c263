// The numbers of asking, in one place; each is part of a rule of DESIGN.md 6
// or 8.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "io/time.h"

namespace ptrcensus {

// Pace: how finely the timer ticks, how much lag is caught up and how fast.
// Together they keep every millisecond below 8 queries or 2.5 ms worth. A
// wake-up costs more than a query, so ticks are as coarse as that allows.
inline constexpr Duration kFinestTick = std::chrono::microseconds(250);
inline constexpr Duration kCoarsestTick = std::chrono::milliseconds(4);
inline constexpr int64_t kQueriesPerTick = 10;  // where it is below kMaxBurst
inline constexpr int64_t kQueriesPerCoarseTick = 4;
inline constexpr int64_t kTicksPerQuery = 4;
inline constexpr Duration kMaxLag = std::chrono::milliseconds(5);
inline constexpr Duration kMaxBurst = std::chrono::milliseconds(1);
// What a late tick may send at once, where ticks are finer than this; less than
// kMaxBurst, since queries wait in bins as well.
inline constexpr Duration kLateBurst = std::chrono::microseconds(750);
inline constexpr int64_t kLeastLag = 2;  // queries
// At the start and after a pause: what a probe, a question and its forward
// questions need, where that is not much of a second's worth.
inline constexpr int64_t kFirstQueries = 4;
inline constexpr Duration kFirstWorth = std::chrono::milliseconds(4);
inline constexpr int64_t kLeastBurst = 4;  // queries
inline constexpr uint64_t kCatchUpPercent = 125;

// Without a rate: how many queries may be unanswered.
inline constexpr uint32_t kLeastUnanswered = 64;
// The delay in the server's queue that is aimed at: this, or a part of the
// least round trip, since longer ways vary more.
inline constexpr Duration kQueueDelayTarget = std::chrono::milliseconds(2);
inline constexpr int64_t kRoundTripsPerTarget = 4;  // the target is a quarter
inline constexpr int kAnswersAtOnce = 8;            // looked at together
// Growth in a round trip: this many queries, or this part of the window.
inline constexpr double kGain = 8;
inline constexpr double kGainShare = 1.0 / 8;
// What is on the way is measured over so many answers and so much time.
inline constexpr int64_t kAnswersMeasured = 32;
inline constexpr Duration kMeasureTime = std::chrono::milliseconds(2);
// A query is late, and takes no part of the window, after so long; the first
// is for the time before any round trip is known.
inline constexpr Duration kFirstLate = std::chrono::milliseconds(200);
inline constexpr Duration kLeastLate = std::chrono::milliseconds(20);
inline constexpr int64_t kRoundTripsLate = 4;
// Loss is looked at over samples of so much time and so many queries.
inline constexpr Duration kSampleTime = std::chrono::milliseconds(50);
inline constexpr Duration kMaxSampleTime = std::chrono::milliseconds(500);
inline constexpr int64_t kSampleQueries = 256;
inline constexpr int64_t kLeastSampleQueries = 16;  // fewer say nothing
// The share lost that leads to a slower trial, without and with a pace.
inline constexpr double kLossToPace = 0.1;
inline constexpr double kLossToSlowDown = 0.03;
// The slower trial goes a little over the answers, so that a server that is
// too slow has no reserve when the next faster one begins.
inline constexpr double kOverAnswered = 1.01;
inline constexpr double kLeastPace = 200;
// Nor slower than this part of what was answered before, which is forgotten.
inline constexpr double kLeastOfProven = 1.0 / 8;
inline constexpr Duration kProvenHalfLife = std::chrono::seconds(10);
// Faster trials; each that succeeds doubles the next.
inline constexpr double kLeastRaise = 0.25;
inline constexpr double kMaxRaise = 1;
// The part of a change of pace that answers follow unless it is too much.
inline constexpr double kFollows = 0.5;
inline constexpr double kPaceLimits = 0.9;  // sent, of the pace
// After a trial that failed, the next in this direction waits.
inline constexpr Duration kTrialInterval = std::chrono::seconds(1);
// Of the pace, at once; more than a tick, so that none is lost between two.
inline constexpr Duration kPaceBurst = std::chrono::milliseconds(2);

// Without a rate, queries wait for company (io/send_bins.h) from so many
// unanswered ones on: then more are about to come.
inline constexpr uint32_t kHoldFrom = 512;
// Queries from one socket before the next has its turn, where they wait: with
// each socket there are more bins, and fewer queries in each.
inline constexpr uint32_t kSocketTurn = 512;

// Retries. RFC 9520 3.2: a resolver caches a failure for at least a second.
inline constexpr Duration kServfailDelay = std::chrono::seconds(1);
inline constexpr int kServfailDoublings = 5;  // 1, 2, 4, 8, 16, 32 s
inline constexpr Duration kUnsentDelay = std::chrono::milliseconds(10);
// TCP needs a round trip more, for the handshake.
inline constexpr int kTcpTimeoutFactor = 2;
// A connection that ends after it has served others costs no try, up to here.
inline constexpr int kMaxTcpResends = 100;
// 0x20: replies that differ only in case until a server is taken for one that
// does not keep it.
inline constexpr int kCaseMissesAllowed = 8;

// Outage: silence that raises a probe, and the probe's own patience.
inline constexpr Duration kSilenceBeforeProbe = std::chrono::seconds(3);
inline constexpr Duration kProbeTimeout = std::chrono::seconds(2);
inline constexpr Duration kProbeInterval = std::chrono::seconds(1);
// Of servers that are silent beside others: one query in so many is a probe,
// and each is probed at intervals that double up to this.
inline constexpr int64_t kProbeShare = 10;
inline constexpr Duration kMaxProbeInterval = std::chrono::seconds(60);
inline constexpr Duration kStartProbeInterval = std::chrono::milliseconds(500);
inline constexpr int kStartProbes = 3;
inline constexpr Duration kMaxOutage = std::chrono::seconds(300);

// Forward names.
inline constexpr size_t kForwardEntries = size_t{1} << 17;
inline constexpr size_t kForwardAddresses = 64;
inline constexpr size_t kForwardShown = 8;  // addresses in a row
inline constexpr Duration kForwardTempFirst = std::chrono::seconds(30);
inline constexpr Duration kForwardTempMax = std::chrono::seconds(300);
inline constexpr size_t kWildcardsListed = 1000;  // of the zones found

// Rows without a query, at most at once.
inline constexpr int kMaxSkipsAtOnce = 1024;
inline constexpr uint32_t kLeastSockets = 4;  // a family
inline constexpr Duration kProgressInterval = std::chrono::seconds(1);
// How often servers are watched while nothing else is to be done.
inline constexpr Duration kProbeWatch = std::chrono::milliseconds(100);

// After a signal: how long what is in flight is waited for.
inline constexpr Duration kDrainTime = std::chrono::seconds(5);

}  // namespace ptrcensus
