#include "scanner/verdict/name_parts.h"

#include <algorithm>

#include "io/address.h"
#include "scanner/verdict/characters.h"

namespace ptrcensus {
namespace {

// The labels of a text, by where they begin.
struct Labels {
  std::string_view text;
  std::array<uint8_t, kMaxLabels> begin;
  size_t count = 0;

  std::string_view at(size_t i) const {
    const size_t end = i + 1 < count ? begin[i + 1] - size_t{1} : text.size();
    return text.substr(begin[i], end - begin[i]);
  }
  // The last `n` labels.
  std::string_view tail(size_t n) const {
    return text.substr(begin[count - n]);
  }
  // Counted from the right, 0 is the top; empty where there is none.
  std::string_view from_top(size_t i) const {
    return i < count ? at(count - 1 - i) : std::string_view();
  }
};

char Shown(uint8_t octet) {
  const bool visible = octet > ' ' && octet <= '~' && octet != '.';
  return visible ? static_cast<char>(octet) : NameParts::kOdd;
}

// An octet of the wire name is one place further left in the text: the first
// length octet falls away, the others become dots.
void Flatten(Bytes wire, NameParts& parts, Labels& labels) {
  size_t at = 0;
  while (wire[at] != 0) {
    labels.begin[labels.count++] = static_cast<uint8_t>(at);
    const size_t end = at + wire[at];
    for (; at < end; ++at) parts.bytes[at] = Shown(wire[at + 1]);
    parts.bytes[at++] = '.';
  }
  parts.size = static_cast<uint8_t>(at == 0 ? 0 : at - 1);
  parts.bytes[parts.size] = '\0';
  labels.text = parts.text();
}

bool AllDigits(std::string_view label) { return AllOf(label, IsDigit); }

bool IsLiteral(const Labels& labels) {
  if (labels.count == 4) {
    bool digits = true;
    for (size_t i = 4; i > 0 && digits; --i)
      digits = AllDigits(labels.at(i - 1));
    if (digits) return true;
  }
  if (labels.text.find(':') == std::string_view::npos) return false;
  const auto address = ParseAddress(labels.text);
  return address && !address->is_v4();
}

bool IsReverseTree(std::string_view second, std::string_view top) {
  return top == "arpa" && (second == "in-addr" || second == "ip6");
}

bool HoldsReverseTree(const Labels& labels) {
  for (size_t i = 1; i < labels.count; ++i) {
    if (IsReverseTree(labels.at(i - 1), labels.at(i))) return true;
  }
  return false;
}

// Above every suffix of the ICANN section stands another, so the first tail
// that is none ends the search; but below `no` are suffixes of three labels
// (os.hedmark.no) without one of two.
size_t SuffixLabels(const Labels& labels, PublicSuffixes& suffixes) {
  const auto is_suffix = [&](size_t count) {
    return count <= labels.count && suffixes.IsSuffix(labels.tail(count));
  };
  size_t count = 0;
  while (is_suffix(count + 1)) ++count;
  if (count == 1 && labels.from_top(0) == "no" && is_suffix(3)) return 3;
  return count;
}

void SetSuffix(const Labels& labels, PublicSuffixes& suffixes,
               NameParts& parts) {
  parts.suffix = parts.registrable = parts.size;
  if (labels.count < 2) return;
  const size_t count = SuffixLabels(labels, suffixes);
  if (count == 0) return;
  const size_t first = labels.count - count;
  parts.suffix = labels.begin[first];
  parts.registrable = first == 0 ? uint8_t{0} : labels.begin[first - 1];
}

NameFault FaultOf(const Labels& labels, const NameParts& parts) {
  if (labels.count == 0) return NameFault::kRoot;
  if (IsLiteral(labels)) return NameFault::kLiteral;
  if (HoldsReverseTree(labels)) return NameFault::kArpa;
  const std::string_view top = labels.from_top(0);
  if (IsSpecialUse(labels.from_top(1), top)) return NameFault::kSpecialUse;
  if (labels.count == 1) return NameFault::kSingleLabel;
  if (parts.suffix == 0) return NameFault::kPublicSuffix;
  if (AllDigits(top)) return NameFault::kNumericTop;
  if (parts.suffix == parts.size) return NameFault::kUnknownTop;
  return NameFault::kNone;
}

// `0/25` or `0-25`: a zone of less than a /24 (RFC 2317 4).
bool IsPartOfZone(std::string_view label) {
  const size_t number = EndOf(label, 0, IsDigit);
  if (number == 0 || number == label.size()) return false;
  if (label[number] != '/' && label[number] != '-') return false;
  const std::string_view rest = label.substr(number + 1);
  return !rest.empty() && AllDigits(rest);
}

// How many labels at the end are a reverse zone below the tree; 0 where the
// name does not end in the tree.
size_t ZoneLabels(const Labels& labels) {
  if (!IsReverseTree(labels.from_top(1), labels.from_top(0))) return 0;
  const bool v4 = labels.from_top(1) == "in-addr";
  const size_t most = 2 + (v4 ? 4 : 32);
  size_t count = 2;
  while (count < most) {
    const std::string_view label = labels.from_top(count);
    const bool fits = v4 ? label.size() <= 3 && AllDigits(label)
                         : label.size() == 1 && IsHex(label[0]);
    if (label.empty() || !fits) break;
    ++count;
  }
  if (count == 2) return 0;
  return v4 && count < most && IsPartOfZone(labels.from_top(count)) ? count + 1
                                                                    : count;
}

// The labels before a reverse zone, as a name of their own.
bool HasRegistrableDomain(Labels labels, size_t left,
                          PublicSuffixes& suffixes) {
  labels.text = labels.text.substr(0, labels.begin[left] - size_t{1});
  labels.count = left;
  const size_t suffix = SuffixLabels(labels, suffixes);
  return suffix > 0 && suffix < left;
}

uint8_t ReverseZone(const Labels& labels, PublicSuffixes& suffixes) {
  const size_t left = labels.count - ZoneLabels(labels);
  const bool found = left > 0 && left < labels.count &&
                     HasRegistrableDomain(labels, left, suffixes);
  return found ? labels.begin[left] : static_cast<uint8_t>(labels.text.size());
}

}  // namespace

std::string_view NameParts::left_of_suffix() const {
  if (suffix == 0) return {};
  return suffix == size ? text() : text().substr(0, suffix - size_t{1});
}

std::string_view NameParts::registrable_domain() const {
  return suffix == 0 ? std::string_view() : text().substr(registrable);
}

void TakeApart(Bytes wire, PublicSuffixes& suffixes, NameParts& parts) {
  Labels labels;
  Flatten(wire, parts, labels);
  SetSuffix(labels, suffixes, parts);
  parts.fault = FaultOf(labels, parts);
  parts.reverse_zone = parts.fault == NameFault::kArpa
                           ? ReverseZone(labels, suffixes)
                           : parts.size;
}

bool IsSpecialUse(std::string_view second, std::string_view top) {
  constexpr std::string_view kTops[] = {"localhost", "local", "invalid",
                                        "onion",     "alt",   "internal"};
  if (std::ranges::find(kTops, top) != std::end(kTops)) return true;
  return top == "arpa" && second == "home";
}

}  // namespace ptrcensus
