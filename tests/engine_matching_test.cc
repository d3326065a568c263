// Packets that are not the answer: each is counted and none becomes a row.
#include <gtest/gtest.h>

#include "scanner/engine/limits.h"
#include "tests/support/scan_lab.h"

namespace ptrcensus {
namespace {

using namespace testing;

constexpr std::string_view kIp = "20.0.0.7";

Message Truth(const Query& query) {
  return ReplyTo(query).Rcode(Rcode::kNxDomain).Build();
}
// The same query, its question in lower case.
Query InLowerCase(const Query& query) {
  Query lower = query;
  lower.question.clear();
  PutName(lower.question, query.name);
  Put16(lower.question, static_cast<unsigned>(query.type));
  Put16(lower.question, kClassIn);
  return lower;
}
ReplyTo Lie(const Query& query) {
  return ReplyTo(query).Ptr("liar.example.com");
}

// A lie ahead of each true reply to a reverse question.
ScanLab LabWithLie(std::function<Response(const Arrival&)> lie) {
  return ScanLab(Alive([lie](const Arrival& a) -> Responses {
    return {lie(a), {Truth(a.query), 5ms}};
  }));
}

TEST(EngineMatching, AWrongAddressIsDropped) {
  ScanLab lab = LabWithLie([](const Arrival& a) -> Response {
    return {Lie(a.query).Build(), 1ms, Endpoint{Address::V4(0x7f000009), 53}};
  });
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).status, PtrStatus::kNxdomain);
  EXPECT_EQ(lab.drops(Drop::kWrongSource), 1U);
}

TEST(EngineMatching, AWrongPortIsDropped) {
  ScanLab lab = LabWithLie([](const Arrival& a) -> Response {
    return {Lie(a.query).Build(), 1ms, Endpoint{a.server.address, 54}};
  });
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).status, PtrStatus::kNxdomain);
  EXPECT_EQ(lab.drops(Drop::kWrongSource), 1U);
}

TEST(EngineMatching, AWrongIdIsDropped) {
  ScanLab lab = LabWithLie([](const Arrival& a) -> Response {
    return {Lie(a.query).Id(static_cast<uint16_t>(a.query.id + 1)).Build()};
  });
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).status, PtrStatus::kNxdomain);
  EXPECT_EQ(lab.drops(Drop::kStrayId), 1U);
}

TEST(EngineMatching, AWrongQuestionIsDropped) {
  ScanLab lab = LabWithLie([](const Arrival& a) -> Response {
    Query other = a.query;
    other.question[1] ^= 1;
    return {Lie(other).Build()};
  });
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).status, PtrStatus::kNxdomain);
  EXPECT_EQ(lab.drops(Drop::kWrongQuestion), 1U);
}

TEST(EngineMatching, TheRightQuestionInAnotherCaseIsDropped) {
  ScanLab lab = LabWithLie([](const Arrival& a) -> Response {
    Query other = a.query;
    for (uint8_t& c : other.question) {
      if (c >= 'A' && c <= 'Z') {
        c ^= 0x20;
      } else if (c >= 'a' && c <= 'z') {
        c ^= 0x20;
      }
    }
    return {Lie(other).Build()};
  });
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).status, PtrStatus::kNxdomain);
  EXPECT_EQ(lab.drops(Drop::kWrongQuestion), 1U);
}

TEST(EngineMatching, AQuestionInsteadOfAReplyIsDropped) {
  ScanLab lab = LabWithLie([](const Arrival& a) -> Response {
    Message m = Lie(a.query).Build();
    m[2] &= 0x7f;
    return {m};
  });
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).status, PtrStatus::kNxdomain);
  EXPECT_EQ(lab.drops(Drop::kMalformed), 1U);
}

