#include "scanner/verdict/template_tally.h"

#include <algorithm>
#include <array>
#include <utility>

#include "io/name.h"
#include "scanner/verdict/name_parts.h"
#include "scanner/verdict/name_template.h"

namespace ptrcensus {
namespace {

constexpr std::array kShowNothing = {Encoding::kNone,     Encoding::kSerial,
                                     Encoding::kProvider, Encoding::kLast1,
                                     Encoding::kSingle,   Encoding::kKeyword,
                                     Encoding::kHexhi2,   Encoding::kV6Low16};
constexpr std::array kShowOther = {Encoding::kNoName, Encoding::kIface,
                                   Encoding::kLiteral, Encoding::kArpa,
                                   Encoding::kShared};

size_t CommonSuffix(std::string_view a, std::string_view b) {
  const auto ends = std::mismatch(a.rbegin(), a.rend(), b.rbegin(), b.rend());
  return static_cast<size_t>(ends.first - a.rbegin());
}

// With the dot before it; empty where `name` has no registrable domain or is
// one.
std::string DomainEnd(std::string_view name, PublicSuffixes& suffixes) {
  const std::optional<Name> parsed = Name::FromText(name);
  if (!parsed) return "";
  NameParts parts;
  TakeApart(parsed->wire(), suffixes, parts);
  const std::string domain(parts.registrable_domain());
  if (domain.empty() || !name.ends_with("." + domain)) return "";
  return "." + domain;
}

}  // namespace

Shows ShowsOf(Encoding encoding) {
  const auto is_in = [encoding](const auto& list) {
    return std::ranges::find(list, encoding) != list.end();
  };
  if (is_in(kShowNothing)) return Shows::kNothing;
  if (is_in(kShowOther)) return Shows::kOther;
  return Shows::kAddress;
}

void TemplateTally::Serials::Add(const Address& ip, std::string_view name,
                                 bool is_plain) {
  ++addresses;
  if (!is_plain) return;
  if (plain++ == 0) first = {ip, std::string(name)};
  AddName(name);
}

void TemplateTally::Serials::Add(const Serials& other) {
  if (plain == 0) first = other.first;
  addresses += other.addresses;
  plain += other.plain;
  for (const std::string& name : other.names) AddName(name);
}

void TemplateTally::Serials::AddName(std::string_view name) {
  if (names.size() == kLeastOfTemplate) return;
  if (std::ranges::find(names, name) == names.end()) names.emplace_back(name);
}

void TemplateTally::Serials::Clear() {
  addresses = 0;
  plain = 0;
  names.clear();
}

bool TemplateTally::IsInBlock(const Address& ip) const {
  if (!ip.is_v4() || !last_.is_v4()) return ip.is_v4() == last_.is_v4();
  return ip.v4() >> 8 == last_.v4() >> 8;
}

void TemplateTally::Add(const Address& ip, std::string_view name, Shows shows) {
  if (findings_.addresses == 0) {
    common_suffix_ = name.size();
  } else {
    if (ip == last_) return;
    const std::string_view first = findings_.examples.front().name;
    common_suffix_ =
        CommonSuffix(first.substr(first.size() - common_suffix_), name);
    if (!IsInBlock(ip)) CloseBlock();
  }
  last_ = ip;
  ++findings_.addresses;
  if (findings_.examples.size() < TemplateFindings::kExamples) {
    findings_.examples.push_back({ip, std::string(name)});
  }
  if (ip.is_v4()) {
    if (findings_.sequence_blocks == 0) block_names_.emplace_back(name);
    octets_.push_back(static_cast<uint8_t>(ip.v4()));
    AppendNumbers(name, numbers_);
  }
  if (shows == Shows::kAddress) ++block_shown_;
  block_serials_.Add(ip, name, shows == Shows::kNothing);
}

void TemplateTally::CloseBlock() {
  if (const auto sequence = FindSequence(octets_, numbers_)) {
    if (findings_.sequence_blocks++ == 0) {
      findings_.sequence = *sequence;
      findings_.sequence_example = {
          Address::V4((last_.v4() & ~uint32_t{255}) | octets_[sequence->first]),
          std::move(block_names_[sequence->first])};
    }
    if (sequence->HasRuleOf(findings_.sequence)) ++findings_.sequence_alike;
    findings_.sequence_addresses += octets_.size();
    findings_.sequence_shown += block_shown_;
  } else {
    serials_.Add(block_serials_);
  }
  octets_.clear();
  numbers_.clear();
  block_names_.clear();
  block_serials_.Clear();
  block_shown_ = 0;
}

bool TemplateTally::IsSerial(PublicSuffixes& suffixes) const {
  if (serials_.plain < kLeastOfTemplate) return false;
  if (serials_.names.size() < kLeastOfTemplate) return false;
  if (serials_.plain * 100 < serials_.addresses * kSerialPercent) return false;
  const std::string domain = DomainEnd(serials_.first.name, suffixes);
  return !domain.empty() && domain.size() <= common_suffix_;
}

TemplateFindings TemplateTally::Finish(PublicSuffixes& suffixes) {
  CloseBlock();
  if (IsSerial(suffixes)) {
    findings_.serial_addresses = serials_.plain;
    findings_.serial_example = serials_.first;
  }
  serials_.Clear();
  return std::exchange(findings_, {});
}

}  // namespace ptrcensus
