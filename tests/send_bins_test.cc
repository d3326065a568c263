#include "io/send_bins.h"

#include <gtest/gtest.h>

#include <cstring>
#include <random>
#include <string>

namespace ptrcensus {
namespace {

constexpr Endpoint kServer = {Address::V4(0x7F000001), 53};
constexpr Endpoint kOther = {Address::V4(0x7F000002), 53};

Time At(int64_t us) { return Time(std::chrono::microseconds(us)); }

struct Sent {
  uint32_t socket;
  Endpoint server;
  size_t size;
  std::vector<uint32_t> tags;
  std::string bytes;
};

class Bins {
 public:
  explicit Bins(size_t bins = kBins)
      : bins_([this](const SendBin& bin) { Record(bin); }, bins) {}

  void Stage(uint32_t socket, const Endpoint& server, const std::string& query,
             uint32_t tag, Time now) {
    const auto room = bins_.Stage(socket, server, query.size(), tag, now);
    ASSERT_EQ(room.size(), query.size());
    memcpy(room.data(), query.data(), query.size());
  }
  void Flush(Time now, bool all) { bins_.Flush(now, all); }
  bool empty() const { return bins_.empty(); }

  std::vector<Sent> sent;

 private:
  void Record(const SendBin& bin) {
    sent.push_back({bin.socket,
                    bin.server,
                    bin.size,
                    {bin.tags.begin(), bin.tags.begin() + bin.count},
                    {bin.bytes, bin.bytes + bin.count * bin.size}});
  }

