#include "scanner/cli/quantity.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace ptrcensus {
namespace {

// Divides by 1000 until three digits stand before the point.
std::string Scaled(uint64_t number, std::span<const std::string_view> units) {
  if (number < 1000) return fmt::format("{}{}", number, units[0]);
  auto value = static_cast<double>(number);
  size_t unit = 0;
  // 999.5 would be printed as 1000.
  while (value >= 999.5 && unit + 1 < units.size()) {
    value /= 1000;
    ++unit;
  }
  const int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
  return fmt::format("{:.{}f}{}", value, decimals, units[unit]);
}

}  // namespace

std::string Grouped(uint64_t number) {
  const std::string digits = fmt::format("{}", number);
  std::string text;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) text += ',';
    text += digits[i];
  }
  return text;
}

std::string Counted(uint64_t number, std::string_view noun) {
  return fmt::format("{} {}{}", Grouped(number), noun, number == 1 ? "" : "s");
}

std::string Compact(uint64_t number) {
  constexpr std::array<std::string_view, 5> kUnits = {"", "k", "M", "G", "T"};
  return Scaled(number, kUnits);
}

double PerSecond(uint64_t count, Duration duration) {
  const double seconds = std::chrono::duration<double>(duration).count();
  return seconds > 0 ? static_cast<double>(count) / seconds : 0;
}

std::string DurationText(Duration duration) {
  using std::chrono::duration_cast;
  const auto seconds_exactly = std::chrono::duration<double>(duration).count();
  if (seconds_exactly < 59.95) return fmt::format("{:.1f} s", seconds_exactly);
  const auto seconds = std::chrono::round<std::chrono::seconds>(duration);
  const auto s = seconds.count();
  if (s < 3600) return fmt::format("{} min {:02} s", s / 60, s % 60);
  if (s < 86400) return fmt::format("{} h {:02} min", s / 3600, s % 3600 / 60);
  return fmt::format("{} d {} h", s / 86400, s % 86400 / 3600);
}

std::string BytesText(uint64_t bytes) {
  constexpr std::array<std::string_view, 6> kUnits = {" bytes", " kB", " MB",
                                                      " GB",    " TB", " PB"};
  return Scaled(bytes, kUnits);
}

std::string PercentText(uint64_t part, uint64_t of) {
  if (of == 0 || part == 0) return "0.0%";
  if (part == of) return "100.0%";
  const double percent =
      100 * static_cast<double>(part) / static_cast<double>(of);
  if (percent < 0.1) return "<0.1%";
  return fmt::format("{:.1f}%", std::min(percent, 99.9));
}

}  // namespace ptrcensus
