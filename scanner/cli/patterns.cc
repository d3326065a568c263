#include "scanner/cli/patterns.h"

#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "output/row.h"
#include "scanner/cli/row_values.h"
#include "scanner/verdict/encoding.h"
#include "scanner/verdict/forward.h"

namespace ptrcensus {
namespace {

enum Column { kIp, kPtrStatus, kName, kNames, kNameClass, kEncoding };
constexpr std::array<std::string_view, 6> kFields = {
    "ip", "ptr_status", "name", "names", "name_class", "encoding"};

NameKnown KnownOf(PtrStatus status) {
  const bool answered =
      status == PtrStatus::kOk || WithoutNames(status) == Fcrdns::kNoPtr;
  return answered ? NameKnown::kNoName : NameKnown::kUnanswered;
}

// The names of `list` other than `name`.
bool AddNames(const Address& ip, std::string_view name, std::string_view list,
              PatternStore& store) {
  return EachOfList(list, [&](std::string_view one) {
    return one.empty() || one == name || store.AddName(ip, one);
  });
}

bool AddRow(const RowReader& reader, std::span<const std::string_view> row,
            PatternStore& store) {
  const auto value = [&]<typename Value>(
                         Column column,
                         std::optional<Value> (*parse)(std::string_view)) {
    return Known<Value>(reader, kFields[column], row[column], parse);
  };
  const Address ip = value(kIp, ParseAddress);
  const PtrStatus status = value(kPtrStatus, ParsePtrStatus);
  const NameClass name_class = value(kNameClass, ParseNameClass);
  const Encoding encoding = value(kEncoding, ParseEncoding);
  const std::string_view name = row[kName];
  const NameKnown known = name.empty() ? KnownOf(status) : NameKnown::kNamed;
  return store.AddAddress(ip, name, known, ShowsOf(encoding),
                          name_class == NameClass::kPlaceholder) &&
         AddNames(ip, name, row[kNames], store);
}

bool FindCoverage(PatternStore& store, Patterns& patterns) {
  CoverageTally tally;
  const auto offer = [&](const std::optional<BlockCoverage>& block) {
    if (block && block->Kind() == Coverage::kLow) patterns.low.Offer(*block);
  };
  if (!store.EachAddress([&](const Address& ip, NameKnown known) {
        offer(tally.Add(ip, known));
      })) {
    return false;
  }
  offer(tally.Finish());
  patterns.coverage = tally.totals();
  return true;
}

bool FindShared(PatternStore& store, Patterns& patterns) {
  SharedName shared;
  std::optional<Address> last;
  const auto close = [&] {
    if (shared.IsFinding()) patterns.shared.Offer(shared);
  };
  const bool whole = store.EachName(
      [&](std::string_view name, const Address& ip, bool placeholder) {
        if (name != shared.name) {
          close();
          shared.name = name;
          shared.addresses = 0;
          shared.placeholder = false;
          shared.examples.clear();
          last.reset();
        }
        shared.placeholder |= placeholder;
        if (last == ip) return;
        last = ip;
        ++shared.addresses;
        if (shared.examples.size() < SharedName::kExamples) {
          shared.examples.push_back(ip);
        }
      });
  close();
  return whole;
}

void Offer(TemplateCount group, Patterns& patterns) {
  const TemplateFindings& found = group.found;
  if (found.sequence_blocks > 0) {
    patterns.sequence_blocks += found.sequence_blocks;
    patterns.sequence_addresses += found.sequence_addresses;
    patterns.sequences.Offer(group);
  }
  if (found.serial_addresses > 0) {
    patterns.serial_addresses += found.serial_addresses;
    patterns.serials.Offer(group);
  }
  patterns.templates.Offer(std::move(group));
}

bool FindTemplates(PatternStore& store, PublicSuffixes& suffixes,
                   Patterns& patterns) {
  std::string text;
  TemplateTally tally;
  const auto close = [&] {
    if (!text.empty()) Offer({text, tally.Finish(suffixes)}, patterns);
  };
  const bool whole =
      store.EachTemplate([&](std::string_view next, const Address& ip,
                             std::string_view name, Shows shows) {
        if (next != text) {
          close();
          text = next;
        }
        tally.Add(ip, name, shows);
      });
  close();
  return whole;
}

}  // namespace

bool LongerSequence::operator()(const TemplateCount& a,
                                const TemplateCount& b) const {
  const bool a_shown = a.found.ShowsAddress();
  const bool b_shown = b.found.ShowsAddress();
  if (a_shown != b_shown) return b_shown;
  return a.found.sequence_addresses > b.found.sequence_addresses;
}

std::span<const std::string_view> PatternFields() { return kFields; }

bool ReadRows(RowReader& reader, PatternStore& store, uint64_t& rows) {
  while (const auto row = reader.Next()) {
    ++rows;
    if (!AddRow(reader, *row, store)) return false;
  }
  return true;
}

bool FindPatterns(PatternStore& store, PublicSuffixes& suffixes,
                  Patterns& patterns) {
  return FindCoverage(store, patterns) && FindShared(store, patterns) &&
         FindTemplates(store, suffixes, patterns);
}

}  // namespace ptrcensus
