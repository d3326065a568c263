// A verdict told to a person: every reason that it rests on, in the order in
// which they were looked for. Made of the verdict's own fields alone, so it
// cannot say anything else than the classifier did.
#pragma once

#include <string>
#include <string_view>

#include "io/address.h"
#include "io/name.h"
#include "scanner/cli/pair_verdict.h"

namespace ptrcensus {

// Plain printable text, lines of at most 80 columns where no name is longer.
// `list` tells which public suffix list was used.
[[nodiscard]] std::string Explain(const Address& ip, const Name& name,
                                  const PairVerdict& verdict,
                                  std::string_view list);

}  // namespace ptrcensus
