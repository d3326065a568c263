#include "scanner/verdict/profile.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

#include "scanner/verdict/forward.h"

namespace ptrcensus {
namespace {

using Classes = EnumSet<NameClass>;
using Fcrdnses = EnumSet<Fcrdns>;

constexpr auto kProfiles = std::to_array<Profile>({
    // Virgin Media, Sender Score, Yahoo, M3AAWG. Three public vocabularies keep
    // static template names apart from the other ones.
    {"mail-strict", "fcrdns is pass and name_class is custom", true,
     Classes::Of(NameClass::kCustom), Classes::Of(NameClass::kGenericStatic)},
    // Gmail's rules for all senders: 550-5.7.25.
    {"mail-basic", "fcrdns is pass", true, Classes::AllBut(), Classes::Of()},
    // What AOL and Microsoft ask at least.
    {"ptr-only", "ptr_status is ok and name_class is not invalid", false,
     Classes::AllBut(NameClass::kUnset, NameClass::kInvalid), Classes::Of()},
});

constexpr Fcrdnses kNoName =
    Fcrdnses::Of(Fcrdns::kNoPtr, Fcrdns::kPtrTemp, Fcrdns::kInvalidName);
constexpr Fcrdnses kNoAddress =
    Fcrdnses::Of(Fcrdns::kNoPtr, Fcrdns::kPtrTemp, Fcrdns::kInvalidName,
                 Fcrdns::kNoForward, Fcrdns::kForwardTemp);
constexpr Fcrdnses kNoMatch =
    Fcrdnses::Of(Fcrdns::kNoPtr, Fcrdns::kPtrTemp, Fcrdns::kInvalidName,
                 Fcrdns::kNoForward, Fcrdns::kForwardTemp, Fcrdns::kMismatch);

constexpr std::array<PostfixRestriction, kPostfixCount> kPostfix = {{
    {"reject_unknown_reverse_client_hostname", kNoName},
    {"reject_unknown_forward_client_hostname", kNoAddress},
    {"reject_unknown_client_hostname", kNoMatch},
}};

void Add(Judgement& judgement, Rule rule) {
  assert(judgement.rule_count < judgement.rules.size());
  judgement.rules[judgement.rule_count++] = rule;
}

// What the answers say, without the class: accepted, or refused by one rule.
Judgement JudgeAnswers(const Profile& profile, PtrStatus ptr_status,
                       Fcrdns fcrdns) {
  Judgement judgement{.standing = Standing::kAccepted};
  bool temporary = false;
  if (profile.needs_pass) {
    if (fcrdns == Fcrdns::kPass) return judgement;
    Add(judgement, Rule(fcrdns));
    temporary = IprevOf(fcrdns) == Iprev::kTemperror;
  } else {
    if (ptr_status == PtrStatus::kOk) return judgement;
    Add(judgement, Rule(ptr_status));
    temporary = WithoutNames(ptr_status) == Fcrdns::kPtrTemp;
  }
  judgement.standing = temporary ? Standing::kTemporary : Standing::kRefused;
  return judgement;
}

}  // namespace

std::span<const Profile> Profiles() { return kProfiles; }

const Profile* FindProfile(std::string_view name) {
  const auto found = std::ranges::find(kProfiles, name, &Profile::name);
  return found == kProfiles.end() ? nullptr : &*found;
}

const Profile& DefaultProfile() { return kProfiles.front(); }

std::string_view Text(Standing standing) {
  constexpr std::array<std::string_view, kStandingCount> kWords = {
      "accepted", "warned", "refused", "temporary", "not_checked"};
  return kWords[static_cast<size_t>(standing)];
}

Rule::Rule(PtrStatus value)
    : field_(Field::kPtrStatus), value_(static_cast<uint8_t>(value)) {}
Rule::Rule(Fcrdns value)
    : field_(Field::kFcrdns), value_(static_cast<uint8_t>(value)) {}
Rule::Rule(NameClass value)
    : field_(Field::kNameClass), value_(static_cast<uint8_t>(value)) {}

std::string Text(const Rule& rule) {
  switch (rule.field_) {
    case Rule::Field::kPtrStatus:
      return fmt::format("ptr_status {}", Text(PtrStatus{rule.value_}));
    case Rule::Field::kFcrdns:
      return fmt::format("fcrdns {}", Text(Fcrdns{rule.value_}));
    case Rule::Field::kNameClass:
      break;
  }
  return fmt::format("name_class {}", Text(NameClass{rule.value_}));
}

Judgement Judge(const Profile& profile, PtrStatus ptr_status, Fcrdns fcrdns,
                NameClass name_class) {
  if (ptr_status == PtrStatus::kSkipped) return {};
  Judgement judgement;
  if (!profile.needs_pass || fcrdns != Fcrdns::kNotChecked) {
    judgement = JudgeAnswers(profile, ptr_status, fcrdns);
  }
  if (profile.accepted.Has(name_class)) return judgement;
  const bool accepted = judgement.standing == Standing::kAccepted;
  if (name_class == NameClass::kUnset)
    return accepted ? Judgement{} : judgement;
  if (profile.warned.Has(name_class)) {
    if (!accepted) return judgement;
    judgement.standing = Standing::kWarned;
  } else if (accepted || name_class != NameClass::kNone) {
    // However lookups end that failed for now or were not made, the class
    // stays.
    judgement.standing = Standing::kRefused;
  } else {
    return judgement;  // that there is no name was said already
  }
  Add(judgement, Rule(name_class));
  return judgement;
}

std::span<const PostfixRestriction, kPostfixCount> PostfixRestrictions() {
  return kPostfix;
}

}  // namespace ptrcensus
