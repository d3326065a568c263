// What receivers of mail ask of an address that sends to them, as a verdict
// over its finished row. No two receivers ask the same, so a profile is one
// line of the table in profile.cc.
//
// Nothing is refused for what was not asked: a row that was skipped, or whose
// names were not looked up forward though the profile needs it, is not checked,
// unless its class alone refuses it.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "output/row.h"

namespace ptrcensus {

// A set of the values of a small enum.
template <typename Enum>
class EnumSet {
 public:
  template <typename... Enums>
  static constexpr EnumSet Of(Enums... values) {
    return EnumSet((0u | ... | Bit(values)));
  }
  template <typename... Enums>
  static constexpr EnumSet AllBut(Enums... values) {
    return EnumSet(~Of(values...).bits_);
  }
  constexpr bool Has(Enum value) const { return (bits_ & Bit(value)) != 0; }

 private:
  explicit constexpr EnumSet(uint32_t bits) : bits_(bits) {}
  static constexpr uint32_t Bit(Enum value) {
    return uint32_t{1} << static_cast<int>(value);
  }
  uint32_t bits_;
};

struct Profile {
  std::string_view name;  // mail-strict
  std::string_view asks;  // a clause: what is asked of a row
  bool needs_pass;        // fcrdns must be pass; else ptr_status must be ok
  EnumSet<NameClass> accepted;
  EnumSet<NameClass> warned;  // accepted too, but some receivers refuse them
};
[[nodiscard]] std::span<const Profile> Profiles();
// Null where there is none.
[[nodiscard]] const Profile* FindProfile(std::string_view name);
// The severities of findings are those of mail, so this is the default.
[[nodiscard]] const Profile& DefaultProfile();

enum class Standing : uint8_t {
  kAccepted,
  kWarned,
  kRefused,    // for good: 550
  kTemporary,  // refused as long as lookups fail: 450
  kNotChecked,
};
inline constexpr int kStandingCount = 5;
// The keys of the summary: `accepted`, `not_checked`.
[[nodiscard]] std::string_view Text(Standing standing);

// Why a row is refused or warned of: the field and its value.
class Rule {
 public:
  Rule() = default;
  explicit Rule(PtrStatus value);
  explicit Rule(Fcrdns value);
  explicit Rule(NameClass value);

  friend auto operator<=>(const Rule&, const Rule&) = default;
  // `fcrdns no_ptr`
  friend std::string Text(const Rule& rule);

 private:
  enum class Field : uint8_t { kPtrStatus, kFcrdns, kNameClass };
  Field field_ = Field::kPtrStatus;
  uint8_t value_ = 0;
};
[[nodiscard]] std::string Text(const Rule& rule);

struct Judgement {
  Standing standing = Standing::kNotChecked;
  // Of a refused row, for good or for now, those that refuse it, at least one;
  // of a row that is warned of, the one that warns; else none.
  std::array<Rule, 2> rules{};
  uint8_t rule_count = 0;

  std::span<const Rule> all_rules() const { return {rules.data(), rule_count}; }
};

[[nodiscard]] Judgement Judge(const Profile& profile, PtrStatus ptr_status,
                              Fcrdns fcrdns, NameClass name_class);

// What smtpd_client_restrictions of Postfix reject, postconf(5).
struct PostfixRestriction {
  std::string_view name;
  EnumSet<Fcrdns> rejected;
};
inline constexpr int kPostfixCount = 3;
// From the mildest on: each rejects what those before it do, and more.
[[nodiscard]] std::span<const PostfixRestriction, kPostfixCount>
PostfixRestrictions();

}  // namespace ptrcensus
