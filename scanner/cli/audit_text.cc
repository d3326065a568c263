#include "scanner/cli/audit_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "scanner/cli/help.h"
#include "scanner/cli/print.h"
#include "scanner/cli/quantity.h"

namespace ptrcensus {
namespace {

constexpr size_t kCountWidth = 13;
constexpr size_t kIndent = 6;
constexpr std::string_view kLongRule = "name_class generic_dynamic";

std::string CountedAddresses(uint64_t count) {
  return fmt::format("{} address{}", Grouped(count), count == 1 ? "" : "es");
}

std::string CountLine(uint64_t count, std::string_view text) {
  return fmt::format("{:>{}}  {}\n", Grouped(count), kCountWidth, text);
}

std::string_view Explained(Standing standing) {
  switch (standing) {
    case Standing::kAccepted:
      return "accepted";
    case Standing::kWarned:
      return "accepted, but some refuse static template names";
    case Standing::kRefused:
      return "refused for good (550)";
    case Standing::kTemporary:
      return "refused for now (450), because a lookup failed";
    case Standing::kNotChecked:
      return "not checked";
  }
  return "";
}

std::string Rules(const Refusal& refusal) {
  std::string text;
  for (const Rule& rule : refusal.rules) {
    text += fmt::format("{}{}", text.empty() ? "" : ", ", Text(rule));
  }
  return text;
}

std::string NameOf(const Refusal& refusal) {
  return refusal.name.empty() ? "-" : Printable(refusal.name);
}

using RefusalIterator = std::multiset<Refusal>::const_iterator;

std::string RefusalLines(RefusalIterator begin, RefusalIterator end) {
  size_t ip_width = 0;
  size_t name_width = 0;
  for (auto refusal = begin; refusal != end; ++refusal) {
    ip_width = std::max(ip_width, ToText(refusal->ip).size());
    name_width = std::max(name_width, NameOf(*refusal).size());
  }
  // Names that are longer than what is left push their rule to the right.
  const size_t left = kHelpColumns - ip_width - kLongRule.size() - 6;
  std::string text;
  for (auto refusal = begin; refusal != end; ++refusal) {
    text += fmt::format("  {:<{}}  {:<{}}  {}\n", ToText(refusal->ip), ip_width,
                        NameOf(*refusal), std::min(name_width, left),
                        Rules(*refusal));
  }
  return text;
}

std::string Refusals(const Audit& audit, Standing standing, size_t listed) {
  const uint64_t count = audit.count(standing);
  if (count == 0) return "";
  const auto& all = audit.refusals(standing);
  const size_t shown = std::min(listed, all.size());
  std::string text = fmt::format(
      "\nRefused for {}: {}\n", standing == Standing::kRefused ? "good" : "now",
      CountedAddresses(count));
  text += RefusalLines(
      all.begin(), std::next(all.begin(), static_cast<std::ptrdiff_t>(shown)));
  if (count > shown) {
    text += fmt::format("  and {} more\n", Grouped(count - shown));
  }
  return text;
}

std::string FindingText(const FindingInfo& info,
                        const Audit::Addresses& addresses) {
  std::string text = fmt::format("\n  {}: {}\n", info.name,
                                 CountedAddresses(addresses.offered()));
  text += Wrapped(info.meaning, kIndent);
  text += Wrapped(info.advice, kIndent);
  std::string list;
  for (const Address& ip : addresses.items()) {
    if (!list.empty()) list += ' ';
    AppendText(list, ip);
  }
  const uint64_t more = addresses.offered() - addresses.items().size();
  if (more > 0) list += fmt::format(" and {} more", Grouped(more));
  return text + Wrapped(list, kIndent);
}

std::string FindingsOf(const Audit& audit, Severity severity) {
  std::string text;
  for (size_t i = 0; i < kFindingCount; ++i) {
    const auto finding = static_cast<Finding>(i);
    const Audit::Addresses& addresses = audit.addresses(finding, severity);
    if (addresses.offered() == 0) continue;
    text += FindingText(Info(finding), addresses);
  }
  return text;
}

}  // namespace

std::string ProfileText(const Audit& audit, size_t listed) {
  std::string text = fmt::format("Profile {}: {}\n", audit.profile().name,
                                 audit.profile().asks);
  for (int i = 0; i < kStandingCount; ++i) {
    const auto standing = static_cast<Standing>(i);
    text += CountLine(audit.count(standing), Explained(standing));
  }
  if (!audit.by_rule().empty()) {
    text += "\nRules that refuse (two can refuse one address)\n";
  }
  for (const auto& [rule, count] : audit.by_rule()) {
    text += CountLine(count, Text(rule));
  }
  text += "\nPostfix would reject by\n";
  for (size_t i = 0; i < audit.by_postfix().size(); ++i) {
    text += CountLine(audit.by_postfix()[i], PostfixRestrictions()[i].name);
  }
  return text + Refusals(audit, Standing::kRefused, listed) +
         Refusals(audit, Standing::kTemporary, listed);
}

std::string FindingsText(const Audit& audit) {
  std::string text;
  const auto add = [&](std::string_view title, Severity severity) {
    const std::string findings = FindingsOf(audit, severity);
    if (findings.empty()) return;
    text += fmt::format("{}{}\n{}", text.empty() ? "" : "\n", title, findings);
  };
  add("Errors", Severity::kError);
  add("Warnings", Severity::kWarning);
  add("Information", Severity::kInfo);
  return text.empty() ? "No findings\n" : text;
}

}  // namespace ptrcensus
