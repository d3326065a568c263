// The first few of many things, in an order of the caller's; memory follows
// those kept alone.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace ptrcensus {

// `Before{}(a, b)`: a stands before b. Of equals the earlier stands first.
template <typename Item, typename Before>
class TopList {
 public:
  explicit TopList(size_t most) : most_(most) {}

  void Offer(Item item) {
    ++offered_;
    if (items_.size() == most_) {
      if (most_ == 0 || !Before{}(item, items_.back())) return;
      items_.pop_back();
    }
    const auto place =
        std::upper_bound(items_.begin(), items_.end(), item, Before{});
    items_.insert(place, std::move(item));
  }

  const std::vector<Item>& items() const { return items_; }
  uint64_t offered() const { return offered_; }

 private:
  size_t most_;
  uint64_t offered_ = 0;
  std::vector<Item> items_;
};

}  // namespace ptrcensus
