// An audit as text: the verdict of its profile, and its findings. At most 80
// columns wide, but for names that are too long for it.
#pragma once

#include <cstddef>
#include <string>

#include "scanner/cli/audit.h"

namespace ptrcensus {

// How many rows are accepted and refused, by which rules, what Postfix would
// reject, and of the refused addresses the lowest `listed`.
[[nodiscard]] std::string ProfileText(const Audit& audit, size_t listed);

// Each finding with what it means, what to do, and its lowest addresses; errors
// first.
[[nodiscard]] std::string FindingsText(const Audit& audit);

}  // namespace ptrcensus
