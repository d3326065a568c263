// What someone probably meant: the candidate nearest to a mistyped word, for
// "did you mean" in error messages.
#pragma once

#include <span>
#include <string_view>

namespace ptrcensus {

// The candidate with the least edit distance (insertions, deletions,
// substitutions and swaps of neighbours), the first of equals. Empty where
// none is near: more than one edit and a third of the word away.
[[nodiscard]] std::string_view NearestName(
    std::string_view word, std::span<const std::string_view> candidates);

}  // namespace ptrcensus
