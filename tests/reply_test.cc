#include "io/reply.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/packets.h"

namespace ptrcensus::packets {
namespace {

std::optional<ReplyHeader> Check(const std::string& packet) {
  return CheckHeader(Packet(packet).bytes());
}

std::optional<ReplyFacts> Read(const std::string& packet) {
  return ReadReply(Packet(packet).bytes());
}

QuestionMatch Compare(const std::string& packet, const std::string& question) {
  const Packet asked(question);
  return CompareQuestion(Packet(packet).bytes(), asked.bytes());
}

std::string Replace(std::string packet, size_t at, const std::string& octets) {
  return packet.replace(at, octets.size(), octets);
}

TEST(Reply, ReadsTheHeader) {
  const auto header = Check("\xBE\xEF\x86\x23\0\1\0\2\1\0\0\3"s);
  ASSERT_TRUE(header);
  EXPECT_EQ(header->id, 0xBEEF);
  EXPECT_EQ(header->rcode, Rcode::kNxDomain);
  EXPECT_TRUE(header->aa);
  EXPECT_TRUE(header->tc);
  EXPECT_TRUE(header->ad);
  EXPECT_EQ(header->question_count, 1);
  EXPECT_EQ(header->answer_count, 2);
  EXPECT_EQ(header->authority_count, 256);
  EXPECT_EQ(header->additional_count, 3);
}

TEST(Reply, TellsTheFlagsApart) {
  const auto aa = Check(Header("\x84\0"s, 1, 0, 0, 0));
  EXPECT_TRUE(aa && aa->aa && !aa->tc && !aa->ad);
  const auto tc = Check(Header("\x82\0"s, 1, 0, 0, 0));
  EXPECT_TRUE(tc && !tc->aa && tc->tc && !tc->ad);
  const auto ad = Check(Header("\x80\x20"s, 1, 0, 0, 0));
  EXPECT_TRUE(ad && !ad->aa && !ad->tc && ad->ad);
}

TEST(Reply, RefusesWhatIsNoReply) {
  EXPECT_FALSE(Check(""));
  EXPECT_FALSE(Check(Header("\x81\x80", 1, 0, 0, 0).substr(0, 11)));
  EXPECT_FALSE(Check(Header("\x01\x80", 1, 0, 0, 0)));  // QR clear
  EXPECT_FALSE(Check(Header("\x89\x80", 1, 0, 0, 0)));  // opcode 1
  EXPECT_FALSE(Check(Header("\xF9\x80", 1, 0, 0, 0)));  // opcode 15
  EXPECT_FALSE(Check(Header("\x81\x80", 2, 0, 0, 0)));
}

TEST(Reply, LetsAReplyWithoutQuestionThrough) {
  const auto header = Check(Header("\x80\x01", 0, 0, 0, 0));
  ASSERT_TRUE(header);
  EXPECT_EQ(header->rcode, Rcode::kFormErr);
  EXPECT_EQ(header->question_count, 0);
}

TEST(Reply, ComparesTheQuestion) {
  const std::string asked = "\1A\2bc\0\0\x0c\0\1"s;
  const std::string header = Header("\x81\x80", 1, 0, 0, 0);
  EXPECT_EQ(Compare(header + asked, asked), QuestionMatch::kSame);
  EXPECT_EQ(Compare(header + asked + "xyz", asked), QuestionMatch::kSame);
  EXPECT_EQ(Compare(header + "\1a\2BC\0\0\x0c\0\1"s, asked),
            QuestionMatch::kSameButCase);
}

TEST(Reply, SeesADifferentQuestion) {
  const std::string asked = "\1A\2bc\0\0\x0c\0\1"s;
  const std::string header = Header("\x81\x80", 1, 0, 0, 0);
  for (const std::string& other :
       {"\1b\2bc\0\0\x0c\0\1"s, "\2A\1bc\0\0\x0c\0\1"s, "\1A\2bc\0\0\x0d\0\1"s,
        "\1A\2bc\0\0\x0c\0\3"s, "\1A\2bc\0\0\x2c\0\1"s, "\1A\2b\0\0\x0c\0\1"s,
        "\1A\2bc\0\0\x0c\0"s, "\1!\2bc\0\0\x0c\0\1"s, ""s}) {
    EXPECT_EQ(Compare(header + other, asked), QuestionMatch::kDifferent);
  }
  EXPECT_EQ(Compare(Header("\x81\x80", 0, 0, 0, 0) + asked, asked),
            QuestionMatch::kDifferent);
  EXPECT_EQ(Compare("", asked), QuestionMatch::kDifferent);
}

TEST(Reply, DoesNotFoldTypeAndClass) {
  const std::string header = Header("\x81\x80", 1, 0, 0, 0);
  EXPECT_EQ(Compare(header + "\0\0\x41\0\x41"s, "\0\0\x61\0\x41"s),
            QuestionMatch::kDifferent);
}

TEST(Reply, ReadsNxdomainWithSoaAndEde) {
  const std::string packet = NxdomainWithSoaAndEde();
  const auto facts = Read(packet);
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->rcode, Rcode::kNxDomain);
  EXPECT_EQ(facts->ede, 22);
  EXPECT_EQ(facts->soa_owner_offset, 40);
  const auto zone = DecodeName(Packet(packet).bytes(), 40);
  EXPECT_EQ(zone, Name::FromText("192.in-addr.arpa"));
}

TEST(Reply, ReadsAReplyWithoutRecords) {
  const auto facts = Read(Reply(0));
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->rcode, Rcode::kNoError);
  EXPECT_EQ(facts->ede, std::nullopt);
  EXPECT_EQ(facts->soa_owner_offset, 0);
  EXPECT_TRUE(Read(Header("\x80\x01", 0, 0, 0, 0)));
}

