// Randomness of the kernel's.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace ptrcensus {

// Random numbers from getrandom(2), fetched many at a time.
class KernelRandom {
 public:
  // Throws Error if the kernel has none to give.
  [[nodiscard]] uint64_t operator()();

 private:
  std::array<uint64_t, 32> numbers_;  // getrandom gives 256 octets whole
  size_t left_ = 0;
};

}  // namespace ptrcensus
