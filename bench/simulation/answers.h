// What each question gets, by arithmetic from the address or from the name
// that was given for it: a share of NXDOMAIN, a share of NODATA, else one PTR
// name, and A records that mostly confirm it. Nothing is stored or allocated.
//
// Knows IPv4 reverse names and the names that it gives; all else is NXDOMAIN.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "io/name.h"

namespace ptrcensus::simulation {

// Shares are from 0 to 1.
struct Mix {
  double nxdomain = 0.5;
  double nodata = 0.1;
  double repeated = 0;  // of the names: one of kRepeatedNames
  double mismatch = 0.05;
};
inline constexpr uint32_t kRepeatedNames = 1000;

// Every input bit reaches every output bit (the finalizer of MurmurHash3).
constexpr uint64_t Hash(uint64_t x) {
  x = (x ^ (x >> 33)) * 0xff51afd7ed558ccdU;
  x = (x ^ (x >> 33)) * 0xc4ceb9fe1a85ec53U;
  return x ^ (x >> 33);
}
// True for this share of all hashes.
constexpr bool Falls(uint64_t hash, double share) {
  return static_cast<double>(hash >> 32) < share * 4294967296.0;
}

class Answers {
 public:
  static constexpr size_t kMaxReplyBytes = 256;

  Answers(const Mix& mix, uint64_t seed) : mix_(mix), seed_(seed) {}

  // Writes the reply to {`id`, `question`} and returns its size, which is at
  // most kMaxReplyBytes for a question of at most 64 bytes.
  size_t Write(uint16_t id, Bytes question, bool edns,
               uint8_t* out) const noexcept;

 private:
  uint8_t* WriteReverse(uint32_t address, Bytes question, uint8_t* header,
                        uint8_t* to) const noexcept;
  uint8_t* WriteForward(Bytes question, uint8_t* header,
                        uint8_t* to) const noexcept;
  // The label of its name, the same for many addresses where it is repeated.
  uint8_t* WritePtr(uint32_t address, uint8_t* to) const noexcept;

  Mix mix_;
  uint64_t seed_;
};

}  // namespace ptrcensus::simulation