TEST(Reply, JoinsTheExtendedRcode) {
  EXPECT_EQ(Read(Reply(0, 0, 1) + Opt(1, ""))->rcode, static_cast<Rcode>(16));
  EXPECT_EQ(
      Read(Header("\x81\x87", 1, 0, 0, 1) + kQuestion + Opt(255, ""))->rcode,
      static_cast<Rcode>(0xFF7));
}

TEST(Reply, TakesTheFirstEdeOption) {
  const auto ede_of = [](const std::string& options) {
    return Read(Reply(0, 0, 1) + Opt(0, options))->ede;
  };
  EXPECT_EQ(ede_of(""), std::nullopt);
  EXPECT_EQ(ede_of("\0\3\0\2ab"s), std::nullopt);
  EXPECT_EQ(ede_of("\0\x0f\0\2\1\2"s), 0x0102);
  EXPECT_EQ(ede_of("\0\x0f\0\7\0\6extra"s), 6);
  EXPECT_EQ(ede_of("\0\3\0\1x\0\x0f\0\2\0\7\0\x0f\0\2\0\x08"s), 7);
  EXPECT_EQ(ede_of("\0\x0f\0\1x\0\x0f\0\2\0\x09"s), 9);
}

TEST(Reply, RefusesOptionsThatOverrunTheRecord) {
  const auto read = [](const std::string& options) {
    return Read(Reply(0, 0, 2) + Opt(0, options) +
                Rr("\0"s, kTxt, 0, std::string(64, '\0')));
  };
  EXPECT_FALSE(read("\0"s));
  EXPECT_FALSE(read("\0\x0f\0"s));
  EXPECT_FALSE(read("\0\x0f\0\2\0"s));
  EXPECT_FALSE(read("\0\x0f\xFF\xFF\0\1"s));
  EXPECT_FALSE(read("\0\x0f\0\2\0\1\0\3\0\1"s));
}

TEST(Reply, RefusesASecondOptRecord) {
  EXPECT_FALSE(Read(Reply(0, 0, 2) + Opt(0, "") + Opt(0, "")));
}

TEST(Reply, RefusesAnOptRecordThatIsNotOwnedByTheRoot) {
  EXPECT_FALSE(Read(Reply(0, 0, 1) + Rr("\1a\0"s, kOpt, 0, "")));
}

TEST(Reply, HeedsOptAndSoaOnlyInTheirSections) {
  const std::string soa = Rr(kQname, kSoa, 1, kSoaRdata);
  const auto facts = Read(Reply(2, 1, 1) + Opt(1, "") + soa + Opt(1, "") + soa);
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->rcode, Rcode::kNoError);
  EXPECT_EQ(facts->soa_owner_offset, 0);
}

TEST(Reply, TakesTheFirstSoaOfTheAuthoritySection) {
  const std::string other = Rr("\1x\0"s, kTxt, 1, "");
  const std::string soa = Rr(kQname, kSoa, 1, kSoaRdata);
  const auto facts = Read(Reply(0, 3) + other + soa + soa);
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->soa_owner_offset, kRecordsOffset + other.size());
}

