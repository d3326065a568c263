// How many addresses of each /24 have a name (IPv4). Takes the addresses in
// order and gives each /24 when it is complete, so memory does not follow their
// number.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "io/address.h"

namespace ptrcensus {

// What is known of an address; where a file has several rows of it, the
// greatest counts.
enum class NameKnown : uint8_t {
  kUnanswered,  // a temporary failure, or not asked: says nothing
  kNoName,
  kNamed,
};

enum class Coverage : uint8_t {
  kFull,  // every address has a name
  kPartly,
  kLow,    // coverage_low
  kEmpty,  // no address has one
  kUnanswered,
};
inline constexpr int kCoverageCount = 5;

// Coverage is low with a name on less than so many in a hundred addresses, ...
inline constexpr uint32_t kLowPercent = 50;
// ... where at least so many are known. Both are our choice: fewer say little
// about a /24, and a block that is named as a rule has more than half.
inline constexpr uint32_t kLeastKnown = 16;

struct BlockCoverage {
  uint32_t block = 0;  // its first address
  uint32_t seen = 0;   // addresses
  uint32_t known = 0;
  uint32_t named = 0;

  [[nodiscard]] Coverage Kind() const;
};

class CoverageTally {
 public:
  struct Totals {
    uint64_t addresses = 0;  // of both families
    uint64_t named = 0;
    uint64_t unanswered = 0;
    std::array<uint64_t, kCoverageCount> blocks{};  // by Coverage
  };

  // In ascending order of the addresses. Returns the /24 before `ip`'s, once,
  // when no further address of it can come.
  std::optional<BlockCoverage> Add(const Address& ip, NameKnown known);
  // The last /24.
  std::optional<BlockCoverage> Finish();

  const Totals& totals() const { return totals_; }

 private:
  void CloseAddress();
  std::optional<BlockCoverage> CloseBlock();

  Totals totals_;
  std::optional<Address> last_;
  NameKnown last_known_ = NameKnown::kUnanswered;
  BlockCoverage block_;
};

}  // namespace ptrcensus
