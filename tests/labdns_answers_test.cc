#include <gtest/gtest.h>

#include "bench/labdns/responder.h"
#include "bench/labdns/world_answers.h"
#include "io/error.h"
#include "tests/support/labdns_packets.h"

namespace ptrcensus::labdns {
namespace {

constexpr std::string_view kTen = "\00210\003113\0010\003203\7in-addr\4arpa";
constexpr std::string_view kMixedCase =
    "\00210\003113\0010\003203\7iN-aDdR\4ArPa";
constexpr std::string_view kTarget =
    "\00210\0040/25\003113\0010\003203\7in-addr\4arpa";

WorldOptions OneKind(const std::string& kind, const std::string& forward) {
  WorldOptions options;
  options.mix = kind + "=100";
  options.forward_mix = forward + "=100";
  options.shared_percent = 0;
  options.ede_percent = 0;
  return options;
}

Packet Ask(const WorldOptions& options, const Packet& query, bool tcp = false) {
  const World world(options);
  WorldAnswers answers(world);
  Responder responder(answers, {});
  const Response response = responder.Respond(*ParseQuery(query), tcp, {});
  return {response.packet.begin(), response.packet.end()};
}

Packet AskPtr(const std::string& kind) {
  return Ask(OneKind(kind, "pass"), MakeQuery(kTen, kTypePtr, true));
}

TEST(LabdnsAnswers, NxdomainHasTheZonesSoa) {
  const Packet query = MakeQuery(kMixedCase, kTypePtr, false);
  const Packet reply = Ask(OneKind("nxdomain", "pass"), query);
  const Packet header = {0xab, 0xcd, 0x85, 0x83, 0, 1, 0, 0, 0, 1, 0, 0};
  EXPECT_EQ(Packet(reply.begin(), reply.begin() + 12), header);
  // The question as received, then an SOA owned by what follows `10`.
  EXPECT_TRUE(Holds(reply, kMixedCase));
  EXPECT_TRUE(Holds(reply, std::string_view("\xc0\x0f\0\6\0\1", 6)));
}

TEST(LabdnsAnswers, NodataIsNoErrorWithTheZonesSoa) {
  const Packet reply = AskPtr("nodata");
  EXPECT_EQ(Rcode(reply), 0);
  EXPECT_EQ(AnswerCount(reply), 0);
  EXPECT_EQ(reply[9], 1);
}

TEST(LabdnsAnswers, ErrorsCarryTheirRcode) {
  EXPECT_EQ(Rcode(AskPtr("servfail")), 2);
  EXPECT_EQ(Rcode(AskPtr("refused")), 5);
  EXPECT_EQ(Rcode(AskPtr("other_rcode")), 9);
}

TEST(LabdnsAnswers, SilentAndDeadPrefixesGiveNothing) {
  EXPECT_TRUE(AskPtr("silent").empty());
  WorldOptions options = OneKind("single", "pass");
  options.dead = {*ReadBlock("203.0.113.0/24")};
  EXPECT_TRUE(Ask(options, MakeQuery(kTen, kTypePtr, true)).empty());
}

TEST(LabdnsAnswers, SingleHasTheNameAndOpt) {
  const Packet reply = AskPtr("single");
  EXPECT_EQ(AnswerCount(reply), 1);
  EXPECT_EQ(reply[11], 1);
  EXPECT_TRUE(Holds(reply, "\014203-0-113-10\015dyn-lines0000\7example\3com"));
}

TEST(LabdnsAnswers, RootIsAPtrToTheRoot) {
  const Packet reply = AskPtr("root");
  // PTR, IN, the TTL of an hour, one octet of data: the root.
  EXPECT_TRUE(Holds(
      reply, std::string_view("\xc0\x0c\0\14\0\1\0\0\x0e\x10\0\1\0", 13)));
}

TEST(LabdnsAnswers, ManyIsTruncatedOverUdpAndWholeOverTcp) {
  const WorldOptions options = OneKind("many", "pass");
  const Packet query = MakeQuery(kTen, kTypePtr, true);
  const Packet udp = Ask(options, query);
  EXPECT_TRUE(Truncated(udp));
  EXPECT_EQ(AnswerCount(udp), 0);
  const Packet tcp = Ask(options, query, true);
  EXPECT_FALSE(Truncated(tcp));
  EXPECT_EQ(AnswerCount(tcp), 30);
}

TEST(LabdnsAnswers, ChainHasAliasAndName) {
  const Packet reply = AskPtr("chain");
  EXPECT_EQ(AnswerCount(reply), 2);
  // `10.0/25` and a pointer to `113` in the question.
  EXPECT_TRUE(Holds(reply, "\00210\0040/25\xc0\x0f"));
  EXPECT_TRUE(Holds(reply, "\014203-0-113-10\015dyn-lines0000\7example\3com"));
}

TEST(LabdnsAnswers, SplitChainNeedsTheTargetAsked) {
  EXPECT_EQ(AnswerCount(AskPtr("chain_split")), 1);
  const Packet target =
      Ask(OneKind("chain_split", "pass"), MakeQuery(kTarget, kTypePtr, true));
  EXPECT_TRUE(Holds(target, "\014203-0-113-10\015dyn-lines0000\7example\3com"));
}

TEST(LabdnsAnswers, ATargetOfAPlainAddressDoesNotExist) {
  const Packet reply =
      Ask(OneKind("single", "pass"), MakeQuery(kTarget, kTypePtr, true));
  EXPECT_EQ(Rcode(reply), 3);
}

TEST(LabdnsAnswers, LoopShowsBothAliases) {
  const Packet reply = AskPtr("chain_loop");
  EXPECT_EQ(AnswerCount(reply), 2);
  EXPECT_EQ(Rcode(reply), 0);
}

TEST(LabdnsAnswers, ReverseNamesHaveNoAddresses) {
  const Packet reply =
      Ask(OneKind("single", "pass"), MakeQuery(kTen, kTypeA, true));
  EXPECT_EQ(Rcode(reply), 3);
}

TEST(LabdnsAnswers, ZonesAboveExistWithoutRecords) {
  const Packet reply =
      Ask(OneKind("nxdomain", "pass"),
          MakeQuery("\003113\0010\003203\7in-addr\4arpa", kTypePtr, true));
  EXPECT_EQ(Rcode(reply), 0);
  EXPECT_EQ(AnswerCount(reply), 0);
}

constexpr std::string_view kHost =
    "\014203-0-113-10\015DYN-LINES0000\7example\3com";
constexpr std::string_view kAddress("\0\4\xcb\0\x71\x0a", 6);

Packet AskHost(const std::string& forward, uint8_t type, bool tcp = false) {
  return Ask(OneKind("single", forward), MakeQuery(kHost, type, true), tcp);
}

TEST(LabdnsAnswers, ForwardPassHasTheAddress) {
  const Packet reply = AskHost("pass", kTypeA);
  EXPECT_EQ(AnswerCount(reply), 1);
  EXPECT_TRUE(Holds(reply, kAddress));
  EXPECT_EQ(AnswerCount(AskHost("pass", kTypeAaaa)), 0);
  EXPECT_EQ(Rcode(AskHost("pass", kTypeAaaa)), 0);
}

TEST(LabdnsAnswers, ForwardNegativesDiffer) {
  EXPECT_EQ(Rcode(AskHost("nxdomain", kTypeA)), 3);
  EXPECT_EQ(Rcode(AskHost("nodata", kTypeA)), 0);
  EXPECT_EQ(AnswerCount(AskHost("nodata", kTypeAaaa)), 0);
  EXPECT_EQ(AnswerCount(AskHost("other_family", kTypeA)), 0);
  EXPECT_EQ(AnswerCount(AskHost("other_family", kTypeAaaa)), 1);
  EXPECT_EQ(Rcode(AskHost("servfail", kTypeA)), 2);
  EXPECT_TRUE(AskHost("silent", kTypeA).empty());
}

TEST(LabdnsAnswers, ForwardAliasIsFollowedOrLeftToTheClient) {
  EXPECT_EQ(AnswerCount(AskHost("cname", kTypeA)), 2);
  EXPECT_EQ(AnswerCount(AskHost("cname_split", kTypeA)), 1);
  const Packet target =
      Ask(OneKind("single", "cname_split"),
          MakeQuery("\6origin" + std::string(kHost), kTypeA, true));
  EXPECT_TRUE(Holds(target, kAddress));
}

TEST(LabdnsAnswers, ForwardHugeIsTruncatedOverUdp) {
  EXPECT_TRUE(Truncated(AskHost("huge", kTypeA)));
  EXPECT_EQ(AnswerCount(AskHost("huge", kTypeA, true)), 100);
}

TEST(LabdnsAnswers, UnknownNamesDoNotExist) {
  const Packet query = MakeQuery("\7invalid", kTypeA, true);
  EXPECT_EQ(Rcode(Ask(OneKind("single", "pass"), query)), 3);
  // A name of the world's making, but of an address that has none.
  EXPECT_EQ(
      Rcode(Ask(OneKind("nxdomain", "pass"), MakeQuery(kHost, kTypeA, true))),
      3);
}

TEST(LabdnsAnswers, EdeNeedsEdns) {
  WorldOptions options = OneKind("nxdomain", "pass");
  options.ede_percent = 100;
  const std::string_view blocked("\0\x0f\0\2\0\x0f", 6);
  EXPECT_TRUE(Holds(Ask(options, MakeQuery(kTen, kTypePtr, true)), blocked));
  EXPECT_FALSE(Holds(Ask(options, MakeQuery(kTen, kTypePtr, false)), blocked));
}

TEST(LabdnsWorld, RefusesABadMix) {
  const auto make = [](const char* mix) {
    WorldOptions options;
    options.mix = mix;
    return World(options);
  };
  EXPECT_THROW(make("nothing=3"), Error);
  EXPECT_THROW(make("nxdomain=x"), Error);
  EXPECT_THROW(make("nxdomain"), Error);
  EXPECT_THROW(make("nxdomain=60,nodata=50"), Error);
  EXPECT_NO_THROW(make(""));
}

TEST(LabdnsWorld, KeepsTheSharesOfTheMix) {
  WorldOptions options;
  options.mix = "nxdomain=30,many=1";
  options.shared_percent = 0;
  const World world(options);
  int nxdomain = 0;
  int many = 0;
  for (uint32_t i = 0; i < 100000; ++i) {
    const Kind kind = world.Look(Address::V4(0x0a000000 + i)).kind;
    nxdomain += kind == Kind::kNxdomain;
    many += kind == Kind::kMany;
  }
  EXPECT_NEAR(nxdomain, 30000, 600);
  EXPECT_NEAR(many, 1000, 120);
}

}  // namespace
}  // namespace ptrcensus::labdns
