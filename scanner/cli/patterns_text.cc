#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "scanner/cli/patterns.h"
#include "scanner/cli/quantity.h"
#include "scanner/verdict/finding.h"

namespace ptrcensus {
namespace {

// Of the column of counts.
constexpr int kCountWidth = 13;
constexpr std::string_view kMostFrequent = "most frequent";

std::string Addresses(uint64_t count) {
  return fmt::format("{} address{}", Grouped(count), count == 1 ? "" : "es");
}

std::string Line(std::string_view count, std::string_view text) {
  return fmt::format("{:>{}}  {}\n", count, kCountWidth, text);
}

std::string CountLine(uint64_t count, std::string_view text) {
  return Line(Grouped(count), text);
}

std::string ExampleLine(const NamedAddress& example) {
  return Line("", fmt::format("  {}  {}", ToText(example.ip), example.name));
}

std::string BlockText(uint32_t block) {
  return ToText(Address::V4(block)) + "/24";
}

// The heads of both columns above `list`. Where it was cut, `order` says what
// was left: `the most frequent 20 of 1,050`.
template <typename List>
std::string Head(std::string_view count, std::string_view what,
                 std::string_view order, const List& list) {
  const size_t left = list.items().size();
  if (left == list.offered()) return Line(count, what);
  return Line(count,
              fmt::format("{} (the {}{} of {})", what, order,
                          left == 1 ? "" : fmt::format(" {}", Grouped(left)),
                          Grouped(list.offered())));
}

std::string FindingTitle(Finding finding, std::string_view text) {
  return fmt::format("{}: {}\n", Info(finding).name, text);
}

std::string None(Finding finding) { return FindingTitle(finding, "none"); }

std::string FirstLine(const Patterns& patterns) {
  const CoverageTally::Totals& totals = patterns.coverage;
  std::string line =
      fmt::format("{}: {}, {} with a name ({})", Counted(patterns.rows, "row"),
                  Addresses(totals.addresses), Grouped(totals.named),
                  PercentText(totals.named, totals.addresses));
  if (totals.unanswered > 0) {
    line += fmt::format(", {} not answered", Grouped(totals.unanswered));
  }
  return line + "\n";
}

std::string TemplateSection(const Patterns& patterns) {
  const auto& list = patterns.templates;
  if (list.offered() == 0) return "Templates: none\n";
  std::string text = fmt::format("Templates: {}\n", Grouped(list.offered()));
  text += Head("addresses", "template", kMostFrequent, list);
  for (const TemplateCount& item : list.items()) {
    text += CountLine(item.found.addresses, item.text);
    for (const NamedAddress& example : item.found.examples) {
      text += ExampleLine(example);
    }
  }
  return text;
}

std::string SharedSection(const Patterns& patterns) {
  const auto& list = patterns.shared;
  if (list.offered() == 0) return None(Finding::kPtrNameShared);
  std::string text = FindingTitle(
      Finding::kPtrNameShared,
      fmt::format("{} on {} addresses or more (a placeholder on {})",
                  Counted(list.offered(), "name"), kLeastShared,
                  kLeastSharedPlaceholder));
  text += Head("addresses", "name", kMostFrequent, list);
  for (const SharedName& item : list.items()) {
    text += CountLine(item.addresses, item.name);
    std::string examples = " ";
    for (const Address& ip : item.examples) {
      examples += ' ';
      AppendText(examples, ip);
    }
    text += Line("", examples);
  }
  return text;
}

// `number 2 is the last octet + 100 in 192.0.2.0/24, alike in 3 more`, and
// `other rules in 2 more`
std::string RuleLines(const TemplateFindings& found) {
  const int64_t constant = found.sequence.constant;
  std::string rule =
      fmt::format("  number {} is the last octet", found.sequence.number + 1);
  if (constant != 0) {
    rule += fmt::format(" {} {}", constant < 0 ? '-' : '+',
                        constant < 0 ? -constant : constant);
  }
  rule += fmt::format(
      " in {}", BlockText(found.sequence_example.ip.v4() & ~uint32_t{255}));
  if (found.sequence_alike > 1) {
    rule +=
        fmt::format(", alike in {} more", Grouped(found.sequence_alike - 1));
  }
  const uint64_t others = found.sequence_blocks - found.sequence_alike;
  if (others == 0) return Line("", rule);
  return Line("", rule) +
         Line("", fmt::format("  other rules in {} more", Grouped(others)));
}

std::string SequenceSection(const Patterns& patterns) {
  const auto& list = patterns.sequences;
  if (list.offered() == 0) return None(Finding::kGenericSequence);
  std::string text = FindingTitle(
      Finding::kGenericSequence,
      fmt::format("{} in {} of /24, {}", Counted(list.offered(), "template"),
                  Counted(patterns.sequence_blocks, "block"),
                  Addresses(patterns.sequence_addresses)));
  text += Head("addresses", "template", "first", list);
  for (const TemplateCount& item : list.items()) {
    text += CountLine(item.found.sequence_addresses, item.text);
    text += RuleLines(item.found);
    if (item.found.ShowsAddress())
      text += Line("", "  the address stands in the names");
    text += ExampleLine(item.found.sequence_example);
  }
  return text;
}

std::string SerialSection(const Patterns& patterns) {
  const auto& list = patterns.serials;
  if (list.offered() == 0) return None(Finding::kProviderSerialTemplate);
  std::string text =
      FindingTitle(Finding::kProviderSerialTemplate,
                   fmt::format("{}, {}", Counted(list.offered(), "template"),
                               Addresses(patterns.serial_addresses)));
  text += Head("addresses", "template", kMostFrequent, list);
  for (const TemplateCount& item : list.items()) {
    text += CountLine(item.found.serial_addresses, item.text);
    text += ExampleLine(item.found.serial_example);
  }
  return text;
}

std::string KindText(Coverage kind) {
  switch (kind) {
    case Coverage::kFull:
      return "every address has a name";
    case Coverage::kPartly:
      return "some addresses have one";
    case Coverage::kLow:
      return fmt::format(
          "less than {} % of at least {} have one (coverage_low)", kLowPercent,
          kLeastKnown);
    case Coverage::kEmpty:
      return "no address has one";
    case Coverage::kUnanswered:
      return "no address was answered";
  }
  return "";
}

std::string CoverageSection(const Patterns& patterns) {
  const auto& counts = patterns.coverage.blocks;
  uint64_t blocks = 0;
  for (const uint64_t count : counts) blocks += count;
  std::string text =
      fmt::format("Coverage: {} of /24\n", Counted(blocks, "block"));
  for (size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    text += CountLine(counts[i], KindText(static_cast<Coverage>(i)));
  }
  const auto& list = patterns.low;
  text += "\n";
  if (list.offered() == 0) return text + None(Finding::kCoverageLow);
  text += FindingTitle(Finding::kCoverageLow, Counted(list.offered(), "block"));
  text += Head("with a name", "block", "lowest", list);
  for (const BlockCoverage& block : list.items()) {
    text += Line(fmt::format("{} of {}", block.named, block.known),
                 BlockText(block.block));
  }
  return text;
}

}  // namespace

std::string PatternsText(const Patterns& patterns) {
  return fmt::format("{}\n{}\n{}\n{}\n{}\n{}", FirstLine(patterns),
                     TemplateSection(patterns), SharedSection(patterns),
                     SequenceSection(patterns), SerialSection(patterns),
                     CoverageSection(patterns));
}

}  // namespace ptrcensus
