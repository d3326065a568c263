#include "scanner/targets/target_set.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <memory>
#include <span>

#include "io/error.h"
#include "scanner/targets/line_reader.h"
#include "scanner/targets/range_text.h"
#include "scanner/targets/special_purpose.h"

namespace ptrcensus {
namespace {

using BlockCounts = std::vector<std::pair<std::string, uint64_t>>;

RangeSet ToSet(std::span<const SpecialBlock> blocks) {
  RangeSet set;
  for (const SpecialBlock& block : blocks) set.Add(block.range);
  set.Normalize();
  return set;
}

// One entry a label, in the order of the table.
BlockCounts CountByBlock(const RangeSet& set) {
  BlockCounts counts;
  for (const SpecialBlock& block : SpecialBlocks()) {
    RangeSet space;
    space.Add(block.range);
    const uint64_t count = set.Intersect(space).Count();
    if (count == 0) continue;
    auto same = std::find_if(
        counts.begin(), counts.end(),
        [&](const auto& entry) { return entry.first == block.label; });
    if (same == counts.end()) {
      counts.emplace_back(block.label, count);
    } else {
      same->second = SaturatingAdd(same->second, count);
    }
  }
  return counts;
}

// Fixed little-endian records, so that every machine finds the same value.
class SetHash {
 public:
  SetHash() { XXH3_64bits_reset(state_.get()); }

  void Add(const RangeSet& set, bool skipped) {
    for (const auto& span : set.v4())
      AddSpan(4, skipped, span.first, span.last);
    for (const auto& span : set.v6())
      AddSpan(6, skipped, span.first, span.last);
  }

  uint64_t Value() const { return XXH3_64bits_digest(state_.get()); }

 private:
  struct FreeState {
    void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
  };

  void AddSpan(uint8_t family, bool skipped, Bits128 first, Bits128 last) {
    uint8_t record[34] = {family, static_cast<uint8_t>(skipped)};
    for (int i = 0; i < 16; ++i) {
      record[2 + i] = static_cast<uint8_t>(first >> 8 * i);
      record[18 + i] = static_cast<uint8_t>(last >> 8 * i);
    }
    XXH3_64bits_update(state_.get(), record, sizeof(record));
  }

  std::unique_ptr<XXH3_state_t, FreeState> state_{XXH3_createState()};
};

AddressRange ParseOrThrow(std::string_view text, std::string_view where) {
  std::string problem;
  const auto range = ParseRange(text, problem);
  if (!range) throw Error(fmt::format("{}: {}", where, problem));
  return *range;
}

// Calls use(range, text) for each value of the file.
template <typename Use>
void ForEachInFile(const std::string& path, std::string_view flag, Use use) {
  LineReader lines(path, flag, "one address, CIDR block or range a line");
  std::string problem;
  while (const auto text = lines.Next()) {
    if (text->empty()) continue;
    const auto range = ParseRange(*text, problem);
    if (!range) throw Error(fmt::format("{}: {}", lines.Where(), problem));
    use(*range, *text);
  }
}

// Takes special-purpose space out of `asked`, adds what is ordinary in
// `skipped` to it, and returns what is in neither any more.
RangeSet SeparateSpecial(RangeSet& asked, RangeSet& skipped) {
  const RangeSet ordinary = ToSet(SpecialExceptions());
  RangeSet special = ToSet(SpecialBlocks());
  special.Subtract(ordinary);
  RangeSet left_out = asked.Intersect(special);
  left_out.Subtract(skipped);
  asked.Subtract(special);
  asked.Unite(skipped.Intersect(ordinary));
  skipped.Subtract(ordinary);
  return left_out;
}

[[noreturn]] void FailOnlySpecial(BlockCounts skipped,
                                  const BlockCounts& left_out) {
  skipped.insert(skipped.end(), left_out.begin(), left_out.end());
  throw Error(fmt::format(
      "TARGET: nothing remains to ask, since all targets are in "
      "special-purpose space such as {}; --include-special asks such "
      "addresses too",
      skipped.front().first));
}

uint64_t Hash(const RangeSet& asked, const RangeSet& skipped) {
  SetHash hash;
  hash.Add(asked, false);
  hash.Add(skipped, true);
  return hash.Value();
}

}  // namespace

TargetSetBuilder::TargetSetBuilder() : special_space_(ToSet(SpecialBlocks())) {}

void TargetSetBuilder::AddTarget(std::string_view text,
                                 std::string_view where) {
  Insert(ParseOrThrow(text, where), text);
}

void TargetSetBuilder::AddExclusion(std::string_view text,
                                    std::string_view where) {
  exclusions_.Add(ParseOrThrow(text, where));
}

void TargetSetBuilder::AddTargetFile(const std::string& path,
                                     std::string_view flag) {
  file_ = fmt::format("{} {}", flag, path);
  ForEachInFile(path, flag,
                [this](const AddressRange& range, std::string_view text) {
                  Insert(range, text);
                });
}

void TargetSetBuilder::AddExclusionFile(const std::string& path,
                                        std::string_view flag) {
  ForEachInFile(path, flag,
                [this](const AddressRange& range, std::string_view) {
                  exclusions_.Add(range);
                });
}

void TargetSetBuilder::Insert(const AddressRange& target,
                              std::string_view text) {
  (special_space_.Covers(target) ? special_ : wide_).Add(target);
  if (const uint64_t count = Count(target); count > largest_count_) {
    largest_count_ = count;
    largest_text_ = text;
  }
}

TargetSet TargetSetBuilder::Build(bool include_special) {
  const uint64_t largest_count = std::exchange(largest_count_, 0);
  if (largest_count == 0 && !file_.empty()) {
    throw Error(fmt::format(
        "{}: no target in it; expected one address, CIDR block or range a line",
        file_));
  }
  if (largest_count == 0) {
    throw Error(
        "TARGET: no target was given; expected addresses, CIDR blocks or "
        "ranges, as arguments or in a file named with --input");
  }
  TargetSet set;
  set.asked_ = TakeWithoutExclusions(wide_);
  set.skipped_ = TakeWithoutExclusions(special_);
  exclusions_ = {};
  if (set.asked_.empty() && set.skipped_.empty()) {
    throw Error(
        "TARGET: no target remains, since --exclude and --exclude-file take "
        "out all of them; expected at least one that is not excluded");
  }
  if (include_special) {
    set.asked_.Unite(std::exchange(set.skipped_, {}));
  } else {
    set.left_out_ = CountByBlock(SeparateSpecial(set.asked_, set.skipped_));
  }
  if (set.asked_.empty()) {
    FailOnlySpecial(CountByBlock(set.skipped_), set.left_out_);
  }
  set.asked_size_ = set.asked_.Count();
  set.skipped_size_ = set.skipped_.Count();
  CheckSize(SaturatingAdd(set.asked_size_, set.skipped_size_));
  set.hash_ = Hash(set.asked_, set.skipped_);
  return set;
}

RangeSet TargetSetBuilder::TakeWithoutExclusions(RangeSet& targets) {
  exclusions_.Normalize();
  targets.Normalize();
  targets.Subtract(exclusions_);
  return std::exchange(targets, {});
}

void TargetSetBuilder::CheckSize(uint64_t size) const {
  if (size <= kMaxTargets) return;
  const std::string_view more = size == UINT64_MAX ? " or more" : "";
  throw Error(fmt::format(
      "TARGET: there are {}{} targets, the largest block given being {}; at "
      "most {} (2^40) are accepted",
      size, more, largest_text_, kMaxTargets));
}

}  // namespace ptrcensus
