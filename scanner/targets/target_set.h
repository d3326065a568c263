// Which addresses are targets: what was asked for, merged, without exclusions,
// and with special-purpose space (RFC 6890) left out or marked.
//
// Invariant of a TargetSet: asked() and skipped() are in normal form (see
// RangeSet) and disjoint, asked() is not empty, and their size is at most
// kMaxTargets.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "io/address.h"
#include "scanner/targets/range_set.h"

namespace ptrcensus {

inline constexpr uint64_t kMaxTargets = uint64_t{1} << 40;

class TargetSet {
 public:
  const RangeSet& asked() const { return asked_; }
  // Special-purpose: a row each, but never a query.
  const RangeSet& skipped() const { return skipped_; }
  // Of both.
  uint64_t size() const { return asked_size_ + skipped_size_; }
  uint64_t asked_size() const { return asked_size_; }
  uint64_t skipped_size() const { return skipped_size_; }
  // Special-purpose addresses that a wider target covered and that are no
  // targets, by block: {"10.0.0.0/8", 16777216}. Counts saturate at 2^64 - 1.
  const std::vector<std::pair<std::string, uint64_t>>& left_out() const {
    return left_out_;
  }
  // XXH3-64 over ranges and marks: the same set has the same hash, however
  // written and on every machine.
  uint64_t hash() const { return hash_; }

 private:
  friend class TargetSetBuilder;
  friend class Order;  // takes the spans over
  RangeSet asked_;
  RangeSet skipped_;
  uint64_t asked_size_ = 0;
  uint64_t skipped_size_ = 0;
  std::vector<std::pair<std::string, uint64_t>> left_out_;
  uint64_t hash_ = 0;
};

// Collects targets and exclusions, then builds the set. Memory follows the
// distinct ranges, not the lines read.
class TargetSetBuilder {
 public:
  TargetSetBuilder();

  // `text` is an address, a CIDR block with no host bits set, or
  // `first-last`. Throws Error: what is wrong with it and what would be
  // accepted, beginning with `where` (e.g. "TARGET", "-x").
  void AddTarget(std::string_view text, std::string_view where);
  void AddExclusion(std::string_view text, std::string_view where);
  // One a line, `#` comments, blank lines allowed, spaces around are not
  // part of it, LF or CRLF. `path` "-" is stdin. Throws Error.
  void AddTargetFile(const std::string& path, std::string_view flag);
  void AddExclusionFile(const std::string& path, std::string_view flag);

  // Hands the set over; the builder is empty afterwards. Throws Error when no
  // target was given, when nothing remains to ask (naming --include-special
  // where that would help), and when there are more than kMaxTargets (naming
  // the largest block).
  TargetSet Build(bool include_special);

 private:
  void Insert(const AddressRange& target, std::string_view text);
  RangeSet TakeWithoutExclusions(RangeSet& targets);
  void CheckSize(uint64_t size) const;

  RangeSet special_space_;  // exceptions in it included
  RangeSet wide_;           // targets with ordinary addresses
  RangeSet special_;        // targets wholly inside special_space_
  RangeSet exclusions_;
  std::string largest_text_;
  std::string file_;  // the last one read, with its flag
  uint64_t largest_count_ = 0;
};

}  // namespace ptrcensus
