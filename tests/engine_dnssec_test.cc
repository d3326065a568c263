// The check for failed validation (--check dnssec).
#include <gtest/gtest.h>

#include "tests/support/checks_world.h"

namespace ptrcensus {
namespace {

using namespace testing;

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

TEST(EngineDnssec, AnAnswerWithoutValidationShowsABogusZone) {
  for (const auto& unchecked : {Nothing, NoData}) {
    const SeenRow row = ReverseServfail(unchecked);
    EXPECT_EQ(row.status, PtrStatus::kServfail);
    EXPECT_EQ(row.rcode, Rcode::kServFail);
    EXPECT_EQ(row.findings, "ptr_servfail dnssec_bogus");
    EXPECT_EQ(row.attempts, 7U);  // three, one without checks, three
  }
  EXPECT_EQ(ReverseServfail([](const Query& q) {
              return Say(ReplyTo(q).Ptr(kName));
            }).names,
            "");
}

TEST(EngineDnssec, AServfailWithoutValidationIsNothingMore) {
  for (const auto& unchecked : {Servfail, Silence}) {
    const SeenRow row = ReverseServfail(unchecked);
    EXPECT_EQ(row.findings, "ptr_servfail");
    EXPECT_EQ(row.attempts, 6U);  // tried again like any other
  }
}

TEST(EngineDnssec, OtherFailuresAreNotLookedInto) {
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

TEST(EngineDnssec, ABogusZoneDownTheChainIsSeen) {
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
  EXPECT_EQ(lab.RowOf(kIp).attempts, 8U);
}

TEST(EngineDnssec, ABogusForwardZoneIsSeenByAllItsAddresses) {
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

TEST(EngineDnssec, AForwardServfailWithoutValidationIsNothingMore) {
  ScanLab lab(World([](const Query& q) -> std::optional<Responses> {
    if (q.name != kName) return std::nullopt;
    return Servfail(q);
  }));
  lab.options.checks.dnssec = true;
  lab.Scan(kIp);
  EXPECT_EQ(UncheckedQueries(lab), 3U);
  EXPECT_EQ(lab.RowOf(kIp).findings, "forward_servfail");
}

// SERVFAIL to the first `failures` questions for `name` with checking.
std::function<std::optional<Responses>(const Query&)> Passing(
    std::string_view name, int failures) {
  return
      [=, left = failures](const Query& q) mutable -> std::optional<Responses> {
        if (q.name != name || q.checking_disabled || left == 0)
          return std::nullopt;
        --left;
        return Servfail(q);
      };
}

TEST(EngineDnssec, AFailureThatPassesIsNotBogus) {
  ScanLab reverse(World(Passing(kReverse, 3)));
  reverse.options.checks.dnssec = true;
  reverse.Scan(kIp);
  EXPECT_EQ(UncheckedQueries(reverse), 1U);
  EXPECT_EQ(reverse.RowOf(kIp).findings, "ptr_servfail");
  EXPECT_EQ(reverse.RowOf(kIp).attempts, 5U);
  ScanLab forward(World(Passing(kName, 3)));
  forward.options.checks.dnssec = true;
  forward.Scan(kIp);
  EXPECT_EQ(UncheckedQueries(forward), 1U);
  EXPECT_EQ(forward.RowOf(kIp).findings, "forward_servfail");
}

// What another server answers without checking says nothing of the failure.
TEST(EngineDnssec, TheServerThatFailedIsCompared) {
  ServerFunction world = World([](const Query&) { return std::nullopt; });
  ScanLab lab([world](const Arrival& a) -> Responses {
    if (IsProbe(a.query)) return world(a);
    if (a.query.name != kReverse) return world(a);
    if (a.server == ServerAt(1)) return Servfail(a.query);
    return a.query.checking_disabled ? Nothing(a.query) : Responses{};
  });
  lab.options.resolvers = {ServerAt(1), ServerAt(2)};
  lab.options.checks.dnssec = true;
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).findings, "ptr_servfail");
  EXPECT_GT(UncheckedQueries(lab), 0U);
  for (const Arrival& a : lab.network.arrivals()) {
    if (!a.query.checking_disabled) continue;
    EXPECT_EQ(a.server, ServerAt(1));
  }
}

// Begins a scan of kIp in which what `waits` says is never answered, and gives
// up after ten seconds.
SeenRow GivenUp(std::function<bool(const Query&)> waits,
                std::string_view bogus) {
  ScanLab lab(World([=](const Query& q) -> std::optional<Responses> {
    if (waits(q)) return Responses{};
    if (q.name == bogus) return Servfail(q);
    return std::nullopt;
  }));
  lab.options.checks.dnssec = true;
  lab.options.timeout = 1min;
  lab.Begin(kIp);
  lab.Continue(10s);
  lab.engine->StopDrawing();
  EXPECT_TRUE(lab.rows.empty());
  lab.engine->GiveUpChecks(lab.network.now());
  EXPECT_EQ(lab.rows.size(), 1U);
  EXPECT_TRUE(lab.engine->complete());
  return lab.RowOf(kIp);
}

TEST(EngineDnssec, ARowThatWaitsForTheCheckAloneCanBeHad) {
  const auto unchecked = [](const Query& q) { return q.checking_disabled; };
  EXPECT_EQ(GivenUp(unchecked, kReverse).findings, "ptr_servfail");
  const SeenRow row = GivenUp(unchecked, kName);
  EXPECT_EQ(row.findings, "forward_servfail");
  EXPECT_EQ(row.fcrdns, Fcrdns::kForwardTemp);
}

}  // namespace
}  // namespace ptrcensus
