// Forward confirmation through the engine: verdicts, sharing, re-asking.
#include <gtest/gtest.h>

#include "scanner/engine/limits.h"
#include "tests/support/scan_lab.h"

namespace ptrcensus {
namespace {

using namespace testing;

constexpr std::string_view kIp = "20.0.0.7";

// Reverse questions get `names`; forward questions go to `forward`.
ServerFunction WithNames(std::vector<std::string> names,
                         std::function<Responses(const Arrival&)> forward) {
  return Alive([names, forward](const Arrival& a) -> Responses {
    if (a.query.type != RrType::kPtr) return forward(a);
    ReplyTo reply(a.query);
    for (const std::string& name : names) reply.Ptr(name);
    return {{reply.Build()}};
  });
}

Responses NoName(const Arrival& a) {
  return {{ReplyTo(a.query).Rcode(Rcode::kNxDomain).Build()}};
}

TEST(EngineForward, AMatchingAddressPasses) {
  ScanLab lab(WithNames({"mail.example.com"}, [](const Arrival& a) {
    return Responses{
        {ReplyTo(a.query).Ip("20.0.0.9").Ip("20.0.0.3").Ip(kIp).Build()}};
  }));
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).fcrdns, Fcrdns::kPass);
  EXPECT_EQ(lab.RowOf(kIp).names, "mail.example.com=pass");
  EXPECT_EQ(lab.RowOf(kIp).forward, "20.0.0.7 20.0.0.3 20.0.0.9");
}

TEST(EngineForward, AtMostEightAddressesAreShown) {
  ScanLab lab(WithNames({"mail.example.com"}, [](const Arrival& a) {
    ReplyTo reply(a.query);
    for (int i = 30; i > 10; --i) reply.Ip("20.0.1." + std::to_string(i));
    return Responses{{reply.Build()}};
  }));
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).fcrdns, Fcrdns::kMismatch);
  EXPECT_EQ(lab.RowOf(kIp).forward,
            "20.0.1.11 20.0.1.12 20.0.1.13 20.0.1.14 20.0.1.15 20.0.1.16 "
            "20.0.1.17 20.0.1.18");
}

TEST(EngineForward, NamesAreTriedInCanonicalOrderUpToTheLimit) {
  ScanLab lab(
      WithNames({"z.example.com", "a.example.net", "b.example.com"}, NoName));
  lab.options.max_names = 2;
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).names,
            "b.example.com=no_forward z.example.com=no_forward");
  EXPECT_EQ(lab.RowOf(kIp).names_total, 3U);
}

TEST(EngineForward, AFailedNameBlocksAFinalFail) {
  ScanLab lab(WithNames(
      {"a.example.com", "b.example.net"}, [](const Arrival& a) -> Responses {
        if (a.query.name == "b.example.net") {
          return {{ReplyTo(a.query).Rcode(Rcode::kServFail).Build()}};
        }
        return NoName(a);
      }));
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).fcrdns, Fcrdns::kForwardTemp);
  EXPECT_EQ(lab.RowOf(kIp).names,
            "a.example.com=no_forward b.example.net=temp");
}

TEST(EngineForward, SpecialNamesAreNotAsked) {
  ScanLab lab(WithNames({"localhost", "20.0.0.7", "host.local"}, NoName));
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).fcrdns, Fcrdns::kInvalidName);
  EXPECT_EQ(lab.counters().forward_queries, 0U);
}

TEST(EngineForward, WithoutForwardNothingIsAsked) {
  ScanLab lab(WithNames({"a.example.com", "localhost"}, NoName));
  lab.options.forward = false;
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).fcrdns, Fcrdns::kNotChecked);
  EXPECT_EQ(lab.RowOf(kIp).names, "a.example.com=untried localhost=untried");
  EXPECT_EQ(lab.counters().forward_queries, 0U);
}

TEST(EngineForward, ASharedNameIsAskedOnce) {
  ScanLab lab(WithNames({"shared.example.com"}, [](const Arrival& a) {
    return Responses{{ReplyTo(a.query).Ip(kIp).Build(), 50ms}};
  }));
  lab.Scan("20.0.0.0/22");
  EXPECT_EQ(lab.Queries("shared.example.com", RrType::kA), 1);
  EXPECT_EQ(lab.counters().forward_names, 1U);
  EXPECT_EQ(lab.counters().forward_shared, 1023U);
  EXPECT_EQ(lab.RowOf(kIp).fcrdns, Fcrdns::kPass);
  EXPECT_EQ(lab.RowOf("20.0.0.8").fcrdns, Fcrdns::kMismatch);
}

