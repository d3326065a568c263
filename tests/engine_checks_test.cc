// The extra queries of --check: found, not found, failed, and not asked.
#include <gtest/gtest.h>

#include "io/query.h"
#include "scanner/engine/limits.h"
#include "scanner/engine/wildcards.h"
#include "tests/support/checks_world.h"

namespace ptrcensus {
namespace {

using namespace testing;

constexpr std::string_view kImpossible = "256.0.0.20.in-addr.arpa";
constexpr std::string_view kIp6Reverse =
    "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.4.2.ip6.arpa";

TEST(EngineChecks, AreNotMadeUnlessAskedFor) {
  ScanLab lab(World([](const Query& q) -> std::optional<Responses> {
    if (q.name == "9.0.0.20.in-addr.arpa") return Servfail(q);
    return std::nullopt;
  }));
  lab.Scan("20.0.0.0/28");
  EXPECT_EQ(lab.Queries(kImpossible, RrType::kPtr), 0);
  EXPECT_EQ(lab.Queries(kName, RrType::kAaaa), 0);
  EXPECT_EQ(UncheckedQueries(lab), 0U);
  EXPECT_FALSE(lab.engine->wildcard_zones());
  EXPECT_EQ(lab.RowOf("20.0.0.9").attempts, 3U);
}

// --- wildcard

std::optional<WildcardZones> ZonesOf(
    std::function<std::optional<Responses>(const Query&)> special,
    std::string_view block) {
  ScanLab lab(World(std::move(special)));
  lab.options.checks.wildcard = true;
  lab.Scan(block);
  EXPECT_TRUE(lab.engine->complete());
  return lab.engine->wildcard_zones();
}

TEST(EngineChecks, AWildcardZoneIsFoundWithOneQuery) {
  ScanLab lab(World([](const Query& q) -> std::optional<Responses> {
    if (q.name != kImpossible) return std::nullopt;
    return Say(ReplyTo(q).Ptr(kName));
  }));
  lab.options.checks.wildcard = true;
  lab.Scan("20.0.0.0/23");
  const auto zones = lab.engine->wildcard_zones();
  ASSERT_TRUE(zones);
  EXPECT_EQ(zones->asked, 2U);
  EXPECT_EQ(zones->found, 1U);
  EXPECT_EQ(zones->failed, 0U);
  EXPECT_EQ(zones->lowest, std::vector<uint32_t>{0x14000000});
  EXPECT_EQ(lab.Queries(kImpossible, RrType::kPtr), 1);
  EXPECT_EQ(lab.counters().rows, 512U);
  EXPECT_EQ(lab.counters().reverse_queries, 514U);
  EXPECT_EQ(lab.RowOf(kIp).findings, "");
}

TEST(EngineChecks, AZoneWithoutNamesIsNotAskedForItsWildcard) {
  const auto zones = ZonesOf(Nothing, "20.0.0.0/24");
  ASSERT_TRUE(zones);
  EXPECT_EQ(zones->asked, 0U);
}

TEST(EngineChecks, AWildcardWithoutPtrIsNone) {
  const auto zones = ZonesOf(
      [](const Query& q) -> std::optional<Responses> {
        if (q.name != kImpossible) return std::nullopt;
        return Say(ReplyTo(q));
      },
      "20.0.0.0/28");
  ASSERT_TRUE(zones);
  EXPECT_EQ(zones->asked, 1U);
  EXPECT_EQ(zones->found, 0U);
}

TEST(EngineChecks, AWildcardMayBeAnAlias) {
  const auto zones = ZonesOf(
      [](const Query& q) -> std::optional<Responses> {
        if (q.name != kImpossible) return std::nullopt;
        return Say(ReplyTo(q).Cname(kImpossible, kName));
      },
      kIp);
  ASSERT_TRUE(zones);
  EXPECT_EQ(zones->found, 1U);
}

TEST(EngineChecks, AWildcardQuestionUnderWayIsUnanswered) {
  Wildcards wildcards([](const Question&) {});
  wildcards.OnPtr(0x14000007);
  EXPECT_EQ(wildcards.zones().asked, 1U);
  EXPECT_EQ(wildcards.zones().failed, 1U);
  wildcards.OnFailure();
  EXPECT_EQ(wildcards.zones().failed, 1U);
}

TEST(EngineChecks, TheScanWaitsForItsWildcards) {
  const auto zones = ZonesOf(
      [](const Query& q) -> std::optional<Responses> {
        if (q.name != kImpossible) return std::nullopt;
        return Responses{};
      },
      kIp);
  ASSERT_TRUE(zones);
  EXPECT_EQ(zones->asked, 1U);
  EXPECT_EQ(zones->failed, 1U);
}

TEST(EngineChecks, TheLowestWildcardZonesAreListed) {
  Wildcards wildcards([](const Question&) {});
  constexpr uint32_t kZones = kWildcardsListed + 10;
  for (uint32_t block = kZones; block > 0; --block) {
    wildcards.OnPtr(block << 8);
    Message query(kHeaderBytes + kMaxQuestionBytes);
    query.resize(kHeaderBytes + wildcards.WriteQuestion(
                                    block, 0, query.data() + kHeaderBytes));
    const Message packet = ReplyTo(ReadQuery(query)).Ptr(kName).Build();
    EXPECT_TRUE(wildcards.OnReply(
        block,
        {.packet = packet, .header = *CheckHeader(packet), .facts = {}}));
  }
  const WildcardZones zones = wildcards.zones();
  EXPECT_EQ(zones.found, kZones);
  ASSERT_EQ(zones.lowest.size(), kWildcardsListed);
  EXPECT_EQ(zones.lowest.front(), 1U << 8);
  EXPECT_EQ(zones.lowest.back(), kWildcardsListed << 8);
}

// --- counterpart

// The findings of kIp, whose name's AAAA question gets `aaaa` and the PTR
// question of 2400::1 `ptr`.
std::string CounterpartFindings(std::function<Responses(const Query&)> aaaa,
                                std::function<Responses(const Query&)> ptr) {
  ScanLab lab(World([=](const Query& q) -> std::optional<Responses> {
    if (q.type == RrType::kAaaa) return aaaa(q);
    if (q.name == kIp6Reverse) return ptr(q);
    return std::nullopt;
  }));
  lab.options.checks.counterpart = true;
  lab.Scan(kIp);
  return lab.RowOf(kIp).findings;
}

Responses TwoAddresses(const Query& q) {
  return Say(ReplyTo(q).Ip("2400::2").Ip("2400::1"));
}

TEST(EngineChecks, ANameWithoutAaaaHasNoCounterpart) {
  EXPECT_EQ(CounterpartFindings(NoData, Nothing), "ipv6_counterpart_missing");
  EXPECT_EQ(CounterpartFindings(Nothing, Nothing), "ipv6_counterpart_missing");
}

TEST(EngineChecks, TheLowestAddressOfACounterpartNeedsAPtr) {
  EXPECT_EQ(CounterpartFindings(TwoAddresses, Nothing), "ipv6_no_ptr");
  EXPECT_EQ(CounterpartFindings(TwoAddresses, NoData), "ipv6_no_ptr");
  EXPECT_EQ(CounterpartFindings(
                TwoAddresses,
                [](const Query& q) { return Say(ReplyTo(q).Ptr(kName)); }),
            "");
}

TEST(EngineChecks, ACounterpartThatCannotBeKnownIsNoFinding) {
  EXPECT_EQ(CounterpartFindings(Silence, Nothing), "");
  EXPECT_EQ(CounterpartFindings(Servfail, Nothing), "");
  EXPECT_EQ(CounterpartFindings(TwoAddresses, Silence), "");
  EXPECT_EQ(CounterpartFindings(TwoAddresses, Servfail), "");
}

TEST(EngineChecks, ACounterpartIsFoundBehindAnAlias) {
  EXPECT_EQ(CounterpartFindings(
                [](const Query& q) {
                  if (q.name == kName) {
                    return Say(ReplyTo(q).Cname(kName, "b.some-town.net"));
                  }
                  return TwoAddresses(q);
                },
                Nothing),
            "ipv6_no_ptr");
}

TEST(EngineChecks, ACounterpartIsAskedOnceForAllAddresses) {
  ScanLab lab(World([](const Query& q) -> std::optional<Responses> {
    if (q.type == RrType::kAaaa)
      return {{{ReplyTo(q).Ip("2400::1").Build(), 50ms}}};
    return std::nullopt;
  }));
  lab.options.checks.counterpart = true;
  lab.Scan("20.0.0.0/24");
  EXPECT_EQ(lab.Queries(kName, RrType::kAaaa), 1);
  EXPECT_EQ(lab.Queries(kIp6Reverse, RrType::kPtr), 1);
  EXPECT_EQ(lab.rows.size(), 256U);
  EXPECT_EQ(lab.RowOf(kIp).findings, "ipv6_no_ptr");
  EXPECT_EQ(lab.RowOf("20.0.0.8").findings, "fcrdns_mismatch ipv6_no_ptr");
  // Of the 258 queries for rows, A and AAAA are forward ones.
  EXPECT_EQ(lab.counters().forward_queries, 2U);
  EXPECT_EQ(lab.counters().reverse_queries, 257U);
}

TEST(EngineChecks, OnlyAnAddressOfTheWorldIsACounterpart) {
  EXPECT_EQ(CounterpartFindings(
                [](const Query& q) {
                  return Say(ReplyTo(q).Ip("::1").Ip("fe80::1").Ip("2400::1"));
                },
                [](const Query& q) { return Say(ReplyTo(q).Ptr(kName)); }),
            "");
  ScanLab lab(World([](const Query& q) -> std::optional<Responses> {
    if (q.type != RrType::kAaaa) return std::nullopt;
    return Say(ReplyTo(q).Ip("::1").Ip("fd00::1"));
  }));
  lab.options.checks.counterpart = true;
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).findings, "");
  // Its own PTR, A and AAAA.
  EXPECT_EQ(lab.counters().reverse_queries + lab.counters().forward_queries,
            3U);
}

