#include "scanner/verdict/forward.h"

#include <algorithm>
#include <cassert>
#include <string_view>

#include "scanner/verdict/characters.h"
#include "scanner/verdict/name_parts.h"

namespace ptrcensus {
namespace {

struct LastLabels {
  std::string_view top;
  std::string_view second;  // the one before it; empty without one
};

LastLabels LastLabelsOf(const Name& name) {
  LastLabels labels;
  const auto wire = name.wire();
  for (size_t i = 0; wire[i] != 0; i += wire[i] + size_t{1}) {
    labels.second = labels.top;
    labels.top = {reinterpret_cast<const char*>(&wire[i + 1]), wire[i]};
  }
  return labels;
}

bool Has(std::span<const NameResult> names, NameStatus status) {
  return std::ranges::any_of(
      names, [&](const NameResult& n) { return n.status == status; });
}

}  // namespace

bool MayBeAsked(const Name& name) {
  const auto [top, second] = LastLabelsOf(name);
  if (second.empty()) return false;  // the root or a single label
  return !AllOf(top, IsDigit) && !IsSpecialUse(second, top);
}

Fcrdns Combine(std::span<const NameResult> names) {
  assert(!names.empty());
  if (Has(names, NameStatus::kUntried)) return Fcrdns::kNotChecked;
  if (Has(names, NameStatus::kPass)) return Fcrdns::kPass;
  if (Has(names, NameStatus::kTemp)) return Fcrdns::kForwardTemp;
  if (Has(names, NameStatus::kMismatch)) return Fcrdns::kMismatch;
  if (Has(names, NameStatus::kNoForward)) return Fcrdns::kNoForward;
  return Fcrdns::kInvalidName;
}

Fcrdns WithoutNames(PtrStatus status) {
  switch (status) {
    case PtrStatus::kNxdomain:
    case PtrStatus::kNodata:
    case PtrStatus::kCnameBroken:
      return Fcrdns::kNoPtr;
    case PtrStatus::kSkipped:
      return Fcrdns::kNotChecked;
    default:
      return Fcrdns::kPtrTemp;
  }
}

}  // namespace ptrcensus