TEST(EngineForward, NodataAsksTheOtherFamilyOnce) {
  ScanLab lab(WithNames({"v6only.example.com"}, [](const Arrival& a) {
    ReplyTo reply(a.query);
    if (a.query.type == RrType::kAaaa) reply.Ip("2001:db8::1");
    return Responses{{reply.Build()}};
  }));
  lab.Scan("20.0.0.0/28");
  EXPECT_EQ(lab.Queries("v6only.example.com", RrType::kA), 1);
  EXPECT_EQ(lab.Queries("v6only.example.com", RrType::kAaaa), 1);
  EXPECT_EQ(lab.RowOf(kIp).fcrdns, Fcrdns::kNoForward);
  EXPECT_EQ(lab.RowOf(kIp).forward, "");
}

TEST(EngineForward, AnAliasIsFollowedInOneReplyOrAskedOn) {
  ScanLab lab(WithNames({"a.example.com", "b.example.com"},
                        [](const Arrival& a) -> Responses {
                          ReplyTo reply(a.query);
                          if (a.query.name == "a.example.com") {
                            reply.Cname("a.example.com", "host.example.net")
                                .Ip("host.example.net", "20.0.0.8");
                          } else if (a.query.name == "b.example.com") {
                            reply.Cname("b.example.com", "far.example.org");
                          } else {
                            reply.Ip(kIp);
                          }
                          return {{reply.Build()}};
                        }));
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).names, "a.example.com=mismatch b.example.com=pass");
  EXPECT_EQ(lab.Queries("far.example.org", RrType::kA), 1);
  EXPECT_EQ(lab.Queries("host.example.net", RrType::kA), 0);
}

TEST(EngineForward, AnAliasLoopIsTemporary) {
  ScanLab lab(WithNames({"a.example.com"}, [](const Arrival& a) -> Responses {
    const bool first = a.query.name == "a.example.com";
    return {{ReplyTo(a.query)
                 .Cname(a.query.name, first ? "b.example.com" : "a.example.com")
                 .Build()}};
  }));
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).fcrdns, Fcrdns::kForwardTemp);
}

TEST(EngineForward, APartOfALargeSetIsKeptAndAMissIsAskedAgain) {
  ScanLab lab(WithNames({"many.example.com"}, [](const Arrival& a) {
    ReplyTo reply(a.query);
    for (int i = 0; i < 100; ++i) reply.Ip("20.0.0." + std::to_string(i));
    return Responses{{reply.Build()}};
  }));
  lab.options.rate_qps = 20;
  lab.Scan("20.0.0.0/25");
  for (int i = 0; i < 128; ++i) {
    const std::string ip = "20.0.0." + std::to_string(i);
    EXPECT_EQ(lab.RowOf(ip).fcrdns, i < 100 ? Fcrdns::kPass : Fcrdns::kMismatch)
        << ip;
  }
  EXPECT_GT(lab.Queries("many.example.com", RrType::kA), 1);
}

TEST(EngineForward, ATemporaryFailureStaysForAWhile) {
  ScanLab lab(WithNames({"bad.example.com"}, [](const Arrival& a) {
    return Responses{{ReplyTo(a.query).Rcode(Rcode::kRefused).Build()}};
  }));
  lab.options.rate_qps = 10;
  lab.Scan("20.0.0.0/23");
  // 512 addresses in some 51 s: asked at the start and once after 30 s.
  EXPECT_EQ(lab.Queries("bad.example.com", RrType::kA), 2);
}

TEST(EngineForward, RepeatedFailuresStayLongerUpToALimit) {
  ScanLab lab(WithNames({"bad.example.com"}, [](const Arrival& a) {
    return Responses{{ReplyTo(a.query).Rcode(Rcode::kRefused).Build()}};
  }));
  lab.options.rate_qps = 2;
  lab.Scan("20.0.0.0/20", 40min);
  std::vector<Time> asked;
  for (const Arrival& a : lab.network.arrivals()) {
    if (a.query.name == "bad.example.com") asked.push_back(a.at);
  }
  // 30, 60, 120, 240, 300, 300 s apart, then up to a draw later.
  ASSERT_GE(asked.size(), 7U);
  Duration expected = kForwardTempFirst;
  for (size_t i = 1; i < 7; ++i) {
    EXPECT_GE(asked[i] - asked[i - 1], expected);
    EXPECT_LE(asked[i] - asked[i - 1], expected + 2s);
    expected = std::min(2 * expected, kForwardTempMax);
  }
}

