#include "io/time.h"

namespace ptrcensus {
namespace {

// Writes `value` into all of `digits`, from the right.
void WriteDigits(char* digits, int count, int value) {
  for (int i = count - 1; i >= 0; --i) {
    digits[i] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
}

}  // namespace

// Once a row, so by calendar arithmetic: strftime costs ten times as much.
void AppendText(std::string& out, WallTime time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);

  char text[] = "0000-00-00T00:00:00.000Z";
  WriteDigits(text, 4, static_cast<int>(date.year()));
  WriteDigits(text + 5, 2, static_cast<int>(unsigned{date.month()}));
  WriteDigits(text + 8, 2, static_cast<int>(unsigned{date.day()}));
  WriteDigits(text + 11, 2, static_cast<int>(clock.hours().count()));
  WriteDigits(text + 14, 2, static_cast<int>(clock.minutes().count()));
  WriteDigits(text + 17, 2, static_cast<int>(clock.seconds().count()));
  WriteDigits(text + 20, 3, static_cast<int>(clock.subseconds().count()));
  out.append(text, sizeof(text) - 1);
}

}  // namespace ptrcensus
