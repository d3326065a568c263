// `ptrcensus scan`: from what was typed to the exit code.
#pragma once

#include <string>
#include <vector>

namespace ptrcensus {

// `args` without program and command. Returns the exit code; throws Error where
// the scan cannot start, and then nothing was written.
[[nodiscard]] int ScanCommand(const std::vector<std::string>& args);

// The text of -h and --help.
[[nodiscard]] std::string ScanShortHelp();
[[nodiscard]] std::string ScanLongHelp();

}  // namespace ptrcensus
