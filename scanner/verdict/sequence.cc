#include "scanner/verdict/sequence.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "scanner/verdict/name_template.h"

namespace ptrcensus {
namespace {

constexpr size_t kBlockSize = 256;

// The constant that most of `constants` have, of equals the least.
Sequence MostFrequent(size_t number, std::span<int64_t> constants) {
  std::ranges::sort(constants);
  Sequence best{.number = number};
  for (size_t begin = 0, end = 0; begin < constants.size(); begin = end) {
    while (end < constants.size() && constants[end] == constants[begin]) ++end;
    if (end - begin <= best.addresses) continue;
    best.addresses = end - begin;
    best.constant = constants[begin];
  }
  return best;
}

}  // namespace

std::optional<Sequence> FindSequence(std::span<const uint8_t> last_octets,
                                     std::span<const int64_t> numbers) {
  const size_t names = last_octets.size();
  assert(names <= kBlockSize);
  if (names < kLeastOfTemplate) return std::nullopt;
  const size_t width = numbers.size() / names;
  assert(width * names == numbers.size());
  Sequence best;
  for (size_t number = 0; number < width; ++number) {
    std::array<int64_t, kBlockSize> constants;
    size_t count = 0;
    for (size_t i = 0; i < names; ++i) {
      const int64_t value = numbers[i * width + number];
      if (value != kNoNumber) constants[count++] = value - last_octets[i];
    }
    const Sequence found = MostFrequent(number, {constants.data(), count});
    if (found.addresses > best.addresses) best = found;
  }
  if (best.addresses * 100 < names * kSequencePercent) return std::nullopt;
  const auto fits = [&](size_t i) {
    const int64_t value = numbers[i * width + best.number];
    return value != kNoNumber && value - last_octets[i] == best.constant;
  };
  while (!fits(best.first)) ++best.first;
  return best;
}

}  // namespace ptrcensus
