// Tries: where and when a question is asked again, and when not.
#include <gtest/gtest.h>

#include "scanner/engine/limits.h"
#include "tests/support/scan_lab.h"

namespace ptrcensus {
namespace {

using namespace testing;

constexpr std::string_view kIp = "20.0.0.7";

std::vector<Arrival> Reverse(const ScanLab& lab) {
  std::vector<Arrival> found;
  for (const Arrival& a : lab.network.arrivals()) {
    if (!IsProbe(a.query)) found.push_back(a);
  }
  return found;
}

ServerFunction Always(Rcode rcode) {
  return Alive([rcode](const Arrival& a) -> Responses {
    return {{ReplyTo(a.query).Rcode(rcode).Build()}};
  });
}

TEST(EngineRetry, TimeoutsAreAskedAgainAfterTheTimeout) {
  ScanLab lab(Alive([](const Arrival&) -> Responses { return {}; }));
  lab.Scan(kIp);
  const auto asked = Reverse(lab);
  ASSERT_EQ(asked.size(), 3U);
  EXPECT_NEAR(static_cast<double>((asked[1].at - asked[0].at).count()), 2e9,
              5e6);
  EXPECT_EQ(lab.RowOf(kIp).status, PtrStatus::kTimeout);
  EXPECT_EQ(lab.RowOf(kIp).fcrdns, Fcrdns::kPtrTemp);
  EXPECT_EQ(lab.RowOf(kIp).attempts, 3U);
  EXPECT_EQ(lab.RowOf(kIp).server, std::nullopt);
}

TEST(EngineRetry, TheNextTryGoesToTheOtherServer) {
  ScanLab lab(Alive([](const Arrival& a) -> Responses {
    if (a.server == ServerAt(1)) return {};
    return {{ReplyTo(a.query).Rcode(Rcode::kNxDomain).Build()}};
  }));
  lab.options.resolvers = {ServerAt(1), ServerAt(2)};
  lab.Scan("20.0.0.0/28");
  for (const auto& [ip, row] : lab.rows) {
    EXPECT_EQ(row.status, PtrStatus::kNxdomain);
    EXPECT_EQ(row.server, ServerAt(2));
    EXPECT_LE(row.attempts, 2U);
  }
}

TEST(EngineRetry, ServfailOfTheOnlyServerIsAskedAgainLaterThenLater) {
  ScanLab lab(Always(Rcode::kServFail));
  lab.Scan(kIp);
  const auto asked = Reverse(lab);
  ASSERT_EQ(asked.size(), 3U);
  EXPECT_GE(asked[1].at - asked[0].at, kServfailDelay);
  EXPECT_LE(asked[1].at - asked[0].at, kServfailDelay + 10ms);
  EXPECT_GE(asked[2].at - asked[1].at, 2 * kServfailDelay);
  EXPECT_LE(asked[2].at - asked[1].at, 2 * kServfailDelay + 10ms);
  EXPECT_EQ(lab.RowOf(kIp).status, PtrStatus::kServfail);
  EXPECT_EQ(lab.RowOf(kIp).rcode, Rcode::kServFail);
  EXPECT_EQ(lab.RowOf(kIp).server, ServerAt(1));
}

TEST(EngineRetry, ServfailDelaysStopDoublingAtHalfAMinute) {
  ScanLab lab(Always(Rcode::kServFail));
  lab.options.tries = 8;
  lab.Scan(kIp);
  const auto asked = Reverse(lab);
  ASSERT_EQ(asked.size(), 8U);
  for (size_t i = 1; i < asked.size(); ++i) {
    const Duration delay =
        std::min<Duration>(kServfailDelay * (1 << (i - 1)), 32s);
    EXPECT_GE(asked[i].at - asked[i - 1].at, delay);
    EXPECT_LE(asked[i].at - asked[i - 1].at, delay + 10ms);
  }
}

TEST(EngineRetry, ServfailGoesToTheOtherServerAtOnce) {
  ScanLab lab(Alive([](const Arrival& a) -> Responses {
    const bool bad = a.server == ServerAt(1);
    return {{ReplyTo(a.query)
                 .Rcode(bad ? Rcode::kServFail : Rcode::kNxDomain)
                 .Build()}};
  }));
  lab.options.resolvers = {ServerAt(1), ServerAt(2)};
  lab.Scan("20.0.0.0/28", 500ms);
  EXPECT_EQ(lab.rows.size(), 16U);
}

TEST(EngineRetry, RefusedIsNotAskedAgainAtThatServer) {
  ScanLab lab(Always(Rcode::kRefused));
  lab.Scan(kIp);
  EXPECT_EQ(Reverse(lab).size(), 1U);
  EXPECT_EQ(lab.RowOf(kIp).status, PtrStatus::kRefused);

  ScanLab two(Always(Rcode::kRefused));
  two.options.resolvers = {ServerAt(1), ServerAt(2)};
  two.Scan(kIp);
  ASSERT_EQ(Reverse(two).size(), 2U);
  EXPECT_NE(Reverse(two)[0].server, Reverse(two)[1].server);
}

TEST(EngineRetry, TheLastRcodeDecidesWhenTriesEndDifferently) {
  int n = 0;
  ScanLab lab(Alive([&n](const Arrival& a) -> Responses {
    if (++n != 2) return {};
    return {{ReplyTo(a.query).Rcode(Rcode::kServFail).Build()}};
  }));
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).status, PtrStatus::kServfail);
  EXPECT_EQ(lab.RowOf(kIp).attempts, 3U);
}