TEST(EngineChecks, TheAddressOfManyNamesIsAskedOnceForItsPtr) {
  ScanLab lab(World([](const Query& q) -> std::optional<Responses> {
    if (q.name.ends_with(".20.in-addr.arpa")) {
      return Say(ReplyTo(q).Ptr("h" + q.name.substr(0, q.name.find('.')) +
                                ".some-town.net"));
    }
    if (q.type == RrType::kAaaa) return Say(ReplyTo(q).Ip("2400::1"));
    if (q.name != kIp6Reverse) return std::nullopt;
    return Responses{{ReplyTo(q).Rcode(Rcode::kNxDomain).Build(), 50ms}};
  }));
  lab.options.checks.counterpart = true;
  lab.Scan("20.0.0.0/24");
  EXPECT_EQ(lab.Queries(kIp6Reverse, RrType::kPtr), 1);
  EXPECT_EQ(lab.counters().forward_queries, 512U);
  EXPECT_EQ(lab.rows.size(), 256U);
  for (const auto& [ip, row] : lab.rows) {
    EXPECT_NE(row.findings.find("ipv6_no_ptr"), std::string::npos) << ip;
  }
}

TEST(EngineChecks, ARowThatWaitsForItsCounterpartAloneCanBeHad) {
  for (const std::string_view silent : {kName, kIp6Reverse}) {
    ScanLab lab(World([silent](const Query& q) -> std::optional<Responses> {
      if (q.type == RrType::kA) return std::nullopt;
      if (q.name == silent) return Responses{};
      if (q.type == RrType::kAaaa) return Say(ReplyTo(q).Ip("2400::1"));
      return std::nullopt;
    }));
    lab.options.checks.counterpart = true;
    lab.options.timeout = 1min;
    lab.Begin("20.0.0.0/28");
    lab.Continue(1s);
    EXPECT_TRUE(lab.rows.empty());
    lab.engine->StopDrawing();
    lab.engine->GiveUpChecks(lab.network.now());
    EXPECT_EQ(lab.rows.size(), 16U);
    EXPECT_EQ(lab.double_rows, 0);
    EXPECT_EQ(lab.RowOf(kIp).findings, "");
    EXPECT_EQ(lab.RowOf(kIp).fcrdns, Fcrdns::kPass);
  }
}

