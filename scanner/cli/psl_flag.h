// The flag --psl of the commands that judge names without asking anything.
#pragma once

#include <string>
#include <vector>

#include "scanner/cli/flag.h"
#include "scanner/verdict/public_suffix.h"

namespace ptrcensus {

inline constexpr Flag kPslFlag = {
    "Checks",
    "--psl",
    '\0',
    "FILE",
    "another public suffix list",
    "Reads the public suffix list from FILE, as text (public_suffix_list.dat) "
    "or compiled. Without it, the system's list is used."};

// The list that the texts after the flag name; the system's without any.
// Throws Error.
[[nodiscard]] PublicSuffixes OpenSuffixes(
    const std::vector<std::string>& values);

}  // namespace ptrcensus