TEST(EngineMatching, ASecondReplyIsADuplicate) {
  ScanLab lab(Alive([](const Arrival& a) -> Responses {
    return {{Truth(a.query)}, {Lie(a.query).Build(), 2ms}};
  }));
  lab.Scan("20.0.0.0/24");
  EXPECT_EQ(lab.rows.size(), 256U);
  for (const auto& [ip, row] : lab.rows) {
    EXPECT_EQ(row.status, PtrStatus::kNxdomain) << ip;
  }
  // The last ones may come after the end.
  EXPECT_GE(lab.drops(Drop::kDuplicate), 250U);
}

TEST(EngineMatching, AReplyAfterItsTimeIsLate) {
  ScanLab lab(Alive([](const Arrival& a) -> Responses {
    return {{Truth(a.query), 2500ms}};
  }));
  lab.Scan(kIp);
  EXPECT_EQ(lab.RowOf(kIp).status, PtrStatus::kTimeout);
  EXPECT_EQ(lab.drops(Drop::kLate), 2U);
}

TEST(EngineMatching, AServerThatLowersCaseIsFoundOutByItsProbe) {
  ScanLab lab([](const Arrival& a) -> Responses {
    return {{Truth(InLowerCase(a.query))}};
  });
  lab.Scan("20.0.0.0/24");
  EXPECT_FALSE(lab.counters().servers[0].keeps_case);
  EXPECT_EQ(lab.drops(Drop::kWrongQuestion), 0U);
  EXPECT_EQ(lab.counters().by_status[static_cast<size_t>(PtrStatus::kNxdomain)],
            256U);
}

TEST(EngineMatching, AServerThatStopsKeepingCaseIsForgivenAfterAWhile) {
  ScanLab lab(Alive([](const Arrival& a) -> Responses {
    return {{Truth(InLowerCase(a.query))}};
  }));
  lab.Scan("20.0.0.0/24");
  EXPECT_EQ(lab.drops(Drop::kWrongQuestion),
            static_cast<uint64_t>(kCaseMissesAllowed - 1));
  EXPECT_EQ(lab.counters().by_status[static_cast<size_t>(PtrStatus::kNxdomain)],
            256U);
}

TEST(EngineMatching, TheNextTryIsInLowerCaseWhereOneDifferedInCase) {
  ScanLab lab(Alive([](const Arrival& a) -> Responses {
    return {{Truth(InLowerCase(a.query))}};
  }));
  lab.Scan("20.0.0.0/31");
  EXPECT_EQ(lab.RowOf("20.0.0.0").status, PtrStatus::kNxdomain);
  EXPECT_EQ(lab.RowOf("20.0.0.1").status, PtrStatus::kNxdomain);
  EXPECT_TRUE(lab.counters().servers[0].keeps_case);
}

TEST(EngineMatching, TenLiesForEachTruthChangeNothing) {
  ScanLab lab(Alive([](const Arrival& a) -> Responses {
    Responses all;
    Query other = a.query;
    other.question[1] ^= 1;
    for (int i = 0; i < 10; ++i) {
      all.push_back({Lie(a.query).Id(static_cast<uint16_t>(i * 257)).Build()});
      all.push_back({Lie(other).Build()});
      all.push_back(
          {Lie(a.query).Build(), 1ms, Endpoint{a.server.address, 5300}});
    }
    all.push_back({Truth(a.query), 3ms});
    return all;
  }));
  lab.Scan("20.0.0.0/25");
  EXPECT_EQ(lab.rows.size(), 128U);
  for (const auto& [ip, row] : lab.rows) {
    EXPECT_EQ(row.status, PtrStatus::kNxdomain) << ip;
    EXPECT_EQ(row.attempts, 1U);
  }
  EXPECT_GE(lab.drops(Drop::kWrongSource), 1270U);
  EXPECT_GE(lab.drops(Drop::kWrongQuestion), 1270U);
  EXPECT_GE(lab.drops(Drop::kStrayId), 1270U);
}

}  // namespace
}  // namespace ptrcensus
