#include "scanner/cli/pair_verdict.h"

#include "scanner/targets/special_purpose.h"
#include "scanner/verdict/findings.h"

namespace ptrcensus {

void JudgePair(const Address& ip, const Name& name, PublicSuffixes& suffixes,
               PairVerdict& verdict) {
  TakeApart(name.wire(), suffixes, verdict.parts);
  verdict.classification = Classify(ip, verdict.parts);
  verdict.findings = FormFindings(ip, IsDocumentation(ip), verdict.parts);
  verdict.findings.Add(ClassFindings(verdict.classification));
}

}  // namespace ptrcensus
