// What an address and its name show by themselves, without asking anything:
// class and findings.
#pragma once

#include "io/address.h"
#include "io/name.h"
#include "scanner/verdict/classify.h"
#include "scanner/verdict/finding.h"
#include "scanner/verdict/name_parts.h"
#include "scanner/verdict/public_suffix.h"

namespace ptrcensus {

struct PairVerdict {
  NameParts parts;
  Classification classification;
  FindingSet findings;
};

void JudgePair(const Address& ip, const Name& name, PublicSuffixes& suffixes,
               PairVerdict& verdict);

}  // namespace ptrcensus
