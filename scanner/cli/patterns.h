// What the rows of a file show only together: templates, names on many
// addresses, numbers that count up, coverage. Rows are only read; a finding
// here changes none of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "io/address.h"
#include "output/row_reader.h"
#include "scanner/cli/pattern_store.h"
#include "scanner/cli/top_list.h"
#include "scanner/verdict/coverage.h"
#include "scanner/verdict/public_suffix.h"
#include "scanner/verdict/template_tally.h"

namespace ptrcensus {

// ptr_name_shared: a name on at least so many addresses. A mail server has one
// address or two; placeholders are meant to be shared. DESIGN.md 10.
inline constexpr uint64_t kLeastShared = 3;
inline constexpr uint64_t kLeastSharedPlaceholder = 10;

struct SharedName {
  static constexpr size_t kExamples = 3;

  std::string name;
  uint64_t addresses = 0;
  bool placeholder = false;
  std::vector<Address> examples;  // the lowest, at most kExamples

  bool IsFinding() const {
    return addresses >= (placeholder ? kLeastSharedPlaceholder : kLeastShared);
  }
};

struct TemplateCount {
  std::string text;
  TemplateFindings found;
};

struct MoreAddresses {
  bool operator()(const TemplateCount& a, const TemplateCount& b) const {
    return a.found.addresses > b.found.addresses;
  }
  bool operator()(const SharedName& a, const SharedName& b) const {
    return a.addresses > b.addresses;
  }
};
// Numbers that show the address anyway come last: a row says so by itself.
struct LongerSequence {
  bool operator()(const TemplateCount& a, const TemplateCount& b) const;
};
struct MoreSerials {
  bool operator()(const TemplateCount& a, const TemplateCount& b) const {
    return a.found.serial_addresses > b.found.serial_addresses;
  }
};
struct LowerCoverage {
  bool operator()(const BlockCoverage& a, const BlockCoverage& b) const {
    return uint64_t{a.named} * b.known < uint64_t{b.named} * a.known;
  }
};

struct Patterns {
  explicit Patterns(size_t most)
      : templates(most),
        shared(most),
        sequences(most),
        serials(most),
        low(most) {}

  uint64_t rows = 0;
  CoverageTally::Totals coverage;
  TopList<TemplateCount, MoreAddresses> templates;
  TopList<SharedName, MoreAddresses> shared;
  TopList<TemplateCount, LongerSequence> sequences;
  uint64_t sequence_blocks = 0;
  uint64_t sequence_addresses = 0;
  TopList<TemplateCount, MoreSerials> serials;
  uint64_t serial_addresses = 0;
  TopList<BlockCoverage, LowerCoverage> low;
};

// The fields that ReadRows needs, for RowReader.
[[nodiscard]] std::span<const std::string_view> PatternFields();

// Reads all rows into `store` and counts them. False where the store failed.
// Throws Error for a row that cannot be read.
[[nodiscard]] bool ReadRows(RowReader& reader, PatternStore& store,
                            uint64_t& rows);

// Finds in `store` all but `rows`. False where the store failed.
[[nodiscard]] bool FindPatterns(PatternStore& store, PublicSuffixes& suffixes,
                                Patterns& patterns);

// At most 80 columns wide, but for names that are longer themselves.
[[nodiscard]] std::string PatternsText(const Patterns& patterns);

}  // namespace ptrcensus
