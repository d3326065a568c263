// Forward confirmation (RFC 8601 2.7.3 and 3): which names may be
// asked, and what their answers say together.
#pragma once

#include <span>

#include "io/name.h"
#include "output/row.h"

namespace ptrcensus {

// False for names that are never asked forward: the root, a single label, an
// all-digit top label (so also an IPv4 literal), and the special-use names
// localhost, local, invalid, onion, alt, internal and home.arpa (RFC 6761,
// 6762, 7686, 8375, 9476). `test` and `example` are asked like others.
[[nodiscard]] bool MayBeAsked(const Name& name);

// The verdict over the names of an address, at least one:
// pass > forward_temp > mismatch > no_forward > invalid_name; not_checked if
// a name is untried.
[[nodiscard]] Fcrdns Combine(std::span<const NameResult> names);

// The verdict where there is no name to decide it: no_ptr where an answer says
// that there is none, ptr_temp where none says anything.
[[nodiscard]] Fcrdns WithoutNames(PtrStatus status);

}  // namespace ptrcensus