  SendBins bins_;
};

TEST(SendBins, PutsEqualQueriesTogether) {
  Bins bins;
  bins.Stage(0, kServer, "aaaa", 7, At(0));
  bins.Stage(0, kServer, "bbbb", 8, At(0));
  bins.Flush(At(0), true);
  ASSERT_EQ(bins.sent.size(), 1u);
  EXPECT_EQ(bins.sent[0].size, 4u);
  EXPECT_EQ(bins.sent[0].bytes, "aaaabbbb");
  EXPECT_EQ(bins.sent[0].tags, (std::vector<uint32_t>{7, 8}));
}

TEST(SendBins, KeepsSizesServersAndSocketsApart) {
  Bins bins;
  bins.Stage(0, kServer, "four", 1, At(0));
  bins.Stage(0, kServer, "five!", 2, At(0));
  bins.Stage(0, kOther, "four", 3, At(0));
  bins.Stage(1, kServer, "four", 4, At(0));
  bins.Stage(0, {kServer.address, 54}, "four", 5, At(0));
  bins.Stage(0, kServer, "FOUR", 6, At(0));
  bins.Flush(At(0), true);
  ASSERT_EQ(bins.sent.size(), 5u);
  EXPECT_EQ(bins.sent[0].tags, (std::vector<uint32_t>{1, 6}));
  EXPECT_EQ(bins.sent[1].bytes, "five!");
  EXPECT_EQ(bins.sent[2].server, kOther);
  EXPECT_EQ(bins.sent[3].socket, 1u);
  EXPECT_EQ(bins.sent[4].server.port, 54);
}

TEST(SendBins, HoldsABinForAMillisecond) {
  Bins bins;
  bins.Stage(0, kServer, "aaaa", 1, At(100));
  bins.Stage(0, kServer, "bbbb", 2, At(900));
  bins.Flush(At(1099), false);
  EXPECT_EQ(bins.sent.size(), 0u);
  EXPECT_FALSE(bins.empty());
  bins.Flush(At(1100), false);
  EXPECT_EQ(bins.sent.size(), 1u);
  EXPECT_TRUE(bins.empty());
}

TEST(SendBins, FlushesOnlyWhatIsOldEnough) {
  Bins bins;
  bins.Stage(0, kServer, "aaaa", 1, At(0));
  bins.Stage(0, kOther, "bbbb", 2, At(500));
  bins.Flush(At(1000), false);
  ASSERT_EQ(bins.sent.size(), 1u);
  EXPECT_EQ(bins.sent[0].server, kServer);
  bins.Flush(At(1500), false);
  ASSERT_EQ(bins.sent.size(), 2u);
  EXPECT_EQ(bins.sent[1].server, kOther);
}

TEST(SendBins, SendsAFullBinWithTheNextCallWhateverItsAge) {
  Bins bins;
  for (uint32_t tag = 0; tag < 64; ++tag) {
    bins.Stage(0, kServer, "abcd", tag, At(0));
  }
  EXPECT_EQ(bins.sent.size(), 0u);
  bins.Flush(At(0), false);
  ASSERT_EQ(bins.sent.size(), 1u);
  EXPECT_EQ(bins.sent[0].tags.size(), 64u);
  EXPECT_EQ(bins.sent[0].bytes.substr(63 * 4), "abcd");
}

TEST(SendBins, OpensANewBinForTheSixtyFifthQuery) {
  Bins bins;
  for (uint32_t tag = 0; tag < 65; ++tag) {
    bins.Stage(0, kServer, tag == 64 ? "last" : "abcd", tag, At(0));
  }
  ASSERT_EQ(bins.sent.size(), 1u);
  bins.Flush(At(0), true);
  ASSERT_EQ(bins.sent.size(), 2u);
  EXPECT_EQ(bins.sent[0].tags.size(), 64u);
  EXPECT_EQ(bins.sent[1].bytes, "last");
}

TEST(SendBins, SendsTheOldestWhenAllAreInUse) {
  Bins bins(2);
  bins.Stage(0, kServer, "aaaa", 1, At(0));
  bins.Stage(1, kServer, "bbbb", 2, At(0));
  bins.Stage(2, kServer, "cccc", 3, At(0));
  ASSERT_EQ(bins.sent.size(), 1u);
  EXPECT_EQ(bins.sent[0].bytes, "aaaa");
  bins.Flush(At(0), true);
  EXPECT_EQ(bins.sent.size(), 3u);
}

TEST(SendBins, HoldsSixtyFourQueriesOfTheLargestSize) {
  Bins bins;
  const std::string query(282, 'q');
  for (uint32_t tag = 0; tag < 64; ++tag) {
    bins.Stage(0, kServer, query, tag, At(0));
  }
  bins.Flush(At(0), false);
  ASSERT_EQ(bins.sent.size(), 1u);
  EXPECT_EQ(bins.sent[0].bytes, std::string(64 * 282, 'q'));
}

TEST(SendBins, LosesAndDoublesNothingOverManyKeys) {
  struct Key {
    uint32_t socket;
    Endpoint server;
    size_t size;
    int seen;
  };
  Bins bins;
  std::mt19937 random(1);
  std::vector<Key> keys;
  for (uint32_t tag = 0; tag < 20000; ++tag) {
    // Two busy sockets, so that bins also leave when full, out of order.
    const auto socket =
        static_cast<uint32_t>(random() % (random() % 4 == 0 ? 61 : 2));
    keys.push_back(
        {socket, random() % 2 ? kServer : kOther, 20 + random() % 5, 0});
    bins.Stage(socket, keys[tag].server, std::string(keys[tag].size, 'x'), tag,
               At(tag));
    if (tag % 97 == 0) bins.Flush(At(tag), false);
  }
  bins.Flush(At(0), true);
  for (const Sent& sent : bins.sent) {
    for (const uint32_t tag : sent.tags) {
      ++keys[tag].seen;
      EXPECT_EQ(sent.size, keys[tag].size);
      EXPECT_EQ(sent.socket, keys[tag].socket);
      EXPECT_EQ(sent.server, keys[tag].server);
    }
  }
  for (const Key& key : keys) ASSERT_EQ(key.seen, 1);
}

}  // namespace
}  // namespace ptrcensus
