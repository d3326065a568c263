// Audit findings: what is wrong, or worth knowing, about an address and its
// name. A finding is one line of the table in finding.cc; their order there is
// their order in a row.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace ptrcensus {

enum class Severity : uint8_t { kError, kWarning, kInfo };
inline constexpr size_t kSeverityCount = 3;

// What must be known to find it: the address's own answers, or the rows of its
// neighbours.
enum class FindingScope : uint8_t { kAddress, kBlock };

enum class Finding : uint8_t {
  kSpecialPurposeSkipped,
  kPtrMissing,
  kPtrServfail,
  kPtrRefused,
  kPtrTimeout,
  kPtrCnameLoop,
  kPtrCnameBroken,
  kPtrViaCname,
  kPtrNameRoot,
  kPtrNameIpLiteral,
  kPtrNameArpaSuffix,
  kPtrNameSpecialUse,
  kPtrSingleLabel,
  kPtrPublicSuffix,
  kPtrTldUnknown,
  kPtrMissingDotSuspected,
  kPtrNameNotHostname,
  kPtrExampleDomain,
  kPtrBareDomain,
  kPtrWwwName,
  kPtrMultiple,
  kPtrMultidomain,
  kPtrNamesTruncated,
  kPtrTargetNxdomain,
  kPtrTargetNodata,
  kPtrTargetNoAddressFamily,
  kPtrTargetIsCname,
  kForwardTimeout,
  kForwardServfail,
  kFcrdnsMismatch,
  kFcrdnsPartial,
  kForwardToPrivate,
  kPtrGenericDynamic,
  kPtrGeneric,
  kPtrGenericStatic,
  kPtrProviderDefault,
  kPtrPlaceholder,
  kEmbedsOtherIp,
  kTtlZero,
  kTtlLow,
  kTtlHigh,
  kDnssecAd,
  kDnssecBogus,
  kIpv6CounterpartMissing,
  kIpv6NoPtr,
  kPtrNameShared,
  kGenericSequence,
  kProviderSerialTemplate,
  kCoverageLow,
  kPtrWildcardZone,
};
inline constexpr int kFindingCount =
    static_cast<int>(Finding::kPtrWildcardZone) + 1;

struct FindingInfo {
  std::string_view name;  // ptr_missing
  Severity severity;      // as mail sees it
  FindingScope scope;
  std::string_view meaning;  // one clause: what was seen
  std::string_view advice;   // one sentence: what to do about it
  std::string_view basis;    // RFC and section, or who asks for it
};
[[nodiscard]] std::span<const FindingInfo> Findings();  // by value of Finding
[[nodiscard]] const FindingInfo& Info(Finding finding);
// More names than this are worth more than a note.
inline constexpr uint32_t kManyNames = 10;
// Of an address with so many names: ptr_multiple becomes a warning.
[[nodiscard]] Severity SeverityOf(Finding finding, uint32_t names_total);
[[nodiscard]] std::optional<Finding> ParseFinding(std::string_view name);

// Those of one address, in the order of the table.
class FindingSet {
 public:
  void Add(Finding finding) { bits_ |= Bit(finding); }
  void Add(Finding finding, bool seen) {
    if (seen) Add(finding);
  }
  [[nodiscard]] bool Has(Finding finding) const {
    return (bits_ & Bit(finding)) != 0;
  }
  [[nodiscard]] bool empty() const { return bits_ == 0; }
  void Add(const FindingSet& other) { bits_ |= other.bits_; }
  // `call(Finding)` for each.
  template <typename Call>
  void ForEach(Call call) const {
    for (uint64_t rest = bits_; rest != 0; rest &= rest - 1) {
      call(static_cast<Finding>(std::countr_zero(rest)));
    }
  }

 private:
  static constexpr uint64_t Bit(Finding finding) {
    return uint64_t{1} << static_cast<int>(finding);
  }
  uint64_t bits_ = 0;
};
static_assert(kFindingCount <= 64);

}  // namespace ptrcensus
