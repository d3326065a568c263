#include "scanner/cli/flags.h"

#include "scanner/cli/flag_table.h"

namespace ptrcensus {

std::vector<Flag> ScanFlagTable() {
  std::vector<Flag> flags;
  for (const ScanFlag& entry : ScanFlagEntries()) flags.push_back(entry.flag);
  return flags;
}

ScanFlags ParseScanFlags(const std::vector<std::string>& args) {
  const Arguments typed = ParseArguments("scan", ScanFlagTable(), args);
  ScanFlags flags;
  flags.help = typed.help;
  if (flags.help != HelpWanted::kNone) return flags;
  for (size_t i = 0; i < typed.values.size(); ++i) {
    for (const std::string& value : typed.values[i]) {
      ScanFlagEntries()[i].set(flags, value);
    }
  }
  return flags;
}

}  // namespace ptrcensus
