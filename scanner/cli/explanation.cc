#include "scanner/cli/explanation.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

#include "scanner/cli/help.h"
#include "scanner/cli/verdict_text.h"

namespace ptrcensus {
namespace {

constexpr size_t kIndent = 2;
constexpr size_t kLabelWidth = 20;
constexpr size_t kColumns = kHelpColumns - kIndent;

std::string Heading(std::string_view text) {
  return fmt::format("\n{}\n", text);
}

std::string Line(std::string_view text) { return Wrapped(text, kIndent); }

// A name as it is printed, and where each octet of it stands there.
class ShownName {
 public:
  explicit ShownName(const Name& name) : text_(ToText(name)) {
    size_t at = 0;
    size_t octet = 0;
    for (; octet + 1 < at_.size() && at < text_.size(); ++octet) {
      at_[octet] = at;
      at += text_[at] == '\\' ? 4 : 1;
    }
    std::fill(at_.begin() + static_cast<ptrdiff_t>(octet), at_.end(),
              text_.size());
  }

  const std::string& text() const { return text_; }
  // Offsets in NameParts::text() to columns.
  size_t Column(size_t offset) const { return at_[offset]; }
  std::string_view Slice(size_t begin, size_t end) const {
    return std::string_view(text_).substr(at_[begin], at_[end] - at_[begin]);
  }
  std::string_view Slice(TextSpan span) const {
    return Slice(span.begin, span.end);
  }

