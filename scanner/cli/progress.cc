#include "scanner/cli/progress.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "scanner/cli/quantity.h"

namespace ptrcensus {
namespace {

double Seconds(Duration duration) {
  return std::chrono::duration<double>(duration).count();
}

std::string RateText(uint64_t count, Duration duration) {
  return Compact(static_cast<uint64_t>(PerSecond(count, duration)));
}

std::string TimeLeft(uint64_t targets, const Pulse& start, const Pulse& now) {
  if (now.rows == 0) return "?";
  const double left = Seconds(now.time - start.time) *
                      static_cast<double>(targets - now.rows) /
                      static_cast<double>(now.rows);
  // Beyond a century it does not matter, and nanoseconds would overflow.
  if (left > 3e9) return "ages";
  return DurationText(
      std::chrono::round<Duration>(std::chrono::duration<double>(left)));
}

size_t TerminalColumns() {
  winsize size{};
  const bool known =
      ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : 80;
}

}  // namespace

std::string ProgressLine(uint64_t targets, const Pulse& start,
                         const Pulse& before, const Pulse& now) {
  const Duration step = now.time - before.time;
  const uint64_t answered = now.answered - before.answered;
  const uint64_t timeouts = now.timeouts - before.timeouts;
  const std::string holdback = now.holdback == Holdback::kNone
                                   ? ""
                                   : fmt::format("[{}]  ", Text(now.holdback));
  // In the order in which a narrow terminal may cut it off.
  return fmt::format(
      "{} {}  {} left  sent {}/s got {}/s  loss {}  {}{} in flight",
      PercentText(now.rows, targets), Compact(now.rows),
      TimeLeft(targets, start, now), RateText(now.sent - before.sent, step),
      RateText(answered, step), PercentText(timeouts, answered + timeouts),
      holdback, Compact(now.in_flight));
}

Progress::Progress(uint64_t targets, Time start)
    : targets_(targets), start_{.time = start}, before_(start_) {}

void Progress::Show(const ScanCounters& counters, Time now) noexcept {
  const Pulse pulse = {.time = now,
                       .rows = counters.rows,
                       .sent = counters.queries(),
                       .answered = counters.answered,
                       .timeouts = counters.timeouts,
                       .in_flight = counters.in_flight,
                       .holdback = counters.holdback};
  std::string line = ProgressLine(targets_, start_, before_, pulse);
  // A line that fills the last column would wrap on some terminals.
  line.resize(std::min(line.size(), TerminalColumns() - 1));
  std::fputs(fmt::format("\r{}\x1b[K", line).c_str(), stderr);
  before_ = pulse;
  shown_ = true;
}

void Progress::Clear() noexcept {
  if (shown_) std::fputs("\r\x1b[K", stderr);
  shown_ = false;
}

}  // namespace ptrcensus
