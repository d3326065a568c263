// Randomness of the kernel's.
#pragma once

#include <cstdint>

namespace ptrcensus {

// Throws Error if the kernel has none to give.
[[nodiscard]] uint64_t RandomNumber();

}  // namespace ptrcensus
