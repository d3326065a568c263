// A flag as its users see it: how it is written and what it does. Help and
// parsing both work from these, so they cannot disagree.
#pragma once

#include <string>
#include <string_view>

namespace ptrcensus {

struct Flag {
  std::string_view group;
  std::string_view name;   // `--input`; an argument without dashes is `TARGET`
  char letter = '\0';      // `i`, or none
  std::string_view value;  // what follows it: `FILE`; a switch has none
  // One line for -h, and a paragraph for --help. `{}` in either stands for the
  // default, which comes from the constant that the program uses.
  std::string_view brief;
  std::string_view section;
  std::string (*default_value)() = nullptr;

  bool is_switch() const { return value.empty(); }
};

}  // namespace ptrcensus
