// `ptrcensus fields`: what the columns mean, and how to read them elsewhere.
#pragma once

#include <string>
#include <vector>

namespace ptrcensus {

// `args` without program and command. Returns the exit code; throws Error.
[[nodiscard]] int FieldsCommand(const std::vector<std::string>& args);

// What the command prints for `args`, help included. Throws Error.
[[nodiscard]] std::string FieldsText(const std::vector<std::string>& args);

}  // namespace ptrcensus
