// What finished rows show when they are judged by a profile: counts, and the
// lowest addresses of each kind. Memory does not follow the number of rows, and
// the result does not depend on their order.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "io/address.h"
#include "output/row.h"
#include "scanner/cli/top_list.h"
#include "scanner/verdict/finding.h"
#include "scanner/verdict/profile.h"

namespace ptrcensus {

// Of a row, what an audit looks at.
struct AuditRow {
  Address ip;
  PtrStatus ptr_status = PtrStatus::kSkipped;
  std::string_view name{};  // empty: none
  Fcrdns fcrdns = Fcrdns::kNotChecked;
  NameClass name_class = NameClass::kUnset;
  uint32_t names_total = 0;
  FindingSet findings{};
};
[[nodiscard]] AuditRow AuditRowOf(const Row& row);

// A row that is refused.
struct Refusal {
  Address ip;
  std::string name;
  std::vector<Rule> rules;

  friend auto operator<=>(const Refusal&, const Refusal&) = default;
};

class Audit {
 public:
  static constexpr size_t kMaxExamples = 10;    // of one finding
  static constexpr size_t kMaxRefusals = 1000;  // listed, of one standing

  // `profile` is one of Profiles().
  explicit Audit(const Profile& profile);

  void Take(const AuditRow& row);

  const Profile& profile() const { return profile_; }
  uint64_t rows() const { return rows_; }
  uint64_t named() const { return named_; }
  uint64_t count(Standing standing) const {
    return standings_[static_cast<size_t>(standing)];
  }
  // For good and for now.
  uint64_t refused() const {
    return count(Standing::kRefused) + count(Standing::kTemporary);
  }
  // By the rules that refuse, for good or for now; a row can have two.
  const std::map<Rule, uint64_t>& by_rule() const { return by_rule_; }
  // Aligned with PostfixRestrictions().
  std::span<const uint64_t, kPostfixCount> by_postfix() const {
    return by_postfix_;
  }
  // The lowest, in order; of kRefused and kTemporary.
  const std::multiset<Refusal>& refusals(Standing standing) const {
    return standing == Standing::kRefused ? refused_ : temporary_;
  }

  // The lowest addresses that have it with this severity, and (offered()) how
  // many have.
  using Addresses = TopList<Address, std::less<Address>>;
  const Addresses& addresses(Finding finding, Severity severity) const {
    return findings_[IndexOf(finding, severity)];
  }

 private:
  static size_t IndexOf(Finding finding, Severity severity) {
    return static_cast<size_t>(severity) * kFindingCount +
           static_cast<size_t>(finding);
  }
  void TakeRefused(const AuditRow& row, const Judgement& judgement);

  const Profile& profile_;
  uint64_t rows_ = 0;
  uint64_t named_ = 0;
  std::array<uint64_t, kStandingCount> standings_{};
  std::map<Rule, uint64_t> by_rule_;
  std::array<uint64_t, kPostfixCount> by_postfix_{};
  std::multiset<Refusal> refused_;
  std::multiset<Refusal> temporary_;
  std::vector<Addresses> findings_;  // by IndexOf
};

}  // namespace ptrcensus
