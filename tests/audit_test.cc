#include "scanner/cli/audit.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "io/error.h"
#include "scanner/cli/audit_command.h"
#include "scanner/cli/audit_text.h"

namespace ptrcensus {
namespace {

const Profile& Strict() { return *FindProfile("mail-strict"); }

FindingSet Set(std::initializer_list<Finding> findings) {
  FindingSet set;
  for (const Finding finding : findings) set.Add(finding);
  return set;
}

Address Ip(uint32_t last) { return Address::V4(0xC0000200 + last); }

AuditRow Accepted(uint32_t last) {
  return {.ip = Ip(last),
          .ptr_status = PtrStatus::kOk,
          .name = "mail.example.net",
          .fcrdns = Fcrdns::kPass,
          .name_class = NameClass::kCustom};
}

AuditRow WithoutPtr(uint32_t last) {
  return {.ip = Ip(last),
          .ptr_status = PtrStatus::kNxdomain,
          .fcrdns = Fcrdns::kNoPtr,
          .name_class = NameClass::kNone,
          .findings = Set({Finding::kPtrMissing})};
}

AuditRow Dynamic(uint32_t last) {
  return {
      .ip = Ip(last),
      .ptr_status = PtrStatus::kOk,
      .name = "dyn.example.net",
      .fcrdns = Fcrdns::kMismatch,
      .name_class = NameClass::kGenericDynamic,
      .findings = Set({Finding::kFcrdnsMismatch, Finding::kPtrGenericDynamic})};
}

AuditRow Failing(uint32_t last) {
  return {.ip = Ip(last),
          .ptr_status = PtrStatus::kServfail,
          .fcrdns = Fcrdns::kPtrTemp,
          .name_class = NameClass::kNone,
          .findings = Set({Finding::kPtrServfail})};
}

AuditRow Skipped(uint32_t last) {
  return {.ip = Ip(last), .name_class = NameClass::kNone};
}

Audit AuditOf(const std::vector<AuditRow>& rows) {
  Audit audit(Strict());
  for (const AuditRow& row : rows) audit.Take(row);
  return audit;
}

std::string AllText(const Audit& audit) {
  return ProfileText(audit, Audit::kMaxRefusals) + FindingsText(audit);
}

TEST(Audit, CountsByStandingRuleAndRestriction) {
  const Audit audit = AuditOf({Accepted(1), WithoutPtr(2), WithoutPtr(3),
                               Dynamic(4), Failing(5), Skipped(6)});
  EXPECT_EQ(audit.rows(), 6u);
  EXPECT_EQ(audit.named(), 2u);
  EXPECT_EQ(audit.count(Standing::kAccepted), 1u);
  EXPECT_EQ(audit.count(Standing::kWarned), 0u);
  EXPECT_EQ(audit.count(Standing::kRefused), 3u);
  EXPECT_EQ(audit.count(Standing::kTemporary), 1u);
  EXPECT_EQ(audit.count(Standing::kNotChecked), 1u);
  EXPECT_EQ(audit.refused(), 4u);
  const std::map<Rule, uint64_t> rules = {
      {Rule(Fcrdns::kNoPtr), 2},
      {Rule(Fcrdns::kMismatch), 1},
      {Rule(Fcrdns::kPtrTemp), 1},
      {Rule(NameClass::kGenericDynamic), 1}};
  EXPECT_EQ(audit.by_rule(), rules);
  EXPECT_TRUE(
      std::ranges::equal(audit.by_postfix(), std::array<uint64_t, 3>{3, 3, 4}));
  EXPECT_EQ(audit.addresses(Finding::kPtrMissing, Severity::kError).offered(),
            2u);
}

TEST(Audit, TakesOverTenNamesForAWarning) {
  AuditRow ten = Accepted(1);
  ten.findings = Set({Finding::kPtrMultiple});
  ten.names_total = 10;
  AuditRow eleven = ten;
  eleven.ip = Ip(2);
  eleven.names_total = 11;
  const Audit audit = AuditOf({ten, eleven});
  const auto& notes = audit.addresses(Finding::kPtrMultiple, Severity::kInfo);
  const auto& warnings =
      audit.addresses(Finding::kPtrMultiple, Severity::kWarning);
  EXPECT_EQ(notes.offered(), 1u);
  EXPECT_EQ(notes.items().front(), Ip(1));
  EXPECT_EQ(warnings.offered(), 1u);
  EXPECT_EQ(warnings.items().front(), Ip(2));
}

TEST(Audit, DoesNotDependOnTheOrderOfRows) {
  std::vector<AuditRow> rows;
  for (uint32_t i = 0; i < 6000; ++i) {
    constexpr std::array kMakers = {Accepted, WithoutPtr, Dynamic, Failing,
                                    Skipped};
    rows.push_back(kMakers[i % kMakers.size()](i));
  }
  const std::string want = AllText(AuditOf(rows));
  std::ranges::reverse(rows);
  EXPECT_EQ(AllText(AuditOf(rows)), want);
  std::mt19937 random(5);
  for (int round = 0; round < 3; ++round) {
    std::ranges::shuffle(rows, random);
    EXPECT_EQ(AllText(AuditOf(rows)), want);
  }
}

TEST(Audit, KeepsTheLowestAddressesAlone) {
  std::vector<AuditRow> rows;
  for (uint32_t i = 3000; i-- > 0;) rows.push_back(WithoutPtr(i));
  const Audit audit = AuditOf(rows);
  const auto& refusals = audit.refusals(Standing::kRefused);
  EXPECT_EQ(refusals.size(), Audit::kMaxRefusals);
  EXPECT_EQ(refusals.begin()->ip, Ip(0));
  EXPECT_EQ(refusals.rbegin()->ip, Ip(Audit::kMaxRefusals - 1));
  const auto& missing = audit.addresses(Finding::kPtrMissing, Severity::kError);
  EXPECT_EQ(missing.offered(), 3000u);
  EXPECT_EQ(missing.items().size(), Audit::kMaxExamples);
  EXPECT_EQ(missing.items().back(), Ip(Audit::kMaxExamples - 1));
}

TEST(Audit, TakesRowsOfAScan) {
  constexpr std::array<NameResult, 2> kNames = {
      {{"a.example.net", NameStatus::kMismatch},
       {"b.example.net", NameStatus::kPass}}};
  constexpr std::array<std::string_view, 2> kFound = {"ptr_multiple",
                                                      "fcrdns_partial"};
  Row row;
  row.ip = Ip(1);
  row.ptr_status = PtrStatus::kOk;
  row.names = kNames;
  row.fcrdns = Fcrdns::kPass;
  row.name_class = NameClass::kCustom;
  row.findings = kFound;
  const AuditRow taken = AuditRowOf(row);
  EXPECT_EQ(taken.name, "b.example.net");
  EXPECT_EQ(taken.fcrdns, Fcrdns::kPass);
  int findings = 0;
  taken.findings.ForEach([&](Finding) { ++findings; });
  EXPECT_EQ(findings, 2);
  EXPECT_TRUE(taken.findings.Has(Finding::kFcrdnsPartial));
}

TEST(Audit, ProfileTextListsTheRefused) {
  const Audit audit = AuditOf({Accepted(1), WithoutPtr(3), WithoutPtr(2),
                               Dynamic(4), Failing(5), Skipped(6)});
  EXPECT_EQ(ProfileText(audit, 2),
            "Profile mail-strict: fcrdns is pass and name_class is custom\n"
            "            1  accepted\n"
            "            0  accepted, but some refuse static template names\n"
            "            3  refused for good (550)\n"
            "            1  refused for now (450), because a lookup failed\n"
            "            1  not checked\n"
            "\n"
            "Rules that refuse (two can refuse one address)\n"
            "            1  fcrdns mismatch\n"
            "            1  fcrdns ptr_temp\n"
            "            2  fcrdns no_ptr\n"
            "            1  name_class generic_dynamic\n"
            "\n"
            "Postfix would reject by\n"
            "            3  reject_unknown_reverse_client_hostname\n"
            "            3  reject_unknown_forward_client_hostname\n"
            "            4  reject_unknown_client_hostname\n"
            "\n"
            "Refused for good: 3 addresses\n"
            "  192.0.2.2  -  fcrdns no_ptr\n"
            "  192.0.2.3  -  fcrdns no_ptr\n"
            "  and 1 more\n"
            "\n"
            "Refused for now: 1 address\n"
            "  192.0.2.5  -  fcrdns ptr_temp\n");
}

TEST(Audit, FindingsStandBySeverityWithAdvice) {
  const std::string text =
      FindingsText(AuditOf({WithoutPtr(2), Dynamic(4), Failing(5)}));
  const size_t errors = text.find("Errors\n\n  ptr_missing: 1 address\n");
  const size_t warnings =
      text.find("\nWarnings\n\n  ptr_servfail: 1 address\n");
  EXPECT_EQ(errors, 0u);
  ASSERT_NE(warnings, text.npos);
  EXPECT_LT(text.find("  ptr_generic_dynamic: 1 address\n"), warnings);
  EXPECT_EQ(text.find("Information"), text.npos);
  const std::string meaning(Info(Finding::kPtrServfail).meaning);
  EXPECT_NE(text.find("\n      " + meaning + "\n"), text.npos);
  EXPECT_TRUE(text.ends_with("\n      192.0.2.5\n")) << text;
  EXPECT_EQ(FindingsText(AuditOf({Accepted(1)})), "No findings\n");
}

// What reading `row` below the header says.
std::string RefusalOf(std::string_view row) {
  const std::string path = testing::TempDir() + "ptrcensus_audit_rows.csv";
  std::ofstream(path) << "ip,ptr_status,name,names_total,fcrdns,name_class,"
                         "findings\n"
                      << row << "\n";
  Audit audit(Strict());
  std::string problem = "none";
  try {
    RowReader reader(path, AuditFields());
    ReadRows(reader, audit);
  } catch (const Error& error) {
    problem = error.what();
    EXPECT_TRUE(problem.starts_with(path + " line 2 ")) << problem;
    problem.erase(0, path.size() + 8);
  }
  std::filesystem::remove(path);
  return problem;
}

TEST(Audit, NamesTheValueThatItDoesNotKnow) {
  const std::string rest =
      ", which this version does not know; the rows must be those of "
      "`ptrcensus scan`";
  EXPECT_EQ(RefusalOf("192.0.2.1,ok,a.example.net,1,pass,custom,"), "none");
  EXPECT_EQ(RefusalOf("192.0.2.1,ok,a.example.net,1,pass,,ptr_multiple"),
            "none");
  EXPECT_EQ(RefusalOf("192.0.2.1,ok,a,1,pass,custom,ptr_multiple ptr_odd"),
            "has findings 'ptr_odd'" + rest);
  EXPECT_EQ(RefusalOf("192.0.2,ok,a,1,pass,custom,"),
            "has ip '192.0.2'" + rest);
  EXPECT_EQ(RefusalOf("192.0.2.1,ok,a,many,pass,custom,"),
            "has names_total 'many'" + rest);
  EXPECT_EQ(RefusalOf("192.0.2.1,fine,a,1,pass,custom,"),
            "has ptr_status 'fine'" + rest);
  EXPECT_EQ(RefusalOf("192.0.2.1,ok,a,1,,custom,"), "has fcrdns ''" + rest);
  EXPECT_EQ(RefusalOf("192.0.2.1,ok,a,1,pass,odd,"),
            "has name_class 'odd'" + rest);
}

std::string ArgumentError(const std::vector<std::string>& args) {
  try {
    (void)AuditCommand(args);
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Audit, RefusesBadUse) {
  EXPECT_EQ(ArgumentError({}),
            "no FILE was given; audit takes a file of rows, CSV or NDJSON, or "
            "- for stdin");
  EXPECT_EQ(ArgumentError({"a.csv", "-i", "b.csv"}),
            "audit takes one file of rows, but 'b.csv' is a second one");
  EXPECT_EQ(ArgumentError({"--profile", "mail-strikt", "a.csv"}),
            "--profile 'mail-strikt' is unknown, did you mean 'mail-strict'; "
            "accepted: mail-strict, mail-basic, ptr-only");
  EXPECT_EQ(ArgumentError({testing::TempDir()}),
            testing::TempDir() +
                " cannot be read: Is a directory; a file of rows is CSV or "
                "NDJSON, as `ptrcensus scan -o rows.csv` writes it");
}

}  // namespace
}  // namespace ptrcensus
