// The flags of `scan`: a flag is one entry of the table in flag_table.cc, with
// its help and with what it sets.
#pragma once

#include <span>
#include <string>

#include "scanner/cli/flag.h"
#include "scanner/cli/flags.h"

namespace ptrcensus {

struct ScanFlag {
  Flag flag;
  // Called for each time that the flag was given, in that order. Throws Error.
  void (*set)(ScanFlags& flags, const std::string& value);
};

[[nodiscard]] std::span<const ScanFlag> ScanFlagEntries();

}  // namespace ptrcensus
