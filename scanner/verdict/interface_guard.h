// Names of router and switch interfaces: `xe-0-0-33-0`, `ae31-346`,
// `be2742.ccr41`. Their numbers are slots and units, not an address.
#pragma once

#include "scanner/verdict/address_match.h"
#include "scanner/verdict/name_parts.h"

namespace ptrcensus {

struct InterfaceGuard {
  bool found = false;
  TextSpan numbers;  // from the first digit to the last that belongs to it
};

// Found where the name begins with an interface prefix, `-` or nothing, and a
// number, and then either another number joined by `-`, `/`, `.` or `_`, or,
// for the prefixes that need no slot, no more in this label while another
// label left of the registrable domain is an infrastructure word.
[[nodiscard]] InterfaceGuard FindInterface(const NameParts& name);

}  // namespace ptrcensus
