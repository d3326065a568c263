// Packets made to hurt: the readers of io/reply.h must return, whatever comes.
// What they say of such packets matters less; overruns are AddressSanitizer's
// to see.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "io/reply.h"
#include "tests/support/packets.h"

namespace ptrcensus::packets {
namespace {

const Name kAsked = *Name::FromText("1.2.0.192.in-addr.arpa");

// Reads as the engine does, and once more without the check that must come
// before ReadAnswer.
void ReadWhole(const std::string& octets, Answer& answer) {
  const Packet packet(octets);
  (void)CheckHeader(packet.bytes());
  const auto facts = ReadReply(packet.bytes());
  if (facts && facts->soa_owner_offset != 0) {
    EXPECT_TRUE(DecodeName(packet.bytes(), facts->soa_owner_offset));
  }
  for (const RrType type : {RrType::kPtr, RrType::kA, RrType::kAaaa}) {
    ReadAnswer(packet.bytes(), kAsked, type, answer);
    EXPECT_EQ(answer.end == ChainEnd::kRecords,
              !answer.names.empty() || !answer.addresses.empty());
    EXPECT_EQ(static_cast<size_t>(answer.links), answer.chain.size());
  }
}

std::vector<std::string> ValidPackets() {
  const std::string a = Rr(kQname, kA, 60, "\xC0\0\2\1"s);
  const std::string aaaa = Rr(kQname, kAaaa, 60, std::string(16, '\1'));
  const std::string dname = Reply(2) + Rr("\xC0\x0E", kDname, 1, "\3new\0"s) +
                            Rr("\1"
                               "1\3new\0"s,
                               kPtr, 5, "\xC0\x12");
  return {NxdomainWithSoaAndEde(),
          PlainPtr(),
          CompressedPtrs(),
          Rfc2317(),
          Reply(2, 0, 1) + a + aaaa + Opt(0, "\0\x0f\0\2\0\x16"s),
          dname};
}

TEST(HostileReply, MayBeCutAnywhere) {
  Answer answer;
  for (const std::string& whole : ValidPackets()) {
    for (size_t size = 0; size <= whole.size(); ++size) {
      ReadWhole(whole.substr(0, size), answer);
    }
  }
}

TEST(HostileReply, MayHaveItsBitsFlipped) {
  std::mt19937 random(20261);
  const auto packets = ValidPackets();
  Answer answer;
  for (int round = 0; round < 20000; ++round) {
    std::string octets = packets[random() % packets.size()];
    const size_t flips = 1 + random() % 4;
    for (size_t i = 0; i < flips; ++i) {
      char& octet = octets[random() % octets.size()];
      octet = static_cast<char>(octet ^ 1 << random() % 8);
    }
    ReadWhole(octets, answer);
  }
}

// Pointers and small counts everywhere, so that more of the walk is reached
// than by flipping single bits.
TEST(HostileReply, MayBeRandomBehindItsQuestion) {
  std::mt19937 random(20262);
  const std::string pieces[] = {kQname,     "\xC0\x28", "\xC0\x34", "\0"s,
                                "\1a",      kPtr,       kCname,     kDname,
                                "\0\1"s,    "\0\0\0\1", "\0\2"s,    kOpt,
                                "\xC0\x16", "\xFF",     "\x40",     "\0\x0c"s};
  Answer answer;
  for (int round = 0; round < 20000; ++round) {
    std::string octets = Reply(1 + random() % 4, random() % 2, random() % 2);
    const size_t count = random() % 40;
    for (size_t i = 0; i < count; ++i) {
      octets += pieces[random() % std::size(pieces)];
    }
    ReadWhole(octets, answer);
  }
}

TEST(HostileReply, MayHoldWhatLdnsCannotBear) {
  const std::string tsig = Rr("\1k\0"s, kTsig, 0, std::string(17, '\0'));
  const std::string txt = Rr(kQname, kTxt, 1, std::string(60000, '\0'));
  const std::string question = Header("\x81\x80", 1, 1, 0, 0);
  Answer answer;
  for (const std::string& octets :
       {question + "\xC0\x0C\0\x0c\0\1"s, question + "\xC0\x0E\0\x0c\0\1"s,
        Reply(2) + tsig + tsig, Reply(0, 0, 2) + tsig + tsig, Reply(1) + txt,
        Reply(1) + Rr(kQname, kPtr, 1, "\xC0\x34"),
        Reply(1) + Rr(kQname, kPtr, 1, "\xC0\x36\1a\0"s),
        Reply(1) + Rr("\xC0\xFF", kPtr, 1, "\1a\0"s),
        Reply(1) + Rr(kQname, kA, 1, "\1"), Reply(1) + Opt(0, "\0\x0f\xFF"s),
        Header("\x81\x80", 0, 65535, 65535, 65535)}) {
    ReadWhole(octets, answer);
    EXPECT_NE(answer.end, ChainEnd::kRecords);
  }
}

// The largest message: `octets`, which hold `count` answers, and then what
// `next()` makes.
template <typename Next>
std::string Fill(std::string octets, size_t count, Next next) {
  while (true) {
    const std::string record = next();
    if (octets.size() + record.size() > kMaxMessageBytes) break;
    octets += record;
    ++count;
  }
  return octets.replace(6, 2, U16(count));
}

// A message that opens with a TXT record holding `octets` at offset 52.
std::string Holding(const std::string& octets) {
  return Reply(0) + Rr(kQname, kTxt, 1, octets);
}
constexpr size_t kHeld = kRecordsOffset + 12;

// Pointers that lead one by one to the question name, the first at kHeld.
std::string PointersTo(size_t target, int count) {
  std::string chain;
  for (int i = 0; i < count; ++i) {
    const size_t at = kHeld + chain.size();
    chain += Pointer(target);
    target = at;
  }
  return chain;
}

TEST(HostileReply, IsReadWholeThoughEveryOwnerTakesThe127Pointers) {
  const std::string chain = PointersTo(kHeaderBytes, 126);
  const size_t last = kHeld + chain.size() - 2;
  const std::string octets = Fill(Holding(chain), 1, [&] {
    return Rr(Pointer(last), kPtr, 1, Pointer(last));
  });
  Answer answer;
  ReadAnswer(Packet(octets).bytes(), kAsked, RrType::kPtr, answer);
  EXPECT_EQ(answer.end, ChainEnd::kRecords);
  EXPECT_EQ(answer.names, std::vector{kAsked});
}

TEST(HostileReply, IsReadWholeThoughEveryNameHas127Labels) {
  std::string labels;
  for (int i = 0; i < 126; ++i) labels += "\1a";
  const std::string held = labels + "\0"s;
  int number = 0;
  const std::string octets = Fill(Holding(held), 1, [&] {
    const std::string first = {'\1', static_cast<char>(++number % 251)};
    return Rr(kQname, kPtr, 1, first + Pointer(kHeld));
  });
  Answer answer;
  ReadAnswer(Packet(octets).bytes(), kAsked, RrType::kPtr, answer);
  EXPECT_EQ(answer.end, ChainEnd::kRecords);
  // 26 of the 251 octets are upper case.
  EXPECT_EQ(answer.names.size(), 225u);
}

TEST(HostileReply, IsReadWholeThoughItsChainIsFullOfDeadEnds) {
  std::string links;
  for (int i = 15; i >= 0; --i) {
    const std::string owner = "\1"s + static_cast<char>('a' + i) + "\0"s;
    const std::string target = "\1"s + static_cast<char>('b' + i) + "\0"s;
    links += Rr(owner, kCname, 1, target);
  }
  const std::string octets =
      Fill(Reply(0) + links, 16, [] { return Rr(kQname, kDname, 1, "\0"s); });
  Answer answer;
  ReadAnswer(Packet(octets).bytes(), *Name::FromText("a"), RrType::kPtr,
             answer);
  EXPECT_EQ(answer.end, ChainEnd::kNone);
  EXPECT_EQ(answer.links, 16);
}

TEST(HostileReply, MayHaveMoreRecordsThanOctets) {
  const std::string octets =
      Fill(Reply(0), 0, [] { return Rr("\0"s, kTxt, 1, ""); });
  EXPECT_TRUE(ReadReply(Packet(octets).bytes()));
  std::string claimed = octets;
  claimed.replace(6, 2, "\xFF\xFF");
  EXPECT_FALSE(ReadReply(Packet(claimed).bytes()));
}

}  // namespace
}  // namespace ptrcensus::packets
