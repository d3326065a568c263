// A keyed permutation of 0..n-1 that stores nothing: a generalised Feistel
// network with cycle walking (Black and Rogaway, "Ciphers with Arbitrary
// Finite Domains", 2002). It scatters; it is no cipher.
//
// The mapping of a seed is part of the format of finished and resumable runs:
// it may never change. permutation.cc opens with the proof that it is one.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace ptrcensus {

class Permutation {
 public:
  // Of 0..n-1, 1 <= n <= 2^62.
  Permutation(uint64_t n, uint64_t seed);

  // Both take and return a value below n.
  [[nodiscard]] uint64_t Forward(uint64_t x) const noexcept;
  [[nodiscard]] uint64_t Inverse(uint64_t y) const noexcept;

 private:
  static constexpr size_t kRounds = 4;

  uint64_t Mix(uint64_t half, size_t round) const noexcept;
  uint64_t StepForward(uint64_t x) const noexcept;
  uint64_t StepInverse(uint64_t y) const noexcept;

  uint64_t n_;
  uint64_t low_bits_;  // the low half is below 2^low_bits_
  uint64_t high_;      // the high half is below high_
  std::array<uint64_t, kRounds> keys_;
};

}  // namespace ptrcensus
