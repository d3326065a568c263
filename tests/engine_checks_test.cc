// The extra queries of --check: found, not found, failed, and not asked.
#include <gtest/gtest.h>

#include "io/query.h"
#include "scanner/engine/limits.h"
#include "scanner/engine/wildcards.h"
#include "tests/support/scan_lab.h"

namespace ptrcensus {
namespace {

using namespace testing;

constexpr std::string_view kIp = "20.0.0.7";
constexpr std::string_view kReverse = "7.0.0.20.in-addr.arpa";
constexpr std::string_view kImpossible = "256.0.0.20.in-addr.arpa";
constexpr std::string_view kName = "mail.some-town.net";
constexpr std::string_view kIp6Reverse =
    "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.4.2.ip6.arpa";

Responses Say(const ReplyTo& reply) { return {{reply.Build()}}; }
Responses Nothing(const Query& query) {
  return Say(ReplyTo(query).Rcode(Rcode::kNxDomain));
}
Responses Servfail(const Query& query) {
  return Say(ReplyTo(query).Rcode(Rcode::kServFail));
}

// Every address of an IPv4 block is called kName, which has the address kIp;
// what `special` gives goes first.
ServerFunction World(
    std::function<std::optional<Responses>(const Query&)> special) {
  return Alive([special](const Arrival& a) -> Responses {
    if (const auto responses = special(a.query)) return *responses;
    if (a.query.name.starts_with("256.")) return Nothing(a.query);
    if (a.query.name.ends_with(".in-addr.arpa")) {
      return Say(ReplyTo(a.query).Ptr(kName));
    }
    if (a.query.type == RrType::kA) return Say(ReplyTo(a.query).Ip(kIp));
    return Nothing(a.query);
  });
}

size_t UncheckedQueries(const ScanLab& lab) {
  return static_cast<size_t>(std::ranges::count_if(
      lab.network.arrivals(),
      [](const Arrival& a) { return a.query.checking_disabled; }));
}

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
Responses NoData(const Query& q) { return Say(ReplyTo(q)); }
Responses Silence(const Query&) { return {}; }

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

// --- dnssec

// kIp, whose reverse question gets SERVFAIL, and without validation what
// `unchecked` gives.
SeenRow ReverseServfail(std::function<Responses(const Query&)> unchecked) {
  ScanLab lab(World([=](const Query& q) -> std::optional<Responses> {
    if (q.name != kReverse) return std::nullopt;
    return q.checking_disabled ? unchecked(q) : Servfail(q);
  }));
  lab.options.checks.dnssec = true;
  lab.Scan(kIp);
  return lab.RowOf(kIp);
}

TEST(EngineChecks, AnAnswerWithoutValidationShowsABogusZone) {
  for (const auto& unchecked : {Nothing, NoData}) {
    const SeenRow row = ReverseServfail(unchecked);
    EXPECT_EQ(row.status, PtrStatus::kServfail);
    EXPECT_EQ(row.rcode, Rcode::kServFail);
    EXPECT_EQ(row.findings, "ptr_servfail dnssec_bogus");
    EXPECT_EQ(row.attempts, 4U);
  }
  EXPECT_EQ(ReverseServfail([](const Query& q) {
              return Say(ReplyTo(q).Ptr(kName));
            }).names,
            "");
}

TEST(EngineChecks, AServfailWithoutValidationIsNothingMore) {
  for (const auto& unchecked : {Servfail, Silence}) {
    const SeenRow row = ReverseServfail(unchecked);
    EXPECT_EQ(row.findings, "ptr_servfail");
    EXPECT_EQ(row.attempts, 6U);  // tried again like any other
  }
}

TEST(EngineChecks, OtherFailuresAreNotLookedInto) {
  ScanLab lab(World([](const Query& q) -> std::optional<Responses> {
    if (q.name == kReverse) return Responses{};
    if (q.name.ends_with("8.0.0.20.in-addr.arpa")) {
      return Say(ReplyTo(q).Rcode(Rcode::kRefused));
    }
    return std::nullopt;
  }));
  lab.options.checks.dnssec = true;
  lab.Scan("20.0.0.0/28");
  EXPECT_EQ(UncheckedQueries(lab), 0U);
}

TEST(EngineChecks, ABogusZoneDownTheChainIsSeen) {
  ScanLab lab(World([](const Query& q) -> std::optional<Responses> {
    if (q.name == kReverse) {
      return Say(ReplyTo(q).Cname(kReverse, "b.some-town.net"));
    }
    if (q.name != "b.some-town.net") return std::nullopt;
    return q.checking_disabled ? Nothing(q) : Servfail(q);
  }));
  lab.options.checks.dnssec = true;
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).findings, "ptr_servfail dnssec_bogus");
  EXPECT_EQ(lab.RowOf(kIp).attempts, 5U);
}

TEST(EngineChecks, ABogusForwardZoneIsSeenByAllItsAddresses) {
  ScanLab lab(World([](const Query& q) -> std::optional<Responses> {
    if (q.name != kName) return std::nullopt;
    return q.checking_disabled ? Nothing(q) : Servfail(q);
  }));
  lab.options.checks.dnssec = true;
  lab.Scan("20.0.0.0/28");
  EXPECT_EQ(UncheckedQueries(lab), 1U);
  EXPECT_EQ(lab.RowOf(kIp).fcrdns, Fcrdns::kForwardTemp);
  EXPECT_EQ(lab.RowOf(kIp).findings, "forward_servfail dnssec_bogus");
  EXPECT_EQ(lab.RowOf(kIp).attempts, 1U);
  EXPECT_EQ(lab.RowOf("20.0.0.9").findings, "forward_servfail dnssec_bogus");
}

TEST(EngineChecks, AForwardServfailWithoutValidationIsNothingMore) {
  ScanLab lab(World([](const Query& q) -> std::optional<Responses> {
    if (q.name != kName) return std::nullopt;
    return Servfail(q);
  }));
  lab.options.checks.dnssec = true;
  lab.Scan(kIp);
  EXPECT_EQ(UncheckedQueries(lab), 3U);
  EXPECT_EQ(lab.RowOf(kIp).findings, "forward_servfail");
}

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
