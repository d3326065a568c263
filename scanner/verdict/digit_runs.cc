#include "scanner/verdict/digit_runs.h"

#include "scanner/verdict/characters.h"

namespace ptrcensus {
namespace {

constexpr int kMostOctetDigits = 3;

int ValueOf(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

std::string_view TextOf(const DigitRuns& runs, size_t i) {
  const DigitRun& run = runs[i];
  return runs.text.substr(run.begin, size_t{run.end} - run.begin);
}

// What stands between run `i` and the next one.
std::string_view Between(const DigitRuns& runs, size_t i) {
  return runs.text.substr(runs[i].end, size_t{runs[i + 1].begin} - runs[i].end);
}

bool IsDate(const DigitRuns& runs, size_t i) {
  if (runs[i].width() != 4 || i + 2 >= runs.count) return false;
  for (size_t j = i; j < i + 2; ++j) {
    const std::string_view gap = Between(runs, j);
    if (gap.size() != 1 || !IsSeparator(gap[0])) return false;
    if (runs[j + 1].width() > 2) return false;
  }
  const int year = ValueOf(TextOf(runs, i));
  const int month = ValueOf(TextOf(runs, i + 1));
  const int day = ValueOf(TextOf(runs, i + 2));
  return year >= 1900 && year <= 2099 && month >= 1 && month <= 12 &&
         day >= 1 && day <= 31;
}

void GuardDates(DigitRuns& runs) {
  for (size_t i = 0; i < runs.count; ++i) {
    if (!IsDate(runs, i)) continue;
    for (size_t j = i; j < i + 3; ++j) {
      runs.items[j].octet = false;
      runs.items[j].dated = true;
    }
  }
}

DigitRun RunAt(std::string_view text, size_t begin) {
  const size_t end = EndOf(text, begin, IsDigit);
  DigitRun run{static_cast<uint8_t>(begin), static_cast<uint8_t>(end)};
  if (run.width() > kMostOctetDigits) return run;
  const int value = ValueOf(text.substr(begin, end - begin));
  run.octet = value <= 255;
  run.value = static_cast<uint8_t>(value);
  return run;
}

}  // namespace

bool DigitRun::padded() const { return width() == 3 && value < 100; }

bool DigitRuns::IsGlued(size_t i) const {
  const size_t begin = items[i].begin;
  return begin > 0 && IsLetter(text[begin - 1]);
}

void FindDigitRuns(std::string_view text, DigitRuns& runs) {
  runs.text = text;
  runs.count = 0;
  bool maybe_date = false;
  for (size_t at = 0; at < text.size();) {
    if (!IsDigit(text[at])) {
      ++at;
      continue;
    }
    const DigitRun run = RunAt(text, at);
    maybe_date = maybe_date || run.width() == 4;
    at = run.end;
    runs.items[runs.count++] = run;
  }
  if (maybe_date) GuardDates(runs);
}

Gap GapAfter(const DigitRuns& runs, size_t i, size_t most_letters) {
  const std::string_view gap = Between(runs, i);
  if (gap.size() == 1) {
    switch (gap[0]) {
      case '-':
        return Gap::kDash;
      case '.':
        return Gap::kDot;
      case '_':
        return Gap::kUs;
      case 'x':
        return Gap::kX;
      default:
        return Gap::kOther;
    }
  }
  const size_t first = IsSeparator(gap.front()) ? 1 : 0;
  const size_t last = gap.size() - (IsSeparator(gap.back()) ? 1 : 0);
  if (last <= first || last - first == gap.size()) return Gap::kOther;
  if (last - first > most_letters) return Gap::kOther;
  const bool letters = AllOf(gap.substr(first, last - first), IsLetter);
  return letters ? Gap::kLetters : Gap::kOther;
}

bool JoinedToNext(const DigitRuns& runs, size_t i) {
  return i + 1 < runs.count && GapAfter(runs, i, 0) != Gap::kOther;
}

}  // namespace ptrcensus