TEST(EngineChecks, ANameThatIsNeverAskedHasNoCounterpart) {
  ScanLab lab(World([](const Query& q) -> std::optional<Responses> {
    if (q.name == kReverse) return Say(ReplyTo(q).Ptr("localhost"));
    return std::nullopt;
  }));
  lab.options.checks.counterpart = true;
  lab.Scan(kIp);
  EXPECT_EQ(lab.Queries("localhost", RrType::kAaaa), 0);
  EXPECT_EQ(lab.RowOf(kIp).findings.find("ipv6"), std::string::npos);
}

TEST(EngineChecks, AnIpv6AddressHasNoCounterpart) {
  ScanLab lab(World([](const Query& q) -> std::optional<Responses> {
    if (q.type == RrType::kPtr) return Say(ReplyTo(q).Ptr(kName));
    return TwoAddresses(q);
  }));
  lab.options.checks.counterpart = true;
  lab.Scan("2400::2");
  EXPECT_EQ(lab.Queries(kName, RrType::kAaaa), 1);
  EXPECT_EQ(lab.Queries(kIp6Reverse, RrType::kPtr), 0);
  EXPECT_EQ(lab.RowOf("2400::2").findings, "");
}

// --- all

TEST(EngineChecks, AllChecksTogetherMakeOneRowEach) {
  ScanLab lab(World([](const Query& q) -> std::optional<Responses> {
    if (q.name == "9.0.0.20.in-addr.arpa") {
      return q.checking_disabled ? Nothing(q) : Servfail(q);
    }
    return std::nullopt;
  }));
  lab.options.checks = {.wildcard = true, .counterpart = true, .dnssec = true};
  lab.Scan("20.0.0.0/24");
  EXPECT_TRUE(lab.engine->complete());
  EXPECT_EQ(lab.rows.size(), 256U);
  EXPECT_EQ(lab.double_rows, 0);
  EXPECT_EQ(lab.RowOf("20.0.0.9").findings, "ptr_servfail dnssec_bogus");
  EXPECT_EQ(lab.RowOf(kIp).findings, "ipv6_counterpart_missing");
}

}  // namespace
}  // namespace ptrcensus