TEST(EngineRetry, MalformedCountsMoreThanATimeout) {
  int n = 0;
  ScanLab lab(Alive([&n](const Arrival& a) -> Responses {
    if (++n != 1) return {};
    return {{ReplyTo(a.query).BrokenPtr().Build()}};
  }));
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).status, PtrStatus::kMalformed);
}

TEST(EngineRetry, ARefusedSendIsNotATry) {
  FakeNetwork* network = nullptr;
  ScanLab lab([&](const Arrival& a) -> Responses {
    if (IsProbe(a.query)) network->RefuseNext(20);
    return {{ReplyTo(a.query).Rcode(Rcode::kNxDomain).Build()}};
  });
  network = &lab.network;
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).status, PtrStatus::kNxdomain);
  EXPECT_EQ(lab.RowOf(kIp).attempts, 1U);
  EXPECT_EQ(lab.counters().unsent, 20U);
  EXPECT_GE(Reverse(lab)[0].at - lab.network.arrivals()[0].at,
            19 * kUnsentDelay);
  EXPECT_EQ(lab.counters().reverse_queries, 1U);
}

TEST(EngineRetry, FormerrIsAskedAgainOnceWithoutEdnsAndRemembered) {
  ScanLab lab(Alive([](const Arrival& a) -> Responses {
    return {{ReplyTo(a.query)
                 .Rcode(a.query.edns ? Rcode::kFormErr : Rcode::kNxDomain)
                 .Build()}};
  }));
  lab.options.rate_qps = 100;
  lab.Scan("20.0.0.0/26");
  int with_edns = 0;
  for (const Arrival& a : Reverse(lab)) with_edns += a.query.edns;
  EXPECT_EQ(with_edns, 1);
  EXPECT_EQ(lab.rows.size(), 64U);
  for (const auto& [ip, row] : lab.rows) {
    EXPECT_EQ(row.status, PtrStatus::kNxdomain) << ip;
  }
  EXPECT_FALSE(lab.counters().servers[0].edns);
}

TEST(EngineRetry, ABareHeaderIsUnderstoodAsNoEdns) {
  ScanLab lab(Alive([](const Arrival& a) -> Responses {
    if (a.query.edns) {
      return {{ReplyTo(a.query).Rcode(Rcode::kFormErr).HeaderOnly().Build()}};
    }
    return {{ReplyTo(a.query).Rcode(Rcode::kNxDomain).Build()}};
  }));
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).status, PtrStatus::kNxdomain);
}

TEST(EngineRetry, FormerrWithAndWithoutEdnsIsTheStatus) {
  ScanLab lab(Always(Rcode::kFormErr));
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).status, PtrStatus::kOtherRcode);
  EXPECT_EQ(lab.RowOf(kIp).rcode, Rcode::kFormErr);
}

