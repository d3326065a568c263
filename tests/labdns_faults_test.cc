#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <string>
#include <vector>

#include "bench/labdns/arrivals.h"
#include "bench/labdns/faults.h"
#include "bench/labdns/hostile.h"
#include "bench/labdns/outbox.h"
#include "bench/labdns/responder.h"
#include "io/error.h"
#include "tests/support/labdns_packets.h"

namespace ptrcensus::labdns {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Time kStart{};

// Answers everything with NOERROR and no record.
class EmptyAnswers : public Answers {
 public:
  Outcome Answer(const Query&, Message&) override { return {}; }
};

Packet Respond(const FaultOptions& options, const Fate& fate,
               std::string_view name = "\1A", bool tcp = false) {
  EmptyAnswers answers;
  Responder responder(answers, options);
  const Packet query = MakeQuery(name, kTypePtr, true);
  const Response response = responder.Respond(*ParseQuery(query), tcp, fate);
  return {response.packet.begin(), response.packet.end()};
}

TEST(LabdnsFaults, DrawTheirShares) {
  FaultOptions options;
  options.drop_percent = 20;
  options.delay_percent = 50;
  options.delay_ms = 7;
  Faults faults(options);
  int drops = 0;
  int delays = 0;
  for (int i = 0; i < 10000; ++i) {
    const Fate fate = faults.DrawUdp();
    drops += fate.drop;
    delays += fate.delay_ms == 7;
    EXPECT_FALSE(fate.duplicate || fate.hostile || fate.rcode);
  }
  EXPECT_NEAR(drops, 2000, 200);
  EXPECT_NEAR(delays, 5000, 250);
}

TEST(LabdnsFaults, RepeatForTheSameSeed) {
  FaultOptions options;
  options.drop_percent = 50;
  Faults one(options);
  Faults two(options);
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(one.DrawUdp().drop, two.DrawUdp().drop);
  }
}

TEST(LabdnsFaults, DropGivesNoReply) {
  Fate fate;
  fate.drop = true;
  EXPECT_TRUE(Respond({}, fate).empty());
}

TEST(LabdnsFaults, TruncateSparesTcp) {
  Fate fate;
  fate.truncate = true;
  EXPECT_TRUE(Truncated(Respond({}, fate)));
  EXPECT_FALSE(Truncated(Respond({}, fate, "\1a", true)));
}

TEST(LabdnsFaults, RcodeReplacesTheAnswer) {
  Fate fate;
  fate.rcode = 2;
  EXPECT_EQ(Rcode(Respond({}, fate)), 2);
}

TEST(LabdnsFaults, LowerCaseFoldsTheQuestion) {
  FaultOptions options;
  EXPECT_TRUE(Holds(Respond(options, {}), "\1A"));
  options.lower_case = true;
  EXPECT_TRUE(Holds(Respond(options, {}), "\1a"));
}

TEST(LabdnsFaults, NoEdnsAnswersWithoutOpt) {
  FaultOptions options;
  options.no_edns = NoEdns::kNotimp;
  const Packet reply = Respond(options, {});
  EXPECT_EQ(Rcode(reply), 4);
  EXPECT_EQ(reply[11], 0);
  options.no_edns = NoEdns::kFormerr;
  options.formerr_bare = true;
  const Packet bare = {0xab, 0xcd, 0x85, 0x81, 0, 0, 0, 0, 0, 0, 0, 0};
  EXPECT_EQ(Respond(options, {}), bare);
  options.no_edns = NoEdns::kDrop;
  EXPECT_TRUE(Respond(options, {}).empty());
}

TEST(LabdnsFaults, MalformedRepliesKeepIdAndQuestion) {
  const Packet packet = MakeQuery("\1a\7example", kTypePtr, true);
  const Query query = *ParseQuery(packet);
  for (uint64_t form = 0; form < kMalformedForms; ++form) {
    const Packet reply = MalformedReply(query, form);
    ASSERT_GT(reply.size(), 27u);
    EXPECT_EQ(Text(Octets(reply).first(2)), "\xab\xcd");
    EXPECT_EQ(Text(Octets(reply).subspan(12, 15)), Text(query.question));
  }
}

TEST(LabdnsFaults, RateLimitHoldsTheRate) {
  RateLimit limit(1000);
  int taken = 0;
  for (int ms = 0; ms < 2000; ++ms) {
    for (int i = 0; i < 5; ++i) {
      taken += limit.Take(kStart + seconds(100) + milliseconds(ms));
    }
  }
  EXPECT_NEAR(taken, 2000, 12);
}

TEST(LabdnsOutbox, ReleasesInTheOrderOfTheirTimes) {
  Outbox outbox;
  outbox.HoldUntil(kStart + milliseconds(20), {{}, {2}});
  outbox.HoldUntil(kStart + milliseconds(10), {{}, {1}});
  EXPECT_EQ(outbox.NextDue(), kStart + milliseconds(10));
  EXPECT_FALSE(outbox.TakeDue(kStart + milliseconds(9)));
  EXPECT_EQ(outbox.TakeDue(kStart + milliseconds(30))->octets, Packet{1});
  EXPECT_EQ(outbox.TakeDue(kStart + milliseconds(30))->octets, Packet{2});
  EXPECT_FALSE(outbox.NextDue());
}

