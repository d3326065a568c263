// Points in time as values. Logic takes `now` as an argument; only io/clock.cc
// reads a clock.
#pragma once

#include <chrono>
#include <string>

namespace ptrcensus {

using Duration = std::chrono::nanoseconds;
// Monotonic; differences are meaningful, the value itself is not.
using Time = std::chrono::time_point<std::chrono::steady_clock, Duration>;
// UTC.
using WallTime = std::chrono::time_point<std::chrono::system_clock,
                                         std::chrono::milliseconds>;

// Appends RFC 3339 in UTC with milliseconds: `2026-01-31T09:00:00.250Z`.
void AppendText(std::string& out, WallTime time);

}  // namespace ptrcensus
