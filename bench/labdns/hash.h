// Keyed arithmetic in place of tables: a hash that makes every choice of the
// lab's world, and keyed bijections that names carry an address through.
// The same key and input give the same value on every machine.
#pragma once

#include <cstdint>
#include <utility>

#include "io/address.h"

namespace ptrcensus::labdns {

constexpr uint64_t Mix(uint64_t x) {
  x ^= x >> 32;
  x *= 0xe9846af9b1a615d;
  x ^= x >> 32;
  x *= 0xe9846af9b1a615d;
  x ^= x >> 28;
  return x;
}

constexpr uint64_t Hash(uint64_t key, uint64_t value, uint64_t salt) {
  return Mix(Mix(value + key) ^ (key + salt * 0x9e3779b97f4a7c15));
}

inline uint64_t Hash(uint64_t key, const Address& address, uint64_t salt) {
  if (address.is_v4()) return Hash(key, address.v4(), salt);
  return Hash(key ^ Mix(address.high() + 1), address.low(), salt);
}

// A Feistel network of `kRounds` over two halves of `Half` bits.
template <typename Half>
class Bijection {
 public:
  explicit Bijection(uint64_t key) : key_(key) {}

  std::pair<Half, Half> Forward(Half left, Half right) const {
    for (int round = 0; round < kRounds; ++round) {
      const Half next = static_cast<Half>(left ^ Round(right, round));
      left = right;
      right = next;
    }
    return {left, right};
  }

  // The left half of Forward, which the last round only hands on.
  Half ForwardLeft(Half left, Half right) const {
    for (int round = 0; round < kRounds - 1; ++round) {
      const Half next = static_cast<Half>(left ^ Round(right, round));
      left = right;
      right = next;
    }
    return right;
  }

  std::pair<Half, Half> Backward(Half left, Half right) const {
    for (int round = kRounds - 1; round >= 0; --round) {
      const Half previous = static_cast<Half>(right ^ Round(left, round));
      right = left;
      left = previous;
    }
    return {left, right};
  }

 private:
  static constexpr int kRounds = 4;
  Half Round(Half half, int round) const {
    return static_cast<Half>(Hash(key_, half, static_cast<uint64_t>(round)));
  }
  uint64_t key_;
};

// A stream of random numbers (splitmix64).
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}
  uint64_t Next() {
    state_ += 0x9e3779b97f4a7c15;
    return Mix(state_);
  }
  uint64_t Below(uint64_t bound) { return Next() % bound; }

 private:
  uint64_t state_;
};

}  // namespace ptrcensus::labdns
