// Which findings an address has, from what was asked about it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "io/address.h"
#include "output/row.h"
#include "scanner/verdict/classify.h"
#include "scanner/verdict/finding.h"
#include "scanner/verdict/name_parts.h"

namespace ptrcensus {

// What the forward lookup of a name showed beside its NameStatus.
struct ForwardTraits {
  bool nxdomain = false;       // kNoForward: the name does not exist
  bool other_family = false;   // kNoForward: but addresses of the other family
  bool other_unknown = false;  // kNoForward: or not, it was not answered
  bool timeout = false;        // kTemp: no answer
  bool error_code = false;     // kTemp: SERVFAIL or another error
  bool cname = false;          // an alias stood in the way
  bool to_private = false;     // an address in special-purpose space, neither
                               // documentation nor the target itself
};

struct NameEvidence {
  const NameParts* parts = nullptr;
  NameStatus status = NameStatus::kUntried;
  ForwardTraits forward;
};

// What the extra queries of --check showed.
struct CheckResults {
  bool bogus = false;  // SERVFAIL, but an answer with CD=1
  bool counterpart_missing = false;
  bool counterpart_no_ptr = false;
};

struct RowEvidence {
  Address ip;
  bool documentation = false;  // `ip` lies in a documentation block
  PtrStatus ptr_status = PtrStatus::kSkipped;
  RowFlags flags;
  std::optional<uint32_t> ttl;
  uint32_t names_total = 0;  // may be more than `names`
  std::span<const NameEvidence> names;
  Fcrdns fcrdns = Fcrdns::kNotChecked;
  Classification classification;  // of the representative name
  CheckResults checks;
};

[[nodiscard]] FindingSet FindingsOf(const RowEvidence& row);

// Those that the form of one name shows, whatever its lookups gave.
[[nodiscard]] FindingSet FormFindings(const Address& ip, bool documentation,
                                      const NameParts& name);
// Those that the class of the representative name gives.
[[nodiscard]] FindingSet ClassFindings(const Classification& classification);

}  // namespace ptrcensus