TEST(EngineRetry, TruncatedIsAskedOverTcp) {
  ScanLab lab(Alive([](const Arrival& a) -> Responses {
    if (a.query.type != RrType::kPtr) {
      return {{ReplyTo(a.query).Rcode(Rcode::kNxDomain).Build()}};
    }
    if (!a.tcp) {
      return {{ReplyTo(a.query).Tc().Ptr("cut.example.com").Build()}};
    }
    return {{ReplyTo(a.query).Ptr("whole.example.com").Build(), 20ms}};
  }));
  lab.Scan(kIp);
  const SeenRow& row = lab.RowOf(kIp);
  EXPECT_EQ(row.status, PtrStatus::kOk);
  EXPECT_EQ(row.names, "whole.example.com=no_forward");
  EXPECT_EQ(row.flags, "aa tc tcp");
  EXPECT_EQ(row.attempts, 2U);
  EXPECT_EQ(row.rtt_us, 20'000U);
  EXPECT_EQ(lab.network.tcp_outstanding(), 0U);
}

TEST(EngineRetry, ATruncatedNxdomainIsAskedOverTcpForItsZone) {
  ScanLab lab(Alive([](const Arrival& a) -> Responses {
    ReplyTo reply(a.query);
    reply.Rcode(Rcode::kNxDomain);
    return {{(a.tcp ? reply.Soa("20.in-addr.arpa") : reply.Tc()).Build()}};
  }));
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).status, PtrStatus::kNxdomain);
  EXPECT_EQ(lab.RowOf(kIp).zone, "20.in-addr.arpa");
  EXPECT_EQ(lab.RowOf(kIp).flags, "aa tc tcp");
}

TEST(EngineRetry, TruncatedWithoutTcpIsATimeoutWithFlag) {
  ScanLab lab(Alive([](const Arrival& a) -> Responses {
    return {{ReplyTo(a.query).Tc().Ptr("cut.example.com").Build()}};
  }));
  lab.network.FailTcp();
  lab.Scan(kIp);
  const SeenRow& row = lab.RowOf(kIp);
  EXPECT_EQ(row.status, PtrStatus::kTimeout);
  EXPECT_EQ(row.flags, "tc");
  EXPECT_EQ(row.names, "");
  EXPECT_EQ(row.attempts, 4U);
}

TEST(EngineRetry, ATruncatedReplyIsNotReadAtAll) {
  ScanLab lab(Alive([](const Arrival& a) -> Responses {
    if (a.tcp) return {{ReplyTo(a.query).Rcode(Rcode::kNxDomain).Build()}};
    Message cut = ReplyTo(a.query).Tc().Ptr("cut.example.com").Build();
    cut.erase(cut.end() - 5, cut.end());
    return {{cut}};
  }));
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).status, PtrStatus::kNxdomain);
  EXPECT_EQ(lab.RowOf(kIp).flags, "aa tc tcp");
}

TEST(EngineRetry, TruncatedOverTcpTooIsATimeout) {
  ScanLab lab(Alive([](const Arrival& a) -> Responses {
    return {{ReplyTo(a.query).Tc().Build()}};
  }));
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).status, PtrStatus::kTimeout);
  EXPECT_EQ(lab.RowOf(kIp).flags, "tc");
  EXPECT_EQ(lab.network.tcp_outstanding(), 0U);
}

TEST(EngineRetry, AFailedConnectionIsTriedAgainLater) {
  ScanLab lab(Alive([](const Arrival& a) -> Responses {
    return {{ReplyTo(a.query).Tc().Build()}};
  }));
  lab.network.FailTcp();
  lab.Scan(kIp);
  const auto asked = Reverse(lab);
  ASSERT_EQ(asked.size(), 4U);
  EXPECT_GE(asked[2].at - asked[1].at, kServfailDelay);
  EXPECT_GE(asked[3].at - asked[2].at, 2 * kServfailDelay);
}

