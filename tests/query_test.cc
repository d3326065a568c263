#include "io/query.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace ptrcensus {
namespace {

using std::string_literals::operator""s;

std::string Question(const Name& name, RrType type, uint64_t case_bits) {
  std::string out(kMaxQuestionBytes, '\xAA');
  out.resize(WriteQuestion(name.wire(), type, case_bits,
                           reinterpret_cast<uint8_t*>(out.data())));
  return out;
}

// Guarded by a buffer of the exact size: AddressSanitizer sees an overrun.
std::string ReverseQuestion(uint32_t ipv4, uint64_t case_bits) {
  std::vector<uint8_t> out(ReverseQuestionBytes(ipv4));
  EXPECT_EQ(WriteReverseQuestion(ipv4, case_bits, out.data()), out.size());
  return {out.begin(), out.end()};
}

std::string Envelope(uint16_t id, bool edns, const std::string& question,
                     bool checking_disabled = false) {
  std::vector<uint8_t> query(QueryBytes(question.size(), edns), 0xAA);
  std::copy(question.begin(), question.end(), query.begin() + kHeaderBytes);
  WriteEnvelope(id, edns, query, checking_disabled);
  return {query.begin(), query.end()};
}

TEST(Query, WritesNameTypeAndClass) {
  EXPECT_EQ(Question(*Name::FromText("mail.example.com"), RrType::kAaaa, 0),
            "\4mail\7example\3com\0\0\x1c\0\1"s);
  EXPECT_EQ(Question(Name(), RrType::kNs, UINT64_MAX), "\0\0\2\0\1"s);
}

TEST(Query, RaisesTheLettersThatTheBitsName) {
  const Name name = *Name::FromText("a1-b.cd");
  EXPECT_EQ(Question(name, RrType::kA, 0b0001), "\4A1-b\2cd\0\0\1\0\1"s);
  EXPECT_EQ(Question(name, RrType::kA, 0b0010), "\4a1-B\2cd\0\0\1\0\1"s);
  EXPECT_EQ(Question(name, RrType::kA, 0b0100), "\4a1-b\2Cd\0\0\1\0\1"s);
  EXPECT_EQ(Question(name, RrType::kA, 0b1010), "\4a1-B\2cD\0\0\1\0\1"s);
}

TEST(Query, LeavesAllButLettersAlone) {
  EXPECT_EQ(Question(*Name::FromText("@[`{~z"), RrType::kA, UINT64_MAX),
            "\6@[`{~Z\0\0\1\0\1"s);
}

TEST(Query, UsesTheCaseBitsAgainAfter64Letters) {
  const std::string text = std::string(40, 'a') + "." + std::string(40, 'b');
  const std::string question =
      Question(*Name::FromText(text), RrType::kA, 0x8000000000000001);
  std::string expected = "\x28" + std::string(40, 'a') + "\x28" +
                         std::string(40, 'b') + "\0\0\1\0\1"s;
  expected[1] = 'A';            // letter 0
  expected[2 + 40 + 23] = 'B';  // letter 63
  expected[2 + 40 + 24] = 'B';  // letter 64
  EXPECT_EQ(question, expected);
}

TEST(Query, WritesTheReverseQuestionOfAnAddress) {
  EXPECT_EQ(ReverseQuestion(0xC0000201, 0),
            "\1"
            "1\1"
            "2\1"
            "0\3"
            "192\7in-addr\4arpa\0\0\x0c\0\1"s);
  EXPECT_EQ(ReverseQuestion(0xFF0A6400, 0b1000000001),
            "\1"
            "0\3"
            "100\2"
            "10\3"
            "255\7In-addr\4arpA\0\0\x0c\0\1"s);
}

TEST(Query, WritesReverseQuestionsLikeAnyOther) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 20000; ++i) {
    const auto ipv4 = static_cast<uint32_t>(random());
    const uint64_t case_bits = random();
    ASSERT_EQ(
        ReverseQuestion(ipv4, case_bits),
        Question(Name::Reverse(Address::V4(ipv4)), RrType::kPtr, case_bits));
  }
}

TEST(Query, WritesEveryOctetAndEveryCase) {
  for (uint32_t i = 0; i < 1024; ++i) {
    const uint32_t ipv4 = (i & 0xFF) * 0x01010101;
    ASSERT_EQ(ReverseQuestion(ipv4, i),
              Question(Name::Reverse(Address::V4(ipv4)), RrType::kPtr, i));
  }
}

TEST(Query, HasNineSizesOfReverseQuestions) {
  EXPECT_EQ(ReverseQuestionBytes(0x00000000), 26u);
  EXPECT_EQ(ReverseQuestionBytes(0x0A000000), 27u);
  EXPECT_EQ(ReverseQuestionBytes(0x0A640909), 29u);
  EXPECT_EQ(ReverseQuestionBytes(0xFFFFFFFF), 34u);
}

TEST(Query, AsksWithRdAndAdAndNoOtherFlag) {
  EXPECT_EQ(Envelope(0xBEEF, false, "\0\0\2\0\1"s),
            "\xBE\xEF\x01\x20\0\1\0\0\0\0\0\0\0\0\2\0\1"s);
}

TEST(Query, AddsAnOptRecordOf1232OctetsWithoutDo) {
  EXPECT_EQ(Envelope(0x0001, true, "\0\0\2\0\1"s),
            "\0\1\x01\x20\0\1\0\0\0\0\0\1\0\0\2\0\1"
            "\0\0\x29\x04\xD0\0\0\0\0\0\0"s);
}

TEST(Query, SetsCdWhereCheckingIsDisabled) {
  const std::string question = "\0\0\2\0\1"s;
  EXPECT_EQ(Envelope(0xBEEF, false, question, true),
            "\xBE\xEF\x01\x30\0\1\0\0\0\0\0\0\0\0\2\0\1"s);
}

TEST(Query, FitsTheLargestName) {
  std::string text;
  for (int i = 0; i < 127; ++i) text += "a.";
  const std::string query =
      Envelope(1, true, Question(*Name::FromText(text), RrType::kA, 0));
  EXPECT_EQ(query.size(), kMaxQueryBytes);
}

}  // namespace
}  // namespace ptrcensus
