// `ptrcensus explain IP NAME`: the verdict on one name with all its reasons,
// for a person.
#pragma once

#include <string>
#include <vector>

namespace ptrcensus {

// `args` without program and command. Returns the exit code; throws Error.
[[nodiscard]] int ExplainCommand(const std::vector<std::string>& args);

// What the command prints for `args`, help included. Throws Error.
[[nodiscard]] std::string ExplainText(const std::vector<std::string>& args);

}  // namespace ptrcensus