TEST(Reply, RefusesCountsBeyondTheRecords) {
  const std::string record = Rr(kQname, kPtr, 1, "\0"s);
  EXPECT_TRUE(Read(Reply(1) + record));
  EXPECT_FALSE(Read(Reply(2) + record));
  EXPECT_FALSE(Read(Reply(1, 1) + record));
  EXPECT_FALSE(Read(Reply(1, 0, 1) + record));
  EXPECT_FALSE(Read(Reply(65535, 65535, 65535) + record));
}

TEST(Reply, RefusesOctetsBehindTheLastRecord) {
  const std::string soa = Rr(kQname, kSoa, 1, kSoaRdata);
  EXPECT_TRUE(Read(Reply(0, 1, 0) + soa));
  EXPECT_FALSE(Read(Reply(0, 1, 0) + soa + '\0'));
  EXPECT_FALSE(Read(Reply(0, 0, 0) + soa));
}

TEST(Reply, RefusesEveryPrefixOfAPacket) {
  for (const std::string& whole :
       {NxdomainWithSoaAndEde(), PlainPtr(), CompressedPtrs(), Rfc2317()}) {
    ASSERT_TRUE(Read(whole));
    for (size_t size = 0; size < whole.size(); ++size) {
      EXPECT_FALSE(Read(whole.substr(0, size))) << size;
    }
  }
}

TEST(Reply, RefusesAQuestionThatPointsAtItself) {
  EXPECT_FALSE(Read(Header("\x81\x80", 1, 0, 0, 0) + "\xC0\x0C\0\x0c\0\1"s));
}

TEST(Reply, RefusesAnOwnerThatPointsForwards) {
  EXPECT_FALSE(Read(Reply(1) + Rr("\xC0\x2A", kPtr, 1, "\0\0"s)));
  EXPECT_FALSE(Read(Reply(1) + Rr("\xC0\x28", kPtr, 1, "\0"s)));
}

TEST(Reply, PassesOverRecordsThatHurtOthers) {
  // Two TSIG records, a TXT record of empty strings.
  const std::string tsig = Rr("\1k\0"s, kTsig, 0, "\0" + std::string(16, '\0'));
  EXPECT_TRUE(Read(Reply(0, 0, 2) + tsig + tsig));
  EXPECT_TRUE(Read(Reply(1) + Rr(kQname, kTxt, 1, std::string(60000, '\0'))));
}

TEST(Reply, DecodesANameAndFoldsIt) {
  const Packet packet(Replace(Reply(0), 23, "IN-ADDR"));
  EXPECT_EQ(DecodeName(packet.bytes(), 18), Name::FromText("192.in-addr.arpa"));
  EXPECT_FALSE(DecodeName(packet.bytes(), 37));
  EXPECT_FALSE(DecodeName(packet.bytes(), 5000));
}

TEST(Reply, ASuffixOfTheQuestionIsReadInPlace) {
  const Packet packet(Reply(0, 1) + Rr(Pointer(22), kSoa, 60, "\0\0"s));
  const Bytes zone = SuffixOfQuestion(packet.bytes(), kRecordsOffset);
  ASSERT_EQ(zone.size(), 14U);
  EXPECT_EQ(zone.data(), packet.bytes().data() + 22);
  const Packet whole(Reply(0, 1) + Rr(kQname, kSoa, 60, "\0\0"s));
  EXPECT_EQ(SuffixOfQuestion(whole.bytes(), kRecordsOffset).size(),
            kReverseName.size());
}

TEST(Reply, WhatPointsBesideTheLabelsIsNoSuffixOfTheQuestion) {
  const auto owner = [](const std::string& name) {
    const Packet packet(Reply(0, 1) + Rr(name, kSoa, 60, "\0\0"s));
    return SuffixOfQuestion(packet.bytes(), kRecordsOffset).size();
  };
  EXPECT_EQ(owner(Pointer(21)), 0U);  // within a label
  EXPECT_EQ(owner(Pointer(23)), 0U);
  EXPECT_EQ(owner(Pointer(2)), 0U);   // within the header
  EXPECT_EQ(owner(Pointer(38)), 0U);  // behind the name
  EXPECT_EQ(owner(Pointer(0x3FFF)), 0U);
  EXPECT_EQ(owner(kReverseName), 0U);  // not by a pointer
  EXPECT_EQ(owner("\0"s), 0U);
}

}  // namespace
}  // namespace ptrcensus::packets
