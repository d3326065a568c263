// Pace, windows, servers that fall silent, and the end of a scan.
#include <gtest/gtest.h>

#include <climits>
#include <numeric>

#include "scanner/engine/limits.h"
#include "tests/support/scan_lab.h"

namespace ptrcensus {
namespace {

using namespace testing;

ServerFunction Empty(Duration after = 1ms) {
  return Alive([after](const Arrival& a) -> Responses {
    return {{ReplyTo(a.query).Rcode(Rcode::kNxDomain).Build(), after}};
  });
}

TEST(EnginePace, EveryQueryCountsTowardsTheRate) {
  ScanLab lab(Alive([](const Arrival& a) -> Responses {
    if (a.query.type == RrType::kPtr) {
      return {{ReplyTo(a.query)
                   .Ptr("h" + a.query.name.substr(0, 6) + ".example.com")
                   .Build()}};
    }
    if (a.query.name[1] == '1') return {};
    return {{ReplyTo(a.query).Rcode(Rcode::kNxDomain).Build()}};
  }));
  lab.options.rate_qps = 500;
  lab.options.window = 10'000;
  lab.Scan("20.0.0.0/20");
  std::map<int64_t, int> per_second;
  const Time first = lab.network.arrivals().front().at;
  for (const Arrival& a : lab.network.arrivals()) {
    ++per_second[(a.at - first) / 1s];
  }
  const auto last = per_second.rbegin()->first;
  ASSERT_GT(last, 10);
  for (const auto& [second, n] : per_second) {
    EXPECT_LE(n, 503) << second;
    // While new targets are to be had, the pace is kept as well as held.
    if (second > 0 && second < 10) {
      EXPECT_GE(n, 497) << second;
    }
  }
}

TEST(EnginePace, TheServerRateHoldsForEachServer) {
  ScanLab lab(Empty());
  lab.options.resolvers = {ServerAt(1), ServerAt(2)};
  lab.options.rate_qps = 1000;
  lab.options.server_rate_qps = 100;
  lab.Begin("20.0.0.0/20");
  lab.Continue(5s);
  std::map<Endpoint, int> per_server;
  for (const Arrival& a : lab.network.arrivals()) ++per_server[a.server];
  EXPECT_NEAR(per_server[ServerAt(1)], 500, 8);
  EXPECT_NEAR(per_server[ServerAt(2)], 500, 8);
  EXPECT_EQ(lab.counters().holdback, Holdback::kServers);
}

TEST(EnginePace, TheWindowBoundsAddressesUnderWay) {
  ScanLab lab(Empty(500ms));
  lab.options.window = 7;
  lab.Begin("20.0.0.0/24");
  lab.Continue(400ms);
  EXPECT_EQ(lab.counters().in_flight, 7U);
  EXPECT_EQ(lab.counters().holdback, Holdback::kWindow);
  lab.Continue(10min);
  EXPECT_EQ(lab.rows.size(), 256U);
}

TEST(EnginePace, NothingIsDrawnWhileTheOutputIsFull) {
  ScanLab lab(Empty());
  lab.output_full = true;
  lab.Begin("20.0.0.0/24");
  lab.Continue(5s);
  EXPECT_EQ(lab.counters().drawn, 0U);
  lab.output_full = false;
  lab.Continue(1min);
  EXPECT_EQ(lab.rows.size(), 256U);
}

TEST(EnginePace, WithoutARateRepliesSetThePace) {
  ScanLab lab(Empty());
  lab.options.rate_qps = 0;
  lab.options.window = 4096;
  lab.Begin("20.0.0.0/18");
  lab.Continue(2s);
  EXPECT_EQ(lab.rows.size(), 16384U);
}

TEST(EnginePace, NobodyThereIsFoundByTheStartProbes) {
  ScanLab lab([](const Arrival&) -> Responses { return {}; });
  lab.Begin("20.0.0.0/24");
  lab.Continue(10s);
  EXPECT_TRUE(lab.engine->nobody_there());
  EXPECT_EQ(lab.counters().drawn, 0U);
  const Duration took = lab.network.now() - lab.network.arrivals()[0].at;
  const Duration due = (kStartProbes - 1) * kStartProbeInterval + kProbeTimeout;
  EXPECT_GE(took, due);
  EXPECT_LE(took, due + 2 * kProbeWatch);
  for (const Arrival& a : lab.network.arrivals()) {
    EXPECT_TRUE(IsProbe(a.query));
  }
}

TEST(EnginePace, AnyReplyToAProbeCounts) {
  ScanLab lab([](const Arrival& a) -> Responses {
    const Rcode rcode = IsProbe(a.query) ? Rcode::kRefused : Rcode::kNxDomain;
    return {{ReplyTo(a.query).Rcode(rcode).Build()}};
  });
  lab.Scan("20.0.0.0/28");
  EXPECT_EQ(lab.rows.size(), 16U);
}

TEST(EnginePace, AServerThatDropsEdnsIsAskedWithout) {
  ScanLab lab([](const Arrival& a) -> Responses {
    if (a.query.edns) return {};
    return {{ReplyTo(a.query).Rcode(Rcode::kNxDomain).Build()}};
  });
  lab.Scan("20.0.0.0/28");
  EXPECT_EQ(lab.rows.size(), 16U);
  EXPECT_FALSE(lab.counters().servers[0].edns);
}

TEST(EnginePace, ASlowServerKeepsEdns) {
  ScanLab lab([](const Arrival& a) -> Responses {
    return {{ReplyTo(a.query).Rcode(Rcode::kNxDomain).Build(), 1500ms}};
  });
  lab.Scan("20.0.0.0/28");
  EXPECT_EQ(lab.rows.size(), 16U);
  EXPECT_TRUE(lab.counters().servers[0].edns);
}

TEST(EnginePace, AServerSlowerThanItsProbeIsThere) {
  ScanLab lab([](const Arrival& a) -> Responses {
    return {{ReplyTo(a.query).Rcode(Rcode::kNxDomain).Build(), 2500ms}};
  });
  lab.options.timeout = 6s;
  lab.Scan("20.0.0.0/28");
  EXPECT_EQ(lab.rows.size(), 16U);
  EXPECT_EQ(lab.RowOf("20.0.0.1").attempts, 1U);
}

TEST(EnginePace, APauseForWantOfTargetsIsNoLag) {
  ScanLab lab(Empty(50ms));
  lab.options.rate_qps = 500;
  lab.options.window = 5;
  lab.Scan("20.0.0.0/24");
  EXPECT_EQ(lab.counters().lag_forgiven_us, 0U);
}

TEST(EnginePace, ADeadServerBesideALiveOneIsNotAsked) {
  ScanLab lab([](const Arrival& a) -> Responses {
    if (a.server == ServerAt(2)) return {};
    return {{ReplyTo(a.query).Rcode(Rcode::kNxDomain).Build()}};
  });
  lab.options.resolvers = {ServerAt(1), ServerAt(2)};
  lab.Scan("20.0.0.0/24");
  EXPECT_EQ(lab.rows.size(), 256U);
  for (const Arrival& a : lab.network.arrivals()) {
    EXPECT_TRUE(a.server == ServerAt(1) || IsProbe(a.query));
  }
}

TEST(EnginePace, ManyDeadServersTakeLittleOfThePace) {
  ScanLab lab([](const Arrival& a) -> Responses {
    if (a.server != ServerAt(50)) return {};
    return {{ReplyTo(a.query).Rcode(Rcode::kNxDomain).Build()}};
  });
  lab.options.resolvers.clear();
  for (int i = 1; i <= 51; ++i) lab.options.resolvers.push_back(ServerAt(i));
  lab.options.rate_qps = 10;
  lab.Scan("20.0.0.0/24", 60s);
  EXPECT_EQ(lab.rows.size(), 256U);
  std::map<int64_t, int> per_second;
  const Time first = lab.network.arrivals().front().at;
  for (const Arrival& a : lab.network.arrivals()) {
    ++per_second[(a.at - first) / 1s];
  }
  for (const auto& [second, n] : per_second) EXPECT_LE(n, 11) << second;
}

TEST(EnginePace, AServerThatDiesIsProbedAndItsLookupsMoveOn) {
  Time death{};
  ScanLab lab([&death](const Arrival& a) -> Responses {
    if (a.server == ServerAt(2) && a.at >= death) return {};
    return {{ReplyTo(a.query).Rcode(Rcode::kNxDomain).Build()}};
  });
  lab.options.resolvers = {ServerAt(1), ServerAt(2)};
  lab.options.rate_qps = 100;
  death = lab.network.now() + 2s;
  lab.Scan("20.0.0.0/20");
  EXPECT_EQ(lab.rows.size(), 4096U);
  EXPECT_EQ(lab.counters().by_status[static_cast<size_t>(PtrStatus::kTimeout)],
            0U);
  const Time silent = death + kSilenceBeforeProbe + kProbeTimeout + 1s;
  for (const Arrival& a : lab.network.arrivals()) {
    if (a.server == ServerAt(2) && a.at > silent) {
      EXPECT_TRUE(IsProbe(a.query));
    }
  }
}

TEST(EnginePace, AnOutageOfAllServersMakesNoRowAndIsWaitedOut) {
  Time from{}, until{};
  ScanLab lab([&](const Arrival& a) -> Responses {
    if (a.at >= from && a.at < until) return {};
    return {{ReplyTo(a.query).Rcode(Rcode::kNxDomain).Build()}};
  });
  lab.options.rate_qps = 100;
  from = lab.network.now() + 2s;
  until = from + 30s;
  lab.Begin("20.0.0.0/20");
  lab.Continue(20s);
  EXPECT_EQ(lab.counters().holdback, Holdback::kOutage);
  lab.Continue(10min);
  EXPECT_FALSE(lab.engine->outage_lasts(lab.network.now()));
  EXPECT_EQ(lab.rows.size(), 4096U);
  EXPECT_EQ(lab.counters().by_status[static_cast<size_t>(PtrStatus::kNxdomain)],
            4096U);
}

TEST(EnginePace, AnOutageThatLastsIsSaid) {
  Time from{};
  ScanLab lab([&](const Arrival& a) -> Responses {
    if (a.at >= from) return {};
    return {{ReplyTo(a.query).Rcode(Rcode::kNxDomain).Build()}};
  });
  lab.options.rate_qps = 100;
  from = lab.network.now() + 2s;
  lab.Begin("20.0.0.0/20");
  // Found silent after 5 s at the most, by then for kMaxOutage.
  lab.Continue(2s + kMaxOutage);
  EXPECT_FALSE(lab.engine->outage_lasts(lab.network.now()));
  const auto probes = lab.counters().probes;
  lab.Continue(10s);
  EXPECT_TRUE(lab.engine->outage_lasts(lab.network.now()));
  EXPECT_NEAR(static_cast<double>(lab.counters().probes - probes), 10, 1);
  EXPECT_EQ(lab.counters().by_status[static_cast<size_t>(PtrStatus::kTimeout)],
            0U);
}

// How often a scan asks to be woken in `length`, which must not be on a tick.
int WakesWithin(ScanLab& lab, Duration length) {
  int wakes = 0;
  const Time end = lab.network.now() + length;
  for (; lab.network.now() < end; ++wakes) {
    lab.engine->Tick(lab.network.now());
    const Engine::Wake wake = lab.engine->NextWake(lab.network.now());
    EXPECT_FALSE(wake.every);
    if (wake.every || wake.at <= lab.network.now()) return INT_MAX;
    lab.network.AdvanceTo(wake.at);
  }
  return wakes;
}

TEST(EnginePace, WaitingForASilentServerWakesTenTimesASecond) {
  Time death{};
  ScanLab lab([&death](const Arrival& a) -> Responses {
    if (a.at >= death) return {};
    return {{ReplyTo(a.query).Rcode(Rcode::kNxDomain).Build()}};
  });
  death = lab.network.now() + 1s;
  lab.Begin("20.0.0.0/20");
  lab.Continue(1s + kSilenceBeforeProbe + kProbeTimeout + 5s);
  ASSERT_EQ(lab.counters().holdback, Holdback::kOutage);
  EXPECT_LE(WakesWithin(lab, 10s), 120);
}

TEST(EnginePace, WaitingForTheLastAnswersWakesTenTimesASecond) {
  ScanLab lab(Alive([](const Arrival&) -> Responses { return {}; }));
  lab.Begin("20.0.0.0/30");
  lab.Continue(100ms);
  ASSERT_EQ(lab.counters().in_flight, 4U);
  EXPECT_LE(WakesWithin(lab, 1500ms), 20);
}

TEST(EnginePace, TheQuestionsOfTheFirstAddressWaitForNoTick) {
  ScanLab lab([](const Arrival& a) -> Responses {
    if (a.query.type == RrType::kPtr) {
      return {{ReplyTo(a.query).Ptr("h.example.com").Build(), 50us}};
    }
    return {{ReplyTo(a.query).Rcode(Rcode::kNxDomain).Build(), 50us}};
  });
  lab.Scan("20.0.0.1/32");
  ASSERT_EQ(lab.network.arrivals().size(), 3U);
  EXPECT_EQ(lab.network.arrivals()[2].at - lab.network.arrivals()[0].at, 100us);
}

TEST(EnginePace, StoppingFinishesWhatIsUnderWay) {
  ScanLab lab(Empty(100ms));
  lab.Begin("20.0.0.0/20");
  lab.Continue(1s);
  lab.engine->StopDrawing();
  const uint64_t drawn = lab.counters().drawn;
  lab.Continue(1s);
  EXPECT_TRUE(lab.engine->done());
  EXPECT_FALSE(lab.engine->complete());
  EXPECT_EQ(lab.rows.size(), drawn);
}

TEST(EnginePace, SkippedTargetsHaveRowsAndNoQueries) {
  ScanLab lab(Empty());
  lab.options.rate_qps = 1;
  lab.Begin("20.0.0.0/30");
  TargetSetBuilder builder;
  builder.AddTarget("20.0.0.0/30", "test");
  builder.AddTarget("10.0.0.0/17", "test");
  *lab.order = Order(builder.Build(false), 3);
  lab.options.positions = {0, lab.order->size()};
  EXPECT_EQ(lab.order->size(), 32772U);
  lab.engine = std::make_unique<Engine>(
      lab.options, *lab.order, lab.suffixes, lab.network,
      EngineHooks{.on_row =
                      [&](const Row& row) {
                        lab.rows.emplace(ToText(row.ip), Copy(row));
                      },
                  .output_full = [] { return false; },
                  .after_replies = [](Time) {},
                  .random = std::mt19937_64(1)},
      lab.network.now(), WallTime());
  lab.Continue(1min);
  EXPECT_EQ(lab.rows.size(), 32772U);
  EXPECT_EQ(lab.RowOf("10.0.0.1").status, PtrStatus::kSkipped);
  EXPECT_EQ(lab.RowOf("10.0.0.1").fcrdns, Fcrdns::kNotChecked);
  EXPECT_EQ(lab.RowOf("10.0.0.1").attempts, 0U);
  EXPECT_EQ(lab.RowOf("10.0.0.1").name_class, NameClass::kNone);
  EXPECT_EQ(lab.RowOf("10.0.0.1").findings, "special_purpose_skipped");
  // Rows without a query do not wait for the pace.
  EXPECT_LT(lab.network.now() - lab.network.arrivals()[0].at, 6s);
  EXPECT_EQ(lab.counters().reverse_queries, 4U);
}

}  // namespace
}  // namespace ptrcensus
