// What the words of a verdict mean, in whole sentences for a person.
#pragma once

#include <string>
#include <string_view>

#include "scanner/verdict/classify.h"
#include "scanner/verdict/encoding.h"
#include "scanner/verdict/name_parts.h"

namespace ptrcensus {

// "four octets forward, joined by `-`; padded to three digits".
[[nodiscard]] std::string Meaning(Encoding encoding);

// The condition of a line of the decision table.
[[nodiscard]] std::string_view Meaning(Decision decision);

// What keeps a name from being a hostname; empty for kNone.
[[nodiscard]] std::string_view Meaning(NameFault fault);

// What would change the verdict: a sentence or two, without a promise that the
// decision table does not keep.
[[nodiscard]] std::string WhatWouldChange(const NameParts& name,
                                          const Classification& verdict);

}  // namespace ptrcensus
