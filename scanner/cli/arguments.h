// A command line taken apart: which flags were given, with which texts. What
// the texts mean is not known here. The only file that uses CLI11.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/cli/flag.h"

namespace ptrcensus {

enum class HelpWanted { kNone, kShort, kLong };

struct Arguments {
  // Where help is asked for, nothing else is filled in.
  HelpWanted help = HelpWanted::kNone;
  // For each flag, in the order of `flags`, the texts that followed it, in the
  // order given; a switch has an empty one for each time. An
  // argument without dashes (TARGET) has all positionals.
  std::vector<std::vector<std::string>> values;
  std::vector<std::string> positionals;
};

// Takes `args` (without program and command) apart. Every value flag takes
// exactly one text; `--flag=text` and `-ftext` work, and after `--` nothing is
// a flag. `command` is named in errors. Throws Error: an unknown flag (nearest
// name suggested), a value that is missing, a value for a switch.
[[nodiscard]] Arguments ParseArguments(std::string_view command,
                                       std::span<const Flag> flags,
                                       const std::vector<std::string>& args);

}  // namespace ptrcensus
