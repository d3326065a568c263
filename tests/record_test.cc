#include "io/record.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/packets.h"

namespace ptrcensus::packets {
namespace {

const std::string kEmptyHeader(kHeaderBytes, '\0');

// The name at `offset` of a message whose octets after the header are `body`.
std::optional<NameSpan> Walk(const std::string& body, size_t offset,
                             std::string* name = nullptr) {
  const Packet packet(kEmptyHeader + body);
  std::string out(kMaxNameBytes, '\0');
  const auto span =
      WalkName(packet.bytes(), offset, reinterpret_cast<uint8_t*>(out.data()));
  if (span && name != nullptr) *name = out.substr(0, span->size);
  return span;
}

// `count` pointers, each to the one before it, the first to a root label; the
// last one is at 13 + 2 * (count - 1).
std::string PointerChain(size_t count) {
  std::string chain = "\0"s;
  size_t target = kHeaderBytes;
  for (size_t i = 0; i < count; ++i) {
    const size_t at = kHeaderBytes + chain.size();
    chain += Pointer(target);
    target = at;
  }
  return chain;
}

TEST(Record, WalksAPlainName) {
  std::string name;
  const auto span = Walk("\1A\2bc\0x"s, 12, &name);
  ASSERT_TRUE(span);
  EXPECT_EQ(span->end, 18u);
  EXPECT_EQ(span->size, 6u);
  EXPECT_EQ(name, "\1A\2bc\0"s);
}

TEST(Record, FollowsPointersBackwards) {
  std::string name;
  const auto span = Walk("\3com\0\1a\xC0\x0C\1b\xC0\x11xx"s, 21, &name);
  ASSERT_TRUE(span);
  EXPECT_EQ(span->end, 25u);
  EXPECT_EQ(name, "\1b\1a\3com\0"s);
}

TEST(Record, RefusesAPointerToItself) {
  EXPECT_FALSE(Walk("\xC0\x0C"s, 12));
  EXPECT_FALSE(Walk("\1a\xC0\x0C"s, 12));
  EXPECT_FALSE(Walk("\1a\xC0\x0E"s, 12));
}

TEST(Record, RefusesAPointerForwards) {
  EXPECT_FALSE(Walk("\xC0\x0E\0"s, 12));
  EXPECT_FALSE(Walk("\0\xC0\x0F\0"s, 13));
}

TEST(Record, RefusesAPointerForwardsBehindOneBackwards) {
  EXPECT_FALSE(Walk("\xC0\x0E\1a\0\xC0\x0C"s, 17));
}

TEST(Record, RefusesPointersThatGoInACircle) {
  EXPECT_FALSE(Walk("\1a\xC0\x10\1b\xC0\x0C"s, 12));
  EXPECT_FALSE(Walk("\1a\xC0\x10\1b\xC0\x0C"s, 16));
}

TEST(Record, RefusesAPointerIntoTheHeader) {
  EXPECT_FALSE(Walk("\xC0\0"s, 12));
  EXPECT_FALSE(Walk("\xC0\x0B"s, 12));
}

TEST(Record, RefusesOtherLabelTypes) {
  EXPECT_FALSE(Walk("\x40" + std::string(300, '\0'), 12));
  EXPECT_FALSE(Walk("\x80" + std::string(300, '\0'), 12));
  EXPECT_FALSE(Walk("\xBF" + std::string(300, '\0'), 12));
}

TEST(Record, RefusesANameThatTheMessageCuts) {
  EXPECT_FALSE(Walk("", 12));
  EXPECT_FALSE(Walk("\1", 12));
  EXPECT_FALSE(Walk("\1a", 12));
  EXPECT_FALSE(Walk("\3ab\0"s, 12));
  EXPECT_FALSE(Walk("\0\xC0"s, 13));
  EXPECT_FALSE(Walk("\0"s, 13));
  EXPECT_FALSE(Walk("\0"s, 1000));
}

TEST(Record, LimitsANameTo255Octets) {
  const std::string label63 = "\x3F" + std::string(63, 'a');
  const std::string three = label63 + label63 + label63;
  EXPECT_TRUE(Walk(three + "\x3D" + std::string(61, 'b') + "\0"s, 12));
  EXPECT_FALSE(Walk(three + "\x3E" + std::string(62, 'b') + "\0"s, 12));
  // The same by way of a pointer to the three.
  const std::string base = three + "\0"s;
  EXPECT_TRUE(Walk(base + "\x3D" + std::string(61, 'b') + "\xC0\x0C", 205));
  EXPECT_FALSE(Walk(base + "\x3E" + std::string(62, 'b') + "\xC0\x0C", 205));
}

TEST(Record, LimitsThePointersOfOneName) {
  EXPECT_TRUE(Walk(PointerChain(127), 13 + 2 * 126));
  EXPECT_FALSE(Walk(PointerChain(128), 13 + 2 * 127));
}

TEST(Record, AllowsAPointerBeforeEveryLabelOfTheLongestName) {
  std::string body = "\1a\0"s;
  size_t last = kHeaderBytes;
  for (int i = 1; i < 127; ++i) {
    const size_t at = kHeaderBytes + body.size();
    body += "\1a" + Pointer(last);
    last = at;
  }
  const auto span = Walk(body, last);
  ASSERT_TRUE(span);
  EXPECT_EQ(span->size, 255u);
}

TEST(Record, ReadsTheFieldsOfARecord) {
  const Packet packet(kEmptyHeader + Rr("\1a\0"s, kTxt, 3600, "\3abc") + "x");
  const auto record = ReadRecord(packet.bytes(), 12);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->owner, 12u);
  EXPECT_EQ(record->owner_size, 3u);
  EXPECT_EQ(static_cast<int>(record->type), 16);
  EXPECT_EQ(record->rr_class, 1);
  EXPECT_EQ(record->ttl, 3600u);
  EXPECT_EQ(record->rdata, 25u);
  EXPECT_EQ(record->rdata_size, 4u);
  EXPECT_EQ(record->end(), 29u);
}

TEST(Record, TakesATtlWithTheTopBitAsZero) {
  const auto ttl_of = [](size_t ttl) {
    const Packet packet(kEmptyHeader + Rr("\0"s, kA, ttl, "\1\2\3\4"));
    return ReadRecord(packet.bytes(), 12)->ttl;
  };
  EXPECT_EQ(ttl_of(0x7FFFFFFF), 0x7FFFFFFFu);
  EXPECT_EQ(ttl_of(0x80000000), 0u);
  EXPECT_EQ(ttl_of(0xFFFFFFFF), 0u);
}

TEST(Record, RefusesARecordThatTheMessageCuts) {
  const std::string whole = kEmptyHeader + Rr("\1a\0"s, kTxt, 1, "\3abc");
  for (size_t size = 0; size < whole.size(); ++size) {
    const Packet packet(whole.substr(0, size));
    EXPECT_FALSE(ReadRecord(packet.bytes(), 12)) << size;
  }
}

TEST(Record, SkipsTheQuestion) {
  EXPECT_EQ(SkipQuestion(Packet(Reply(0)).bytes()), kRecordsOffset);
  EXPECT_EQ(SkipQuestion(Packet(Header("\x81\x80", 0, 0, 0, 0)).bytes()), 12u);
  EXPECT_FALSE(SkipQuestion(Packet(Header("\x81\x80", 2, 0, 0, 0)).bytes()));
  EXPECT_FALSE(SkipQuestion(Packet("\x12").bytes()));
  const std::string whole = Reply(0);
  for (size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(SkipQuestion(Packet(whole.substr(0, size)).bytes())) << size;
  }
}

}  // namespace
}  // namespace ptrcensus::packets
