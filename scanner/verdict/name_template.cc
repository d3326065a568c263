#include "scanner/verdict/name_template.h"

#include <algorithm>

namespace ptrcensus {
namespace {

constexpr size_t kEscapeSize = 4;  // `\DDD`
constexpr size_t kMostDigits = 18;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// `other(text)` for what is no number, `number(digits)` for each whole run.
template <typename Other, typename Number>
void Part(std::string_view name, Other other, Number number) {
  while (!name.empty()) {
    size_t size = 1;
    if (IsDigit(name.front())) {
      while (size < name.size() && IsDigit(name[size])) ++size;
      number(name.substr(0, size));
    } else {
      if (name.front() == '\\') size = std::min(kEscapeSize, name.size());
      other(name.substr(0, size));
    }
    name.remove_prefix(size);
  }
}

int64_t Value(std::string_view digits) {
  if (digits.size() > kMostDigits) return kNoNumber;
  int64_t value = 0;
  for (const char digit : digits) value = value * 10 + (digit - '0');
  return value;
}

}  // namespace

size_t WriteTemplate(std::string_view name, char* out) {
  char* end = out;
  Part(
      name,
      [&](std::string_view text) {
        end = std::copy(text.begin(), text.end(), end);
      },
      [&](std::string_view) { *end++ = '#'; });
  return static_cast<size_t>(end - out);
}

void AppendNumbers(std::string_view name, std::vector<int64_t>& out) {
  Part(
      name, [](std::string_view) {},
      [&](std::string_view digits) { out.push_back(Value(digits)); });
}

}  // namespace ptrcensus
