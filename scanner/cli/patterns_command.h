// `ptrcensus patterns`: what finished rows show only together.
#pragma once

#include <string>
#include <vector>

namespace ptrcensus {

// `args` without program and command. Returns the exit code; throws Error.
[[nodiscard]] int PatternsCommand(const std::vector<std::string>& args);

}  // namespace ptrcensus
