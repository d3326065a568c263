#include "output/nearest.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

namespace ptrcensus {
namespace {

// Optimal string alignment, three rows of the usual matrix at a time.
size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<size_t> before(b.size() + 1);
  std::vector<size_t> above(b.size() + 1);
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    before.swap(above);
    above.swap(row);
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t substituted = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, substituted});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
  }
  return row[b.size()];
}

}  // namespace

std::string_view NearestName(std::string_view word,
                             std::span<const std::string_view> candidates) {
  std::string_view nearest;
  size_t least = 1 + word.size() / 3;
  for (std::string_view candidate : candidates) {
    const size_t distance = EditDistance(word, candidate);
    if (distance < least || (nearest.empty() && distance == least)) {
      nearest = candidate;
      least = distance;
    }
  }
  return nearest;
}

}  // namespace ptrcensus
