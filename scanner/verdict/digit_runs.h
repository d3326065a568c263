// The runs of digits in a name, and what stands between them. An octet
// candidate is a run of one to three digits with a value up to 255, zero
// padding allowed. A date, 1900-2099 then month then day, is none.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ptrcensus {

struct DigitRun {
  uint8_t begin = 0;
  uint8_t end = 0;
  uint8_t value = 0;   // of a candidate
  bool octet = false;  // it is a candidate
  bool dated = false;  // part of a date: it counts for nothing

  int width() const { return end - begin; }
  bool padded() const;  // to three digits
};

struct DigitRuns {
  std::string_view text;
  std::array<DigitRun, 128> items;
  size_t count = 0;

  const DigitRun& operator[](size_t i) const { return items[i]; }
  // True if a letter stands directly before run `i`.
  bool IsGlued(size_t i) const;
};

// `text` is lower case, at most 254 octets.
void FindDigitRuns(std::string_view text, DigitRuns& runs);

// What joins a run to the next one.
enum class Gap : uint8_t {
  kDash,
  kDot,
  kUs,
  kX,
  kLetters,  // up to `most_letters`, with a separator beside them
  kOther,
};
[[nodiscard]] Gap GapAfter(const DigitRuns& runs, size_t i,
                           size_t most_letters);
// True if `.`, `-`, `_` or `x` alone joins run `i` to the next one.
[[nodiscard]] bool JoinedToNext(const DigitRuns& runs, size_t i);

}  // namespace ptrcensus
