// Why this is a permutation of 0..n-1, and why it ends.
//
// Let b = 2^low_bits_ and a = high_ = ceil(n / b), so that n <= a*b < n + b.
// x -> (x / b, x mod b) maps 0..a*b-1 one to one onto the pairs (high, low),
// high < a, low < b.
//
// A round adds to one half a function of the other, modulo that half's range:
// high + f(low) mod a in even rounds, low + f(high) mod b in odd ones. The
// other half is unchanged, so the same f is known afterwards and subtracting
// it undoes the round, whatever f is. Each round is thus a bijection of the
// pairs, and so is their composition P, a permutation of 0..a*b-1.
//
// Forward(x) applies P until the value is below n. P is a permutation of a
// finite set, so the walk from x < n is a cycle that comes back to x: it meets
// a value below n after at most a*b steps. It maps x to the next element below
// n on x's cycle. That is one to one, and Inverse, which walks the same cycle
// backwards with P's inverse, is its inverse. As b is at most sqrt(n), fewer
// than 1 in sqrt(n) values lie beyond n, so a walk takes hardly more than one
// step.
#include "scanner/targets/permutation.h"

#include <bit>
#include <cassert>

namespace ptrcensus {
namespace {

// The finalizer of MurmurHash3 by D. Stafford, as used in SplitMix64.
constexpr uint64_t kMultiplier1 = 0xbf58476d1ce4e5b9;
constexpr uint64_t kMultiplier2 = 0x94d049bb133111eb;

uint64_t NextKey(uint64_t& state) {
  state += 0x9e3779b97f4a7c15;
  uint64_t key = state;
  key = (key ^ key >> 30) * kMultiplier1;
  key = (key ^ key >> 27) * kMultiplier2;
  return key ^ key >> 31;
}

// The upper bits of a product are its good ones: scales `hash` to 0..range-1.
uint64_t Scale(uint64_t hash, uint64_t range) {
  return static_cast<uint64_t>(static_cast<unsigned __int128>(hash) * range >>
                               64);
}

}  // namespace

Permutation::Permutation(uint64_t n, uint64_t seed)
    : n_(n), low_bits_((std::bit_width(n) - 1) / 2) {
  assert(n >= 1 && n <= uint64_t{1} << 62);
  high_ = ((n - 1) >> low_bits_) + 1;
  for (uint64_t& key : keys_) key = NextKey(seed);
}

uint64_t Permutation::Forward(uint64_t x) const noexcept {
  assert(x < n_);
  do x = StepForward(x);
  while (x >= n_);
  return x;
}

uint64_t Permutation::Inverse(uint64_t y) const noexcept {
  assert(y < n_);
  do y = StepInverse(y);
  while (y >= n_);
  return y;
}

inline uint64_t Permutation::Mix(uint64_t half, size_t round) const noexcept {
  uint64_t hash = (half + keys_[round]) * kMultiplier1;
  hash = (hash ^ hash >> 32) * kMultiplier2;
  return hash;
}

inline uint64_t Permutation::StepForward(uint64_t x) const noexcept {
  const uint64_t low_size = uint64_t{1} << low_bits_;
  uint64_t high = x >> low_bits_;
  uint64_t low = x & (low_size - 1);
  for (size_t round = 0; round < kRounds; round += 2) {
    high += Scale(Mix(low, round), high_);
    if (high >= high_) high -= high_;
    low += Scale(Mix(high, round + 1), low_size);
    low &= low_size - 1;
  }
  return high << low_bits_ | low;
}

inline uint64_t Permutation::StepInverse(uint64_t y) const noexcept {
  const uint64_t low_size = uint64_t{1} << low_bits_;
  uint64_t high = y >> low_bits_;
  uint64_t low = y & (low_size - 1);
  for (size_t round = kRounds; round > 0; round -= 2) {
    low -= Scale(Mix(high, round - 1), low_size);
    low &= low_size - 1;
    const uint64_t shift = Scale(Mix(low, round - 2), high_);
    high += high < shift ? high_ : 0;
    high -= shift;
  }
  return high << low_bits_ | low;
}

}  // namespace ptrcensus
