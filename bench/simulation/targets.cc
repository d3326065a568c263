#include "bench/simulation/targets.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "io/address.h"
#include "io/error.h"
#include "scanner/targets/target_set.h"

namespace ptrcensus::simulation {
namespace {

constexpr uint64_t kSpace = uint64_t{1} << 32;

// Block i stands in the middle of the i-th of equal parts of the space and
// holds `each` addresses, the first `longer` blocks one more.
class Blocks {
 public:
  Blocks(uint64_t size, uint64_t count)
      : stride_(kSpace / count),
        each_(size / count),
        longer_(size % count),
        before_((stride_ - std::min(stride_, each_ + (longer_ > 0))) / 2) {}

  // Two blocks never touch, a single one may fill the space.
  bool fit() const { return each_ + (longer_ > 0) < stride_ || alone(); }
  uint64_t First(uint64_t block) const { return block * stride_ + before_; }
  uint64_t Last(uint64_t block) const {
    return First(block) + each_ + (block < longer_) - 1;
  }
  uint64_t AddressOf(uint64_t number) const {
    const uint64_t in_longer = longer_ * (each_ + 1);
    if (number < in_longer) {
      return First(number / (each_ + 1)) + number % (each_ + 1);
    }
    number -= in_longer;
    return First(longer_ + number / each_) + number % each_;
  }

 private:
  bool alone() const { return stride_ == kSpace && each_ <= kSpace; }

  uint64_t stride_;
  uint64_t each_;
  uint64_t longer_;
  uint64_t before_;
};

std::string TextOf(uint64_t address) {
  return ToText(Address::V4(static_cast<uint32_t>(address)));
}

TargetSet MakeSet(const TargetList& list) {
  const uint64_t size = list.targets + list.exclusions;
  const Blocks blocks(size, list.prefixes);
  const bool valid = list.prefixes <= list.targets &&
                     list.exclusions <= list.targets && blocks.fit();
  if (!valid) {
    throw Error(fmt::format(
        "--targets {} in --prefixes {} without --exclusions {} do not fit into "
        "the IPv4 space; prefixes and exclusions may be at most as many as "
        "targets, and no two prefixes touch",
        list.targets, list.prefixes, list.exclusions));
  }
  TargetSetBuilder builder;
  for (uint64_t i = 0; i < list.prefixes; ++i) {
    builder.AddTarget(TextOf(blocks.First(i)) + "-" + TextOf(blocks.Last(i)),
                      "TARGET");
  }
  for (uint64_t i = 0; i < list.exclusions; ++i) {
    // Never two neighbours, for there are at least as many targets.
    const uint64_t number = i * (size / list.exclusions);
    builder.AddExclusion(TextOf(blocks.AddressOf(number)), "--exclude");
  }
  return builder.Build(/*include_special=*/true);
}

}  // namespace

Order MakeOrder(const TargetList& list, uint64_t seed) {
  return Order(MakeSet(list), seed);
}

}  // namespace ptrcensus::simulation
