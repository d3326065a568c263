// What answers become: every status, and the columns beside it.
#include <gtest/gtest.h>

#include "tests/support/scan_lab.h"

namespace ptrcensus {
namespace {

using namespace testing;

constexpr std::string_view kIp = "20.0.0.7";
constexpr std::string_view kReverse = "7.0.0.20.in-addr.arpa";

// One server that gives one reply to the reverse question and knows no name.
ScanLab LabWith(std::function<ReplyTo(ReplyTo)> reverse) {
  return ScanLab(Alive([reverse](const Arrival& a) -> Responses {
    if (a.query.type == RrType::kPtr) {
      return {{reverse(ReplyTo(a.query)).Build()}};
    }
    return {{ReplyTo(a.query).Rcode(Rcode::kNxDomain).Build()}};
  }));
}

TEST(EngineRows, NxdomainHasZoneAndExtendedError) {
  ScanLab lab = LabWith([](ReplyTo r) {
    return r.Rcode(Rcode::kNxDomain).Soa("0.0.20.in-addr.arpa").Ede(15);
  });
  lab.Scan(kIp);
  const SeenRow& row = lab.RowOf(kIp);
  EXPECT_EQ(row.status, PtrStatus::kNxdomain);
  EXPECT_EQ(row.fcrdns, Fcrdns::kNoPtr);
  EXPECT_EQ(row.zone, "0.0.20.in-addr.arpa");
  EXPECT_EQ(row.rcode, Rcode::kNxDomain);
  EXPECT_EQ(row.ede, 15);
  EXPECT_EQ(row.names_total, 0U);
  EXPECT_EQ(row.attempts, 1U);
  EXPECT_EQ(row.rtt_us, 1000U);
  EXPECT_EQ(row.server, ServerAt(1));
  EXPECT_EQ(row.flags, "aa");
  EXPECT_EQ(row.ttl, std::nullopt);
}

TEST(EngineRows, NodataIsNoPtr) {
  ScanLab lab = LabWith([](ReplyTo r) { return r; });
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).status, PtrStatus::kNodata);
  EXPECT_EQ(lab.RowOf(kIp).fcrdns, Fcrdns::kNoPtr);
  EXPECT_EQ(lab.RowOf(kIp).zone, "");
}

TEST(EngineRows, AnSoaThatIsNoAncestorShowsNoZone) {
  ScanLab lab = LabWith(
      [](ReplyTo r) { return r.Rcode(Rcode::kNxDomain).Soa("example.com"); });
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).zone, "");
}

TEST(EngineRows, RecordsThatAreNotOnTheChainDoNotCount) {
  ScanLab lab = LabWith([](ReplyTo r) {
    return r.Ptr("8.0.0.20.in-addr.arpa", "wrong.example.com");
  });
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).status, PtrStatus::kNodata);
}

TEST(EngineRows, AnotherRcodeAfterAllTries) {
  ScanLab lab = LabWith([](ReplyTo r) {
    return r.Rcode(static_cast<Rcode>(9));  // NOTAUTH
  });
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).status, PtrStatus::kOtherRcode);
  EXPECT_EQ(lab.RowOf(kIp).rcode, static_cast<Rcode>(9));
  EXPECT_EQ(lab.RowOf(kIp).attempts, 3U);
}

TEST(EngineRows, MalformedAfterAllTries) {
  ScanLab lab = LabWith([](ReplyTo r) { return r.BrokenPtr(); });
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).status, PtrStatus::kMalformed);
  EXPECT_EQ(lab.RowOf(kIp).fcrdns, Fcrdns::kPtrTemp);
  EXPECT_EQ(lab.RowOf(kIp).rcode, std::nullopt);
  EXPECT_EQ(lab.drops(Drop::kMalformed), 3U);
}

TEST(EngineRows, AGoodReplyAfterAMalformedOneCounts) {
  ScanLab lab(Alive([](const Arrival& a) -> Responses {
    return {{ReplyTo(a.query).BrokenPtr().Build()},
            {ReplyTo(a.query).Rcode(Rcode::kNxDomain).Build(), 5ms}};
  }));
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).status, PtrStatus::kNxdomain);
  EXPECT_EQ(lab.RowOf(kIp).attempts, 1U);
}

