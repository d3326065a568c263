#include "scanner/verdict/findings.h"

#include <algorithm>
#include <optional>

#include "scanner/verdict/characters.h"

namespace ptrcensus {
namespace {

constexpr uint32_t kLowTtl = 300;
constexpr uint32_t kHighTtl = 7 * 86400;

// True if `text` is `domain` or lies below it.
bool IsWithin(std::string_view text, std::string_view domain) {
  if (!text.ends_with(domain)) return false;
  const size_t left = text.size() - domain.size();
  return left == 0 || text[left - 1] == '.';
}

// True if the labels of `part` stand somewhere in `text`.
bool HoldsLabels(std::string_view text, std::string_view part) {
  for (size_t at = text.find(part); at != text.npos;
       at = text.find(part, at + 1)) {
    if (at > 0 && text[at - 1] != '.') continue;
    if (at + part.size() == text.size() || text[at + part.size()] == '.') {
      return true;
    }
  }
  return false;
}

std::optional<Finding> FindingOf(NameFault fault) {
  switch (fault) {
    case NameFault::kNone:
      return std::nullopt;
    case NameFault::kRoot:
      return Finding::kPtrNameRoot;
    case NameFault::kLiteral:
      return Finding::kPtrNameIpLiteral;
    case NameFault::kArpa:
      return Finding::kPtrNameArpaSuffix;
    case NameFault::kSpecialUse:
      return Finding::kPtrNameSpecialUse;
    case NameFault::kSingleLabel:
      return Finding::kPtrSingleLabel;
    case NameFault::kPublicSuffix:
      return Finding::kPtrPublicSuffix;
    case NameFault::kNumericTop:
    case NameFault::kUnknownTop:
      return Finding::kPtrTldUnknown;
  }
  return std::nullopt;
}

// No host name at all, so where it leads says nothing.
bool IsError(NameFault fault) {
  const auto finding = FindingOf(fault);
  return finding && Info(*finding).severity == Severity::kError;
}

bool DomainStandsTwice(const NameParts& name) {
  const std::string_view domain = name.registrable_domain();
  if (domain.empty() || name.registrable == 0) return false;
  return HoldsLabels(name.text().substr(0, name.registrable - size_t{1}),
                     domain);
}

// In a zone file a name without its final dot gets the zone behind it.
bool HasOwnReverseZone(const Address& ip, const NameParts& name) {
  if (name.reverse_zone == name.size) return false;
  std::string_view text = name.text().substr(name.reverse_zone);
  const std::string_view first = text.substr(0, text.find('.'));
  // A zone of less than a /24 lies below that of the /24 (RFC 2317).
  const bool is_part = first.find_first_of("-/") != std::string_view::npos;
  if (is_part) text.remove_prefix(first.size() + 1);
  const auto zone = Name::FromText(text);
  return zone && Name::Reverse(ip).IsWithin(*zone);
}

// RFC 952, RFC 1123 2.1. Their lengths are those of every name.
bool IsHostname(std::string_view text) {
  char before = '.';
  for (const char c : text) {
    if (c == '-' && before == '.') return false;
    if (c == '.' && before == '-') return false;
    if (!IsLetter(c) && !IsDigit(c) && c != '-' && c != '.') return false;
    before = c;
  }
  return before != '-';
}

// RFC 2606 2 and 3.
bool IsExample(std::string_view text) {
  return IsWithin(text, "example.com") || IsWithin(text, "example.net") ||
         IsWithin(text, "example.org") || IsWithin(text, "example") ||
         IsWithin(text, "test");
}

void AddReverse(const RowEvidence& row, FindingSet& found) {
  switch (row.ptr_status) {
    case PtrStatus::kOk:
      return found.Add(Finding::kPtrViaCname, row.flags.cname);
    case PtrStatus::kNxdomain:
    case PtrStatus::kNodata:
      return found.Add(Finding::kPtrMissing);
    case PtrStatus::kServfail:
      return found.Add(Finding::kPtrServfail);
    case PtrStatus::kRefused:
      return found.Add(Finding::kPtrRefused);
    case PtrStatus::kTimeout:
      return found.Add(Finding::kPtrTimeout);
    case PtrStatus::kCnameLoop:
      return found.Add(Finding::kPtrCnameLoop);
    case PtrStatus::kCnameBroken:
      return found.Add(Finding::kPtrCnameBroken);
    case PtrStatus::kSkipped:
      return found.Add(Finding::kSpecialPurposeSkipped);
    case PtrStatus::kOtherRcode:
    case PtrStatus::kMalformed:
      return;  // the status says it
  }
}

bool InSeveralDomains(std::span<const NameEvidence> names) {
  std::string_view first;
  for (const NameEvidence& name : names) {
    const std::string_view domain = name.parts->registrable_domain();
    if (domain.empty()) continue;
    if (!first.empty() && domain != first) return true;
    first = domain;
  }
  return false;
}

void AddSet(const RowEvidence& row, FindingSet& found) {
  found.Add(Finding::kPtrMultiple, row.names_total > 1);
  found.Add(Finding::kPtrMultidomain, InSeveralDomains(row.names));
  found.Add(Finding::kPtrNamesTruncated, row.names_total > row.names.size());
}

void AddTarget(const NameEvidence& name, FindingSet& found) {
  if (IsError(name.parts->fault)) return;
  found.Add(Finding::kPtrTargetIsCname, name.forward.cname);
  if (name.status != NameStatus::kNoForward) return;
  if (name.forward.nxdomain) {
    found.Add(Finding::kPtrTargetNxdomain);
  } else if (name.forward.other_family) {
    found.Add(Finding::kPtrTargetNoAddressFamily);
  } else {
    found.Add(Finding::kPtrTargetNodata, !name.forward.other_unknown);
  }
}

void AddForward(const NameEvidence& name, FindingSet& found) {
  AddTarget(name, found);
  found.Add(Finding::kForwardToPrivate, name.forward.to_private);
  if (name.status != NameStatus::kTemp) return;
  found.Add(Finding::kForwardTimeout, name.forward.timeout);
  found.Add(Finding::kForwardServfail, name.forward.error_code);
}

void AddConfirmation(const RowEvidence& row, FindingSet& found) {
  const auto any = [&](NameStatus status) {
    return std::ranges::find(row.names, status, &NameEvidence::status) !=
           row.names.end();
  };
  found.Add(Finding::kFcrdnsMismatch, row.fcrdns == Fcrdns::kMismatch);
  found.Add(Finding::kFcrdnsPartial,
            any(NameStatus::kPass) &&
                (any(NameStatus::kMismatch) || any(NameStatus::kNoForward)));
}

// A cache shows the time that is left, so only what the zone's own servers
// say counts.
void AddTtl(const RowEvidence& row, FindingSet& found) {
  if (!row.flags.aa || !row.ttl) return;
  found.Add(Finding::kTtlZero, *row.ttl == 0);
  found.Add(Finding::kTtlLow, *row.ttl > 0 && *row.ttl < kLowTtl);
  found.Add(Finding::kTtlHigh, *row.ttl > kHighTtl);
}

void AddChecks(const CheckResults& checks, FindingSet& found) {
  found.Add(Finding::kDnssecBogus, checks.bogus);
  found.Add(Finding::kIpv6CounterpartMissing, checks.counterpart_missing);
  found.Add(Finding::kIpv6NoPtr, checks.counterpart_no_ptr);
}

std::optional<Finding> FindingOf(NameClass name_class) {
  switch (name_class) {
    case NameClass::kGenericDynamic:
      return Finding::kPtrGenericDynamic;
    case NameClass::kGeneric:
      return Finding::kPtrGeneric;
    case NameClass::kGenericStatic:
      return Finding::kPtrGenericStatic;
    case NameClass::kProviderDefault:
      return Finding::kPtrProviderDefault;
    case NameClass::kPlaceholder:
      return Finding::kPtrPlaceholder;
    default:
      return std::nullopt;
  }
}

}  // namespace

FindingSet FindingsOf(const RowEvidence& row) {
  FindingSet found;
  AddReverse(row, found);
  found.Add(Finding::kDnssecAd, row.flags.ad);
  AddChecks(row.checks, found);
  if (row.names.empty()) return found;
  for (const NameEvidence& name : row.names) {
    found.Add(FormFindings(row.ip, row.documentation, *name.parts));
    AddForward(name, found);
  }
  AddSet(row, found);
  AddConfirmation(row, found);
  AddTtl(row, found);
  found.Add(ClassFindings(row.classification));
  return found;
}

FindingSet FormFindings(const Address& ip, bool documentation,
                        const NameParts& name) {
  FindingSet found;
  if (const auto fault = FindingOf(name.fault)) found.Add(*fault);
  const std::string_view text = name.text();
  found.Add(Finding::kPtrMissingDotSuspected,
            DomainStandsTwice(name) || HasOwnReverseZone(ip, name));
  found.Add(Finding::kPtrNameNotHostname, !IsHostname(text));
  found.Add(Finding::kPtrExampleDomain, !documentation && IsExample(text));
  found.Add(Finding::kPtrBareDomain,
            name.fault == NameFault::kNone && name.registrable == 0);
  found.Add(Finding::kPtrWwwName, text.starts_with("www."));
  return found;
}

FindingSet ClassFindings(const Classification& classification) {
  FindingSet found;
  found.Add(Finding::kEmbedsOtherIp,
            classification.encoding == Encoding::kOtherIp);
  if (!classification.is_generic()) return found;
  if (const auto finding = FindingOf(classification.name_class)) {
    found.Add(*finding);
  }
  return found;
}

}  // namespace ptrcensus
