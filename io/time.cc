#include "io/time.h"

namespace ptrcensus {
namespace {

// Writes `value`, below 10 to the power of `kCount`.
template <int kCount>
void WriteDigits(char* digits, unsigned value) {
  for (int i = kCount - 1; i >= 0; --i) {
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
  WriteDigits<4>(text, static_cast<unsigned>(int{date.year()}));
  WriteDigits<2>(text + 5, unsigned{date.month()});
  WriteDigits<2>(text + 8, unsigned{date.day()});
  WriteDigits<2>(text + 11, static_cast<unsigned>(clock.hours().count()));
  WriteDigits<2>(text + 14, static_cast<unsigned>(clock.minutes().count()));
  WriteDigits<2>(text + 17, static_cast<unsigned>(clock.seconds().count()));
  WriteDigits<3>(text + 20, static_cast<unsigned>(clock.subseconds().count()));
  out.append(text, sizeof(text) - 1);
}

}  // namespace ptrcensus
