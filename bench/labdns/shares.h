// Shares in percent of a closed list of words, as in `nxdomain=30,nodata=5`,
// and the choice that a random number makes among them.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace ptrcensus::labdns {

class Shares {
 public:
  // What is not given falls to `words[0]`. Throws Error naming `flag` for an
  // unknown word, a bad number or a sum above 100.
  Shares(std::string_view flag, std::span<const std::string_view> words,
         std::string_view text);

  // The word's index for a uniform 32-bit number.
  size_t Pick(uint32_t number) const {
    for (size_t i = bounds_.size() - 1; i > 0; --i) {
      if (number >= bounds_[i]) return choices_[i];
    }
    return choices_[0];
  }

 private:
  // Word choices_[i] owns the numbers from bounds_[i] on. Only words with a
  // share stand here.
  std::vector<uint64_t> bounds_;
  std::vector<size_t> choices_;
};

// The 32-bit threshold for `percent`: a uniform number is below it with that
// probability.
[[nodiscard]] uint64_t Threshold(double percent);

}  // namespace ptrcensus::labdns
