// Help texts, made from the tables that the code works with: at most 80 columns
// wide, and -h at most 40 lines long.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "scanner/cli/flag.h"

namespace ptrcensus {

inline constexpr size_t kHelpColumns = 80;

// One line for each flag, the group beside its first one.
[[nodiscard]] std::string FlagLines(std::span<const Flag> flags);
// A paragraph for each flag under its group's title.
[[nodiscard]] std::string FlagSections(std::span<const Flag> flags);

// `text` broken between words, each line after `indent` spaces.
[[nodiscard]] std::string Wrapped(std::string_view text, size_t indent);

}  // namespace ptrcensus
