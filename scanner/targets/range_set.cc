#include "scanner/targets/range_set.h"

#include <algorithm>
#include <cassert>

namespace ptrcensus {
namespace {

// Doubled ten times it holds 2^20 ranges with room for cuts: no third copy.
constexpr size_t kFirstCapacity = 1280;

Span<uint32_t> V4Span(const AddressRange& range) {
  return {range.first.v4(), range.last.v4()};
}

Span<Bits128> V6Span(const AddressRange& range) {
  return {V6Bits(range.first), V6Bits(range.last)};
}

// Whether `next`, which starts no earlier, overlaps or touches `span`.
template <typename Bits>
bool Joins(const Span<Bits>& span, const Span<Bits>& next) {
  return next.first <= span.last || next.first - span.last == 1;
}

template <typename Bits>
void NormalizeSpans(Spans<Bits>& spans) {
  if (spans.empty()) return;
  const auto starts_before = [](const Span<Bits>& a, const Span<Bits>& b) {
    return a.first < b.first;
  };
  if (!std::is_sorted(spans.begin(), spans.end(), starts_before)) {
    std::sort(spans.begin(), spans.end(), starts_before);
  }
  size_t out = 0;
  for (size_t i = 1; i < spans.size(); ++i) {
    if (Joins(spans[out], spans[i])) {
      spans[out].last = std::max(spans[out].last, spans[i].last);
    } else {
      spans[++out] = spans[i];
    }
  }
  spans.resize(out + 1);
}

// A full vector is merged before it grows, and grows only if that freed less
// than half of it.
template <typename Bits>
void AddSpan(Spans<Bits>& spans, const Span<Bits>& span) {
  if (!spans.empty() && spans.back().first <= span.first &&
      Joins(spans.back(), span)) {
    spans.back().last = std::max(spans.back().last, span.last);
    return;
  }
  if (spans.size() == spans.capacity()) {
    NormalizeSpans(spans);
    if (spans.size() >= spans.capacity() / 2) {
      spans.reserve(std::max(kFirstCapacity, 2 * spans.capacity()));
    }
  }
  spans.push_back(span);
}

template <typename Bits>
Spans<Bits> IntersectSpans(const Spans<Bits>& a, const Spans<Bits>& b) {
  Spans<Bits> both;
  for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const Bits first = std::max(a[i].first, b[j].first);
    const Bits last = std::min(a[i].last, b[j].last);
    if (first <= last) both.push_back({first, last});
    a[i].last < b[j].last ? ++i : ++j;
  }
  return both;
}

template <typename Bits>
bool Overlap(const Spans<Bits>& a, const Spans<Bits>& b) {
  for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i].last < b[j].first) {
      ++i;
    } else if (b[j].last < a[i].first) {
      ++j;
    } else {
      return true;
    }
  }
  return false;
}

// A cut splits at most one span, so what is written from the front never
// reaches what is still to be read once that starts cuts.size() further on.
template <typename Bits>
void SubtractSpans(Spans<Bits>& spans, const Spans<Bits>& cuts) {
  if (!Overlap(spans, cuts)) return;
  spans.insert(spans.begin(), cuts.size(), Span<Bits>{});
  size_t out = 0;
  auto cut = cuts.begin();
  for (size_t i = cuts.size(); i < spans.size(); ++i) {
    Span<Bits> rest = spans[i];
    bool remains = true;
    while (cut != cuts.end() && cut->last < rest.first) ++cut;
    while (remains && cut != cuts.end() && cut->first <= rest.last) {
      if (cut->first > rest.first) spans[out++] = {rest.first, cut->first - 1};
      remains = cut->last < rest.last;
      if (remains) rest.first = (cut++)->last + 1;
    }
    if (remains) spans[out++] = rest;
  }
  spans.resize(out);
}

template <typename Bits>
bool SpansCover(const Spans<Bits>& spans, const Span<Bits>& span) {
  const auto after = std::upper_bound(
      spans.begin(), spans.end(), span.first,
      [](Bits bits, const Span<Bits>& other) { return bits < other.first; });
  return after != spans.begin() && span.last <= std::prev(after)->last;
}

template <typename Bits>
uint64_t CountSpans(const Spans<Bits>& spans) {
  uint64_t count = 0;
  for (const auto& span : spans) count = SaturatingAdd(count, Count(span));
  return count;
}

}  // namespace

uint64_t Count(const AddressRange& range) {
  return range.first.is_v4() ? Count(V4Span(range)) : Count(V6Span(range));
}

void RangeSet::Add(const AddressRange& range) {
  assert(range.first.family() == range.last.family());
  assert(range.first <= range.last);
  if (range.first.is_v4()) {
    AddSpan(v4_, V4Span(range));
  } else {
    AddSpan(v6_, V6Span(range));
  }
}

void RangeSet::Normalize() {
  NormalizeSpans(v4_);
  NormalizeSpans(v6_);
}

void RangeSet::Unite(const RangeSet& other) {
  v4_.insert(v4_.end(), other.v4_.begin(), other.v4_.end());
  v6_.insert(v6_.end(), other.v6_.begin(), other.v6_.end());
  Normalize();
}

void RangeSet::Subtract(const RangeSet& other) {
  SubtractSpans(v4_, other.v4_);
  SubtractSpans(v6_, other.v6_);
}

RangeSet RangeSet::Intersect(const RangeSet& other) const {
  RangeSet both;
  both.v4_ = IntersectSpans(v4_, other.v4_);
  both.v6_ = IntersectSpans(v6_, other.v6_);
  return both;
}

bool RangeSet::Covers(const AddressRange& range) const {
  return range.first.is_v4() ? SpansCover(v4_, V4Span(range))
                             : SpansCover(v6_, V6Span(range));
}

uint64_t RangeSet::Count() const {
  return SaturatingAdd(CountSpans(v4_), CountSpans(v6_));
}

}  // namespace ptrcensus
