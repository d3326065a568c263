// Names that count up with the address: in the names of one template in one
// /24, a number that is the last octet plus a constant. Within a /24 only the
// last octet differs from address to address, so it is the only one that a
// number can follow.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace ptrcensus {

// DESIGN.md 10: a template is seen on at least so many addresses, ...
inline constexpr size_t kLeastOfTemplate = 8;
// ... and at least so many in a hundred of them follow the rule.
inline constexpr size_t kSequencePercent = 90;

struct Sequence {
  size_t number = 0;     // which number of the name, from 0
  int64_t constant = 0;  // its value less the last octet
  size_t addresses = 0;  // those that fit
  size_t first = 0;      // the index of the first that fits

  bool HasRuleOf(const Sequence& other) const {
    return number == other.number && constant == other.constant;
  }
};

// `last_octets` are of different addresses; `numbers` are those of their names
// (AppendNumbers), one name's after another's, equally many each. The sequence
// with the most addresses, of equals the leftmost number's; nothing where too
// few fit.
[[nodiscard]] std::optional<Sequence> FindSequence(
    std::span<const uint8_t> last_octets, std::span<const int64_t> numbers);

}  // namespace ptrcensus