TEST(EngineRows, ChainInOneReplyNamesTheOwner) {
  ScanLab lab = LabWith([](ReplyTo r) {
    return r.Cname(kReverse, "7.0/25.0.0.20.in-addr.arpa")
        .Ptr("7.0/25.0.0.20.in-addr.arpa", "mail.example.com", 77);
  });
  lab.Scan(kIp);
  const SeenRow& row = lab.RowOf(kIp);
  EXPECT_EQ(row.status, PtrStatus::kOk);
  EXPECT_EQ(row.owner, "7.0/25.0.0.20.in-addr.arpa");
  EXPECT_EQ(row.flags, "aa cname");
  EXPECT_EQ(row.ttl, 77U);
  EXPECT_EQ(row.attempts, 1U);
  EXPECT_EQ(row.names, "mail.example.com=no_forward");
}

TEST(EngineRows, AChainIsAskedOnWhereTheAnswerEnds) {
  ScanLab lab(Alive([](const Arrival& a) -> Responses {
    if (a.query.name == kReverse) {
      return {{ReplyTo(a.query).Cname(kReverse, "seven.example.net").Build()}};
    }
    if (a.query.type == RrType::kPtr) {
      return {{ReplyTo(a.query).Ptr("mail.example.com").Build()}};
    }
    return {{ReplyTo(a.query).Ip(kIp).Build()}};
  }));
  lab.Scan(kIp);
  const SeenRow& row = lab.RowOf(kIp);
  EXPECT_EQ(row.status, PtrStatus::kOk);
  EXPECT_EQ(row.fcrdns, Fcrdns::kPass);
  EXPECT_EQ(row.owner, "seven.example.net");
  EXPECT_EQ(row.attempts, 2U);
  EXPECT_EQ(row.forward, "20.0.0.7");
}

TEST(EngineRows, AChainThatEndsInNothingIsBroken) {
  ScanLab lab(Alive([](const Arrival& a) -> Responses {
    if (a.query.name == kReverse) {
      return {{ReplyTo(a.query).Cname(kReverse, "gone.example.net").Build()}};
    }
    return {
        {ReplyTo(a.query).Rcode(Rcode::kNxDomain).Soa("example.net").Build()}};
  }));
  lab.Scan(kIp);
  const SeenRow& row = lab.RowOf(kIp);
  EXPECT_EQ(row.status, PtrStatus::kCnameBroken);
  EXPECT_EQ(row.fcrdns, Fcrdns::kNoPtr);
  EXPECT_EQ(row.flags, "aa cname");
  EXPECT_EQ(row.rcode, Rcode::kNxDomain);
  EXPECT_EQ(row.zone, "example.net");
  EXPECT_EQ(row.attempts, 2U);
}

TEST(EngineRows, NxdomainBesideACnameIsBrokenAtOnce) {
  ScanLab lab = LabWith([](ReplyTo r) {
    return r.Rcode(Rcode::kNxDomain).Cname(kReverse, "gone.example.net");
  });
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).status, PtrStatus::kCnameBroken);
  EXPECT_EQ(lab.RowOf(kIp).attempts, 1U);
}

TEST(EngineRows, ALoopOverTwoRepliesIsSeen) {
  ScanLab lab(Alive([](const Arrival& a) -> Responses {
    const bool first = a.query.name == kReverse;
    return {{ReplyTo(a.query)
                 .Cname(a.query.name, first ? "b.example.net" : kReverse)
                 .Build()}};
  }));
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).status, PtrStatus::kCnameLoop);
  EXPECT_EQ(lab.RowOf(kIp).fcrdns, Fcrdns::kPtrTemp);
  EXPECT_EQ(lab.RowOf(kIp).attempts, 2U);
}

