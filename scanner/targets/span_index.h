// The addresses of a list of spans by number, and back: number 0 is the first
// address of the first span, size() - 1 the last of the last. One cache line
// of spans and one of buckets answer nearly every question: a million spans
// cost little more than one.
//
// Invariant: in spans_, `last` does not hold the span's end any more but the
// number of its first address. (The end follows from the next span's number,
// and the index needs no memory of its own but for the buckets.)
#pragma once

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "scanner/targets/range_set.h"

namespace ptrcensus {

template <typename Bits>
class SpanIndex {
 public:
  // Of spans in normal form that hold fewer than 2^63 addresses.
  explicit SpanIndex(Spans<Bits> spans) : spans_(std::move(spans)) {
    for (Span<Bits>& span : spans_) {
      const uint64_t count = Count(span);
      span.last = static_cast<Bits>(size_);
      size_ += count;
    }
    if (size_ > 0) BuildBuckets();
  }

  uint64_t size() const noexcept { return size_; }

  // number < size().
  [[nodiscard]] Bits At(uint64_t number) const noexcept {
    assert(number < size_);
    const uint64_t bucket = number >> bucket_shift_;
    size_t span = buckets_[bucket];
    size_t end = buckets_[bucket + 1];
    // A wide span beside many narrow ones crowds those into few buckets.
    while (end - span > kFewSpans) {
      const size_t middle = span + (end - span) / 2;
      (NumberOf(middle) <= number ? span : end) = middle;
    }
    while (span < end && NumberOf(span + 1) <= number) ++span;
    return spans_[span].first + static_cast<Bits>(number - NumberOf(span));
  }

  // What At reads first, and what it reads next: for many numbers at once,
  // each step for all of them before the next, so that the waits for memory
  // overlap. number < size().
  void PrefetchBucket(uint64_t number) const noexcept {
    __builtin_prefetch(&buckets_[number >> bucket_shift_]);
  }
  void PrefetchSpan(uint64_t number) const noexcept {
    __builtin_prefetch(&spans_[buckets_[number >> bucket_shift_]]);
  }

  // Nothing where no span holds `address`.
  [[nodiscard]] std::optional<uint64_t> Find(Bits address) const noexcept {
    const auto after = std::upper_bound(
        spans_.begin(), spans_.end(), address,
        [](Bits bits, const Span<Bits>& span) { return bits < span.first; });
    if (after == spans_.begin()) return std::nullopt;
    const auto span = static_cast<size_t>(after - spans_.begin()) - 1;
    const uint64_t end = span + 1 < spans_.size() ? NumberOf(span + 1) : size_;
    const Bits offset = address - spans_[span].first;
    if (offset >= end - NumberOf(span)) return std::nullopt;
    return NumberOf(span) + static_cast<uint64_t>(offset);
  }

 private:
  static constexpr size_t kMaxBuckets = size_t{1} << 20;
  static constexpr size_t kFewSpans = 4;

  uint64_t NumberOf(size_t span) const noexcept {
    return static_cast<uint64_t>(spans_[span].last);
  }

  void BuildBuckets() {
    const auto bits = std::bit_width(size_ - 1);
    const auto wanted =
        std::bit_width(std::min(std::bit_ceil(spans_.size()), kMaxBuckets)) - 1;
    if (bits > wanted) bucket_shift_ = bits - wanted;
    const uint64_t count = ((size_ - 1) >> bucket_shift_) + 1;
    buckets_.reserve(count + 1);
    const size_t final_span = spans_.size() - 1;
    size_t span = 0;
    for (uint64_t bucket = 0; bucket < count; ++bucket) {
      const uint64_t first = bucket << bucket_shift_;
      while (span < final_span && NumberOf(span + 1) <= first) ++span;
      buckets_.push_back(static_cast<uint32_t>(span));
    }
    buckets_.push_back(static_cast<uint32_t>(final_span));
  }

  Spans<Bits> spans_;
  uint64_t size_ = 0;
  // buckets_[number >> bucket_shift_] is the span of the bucket's first
  // number; one more entry ends the last bucket.
  std::vector<uint32_t> buckets_;
  uint64_t bucket_shift_ = 0;
};

}  // namespace ptrcensus
