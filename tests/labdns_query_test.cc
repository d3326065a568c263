#include <gtest/gtest.h>

#include <random>

#include "bench/labdns/query.h"
#include "tests/support/labdns_packets.h"

namespace ptrcensus::labdns {
namespace {

constexpr std::string_view kTen = "\00210\003113\0010\003203\7in-addr\4arpa";

TEST(LabdnsQuery, ReadsQuestionAndOpt) {
  const Packet packet = MakeQuery("\1a\7ExAmple", kTypeAaaa, true);
  const auto query = ParseQuery(packet);
  ASSERT_TRUE(query);
  EXPECT_EQ(query->id, 0xabcd);
  EXPECT_EQ(Text(query->name), std::string_view("\1a\7ExAmple\0", 11));
  EXPECT_EQ(query->question.size(), 15u);
  EXPECT_EQ(query->type, 28);
  EXPECT_EQ(query->klass, 1);
  EXPECT_TRUE(query->edns);
  EXPECT_EQ(query->payload_bytes, 1232);
}

TEST(LabdnsQuery, LimitsUdpTo512WithoutEdns) {
  const Packet packet = MakeQuery(kTen, kTypePtr, false);
  EXPECT_EQ(UdpLimit(*ParseQuery(packet)), 512u);
}

TEST(LabdnsQuery, LimitsUdpTo1232AndToWhatIsAdvertised) {
  Query query;
  query.edns = true;
  query.payload_bytes = 4096;
  EXPECT_EQ(UdpLimit(query), 1232u);
  query.payload_bytes = 900;
  EXPECT_EQ(UdpLimit(query), 900u);
  query.payload_bytes = 0;
  EXPECT_EQ(UdpLimit(query), 512u);
}

TEST(LabdnsQuery, RefusesWhatIsNoStandardQuery) {
  const Packet good = MakeQuery(kTen, kTypePtr, true);
  ASSERT_TRUE(ParseQuery(good));
  Packet reply = good;
  reply[2] |= 0x80;
  EXPECT_FALSE(ParseQuery(reply));
  Packet status = good;
  status[2] |= 0x10;
  EXPECT_FALSE(ParseQuery(status));
  Packet two_questions = good;
  two_questions[5] = 2;
  EXPECT_FALSE(ParseQuery(two_questions));
  Packet compressed = MakeQuery("\xc0\x0c", kTypePtr, false);
  EXPECT_FALSE(ParseQuery(compressed));
}

TEST(LabdnsQuery, RefusesEveryTruncation) {
  const Packet packet = MakeQuery(kTen, kTypePtr, true);
  for (size_t size = 0; size < packet.size(); ++size) {
    EXPECT_FALSE(ParseQuery(Octets(packet).first(size))) << size;
  }
}

TEST(LabdnsQuery, SurvivesFlippedBits) {
  std::mt19937 random(1);
  const Packet packet = MakeQuery(kTen, kTypePtr, true);
  for (int round = 0; round < 20000; ++round) {
    Packet flipped = packet;
    for (int i = 0; i < 3; ++i) {
      flipped[random() % flipped.size()] ^=
          static_cast<uint8_t>(1 << (random() % 8));
    }
    const auto query = ParseQuery(flipped);
    if (query) {
      EXPECT_EQ(query->name.back(), 0);
    }
  }
}

}  // namespace
}  // namespace ptrcensus::labdns
