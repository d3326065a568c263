#include "scanner/cli/patterns_command.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

#include "io/error.h"
#include "scanner/cli/arguments.h"
#include "scanner/cli/ending.h"
#include "scanner/cli/flag_values.h"
#include "scanner/cli/help.h"
#include "scanner/cli/patterns.h"
#include "scanner/cli/print.h"
#include "scanner/cli/psl_flag.h"

namespace ptrcensus {
namespace {

constexpr uint64_t kTop = 20;
constexpr uint64_t kMostTop = 1000;

enum FlagIndex { kFile, kTopFlag, kPsl };
constexpr std::array<Flag, 3> kFlags = {{
    {"Input", "FILE", '\0', "FILE", "rows, CSV or NDJSON; `-` is stdin",
     "A file that `ptrcensus scan` wrote, as CSV or NDJSON, with at least the "
     "fields ip, ptr_status, name, names, name_class and encoding; `-` is "
     "stdin. Rows may stand in any order; an address that has several is "
     "counted once. They are sorted in a temporary file: SQLITE_TMPDIR, else "
     "TMPDIR, names its directory."},
    {"Output", "--top", '\0', "N", "lines of each list [{}]",
     "Prints the first N of each list, 1 to 1000; {} without the flag. The "
     "totals count all.",
     [] { return fmt::format("{}", kTop); }},
    kPslFlag,
}};

std::string Help(const std::string& flags) {
  return "Usage: ptrcensus patterns [--top N] [--psl FILE] FILE\n\n"
         "Prints what finished rows show only together: templates of names, "
         "names on\nseveral addresses, names that count up with the address, "
         "serial numbers, and how\nmany addresses of each /24 have a name. "
         "Asks nothing, and changes no row.\n\n" +
         flags;
}

int Failed(const PatternStore& store) {
  PrintError(store.error());
  return kExitFailed;
}

const std::string& OnlyFile(const Arguments& typed) {
  if (typed.positionals.empty()) {
    throw Error("patterns needs a FILE of rows; `-` is stdin");
  }
  if (typed.positionals.size() > 1) {
    throw Error(fmt::format("patterns takes one FILE, but '{}' is a second",
                            typed.positionals[1]));
  }
  return typed.positionals.front();
}

}  // namespace

int PatternsCommand(const std::vector<std::string>& args) {
  const Arguments typed = ParseArguments("patterns", kFlags, args);
  if (typed.help == HelpWanted::kShort) {
    return PrintToStdout(Help(FlagLines(kFlags)));
  }
  if (typed.help == HelpWanted::kLong) {
    return PrintToStdout(Help(FlagSections(kFlags)));
  }
  const std::string& file = OnlyFile(typed);
  const auto& top = typed.values[kTopFlag];
  Patterns patterns(top.empty() ? kTop
                                : ParseWhole("--top", top.back(), 1, kMostTop));
  PublicSuffixes suffixes = OpenSuffixes(typed.values[kPsl]);
  RowReader reader(file, PatternFields());
  PatternStore store;
  if (!ReadRows(reader, store, patterns.rows)) return Failed(store);
  if (!FindPatterns(store, suffixes, patterns)) return Failed(store);
  return PrintToStdout(PatternsText(patterns));
}

}  // namespace ptrcensus
