#include <gtest/gtest.h>

#include "bench/labdns/responder.h"
#include "bench/labdns/scenario.h"
#include "io/error.h"
#include "tests/support/labdns_packets.h"

namespace ptrcensus::labdns {
namespace {

Response Answer(const Scenario& scenario, std::string_view name, uint8_t type,
                Packet& reply, bool tcp = false) {
  ScenarioAnswers answers(scenario);
  Responder responder(answers, {});
  const Packet query = MakeQuery(name, type, true);
  const Response response = responder.Respond(*ParseQuery(query), tcp, {});
  reply.assign(response.packet.begin(), response.packet.end());
  return response;
}

Packet Ask(std::string_view text, std::string_view name, uint8_t type,
           bool tcp = false) {
  const Scenario scenario = Scenario::Parse(text, "test");
  Packet reply;
  (void)Answer(scenario, name, type, reply, tcp);
  return reply;
}

TEST(LabdnsScenario, AnswersAllRecordsOfAName) {
  const Packet reply =
      Ask("# two\n"
          "a.example 300 A 192.0.2.1\n"
          "A.EXAMPLE 300 A 192.0.2.2 # the same name\r\n",
          "\1a\7example", kTypeA);
  EXPECT_EQ(AnswerCount(reply), 2);
  EXPECT_TRUE(Holds(reply, std::string_view("\0\4\xc0\0\2\1", 6)));
  EXPECT_TRUE(Holds(reply, std::string_view("\0\4\xc0\0\2\2", 6)));
}

TEST(LabdnsScenario, WhatIsNotListedDoesNotExist) {
  EXPECT_EQ(Rcode(Ask("", "\1a\7example", kTypeA)), 3);
}

TEST(LabdnsScenario, AnotherTypeIsNodata) {
  const Packet reply = Ask("a.example 1 TXT x", "\1a\7example", kTypeA);
  EXPECT_EQ(Rcode(reply), 0);
  EXPECT_EQ(AnswerCount(reply), 0);
  EXPECT_EQ(reply[9], 1);
}

TEST(LabdnsScenario, FollowsAliases) {
  const std::string_view text =
      "a.example 300 CNAME b.example\nb.example 300 A 192.0.2.1\n";
  EXPECT_EQ(AnswerCount(Ask(text, "\1a\7example", kTypeA)), 2);
  EXPECT_EQ(AnswerCount(Ask(std::string(text) + "@on a.example A first-link",
                            "\1a\7example", kTypeA)),
            1);
}

TEST(LabdnsScenario, ABrokenAliasIsNxdomainWithTheAlias) {
  const Packet reply =
      Ask("a.example 300 CNAME b.example", "\1a\7example", kTypeA);
  EXPECT_EQ(Rcode(reply), 3);
  EXPECT_EQ(AnswerCount(reply), 1);
}

TEST(LabdnsScenario, ShowsALoopOnce) {
  const Packet reply = Ask("a. 300 CNAME b.\nb. 300 CNAME a.", "\1a", kTypeA);
  EXPECT_EQ(AnswerCount(reply), 2);
  EXPECT_EQ(Rcode(reply), 0);
}

TEST(LabdnsScenario, MakesTheAliasThatADnameMeans) {
  const std::string_view text =
      "example 300 DNAME test.\nA.b.test 300 A 192.0.2.1\n";
  const Packet reply = Ask(text, "\1a\1b\7example", kTypeA);
  EXPECT_EQ(Rcode(reply), 0);
  EXPECT_EQ(AnswerCount(reply), 3);
  // Owned by the question's last two labels, then by the question.
  EXPECT_TRUE(Holds(reply, std::string_view("\xc0\x10\0\x27\0\1\0\0\1\x2c"
                                            "\0\6\4test\0",
                                            18)));
  EXPECT_TRUE(Holds(reply, std::string_view("\xc0\x0c\0\5\0\1\0\0\1\x2c"
                                            "\0\x0a\1a\1b\4test\0",
                                            22)));
  EXPECT_TRUE(Holds(reply, std::string_view("\0\4\xc0\0\2\1", 6)));
}

TEST(LabdnsScenario, ADnameIsNoAliasOfItsOwner) {
  const Packet reply = Ask("example 300 DNAME test.", "\7example", kTypeA);
  EXPECT_EQ(Rcode(reply), 0);
  EXPECT_EQ(AnswerCount(reply), 0);
}

TEST(LabdnsScenario, ADnameMayMakeATooLongName) {
  const std::string label(63, 'x');
  const std::string target = label + "." + label + "." + label + ".";
  const std::string name = "\x3f" + label + "\1a";
  const Packet reply = Ask("a 300 DNAME " + target, name, kTypeA);
  EXPECT_EQ(Rcode(reply), 6);
  EXPECT_EQ(AnswerCount(reply), 1);
}

TEST(LabdnsScenario, NamesHoldAnyOctet) {
  const Packet reply =
      Ask("a. 300 PTR x\\000\\.\\255y.example.", "\1a", kTypePtr);
  EXPECT_TRUE(Holds(reply, std::string_view("\5x\0.\xffy\7example", 14)));
}

TEST(LabdnsScenario, RepeatsARecordWithItsNumber) {
  const Packet reply =
      Ask("@repeat 1000 a. 300 PTR x%.example.", "\1a", kTypePtr, true);
  EXPECT_EQ(AnswerCount(reply), 1000);
  EXPECT_TRUE(Holds(reply, "\2x1\7example"));
  EXPECT_TRUE(Holds(reply, "\5x1000\7example"));
  const Packet numbered = Ask("@repeat 3 n%. 300 A 192.0.2.%", "\2n3", kTypeA);
  EXPECT_TRUE(Holds(numbered, std::string_view("\0\4\xc0\0\2\3", 6)));
}

TEST(LabdnsScenario, BehavesAsTold) {
  EXPECT_EQ(Rcode(Ask("@on a. PTR rcode NOTAUTH", "\1a", kTypePtr)), 9);
  EXPECT_TRUE(Ask("@on a. PTR silent", "\1a", kTypePtr).empty());
  const std::string_view tc = "a. 1 A 192.0.2.1\n@on a. A tc";
  EXPECT_TRUE(Truncated(Ask(tc, "\1a", kTypeA)));
  EXPECT_EQ(AnswerCount(Ask(tc, "\1a", kTypeA, true)), 1);
  const Packet malformed = Ask("@on a. PTR malformed", "\1a", kTypePtr);
  EXPECT_EQ(malformed[0], 0xab);
  EXPECT_TRUE(Holds(malformed, "\1a"));
  const Packet ede =
      Ask("@on a. PTR ede 22\n@on a. PTR rcode SERVFAIL", "\1a", kTypePtr);
  EXPECT_TRUE(Holds(ede, std::string_view("\0\x0f\0\2\0\x16", 6)));
}

TEST(LabdnsScenario, DelaysAReply) {
  const Scenario scenario =
      Scenario::Parse("a. 1 A 192.0.2.1\n@on a. A delay 250", "test");
  Packet reply;
  EXPECT_EQ(Answer(scenario, "\1a", kTypeA, reply).delay_ms, 250u);
}

TEST(LabdnsScenario, AnErrorNamesLineAndValue) {
  const auto message = [](std::string_view text) -> std::string {
    try {
      (void)Scenario::Parse(text, "x.zone");
    } catch (const Error& error) {
      return error.what();
    }
    return "no error";
  };
  EXPECT_EQ(message("\n\na. x A 192.0.2.1"),
            "--scenario: line 3 of 'x.zone': 'x' is no TTL in seconds.");
  EXPECT_EQ(message("a. 1 A 2001:db8::1"),
            "--scenario: line 1 of 'x.zone': '2001:db8::1' is no IPv4 "
            "address.");
  EXPECT_EQ(message("a. 1 MX b."),
            "--scenario: line 1 of 'x.zone': 'MX' is no type known here: A, "
            "AAAA, CNAME, DNAME, PTR, TXT.");
  EXPECT_EQ(message("a..b 1 A 192.0.2.1"),
            "--scenario: line 1 of 'x.zone': 'a..b' is no domain name.");
  EXPECT_EQ(message("a. 1 A"),
            "--scenario: line 1 of 'x.zone': a record is NAME TTL TYPE DATA.");
  EXPECT_EQ(message("@on a. A rcode NOPE"),
            "--scenario: line 1 of 'x.zone': 'NOPE' is no rcode known here: "
            "NOERROR, FORMERR, SERVFAIL, NXDOMAIN, NOTIMP, REFUSED, NOTAUTH.");
  EXPECT_EQ(message("@on a. A quiet"),
            "--scenario: line 1 of 'x.zone': 'quiet' is none of: silent, "
            "malformed, tc, first-link, rcode CODE, ede NUMBER, delay MS.");
  EXPECT_EQ(message("@of a. A silent"),
            "--scenario: line 1 of 'x.zone': '@of' is neither @on nor "
            "@repeat.");
  EXPECT_EQ(message("@repeat many a. 1 A 192.0.2.1"),
            "--scenario: line 1 of 'x.zone': @repeat needs a number up to "
            "100000.");
}

TEST(LabdnsScenario, AMissingFileIsAnError) {
  EXPECT_THROW((void)Scenario::ReadFile("/nonexistent/x.zone"), Error);
}

}  // namespace
}  // namespace ptrcensus::labdns