TEST(EngineRetry, AConnectionThatServedOthersAndEndsCostsNoTry) {
  ScanLab lab(Alive([](const Arrival& a) -> Responses {
    if (a.tcp) return {{ReplyTo(a.query).Rcode(Rcode::kNxDomain).Build()}};
    return {{ReplyTo(a.query).Tc().Build()}};
  }));
  lab.network.FailTcp(/*is_try=*/false);
  lab.Begin(kIp);
  lab.Continue(500ms);
  EXPECT_GT(Reverse(lab).size(), 10U);
  EXPECT_TRUE(lab.rows.empty());
  lab.network.MendTcp();
  lab.Continue(1min);
  EXPECT_EQ(lab.RowOf(kIp).status, PtrStatus::kNxdomain);
}

TEST(EngineRetry, ButNotForEver) {
  ScanLab lab(Alive([](const Arrival& a) -> Responses {
    return {{ReplyTo(a.query).Tc().Build()}};
  }));
  lab.network.FailTcp(/*is_try=*/false);
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).status, PtrStatus::kTimeout);
  EXPECT_EQ(Reverse(lab).size(), kMaxTcpResends + 2U);
}

TEST(EngineRetry, WhatOneServerDoesNotKnowAnotherIsAskedWith) {
  ScanLab lab(Alive([](const Arrival& a) -> Responses {
    if (a.server == ServerAt(2)) {
      return {{ReplyTo(a.query).Rcode(Rcode::kNxDomain).Build()}};
    }
    if (!a.query.edns) return {};
    return {{ReplyTo(a.query).Rcode(Rcode::kFormErr).Build()}};
  }));
  lab.options.resolvers = {ServerAt(1), ServerAt(2)};
  lab.Scan("20.0.0.0/28");
  EXPECT_EQ(lab.rows.size(), 16U);
  EXPECT_TRUE(lab.counters().servers[1].edns);
}

TEST(EngineRetry, ASilentTcpServerCostsItsTriesOnly) {
  ScanLab lab(Alive([](const Arrival& a) -> Responses {
    if (a.tcp) return {};
    return {{ReplyTo(a.query).Tc().Build()}};
  }));
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).status, PtrStatus::kTimeout);
  EXPECT_EQ(lab.network.tcp_outstanding(), 0U);
  const auto asked = Reverse(lab);
  ASSERT_EQ(asked.size(), 4U);
  const Duration limit = kTcpTimeoutFactor * lab.options.timeout;
  EXPECT_GE(asked[3].at - asked[2].at, limit);
  EXPECT_LE(asked[3].at - asked[2].at, limit + 10ms);
}

TEST(EngineRetry, LossIsMadeUpForByTries) {
  int n = 0;
  ScanLab lab(Alive([&n](const Arrival& a) -> Responses {
    if (++n % 3 == 0) return {};
    return {{ReplyTo(a.query).Rcode(Rcode::kNxDomain).Build(),
             Duration(n % 7 * 1ms)}};
  }));
  lab.options.tries = 8;
  lab.Scan("20.0.0.0/23");
  EXPECT_EQ(lab.rows.size(), 512U);
  for (const auto& [ip, row] : lab.rows) {
    EXPECT_EQ(row.status, PtrStatus::kNxdomain) << ip;
  }
}

TEST(EngineRetry, RetriesComeBeforeNewTargets) {
  int dropped = 0;
  ScanLab lab(Alive([&dropped](const Arrival& a) -> Responses {
    if (dropped < 5) return ++dropped, Responses{};
    return {{ReplyTo(a.query).Rcode(Rcode::kNxDomain).Build()}};
  }));
  lab.options.rate_qps = 100;
  lab.Scan("20.0.0.0/22");
  // 100 targets a second: the first five are asked again after two seconds,
  // long before the last of 1,024 targets is drawn.
  const auto asked = Reverse(lab);
  for (int i = 0; i < 5; ++i) {
    const std::string& name = asked[static_cast<size_t>(i)].query.name;
    const auto again =
        std::find_if(asked.begin() + 5, asked.end(),
                     [&](const Arrival& a) { return a.query.name == name; });
    ASSERT_NE(again, asked.end());
    EXPECT_LE(again->at - asked[0].at, 2200ms);
  }
}

}  // namespace
}  // namespace ptrcensus
