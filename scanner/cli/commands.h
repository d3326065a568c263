// The program's commands. A command is one line of the table in commands.cc.
#pragma once

#include <string>
#include <vector>

namespace ptrcensus {

// `args` without the program's name. Returns the exit code; throws Error.
[[nodiscard]] int RunCommand(const std::vector<std::string>& args);

// The text of -h and --help.
[[nodiscard]] std::string ShortHelp();
[[nodiscard]] std::string LongHelp();

}  // namespace ptrcensus
