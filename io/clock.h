// The only place that reads a clock.
#pragma once

#include "io/time.h"

namespace ptrcensus {

[[nodiscard]] Time MonotonicNow() noexcept;
[[nodiscard]] WallTime WallNow() noexcept;

}  // namespace ptrcensus