// The findings of an address with one name, whose A question gets `forward`
// and whose AAAA question gets NODATA.
std::string FindingsWith(std::function<ReplyTo(ReplyTo)> forward,
                         std::string_view ip = kIp) {
  ScanLab lab(WithNames({"mail.some-town.net"},
                        [forward](const Arrival& a) -> Responses {
                          const ReplyTo reply(a.query);
                          if (a.query.type == RrType::kAaaa)
                            return {{reply.Build()}};
                          return {{forward(reply).Build()}};
                        }));
  lab.Scan(ip);
  return lab.RowOf(ip).findings;
}

TEST(EngineForward, FindingsTellAMissingNameFromOneWithoutAddress) {
  EXPECT_EQ(FindingsWith([](ReplyTo r) { return r.Rcode(Rcode::kNxDomain); }),
            "ptr_target_nxdomain");
  EXPECT_EQ(FindingsWith([](ReplyTo r) { return r; }), "ptr_target_nodata");
}

TEST(EngineForward, FindingsTellAnErrorFromSilence) {
  EXPECT_EQ(FindingsWith([](ReplyTo r) { return r.Rcode(Rcode::kServFail); }),
            "forward_servfail");
  ScanLab lab(WithNames({"mail.some-town.net"},
                        [](const Arrival&) { return Responses{}; }));
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).findings, "forward_timeout");
}

TEST(EngineForward, TheOtherFamilyIsAFindingOfItsOwn) {
  ScanLab lab(WithNames({"v6.some-town.net"}, [](const Arrival& a) {
    ReplyTo reply(a.query);
    if (a.query.type == RrType::kAaaa) reply.Ip("2400::1");
    return Responses{{reply.Build()}};
  }));
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).findings, "ptr_target_no_address_family");
}

TEST(EngineForward, AnotherFamilyThatDidNotAnswerIsNoFindingAndAskedAgain) {
  ScanLab lab(
      WithNames({"mail.some-town.net"}, [](const Arrival& a) -> Responses {
        const ReplyTo reply(a.query);
        if (a.query.type == RrType::kA) return {{reply.Build()}};
        return {{ReplyTo(a.query).Rcode(Rcode::kServFail).Build()}};
      }));
  lab.options.rate_qps = 1;
  lab.options.window = 1;
  lab.Scan("20.0.0.0/26");
  EXPECT_EQ(lab.RowOf(kIp).fcrdns, Fcrdns::kNoForward);
  EXPECT_EQ(lab.RowOf(kIp).findings, "");
  // At 0, after 30 s, and at most once more after 60.
  EXPECT_GE(lab.Queries("mail.some-town.net", RrType::kA), 2);
  EXPECT_LE(lab.Queries("mail.some-town.net", RrType::kA), 3);
}

TEST(EngineForward, AnAliasIsAFindingWhereverItEnds) {
  static constexpr std::string_view kName = "mail.some-town.net";
  EXPECT_EQ(
      FindingsWith([](ReplyTo r) {
        return r.Cname(kName, "b.some-town.net").Ip("b.some-town.net", kIp);
      }),
      "ptr_target_is_cname");
  EXPECT_EQ(FindingsWith([](ReplyTo r) {
              return r.Cname(kName, "b.some-town.net").Rcode(Rcode::kNxDomain);
            }),
            "ptr_target_nxdomain ptr_target_is_cname");
  EXPECT_EQ(FindingsWith([](ReplyTo r) { return r.Cname(kName, kName); }),
            "ptr_target_is_cname");
}

TEST(EngineForward, APrivateAddressIsAFindingButNotTheTargetItself) {
  const auto to = [](std::vector<std::string_view> addresses) {
    return [addresses](ReplyTo r) {
      for (const std::string_view address : addresses) r.Ip(address);
      return r;
    };
  };
  EXPECT_EQ(FindingsWith(to({kIp, "10.0.0.5"})), "forward_to_private");
  EXPECT_EQ(FindingsWith(to({kIp, "192.0.2.5"})), "");
  EXPECT_EQ(FindingsWith(to({"10.0.0.5"}), "10.0.0.5"), "");
  EXPECT_EQ(FindingsWith(to({"10.0.0.5", "10.0.0.6"}), "10.0.0.5"),
            "forward_to_private");
  EXPECT_EQ(FindingsWith(to({"10.0.0.6"}), "10.0.0.5"),
            "fcrdns_mismatch forward_to_private");
}

TEST(EngineForward, TheSameNameOfBothFamiliesIsTwoQuestions) {
  ScanLab lab(WithNames({"a.example.com"}, [](const Arrival& a) {
    const bool v4 = a.query.type == RrType::kA;
    return Responses{
        {ReplyTo(a.query).Ip(v4 ? "20.0.0.7" : "2400::7").Build()}};
  }));
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).fcrdns, Fcrdns::kPass);
}

}  // namespace
}  // namespace ptrcensus
