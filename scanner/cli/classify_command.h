// `ptrcensus classify`: the verdict on names from a file instead of the
// network, one CSV row a line, in order. Every line is answered: by its row, or
// by a sentence on stderr.
#pragma once

#include <string>
#include <vector>

namespace ptrcensus {

// `args` without program and command. Returns the exit code; throws Error where
// it cannot start.
[[nodiscard]] int ClassifyCommand(const std::vector<std::string>& args);

// The text of -h and --help.
[[nodiscard]] std::string ClassifyShortHelp();
[[nodiscard]] std::string ClassifyLongHelp();

}  // namespace ptrcensus