TEST(EngineRows, MoreThanSixteenLinksAreALoop) {
  int link = 0;
  ScanLab lab(Alive([&link](const Arrival& a) -> Responses {
    const std::string next = "link" + std::to_string(++link) + ".example.net";
    return {{ReplyTo(a.query).Cname(a.query.name, next).Build()}};
  }));
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).status, PtrStatus::kCnameLoop);
  EXPECT_EQ(link, kMaxChainLinks + 1);
}

TEST(EngineRows, LinksOfAllRepliesCountTogether) {
  // Ten links and then `more`, the last with the records.
  const auto status_with = [](int more) {
    ScanLab lab(Alive([more](const Arrival& a) -> Responses {
      if (a.query.type != RrType::kPtr) {
        return {{ReplyTo(a.query).Rcode(Rcode::kNxDomain).Build()}};
      }
      ReplyTo reply(a.query);
      const bool first = a.query.name == kReverse;
      std::string owner = a.query.name;
      for (int i = 0; i < (first ? 10 : more); ++i) {
        const std::string next =
            (first ? "a" : "b") + std::to_string(i) + ".example.net";
        reply.Cname(owner, next);
        owner = next;
      }
      if (!first) reply.Ptr(owner, "mail.example.com");
      return {{reply.Build()}};
    }));
    lab.Scan(kIp);
    return lab.RowOf(kIp).status;
  };
  EXPECT_EQ(status_with(6), PtrStatus::kOk);
  EXPECT_EQ(status_with(7), PtrStatus::kCnameLoop);
}

TEST(EngineRows, NxdomainWithTheRecordsIsAContradiction) {
  ScanLab lab = LabWith([](ReplyTo r) {
    return r.Rcode(Rcode::kNxDomain).Ptr("mail.example.com");
  });
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).status, PtrStatus::kMalformed);
}

TEST(EngineRows, AFailureDownTheChainIsTheStatus) {
  ScanLab lab(Alive([](const Arrival& a) -> Responses {
    if (a.query.name != kReverse) return {};
    return {{ReplyTo(a.query).Cname(kReverse, "b.example.net").Build()}};
  }));
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).status, PtrStatus::kTimeout);
  EXPECT_EQ(lab.RowOf(kIp).rcode, std::nullopt);
  EXPECT_EQ(lab.RowOf(kIp).flags, "cname");
  EXPECT_EQ(lab.RowOf(kIp).attempts, 4U);
}

TEST(EngineRows, AnIpv6TargetIsAskedUnderIp6Arpa) {
  ScanLab lab(Alive([](const Arrival& a) -> Responses {
    if (a.query.type == RrType::kPtr) {
      return {{ReplyTo(a.query).Ptr("mail.example.com").Build()}};
    }
    return {{ReplyTo(a.query).Ip("2001:db8::25").Build()}};
  }));
  lab.Scan("2001:db8::25");
  EXPECT_EQ(lab.RowOf("2001:db8::25").fcrdns, Fcrdns::kPass);
  EXPECT_EQ(lab.Queries("5.2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0."
                        "8.b.d.0.1.0.0.2.ip6.arpa",
                        RrType::kPtr),
            1);
  EXPECT_EQ(lab.Queries("mail.example.com", RrType::kAaaa), 1);
}

TEST(EngineRows, ANameSaysWhatItIs) {
  ScanLab lab =
      LabWith([](ReplyTo r) { return r.Ptr("20-0-0-7.dyn.isp-town.net"); });
  lab.Scan(kIp);
  const SeenRow& row = lab.RowOf(kIp);
  EXPECT_EQ(row.name_class, NameClass::kGenericDynamic);
  EXPECT_TRUE(row.is_generic);
  EXPECT_EQ(row.encoding, "fwd4.dash");
  EXPECT_EQ(row.tokens, "dyn");
  EXPECT_EQ(row.findings, "ptr_target_nxdomain ptr_generic_dynamic");
}

TEST(EngineRows, WithoutANameThereIsNoClass) {
  ScanLab lab = LabWith([](ReplyTo r) { return r.Rcode(Rcode::kNxDomain); });
  lab.Scan(kIp);
  const SeenRow& row = lab.RowOf(kIp);
  EXPECT_EQ(row.name_class, NameClass::kNone);
  EXPECT_FALSE(row.is_generic);
  EXPECT_EQ(row.encoding, "");
  EXPECT_EQ(row.tokens, "");
  EXPECT_EQ(row.findings, "ptr_missing");
}

