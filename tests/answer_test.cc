// ReadAnswer of io/reply.h: chains, record sets and what cannot be read.
#include <gtest/gtest.h>

#include <cstdio>
#include <string>
#include <vector>

#include "io/reply.h"
#include "tests/support/packets.h"

namespace ptrcensus::packets {
namespace {

const std::string kMail = "\4mail\7example\3com\0"s;
const std::string kAlias = "\5alias\7example\3com\0"s;

Name Parse(const std::string& text) { return *Name::FromText(text); }

Answer Read(const std::string& packet, RrType type = RrType::kPtr,
            const std::string& qname = "1.2.0.192.in-addr.arpa") {
  const Packet whole(packet);
  EXPECT_TRUE(ReadReply(whole.bytes()));
  Answer answer;
  ReadAnswer(whole.bytes(), Parse(qname), type, answer);
  return answer;
}

// The answer to an A or AAAA question, or to a PTR question under any name.
Answer Ask(const std::string& qname, const std::string& type, size_t answers,
           const std::string& records) {
  const std::string packet = Header("\x81\x80", 1, answers, 0, 0) +
                             std::string(1, '\0') + type + "\0\1"s + records;
  const auto number = static_cast<RrType>(static_cast<uint8_t>(type[1]));
  return Read(packet, number, qname);
}

std::vector<std::string> Texts(const std::vector<Name>& names) {
  std::vector<std::string> texts;
  for (const Name& name : names) texts.push_back(ToText(name));
  return texts;
}

using Strings = std::vector<std::string>;

TEST(Answer, ReadsAPlainPtr) {
  const Answer answer = Read(PlainPtr());
  EXPECT_EQ(answer.end, ChainEnd::kRecords);
  EXPECT_EQ(Texts(answer.names), Strings{"mail.example.com"});
  EXPECT_EQ(answer.ttl, 3600u);
  EXPECT_EQ(answer.links, 0);
  EXPECT_TRUE(answer.chain.empty());
  EXPECT_TRUE(answer.addresses.empty());
}

TEST(Answer, ReadsCompressedPtrsAndTheirLeastTtl) {
  const Answer answer = Read(CompressedPtrs());
  EXPECT_EQ(answer.end, ChainEnd::kRecords);
  EXPECT_EQ(Texts(answer.names),
            (Strings{"mail.example.com", "mx.example.com"}));
  EXPECT_EQ(answer.ttl, 300u);
}

TEST(Answer, GivesDistinctNamesInCanonicalOrder) {
  const Answer answer =
      Read(Reply(5) + Rr(kQname, kPtr, 9, "\1b\0"s) +
           Rr(kQname, kPtr, 9, "\1B\0"s) + Rr(kQname, kPtr, 9, "\1z\1a\0"s) +
           Rr(kQname, kPtr, 9, "\0"s) + Rr(kQname, kPtr, 9, "\1A\0"s));
  EXPECT_EQ(Texts(answer.names), (Strings{".", "a", "z.a", "b"}));
}

TEST(Answer, KeepsEveryOctetOfAName) {
  std::string rdata = "\x3F"s;
  for (int i = 0; i < 63; ++i) rdata += static_cast<char>(i);
  rdata += "\3.\xFF\x80\0"s;
  const Answer answer = Read(Reply(1) + Rr(kQname, kPtr, 1, rdata));
  ASSERT_EQ(answer.names.size(), 1u);
  const Bytes wire = answer.names[0].wire();
  EXPECT_EQ(std::string(wire.begin(), wire.end()), rdata);
}

TEST(Answer, TakesATtlWithTheTopBitAsZero) {
  EXPECT_EQ(Read(Reply(1) + Rr(kQname, kPtr, 0x80000001, "\1a\0"s)).ttl, 0u);
}

TEST(Answer, ReadsAddresses) {
  const Answer a =
      Ask("mail.example.com", kA, 3,
          Rr(kMail, kA, 60, "\xC0\0\2\2"s) + Rr(kMail, kA, 50, "\xC0\0\2\1"s) +
              Rr(kMail, kA, 70, "\xC0\0\2\2"s));
  EXPECT_EQ(a.end, ChainEnd::kRecords);
  EXPECT_EQ(a.addresses,
            (std::vector{Address::V4(0xC0000201), Address::V4(0xC0000202)}));
  EXPECT_EQ(a.ttl, 50u);

  const Answer aaaa =
      Ask("mail.example.com", kAaaa, 1,
          Rr(kMail, kAaaa, 60, "\x20\1\x0d\xb8\0\0\0\0\1\2\3\4\5\6\7\x08"s));
  EXPECT_EQ(aaaa.addresses,
            std::vector{Address::V6(0x20010DB800000000, 0x0102030405060708)});
}

TEST(Answer, ReadsManyAddresses) {
  std::string records;
  for (int i = 0; i < 100; ++i) {
    records += Rr(kMail, kA, 60, "\x0A\0\0"s + static_cast<char>(i * 7 % 100));
  }
  const Answer answer = Ask("mail.example.com", kA, 100, records);
  ASSERT_EQ(answer.addresses.size(), 100u);
  for (uint32_t i = 0; i < 100; ++i) {
    EXPECT_EQ(answer.addresses[i], Address::V4(0x0A000000 + i));
  }
}

TEST(Answer, ReadsAThousandNames) {
  std::string records;
  for (int i = 0; i < 1000; ++i) {
    const std::string digits = std::to_string(1000 + i * 7 % 1000);
    records += Rr(kQname, kPtr, 60, "\5n" + digits + kMail.substr(5));
  }
  const Answer answer = Read(Reply(1000) + records);
  ASSERT_EQ(answer.names.size(), 1000u);
  for (size_t i = 0; i < 1000; ++i) {
    EXPECT_EQ(ToText(answer.names[i]),
              "n" + std::to_string(1000 + i) + ".example.com");
  }
}

TEST(Answer, FollowsAClasslessDelegation) {
  const Answer answer = Read(Rfc2317());
  EXPECT_EQ(answer.end, ChainEnd::kRecords);
  EXPECT_EQ(answer.links, 1);
  EXPECT_EQ(Texts(answer.chain), Strings{"1.0/25.2.0.192.in-addr.arpa"});
  EXPECT_EQ(Texts(answer.names), Strings{"mail.example.com"});
  EXPECT_EQ(answer.ttl, 300u);
}

TEST(Answer, EndsInNoneWhereTheTargetIsLacking) {
  const Answer answer = Read(Reply(1) + Rr(kQname, kCname, 1, "\1X\0"s));
  EXPECT_EQ(answer.end, ChainEnd::kNone);
  EXPECT_EQ(answer.links, 1);
  EXPECT_EQ(Texts(answer.chain), Strings{"x"});
  EXPECT_TRUE(answer.names.empty());
}

TEST(Answer, FollowsAChainInAnyOrderAndCase) {
  const Answer answer = Read(Reply(4) + Rr("\1C\0"s, kPtr, 7, kMail) +
                             Rr("\1B\0"s, kCname, 1, "\1c\0"s) +
                             Rr("\1a\0"s, kCname, 1, "\1b\0"s) +
                             Rr(kReverseName, kCname, 1, "\1A\0"s));
  EXPECT_EQ(answer.end, ChainEnd::kRecords);
  EXPECT_EQ(Texts(answer.chain), (Strings{"a", "b", "c"}));
  EXPECT_EQ(answer.links, 3);
  EXPECT_EQ(Texts(answer.names), Strings{"mail.example.com"});
}

TEST(Answer, SeesALoop) {
  const Answer answer = Read(Reply(2) + Rr(kQname, kCname, 1, "\1a\0"s) +
                             Rr("\1a\0"s, kCname, 1, "\xC0\x0C"));
  EXPECT_EQ(answer.end, ChainEnd::kLoop);
  EXPECT_EQ(Texts(answer.chain), Strings{"a"});
  EXPECT_EQ(answer.links, 1);
}

TEST(Answer, SeesALoopBehindTheQuestionName) {
  EXPECT_EQ(Read(Reply(3) + Rr(kQname, kCname, 1, "\1a\0"s) +
                 Rr("\1a\0"s, kCname, 1, "\1b\0"s) +
                 Rr("\1b\0"s, kCname, 1, "\1A\0"s))
                .end,
            ChainEnd::kLoop);
}

TEST(Answer, SeesANameThatIsItsOwnAlias) {
  EXPECT_EQ(Read(Reply(1) + Rr(kQname, kCname, 1, "\xC0\x0C")).end,
            ChainEnd::kLoop);
}

// q -> a -> b -> ... with `links` CNAMEs and a PTR at the end.
Answer ReadChain(int links) {
  std::string owner = kReverseName;
  std::string records;
  for (int i = 0; i < links; ++i) {
    const std::string target = "\1"s + static_cast<char>('a' + i) + "\0"s;
    records += Rr(owner, kCname, 1, target);
    owner = target;
  }
  const auto count = static_cast<size_t>(links) + 1;
  return Read(Reply(count) + records + Rr(owner, kPtr, 1, kMail));
}

TEST(Answer, FollowsSixteenLinksAndNoMore) {
  EXPECT_EQ(ReadChain(16).end, ChainEnd::kRecords);
  EXPECT_EQ(ReadChain(16).links, 16);
  EXPECT_EQ(ReadChain(17).end, ChainEnd::kLoop);
  EXPECT_EQ(ReadChain(17).links, 16);
}

TEST(Answer, PrefersRecordsAtTheQuestionNameToACnameBesideThem) {
  const Answer answer = Read(Reply(2) + Rr(kQname, kCname, 1, "\1a\0"s) +
                             Rr(kQname, kPtr, 5, kMail));
  EXPECT_EQ(answer.end, ChainEnd::kRecords);
  EXPECT_EQ(answer.links, 0);
  EXPECT_EQ(Texts(answer.names), Strings{"mail.example.com"});
}

TEST(Answer, SynthesizesWhatADnameMeans) {
  const Answer answer = Read(Reply(2) + Rr("\xC0\x0E", kDname, 1, "\3new\0"s) +
                             Rr("\1"
                                "1\3NEW\0"s,
                                kPtr, 5, kMail));
  EXPECT_EQ(answer.end, ChainEnd::kRecords);
  EXPECT_EQ(Texts(answer.chain), Strings{"1.new"});
  EXPECT_EQ(answer.links, 1);
}

TEST(Answer, TakesTheCnameBesideADname) {
  const Answer answer = Read(Reply(2) + Rr("\xC0\x0E", kDname, 1, "\3new\0"s) +
                             Rr(kQname, kCname, 1, "\5other\0"s));
  EXPECT_EQ(Texts(answer.chain), Strings{"other"});
}

TEST(Answer, AppliesADnameOnlyBelowItsOwner) {
  const Answer answer = Read(Reply(1) + Rr(kQname, kDname, 1, "\3new\0"s));
  EXPECT_EQ(answer.end, ChainEnd::kNone);
  EXPECT_EQ(answer.links, 0);
}

TEST(Answer, CannotReadADnameThatMakesATooLongName) {
  const std::string label = "\x3F" + std::string(63, 'a');
  const std::string fits =
      label + label + label + "\x3B" + std::string(59, 'b') + "\0"s;
  const std::string exceeds =
      label + label + label + "\x3C" + std::string(60, 'b') + "\0"s;
  const Answer longest = Read(Reply(1) + Rr("\xC0\x0E", kDname, 1, fits));
  ASSERT_EQ(longest.chain.size(), 1u);
  EXPECT_EQ(longest.chain[0].wire().size(), 255u);
  EXPECT_EQ(Read(Reply(1) + Rr("\xC0\x0E", kDname, 1, exceeds)).end,
            ChainEnd::kUnreadable);
}

TEST(Answer, IgnoresWhatIsNotOnTheChain) {
  const std::string other = "\5other\0"s;
  const std::string chaos = kQname + kPtr + "\0\3\0\0\0\1\0\3\1c\0"s;
  const Answer answer = Read(
      Reply(6) + Rr(other, kPtr, 1, "\1x\0"s) + Rr(kQname, kTxt, 1, "\1t") +
      chaos + Rr(other, kCname, 1, kReverseName) + Rr(kQname, kPtr, 9, kMail) +
      Rr("\xC0\x0E", kPtr, 1, "\1y\0"s));
  EXPECT_EQ(answer.end, ChainEnd::kRecords);
  EXPECT_EQ(Texts(answer.names), Strings{"mail.example.com"});
  EXPECT_EQ(answer.ttl, 9u);
}

TEST(Answer, IgnoresTheOtherSections) {
  const std::string ptr = Rr(kQname, kPtr, 9, kMail);
  const Answer answer = Read(Reply(0, 1, 1) + ptr + ptr);
  EXPECT_EQ(answer.end, ChainEnd::kNone);
  EXPECT_EQ(answer.links, 0);
}

TEST(Answer, CannotReadBrokenRdataThatCounts) {
  for (const std::string& rdata :
       {""s, "\1"s, "\1a"s, "\1a\0x"s, "\xC0\xFF"s, "\xC0\x43"s, "\xC0\x45"s,
        "\xC0\0"s, "\x40" + std::string(66, '\0')}) {
    // A valid name behind the record must not lend it octets.
    const std::string behind = Rr("\1b\0"s, kTxt, 1, "");
    const Answer answer = Read(Reply(3) + Rr(kQname, kPtr, 1, "\1g\0"s) +
                               Rr(kQname, kPtr, 1, rdata) + behind);
    EXPECT_EQ(answer.end, ChainEnd::kUnreadable) << rdata.size();
    EXPECT_TRUE(answer.names.empty());
    EXPECT_EQ(answer.ttl, 0u);
  }
}

TEST(Answer, CannotReadAddressesOfAnotherSize) {
  for (const size_t size : {0u, 3u, 5u, 16u}) {
    EXPECT_EQ(Ask("mail.example.com", kA, 1,
                  Rr(kMail, kA, 1, std::string(size, '\1')))
                  .end,
              ChainEnd::kUnreadable);
  }
  for (const size_t size : {0u, 4u, 15u, 17u}) {
    EXPECT_EQ(Ask("mail.example.com", kAaaa, 1,
                  Rr(kMail, kAaaa, 1, std::string(size, '\1')))
                  .end,
              ChainEnd::kUnreadable);
  }
}

TEST(Answer, CannotReadABrokenCname) {
  EXPECT_EQ(Read(Reply(1) + Rr(kQname, kCname, 1, "\1a")).end,
            ChainEnd::kUnreadable);
  EXPECT_EQ(Read(Reply(1) + Rr("\xC0\x0E", kDname, 1, "")).end,
            ChainEnd::kUnreadable);
}

TEST(Answer, ReadsPastBrokenRdataThatDoesNotCount) {
  const Answer answer =
      Read(Reply(3) + Rr("\5other\0"s, kPtr, 1, "\1") +
           Rr("\5other\0"s, kCname, 1, "") + Rr(kQname, kPtr, 1, kMail));
  EXPECT_EQ(answer.end, ChainEnd::kRecords);
}

TEST(Answer, ForgetsTheAnswerBefore) {
  const Packet first(Rfc2317());
  const Packet second(Reply(0));
  Answer answer;
  const Name qname = Parse("1.2.0.192.in-addr.arpa");
  ReadAnswer(first.bytes(), qname, RrType::kPtr, answer);
  ASSERT_EQ(answer.links, 1);
  ReadAnswer(second.bytes(), qname, RrType::kPtr, answer);
  EXPECT_EQ(answer.end, ChainEnd::kNone);
  EXPECT_EQ(answer.links, 0);
  EXPECT_TRUE(answer.chain.empty());
  EXPECT_TRUE(answer.names.empty());
  EXPECT_EQ(answer.ttl, 0u);
}

TEST(Answer, FollowsAnAliasToAddresses) {
  const Answer answer =
      Ask("alias.example.com", kA, 2,
          Rr(kAlias, kCname, 1, kMail) + Rr(kMail, kA, 30, "\xC0\0\2\1"s));
  EXPECT_EQ(answer.end, ChainEnd::kRecords);
  EXPECT_EQ(Texts(answer.chain), Strings{"mail.example.com"});
  EXPECT_EQ(answer.addresses, std::vector{Address::V4(0xC0000201)});
  EXPECT_EQ(answer.ttl, 30u);
}

}  // namespace
}  // namespace ptrcensus::packets
