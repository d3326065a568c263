#include "scanner/cli/audit.h"

#include <iterator>

namespace ptrcensus {

AuditRow AuditRowOf(const Row& row) {
  AuditRow result{.ip = row.ip,
                  .ptr_status = row.ptr_status,
                  .fcrdns = row.fcrdns,
                  .name_class = row.name_class,
                  .names_total = row.names_total.value_or(0)};
  if (const auto i = Representative(row)) result.name = row.names[*i].name;
  for (const std::string_view name : row.findings) {
    if (const auto finding = ParseFinding(name)) result.findings.Add(*finding);
  }
  return result;
}

Audit::Audit(const Profile& profile)
    : profile_(profile),
      findings_(kSeverityCount * kFindingCount, Addresses(kMaxExamples)) {}

void Audit::Take(const AuditRow& row) {
  ++rows_;
  if (!row.name.empty()) ++named_;
  const Judgement judgement =
      Judge(profile_, row.ptr_status, row.fcrdns, row.name_class);
  ++standings_[static_cast<size_t>(judgement.standing)];
  if (judgement.standing == Standing::kRefused ||
      judgement.standing == Standing::kTemporary) {
    TakeRefused(row, judgement);
  }
  for (size_t i = 0; i < by_postfix_.size(); ++i) {
    if (PostfixRestrictions()[i].rejected.Has(row.fcrdns)) ++by_postfix_[i];
  }
  row.findings.ForEach([&](Finding finding) {
    const Severity severity = SeverityOf(finding, row.names_total);
    findings_[IndexOf(finding, severity)].Offer(row.ip);
  });
}

void Audit::TakeRefused(const AuditRow& row, const Judgement& judgement) {
  const auto rules = judgement.all_rules();
  for (const Rule& rule : rules) ++by_rule_[rule];
  auto& lowest =
      judgement.standing == Standing::kRefused ? refused_ : temporary_;
  const bool full = lowest.size() == kMaxRefusals;
  if (full && lowest.rbegin()->ip < row.ip) return;
  lowest.insert({.ip = row.ip,
                 .name = std::string(row.name),
                 .rules = {rules.begin(), rules.end()}});
  if (full) lowest.erase(std::prev(lowest.end()));
}

}  // namespace ptrcensus