 private:
  std::string text_;
  std::array<size_t, kMaxNameBytes + 1> at_;
};

std::string Labelled(std::string_view label, std::string_view text) {
  return fmt::format("{:{}}{:{}}{}\n", "", kIndent, label, kLabelWidth, text);
}

// The same for a sentence, which may take several lines.
std::string LabelledLines(std::string_view label, std::string_view text) {
  std::string lines = Wrapped(text, kIndent + kLabelWidth);
  return lines.replace(kIndent, label.size(), label);
}

std::string NameSection(const ShownName& shown, const NameParts& parts,
                        std::string_view list) {
  std::string text = Heading("Name");
  const size_t domain = std::min<size_t>(parts.registrable, parts.size);
  const size_t suffix = std::min<size_t>(parts.suffix, parts.size);
  if (domain == parts.size && domain > 0) {
    text += Labelled("all labels", shown.text());
  } else if (domain > 0) {
    text += Labelled("left of the domain", shown.Slice(0, domain - 1));
  }
  if (domain < suffix) {
    text += Labelled("registrable domain", shown.Slice(domain, parts.size));
  }
  if (suffix < parts.size) {
    text += Labelled("public suffix", shown.Slice(suffix, parts.size));
  }
  text += LabelledLines("suffix list", list);
  const std::string_view fault = Meaning(parts.fault);
  return fault.empty() ? text : text + Line(fmt::format("But {}.", fault));
}

// The name with a caret under each character that `parts` cover, in pieces
// that fit the screen.
std::string Marked(const ShownName& shown,
                   std::span<const AddressMatch::Part> parts) {
  std::string marks(shown.text().size(), ' ');
  for (const AddressMatch::Part& part : parts) {
    for (size_t i = shown.Column(part.where.begin);
         i < shown.Column(part.where.end); ++i) {
      marks[i] = '^';
    }
  }
  std::string text;
  for (size_t at = 0; at < marks.size(); at += kColumns) {
    text += fmt::format("{:{}}{}\n", "", kIndent,
                        shown.text().substr(at, kColumns));
    const std::string piece = marks.substr(at, kColumns);
    const size_t last = piece.find_last_of('^');
    if (last == std::string::npos) continue;
    text += fmt::format("{:{}}{}\n", "", kIndent, piece.substr(0, last + 1));
  }
  return text;
}

// `octet 3 (142)` or `group 8 (a)`, of the address.
std::string PartOf(const Address& ip, uint8_t index) {
  if (ip.is_v4()) {
    return fmt::format("octet {} ({})", index + 1,
                       ip.v4() >> (24 - 8 * index) & 0xFF);
  }
  const uint64_t half = index < 4 ? ip.high() : ip.low();
  return fmt::format("group {} ({:x})", index + 1,
                     half >> (48 - 16 * (index % 4)) & 0xFFFF);
}

std::string PartList(const Address& ip, const ShownName& shown,
                     const AddressMatch& match) {
  const std::string_view verb =
      match.encoding == Encoding::kOtherIp ? "stands in place of" : "is";
  std::string text;
  for (size_t i = 0; i < match.part_count; ++i) {
    const AddressMatch::Part& part = match.parts[i];
    if (part.octet == AddressMatch::kAll) continue;
    if (!text.empty()) text += ", ";
    text += fmt::format("{} {} {}", shown.Slice(part.where), verb,
                        PartOf(ip, part.octet));
  }
  return text.empty() ? text : Line(text + ".");
}

std::string AddressSection(const Address& ip, const ShownName& shown,
                           const Classification& verdict) {
  const AddressMatch& match = verdict.match;
  std::string text = Heading("Address in the name");
  if (match.part_count == 0) {
    return text + Line("No part of the address was found.");
  }
  text += Marked(shown, {match.parts.data(), match.part_count});
  text += PartList(ip, shown, match);
  return text + Line(fmt::format("Found {}: {}.", Text(match.encoding),
                                 Meaning(match.encoding)));
}

std::string_view WorthText(Worth worth) {
  constexpr std::array<std::string_view, 4> kTexts = {"nothing", "noted",
                                                      "weak", "strong"};
  return kTexts[static_cast<size_t>(worth)];
}

std::string_view EffectOf(const Word& word,
                          std::span<const std::string_view> tokens) {
  if (std::ranges::find(tokens, word.text) != tokens.end()) return "counted";
  if (word.list == WordList::kMail) return "sets the role mail";
  return "not counted";
}

std::string WordSection(const ShownName& shown, const Classification& verdict) {
  std::string text = Heading("Words");
  if (verdict.words.count == 0) return text + Line("None was found.");
  TokenBuffer buffer;
  const auto tokens = TokensOf(verdict, buffer);
  for (const FoundWord& found : verdict.words.all()) {
    text += fmt::format("{:{}}{:{}}{:16}alone: {:9}{}\n", "", kIndent,
                        shown.Slice(found.begin, found.end), kLabelWidth,
                        Text(found.word().list), WorthText(found.word().alone),
                        EffectOf(found.word(), tokens));
  }
  return text;
}

std::string InterfaceSection(const ShownName& shown,
                             const Classification& verdict) {
  const InterfaceGuard& guard = verdict.interface;
  if (!guard.found) {
    return Heading("Interface") + Line("The name begins like none.");
  }
  return Heading("Interface") +
         Line(fmt::format(
             "The name begins like an interface of a router or switch, with "
             "the numbers {}. Behind that only a whole address counts, and one "
             "made of these numbers only if an octet is above 99.",
             shown.Slice(guard.numbers)));
}

std::string RuleSection(const Classification& verdict) {
  std::string text = Heading("Provider rule");
  if (verdict.rule == nullptr) return text + Line("None fits.");
  const ProviderRule& rule = *verdict.rule;
  text += Line(fmt::format("{}: `{}.{}{}` is {}.", rule.provider, rule.form,
                           rule.between.empty() ? "" : "... .", rule.suffix,
                           Text(rule.name_class)));
  return text + Line(fmt::format("Source: {}.", rule.source));
}

std::string EvidenceSections(const Address& ip, const ShownName& shown,
                             const Classification& verdict) {
  return AddressSection(ip, shown, verdict) + WordSection(shown, verdict) +
         InterfaceSection(shown, verdict) + RuleSection(verdict);
}

std::string OrNone(std::string_view text) {
  return std::string(text.empty() ? "none" : text);
}

std::string VerdictSection(const Classification& verdict) {
  TokenBuffer buffer;
  return Heading("Decision") +
         Line(fmt::format("Line {} of the decision table: {}.",
                          static_cast<int>(verdict.decision),
                          Meaning(verdict.decision))) +
         Heading("Verdict") + Labelled("name_class", Text(verdict.name_class)) +
         Labelled("is_generic", verdict.is_generic() ? "true" : "false") +
         Labelled("confidence", OrNone(Text(verdict.confidence))) +
         Labelled("encoding", Text(verdict.encoding)) +
         Wrapped(Meaning(verdict.encoding), kIndent + kLabelWidth) +
         Labelled("tokens",
                  OrNone(fmt::format(
                      "{}", fmt::join(TokensOf(verdict, buffer), " ")))) +
         Labelled("role", OrNone(Text(verdict.role)));
}

std::string_view SeverityText(Severity severity) {
  constexpr std::array<std::string_view, 3> kTexts = {"error", "warning",
                                                      "information"};
  return kTexts[static_cast<size_t>(severity)];
}

std::string FindingSection(const FindingSet& findings) {
  std::string text = Heading("Findings");
  if (findings.empty()) return text + Line("None.");
  findings.ForEach([&](Finding finding) {
    const FindingInfo& info = Info(finding);
    text += Line(fmt::format("{} ({}): {}.", info.name,
                             SeverityText(info.severity), info.meaning));
    text += Wrapped(info.advice, 2 * kIndent);
  });
  return text;
}

}  // namespace

std::string Explain(const Address& ip, const Name& name,
                    const PairVerdict& verdict, std::string_view list) {
  const ShownName shown(name);
  const Classification& c = verdict.classification;
  // The first line of the table is decided before anything is looked for.
  const bool looked = c.decision != Decision::kInvalidOrShared;
  return fmt::format("{}  {}\n", ToText(ip), shown.text()) +
         NameSection(shown, verdict.parts, list) +
         (looked ? EvidenceSections(ip, shown, c) : "") + VerdictSection(c) +
         FindingSection(verdict.findings) + Heading("What would change it") +
         Line(WhatWouldChange(verdict.parts, c));
}

}  // namespace ptrcensus