TEST(EngineRows, TheClassIsOfTheRepresentativeName) {
  // The second in canonical order is the one that is confirmed.
  ScanLab lab(Alive([](const Arrival& a) -> Responses {
    ReplyTo reply(a.query);
    if (a.query.type == RrType::kPtr) {
      reply.Ptr("20-0-0-7.dyn.a-town.net").Ptr("mail.z-town.net");
    } else if (a.query.name == "mail.z-town.net") {
      reply.Ip(kIp);
    } else {
      reply.Ip("20.0.0.8");
    }
    return {{reply.Build()}};
  }));
  lab.Scan(kIp);
  const SeenRow& row = lab.RowOf(kIp);
  EXPECT_EQ(row.name_class, NameClass::kCustom);
  EXPECT_EQ(row.encoding, "none");
  EXPECT_EQ(row.findings, "ptr_multiple ptr_multidomain fcrdns_partial");
}

TEST(EngineRows, ClassesEncodingsAndFindingsAreCounted) {
  ScanLab lab(Alive([](const Arrival& a) -> Responses {
    ReplyTo reply(a.query);
    if (a.query.name == "1.0.0.20.in-addr.arpa") {
      reply.Ptr("20-0-0-1.isp-town.net");
    } else {
      reply.Rcode(Rcode::kNxDomain);
    }
    return {{reply.Build()}};
  }));
  lab.Scan("20.0.0.0/30");
  const ScanCounters counters = lab.counters();
  const auto by_class = [&](NameClass c) {
    return counters.by_class[static_cast<size_t>(c)];
  };
  EXPECT_EQ(by_class(NameClass::kNone), 3U);
  EXPECT_EQ(by_class(NameClass::kGeneric), 1U);
  const auto by_encoding = [&](Encoding e) {
    return counters.by_encoding[static_cast<size_t>(e)];
  };
  EXPECT_EQ(by_encoding(Encoding::kNoName), 3U);
  EXPECT_EQ(by_encoding(Encoding::kFwd4Dash), 1U);
  const auto by_finding = [&](Finding f) {
    return counters.by_finding[static_cast<size_t>(f)];
  };
  EXPECT_EQ(by_finding(Finding::kPtrMissing), 3U);
  EXPECT_EQ(by_finding(Finding::kPtrTargetNxdomain), 1U);
  EXPECT_EQ(by_finding(Finding::kPtrGeneric), 1U);
}

TEST(EngineRows, EveryTargetOfABlockHasOneRowWhateverItsAnswer) {
  ScanLab lab(Alive([](const Arrival& a) -> Responses {
    if (a.query.type != RrType::kPtr) return {};
    switch (a.query.name[0]) {
      case '1':
        return {};
      case '2':
        return {{ReplyTo(a.query).Rcode(Rcode::kServFail).Build()}};
      case '3':
        return {{ReplyTo(a.query).Ptr("a.example.com").Build()}};
      default:
        return {{ReplyTo(a.query).Rcode(Rcode::kNxDomain).Build()}};
    }
  }));
  lab.Scan("20.0.0.0/22");
  EXPECT_EQ(lab.rows.size(), 1024U);
  EXPECT_EQ(lab.double_rows, 0);
  EXPECT_EQ(lab.RowOf("20.0.1.100").status, PtrStatus::kTimeout);
  EXPECT_EQ(lab.RowOf("20.0.1.200").status, PtrStatus::kServfail);
  EXPECT_EQ(lab.RowOf("20.0.1.3").fcrdns, Fcrdns::kForwardTemp);
  EXPECT_EQ(lab.counters().drawn, 1024U);
  EXPECT_EQ(lab.counters().rows, 1024U);
  uint64_t sum = 0;
  for (const uint64_t n : lab.counters().by_status) sum += n;
  EXPECT_EQ(sum, 1024U);
}

}  // namespace
}  // namespace ptrcensus
