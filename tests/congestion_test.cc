#include "scanner/engine/congestion.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <utility>
#include <vector>

#include "scanner/engine/limits.h"

namespace ptrcensus {
namespace {

using namespace std::chrono_literals;

constexpr Time kStart{1h};

struct ServerModel {
  double qps = 1e9;           // what it answers at most
  Duration way = 200us;       // there and back
  bool drops = false;         // what comes too fast, instead of queueing it
  int dead_one_in = 1 << 30;  // queries that are never answered
};

// A client that always has more to ask, on a clock in steps of 50 us. It looks
// at what it may send when answers come, and every millisecond.
class Client {
 public:
  explicit Client(const ServerModel& server, uint32_t limit = 1'000'000)
      : congestion(limit, kStart), model(server) {}

  void Run(Duration time) {
    for (const Time end = now_ + time; now_ < end; now_ += kStep) Step();
  }

  Congestion congestion;
  ServerModel model;
  int64_t sent = 0;
  int64_t answered = 0;
  Duration rtt{};  // of the last answer

 private:
  static constexpr Duration kStep = 50us;
  struct Answer {
    Time at;
    size_t query;
  };
  struct Query {
    Time sent;
    bool over = false;  // answered or late
  };

  void Step() {
    const bool ticks = now_.time_since_epoch() % 1ms == 0ms;
    const int64_t before = answered;
    if (ticks) congestion.Tick(now_);
    for (; !answers_.empty() && answers_.front().at <= now_;
         answers_.pop_front()) {
      Query& query = queries_[answers_.front().query];
      rtt = now_ - query.sent;
      if (!std::exchange(query.over, true)) --on_the_way_;
      ++answered;
      congestion.OnAnswer(rtt, now_);
    }
    for (; late_ < queries_.size() &&
           now_ - queries_[late_].sent >= congestion.late_after();
         ++late_) {
      if (!std::exchange(queries_[late_].over, true)) --on_the_way_;
    }
    if (!ticks && answered == before) return;
    while (congestion.MaySend(on_the_way_, now_)) Send();
  }

  void Send() {
    congestion.OnSent(1);
    ++on_the_way_;
    queries_.push_back({now_});
    if (++sent % model.dead_one_in == 0) return;
    // A bucket of 10 ms, where it drops.
    free_at_ = std::max(free_at_, model.drops ? now_ - 10ms : now_);
    if (model.drops && free_at_ > now_) return;
    free_at_ += Duration(static_cast<int64_t>(1e9 / model.qps));
    answers_.push_back(
        {std::max(free_at_, now_) + model.way, queries_.size() - 1});
  }

  Time now_ = kStart;
  Time free_at_ = kStart;
  std::vector<Query> queries_;
  std::deque<Answer> answers_;
  size_t late_ = 0;
  uint32_t on_the_way_ = 0;
};

// The rates of a client that has had `time` to find them.
struct Rates {
  double sent;
  double answered;
};

Rates RatesAfter(Client& client, Duration time) {
  client.Run(time);
  const int64_t sent = client.sent;
  const int64_t answered = client.answered;
  client.Run(2s);
  return {static_cast<double>(client.sent - sent) / 2,
          static_cast<double>(client.answered - answered) / 2};
}

TEST(Congestion, GrowsWhileRoundTripsStayShort) {
  Client client({.way = 1ms}, 10'000);
  client.Run(5ms);
  EXPECT_GT(client.congestion.allowed(), 4 * kLeastUnanswered);
}

TEST(Congestion, SettlesWhereTheQueueIsTheTarget) {
  Client client({.qps = 100'000, .way = 1ms});
  client.Run(3s);
  EXPECT_NEAR(client.congestion.allowed(), 300, 45);
  EXPECT_LE(client.rtt, 4ms);
  EXPECT_GE(client.answered, 290'000);
}

TEST(Congestion, ShrinksWhenAQueueBuildsUp) {
  Client client({.way = 1ms}, 4096);
  client.Run(100ms);
  const uint32_t before = client.congestion.allowed();
  for (int i = 0; i < 100'000; ++i) {
    client.congestion.OnAnswer(20ms, kStart + 1s + i * 10us);
  }
  EXPECT_LT(client.congestion.allowed(), before);
}

TEST(Congestion, GrowsOverLongRoundTripsToo) {
  Client client({.way = 200ms}, 10'000);
  client.Run(2s);
  EXPECT_GT(client.congestion.allowed(), 2000U);
}

TEST(Congestion, FindsTheRateOfAServerThatDropsWhatIsTooMuch) {
  for (const double qps : {2'000.0, 20'000.0, 100'000.0}) {
    Client client({.qps = qps, .drops = true});
    const Rates rates = RatesAfter(client, 2s);
    EXPECT_GE(rates.answered, 0.9 * qps) << qps;
    EXPECT_LE(rates.sent, 1.05 * rates.answered) << qps;
  }
}

TEST(Congestion, FollowsAServerWhoseLimitChanges) {
  Client client({.qps = 20'000, .drops = true});
  client.Run(2s);
  client.model.qps = 5'000;
  const Rates slow = RatesAfter(client, 2s);
  EXPECT_GE(slow.answered, 4'500);
  EXPECT_LE(slow.sent, 1.05 * slow.answered);
  client.model.qps = 40'000;
  const Rates fast = RatesAfter(client, 3s);
  EXPECT_GE(fast.answered, 36'000);
}

TEST(Congestion, DeadTargetsDoNotHoldBackTheOthers) {
  for (const int one_in : {12, 6, 2}) {
    Client client({.qps = 50'000, .way = 1ms, .dead_one_in = one_in});
    const Rates rates = RatesAfter(client, 1s);
    EXPECT_GE(rates.answered, 45'000) << one_in;
  }
}

TEST(Congestion, FindsTheRateAmongDeadTargetsToo) {
  Client client({.qps = 20'000, .drops = true, .dead_one_in = 6});
  const Rates rates = RatesAfter(client, 2s);
  EXPECT_GE(rates.answered, 18'000);
  EXPECT_LE(rates.sent, 1.05 * rates.answered * 6 / 5);
}

TEST(Congestion, SilenceSlowsItDownButNotToACrawl) {
  Client client({.qps = 20'000});
  client.Run(500ms);
  client.model.dead_one_in = 1;
  const Rates rates = RatesAfter(client, 2s);
  EXPECT_LE(rates.sent, 20'000 * kLeastOfProven * 1.1);
  EXPECT_GE(rates.sent, 20'000 * kLeastOfProven / 2);
  client.model.dead_one_in = 1 << 30;
  EXPECT_GE(RatesAfter(client, 4s).answered, 18'000);
}

TEST(Congestion, StaysWithinTheWindow) {
  Client client({.way = 100us}, 100);
  client.Run(100ms);
  EXPECT_EQ(client.congestion.allowed(), 100U);
}

TEST(Congestion, HonoursAWindowOfOne) {
  Client client({.way = 100us}, 1);
  EXPECT_EQ(client.congestion.allowed(), 1U);
  client.Run(100ms);
  EXPECT_EQ(client.congestion.allowed(), 1U);
}

TEST(Congestion, AnswersAreLateByTheRoundTripsSeen) {
  Client near({.way = 200us}, 100);
  near.Run(100ms);
  EXPECT_EQ(near.congestion.late_after(), kLeastLate);
  Client far({.way = 300ms}, 100);
  far.Run(2s);
  EXPECT_GE(far.congestion.late_after(), 1200ms);
}

}  // namespace
}  // namespace ptrcensus