TEST(LabdnsOutbox, HoldsAReplyBehindOthers) {
  Outbox outbox;
  outbox.HoldBehind(2, kStart, {{}, {1}});
  EXPECT_FALSE(outbox.Overtake());
  EXPECT_EQ(outbox.Overtake()->octets, Packet{1});
  EXPECT_FALSE(outbox.Overtake());
}

TEST(LabdnsOutbox, DoesNotHoldAReplyForEver) {
  Outbox outbox;
  outbox.HoldBehind(2, kStart, {{}, {1}});
  EXPECT_FALSE(outbox.TakeDue(kStart + milliseconds(9)));
  EXPECT_TRUE(outbox.TakeDue(kStart + milliseconds(10)));
}

TEST(LabdnsOutbox, PendingQueriesFillAClientFor17Seconds) {
  PendingLimit limit(2);
  const Peer client = *ParsePeer("127.0.0.1:1000");
  limit.Add(client, kStart);
  EXPECT_FALSE(limit.Full(client, kStart));
  limit.Add(*ParsePeer("127.0.0.1:2000"), kStart + seconds(1));
  EXPECT_TRUE(limit.Full(client, kStart + seconds(1)));
  EXPECT_FALSE(limit.Full(*ParsePeer("127.0.0.2:1000"), kStart + seconds(1)));
  EXPECT_TRUE(limit.Full(client, kStart + seconds(16)));
  EXPECT_FALSE(limit.Full(client, kStart + seconds(17)));
}

std::vector<Arrival> EveryMicroseconds(uint64_t step_us, size_t count) {
  std::vector<Arrival> arrivals(count);
  for (size_t i = 0; i < count; ++i) {
    arrivals[i].time_ns = 5'000'000'000 + i * step_us * 1000;
  }
  return arrivals;
}

TEST(LabdnsArrivals, CountsFromTheFirstArrival) {
  const auto summary = Summarize(EveryMicroseconds(1000, 2500), 1000);
  EXPECT_EQ(summary.total, 2500u);
  EXPECT_EQ(summary.per_second, (std::vector<uint64_t>{1000, 1000, 500}));
  EXPECT_EQ(summary.most_in_1ms, 1u);
  EXPECT_DOUBLE_EQ(*summary.worst_deviation_percent, 0);
}

TEST(LabdnsArrivals, FindsTheWorstSecondAndTheBurst) {
  auto arrivals = EveryMicroseconds(1000, 2500);
  for (int i = 0; i < 10; ++i) arrivals.push_back(arrivals[1500]);
  const auto summary = Summarize(arrivals, 1000);
  EXPECT_DOUBLE_EQ(*summary.worst_deviation_percent, 1);
  EXPECT_EQ(summary.most_in_1ms, 11u);
}

TEST(LabdnsArrivals, PrintsJson) {
  EXPECT_EQ(SummaryJson(Summarize(EveryMicroseconds(500000, 3), 2)),
            "{\"queries\":3,\"duration_s\":1.000,\"most_in_1ms\":1,"
            "\"worst_deviation_percent\":0.000,\"per_second\":[2,1]}\n");
}

class LabdnsArrivalLog : public testing::Test {
 protected:
  LabdnsArrivalLog() {
    std::string pattern = testing::TempDir() + "arrivals-XXXXXX";
    folder_ = mkdtemp(pattern.data());
    path_ = folder_ + "/log";
  }
  ~LabdnsArrivalLog() override { std::filesystem::remove_all(folder_); }

  void Write(const std::vector<Arrival>& arrivals) {
    ArrivalLog log(path_);
    for (const Arrival& arrival : arrivals) log.Add(arrival);
    ASSERT_TRUE(log.Close());
  }

  std::string folder_;
  std::string path_;
};

TEST_F(LabdnsArrivalLog, ReadsWhatWasWritten) {
  Write({{1, 2, 3, 4 | kArrivalTcp}});
  const auto arrivals = ReadArrivals(path_);
  ASSERT_EQ(arrivals.size(), 1u);
  EXPECT_EQ(arrivals[0].time_ns, 1u);
  EXPECT_EQ(arrivals[0].source_port, 2);
  EXPECT_EQ(arrivals[0].type, 3);
  EXPECT_EQ(arrivals[0].bytes, 4 | kArrivalTcp);
}

TEST_F(LabdnsArrivalLog, SpansAWeekAtMost) {
  Write({{604'799'999'999'999, 1, 12, 40}, {0, 1, 12, 40}});
  EXPECT_EQ(ReadArrivals(path_).size(), 2u);
  Write({{0, 1, 12, 40}, {604'800'000'000'000, 1, 12, 40}});
  EXPECT_THROW((void)ReadArrivals(path_), Error);
}

TEST(LabdnsArrivals, AMissingLogIsAnError) {
  EXPECT_THROW((void)ReadArrivals("/nonexistent/log"), Error);
  EXPECT_THROW(ArrivalLog("/nonexistent/log"), Error);
}

}  // namespace
}  // namespace ptrcensus::labdns
