#include "io/clock.h"

namespace ptrcensus {

Time MonotonicNow() noexcept { return std::chrono::steady_clock::now(); }

WallTime WallNow() noexcept {
  return std::chrono::floor<std::chrono::milliseconds>(
      std::chrono::system_clock::now());
}

}  // namespace ptrcensus
