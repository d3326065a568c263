// Classes of characters in a name's text, which is lower case.
#pragma once

#include <cstddef>
#include <string_view>

namespace ptrcensus {

constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool IsLetter(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool IsHex(char c) { return IsDigit(c) || (c >= 'a' && c <= 'f'); }
// What stands between the tokens and words of a name.
constexpr bool IsSeparator(char c) { return c == '.' || c == '-' || c == '_'; }

constexpr unsigned HexValue(char c) {
  return static_cast<unsigned>(IsDigit(c) ? c - '0' : c - 'a' + 10);
}

// Where the characters that `test` accepts end, from `begin` on.
template <typename Test>
constexpr size_t EndOf(std::string_view text, size_t begin, Test test) {
  while (begin < text.size() && test(text[begin])) ++begin;
  return begin;
}

template <typename Test>
constexpr bool AllOf(std::string_view text, Test test) {
  return EndOf(text, 0, test) == text.size();
}

constexpr bool HasDigit(std::string_view text) {
  for (const char c : text) {
    if (IsDigit(c)) return true;
  }
  return false;
}

// `call(begin, end)` for each token: what stands between separators, and may
// be empty.
template <typename Call>
constexpr void ForEachToken(std::string_view text, Call call) {
  size_t begin = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (!IsSeparator(text[i])) continue;
    call(begin, i);
    begin = i + 1;
  }
  call(begin, text.size());
}

}  // namespace ptrcensus
