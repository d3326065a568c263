#include "scanner/cli/commands.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

#include "io/error.h"
#include "output/nearest.h"
#include "scanner/cli/audit_command.h"
#include "scanner/cli/classify_command.h"
#include "scanner/cli/explain_command.h"
#include "scanner/cli/fields_command.h"
#include "scanner/cli/help.h"
#include "scanner/cli/patterns_command.h"
#include "scanner/cli/print.h"
#include "scanner/cli/scan_command.h"
#include "scanner/cli/version.h"

namespace ptrcensus {
namespace {

struct Command {
  std::string_view name;
  std::string_view brief;
  std::string_view section;
  int (*run)(const std::vector<std::string>& args);
};

constexpr std::array<Command, 6> kCommands = {{
    {"scan", "ask the names of addresses and write one row for each",
     "Asks the reverse name of every address in the targets, looks each name "
     "up forward, and writes one row for every address, always. `ptrcensus "
     "scan -h` lists its flags.",
     ScanCommand},
    {"classify", "say of given names what they are",
     "Reads lines `ip,name` and writes what each name says: its class, where "
     "the address stands in it, which words counted, what is wrong with it. "
     "Asks nothing.",
     ClassifyCommand},
    {"explain", "say of one name what it is, and why",
     "Tells how one name of an address is classified, with every reason and "
     "what would change it. Asks nothing.",
     ExplainCommand},
    {"audit", "say of finished rows which mail servers would be refused",
     "Judges finished rows: which addresses receivers of mail would refuse and "
     "why, what is wrong with the addresses, and what to do about it. Asks "
     "nothing.",
     AuditCommand},
    {"patterns", "say of finished rows what they show only together",
     "Reads finished rows and prints templates of names, names on several "
     "addresses, names that count up with the address, serial numbers, and "
     "how many addresses of each /24 have a name. Asks nothing.",
     PatternsCommand},
    {"fields", "list the fields of a row",
     "Lists the fields of a row with their types and meanings; with --as "
     "duckdb or --as pandas, prints the call that reads a file of rows there.",
     FieldsCommand},
}};

constexpr std::string_view kUsage =
    "ptrcensus asks the reverse DNS name of every address in a set of blocks,\n"
    "confirms each name forward, and writes one row for every address.\n\n"
    "Usage: ptrcensus COMMAND [FLAG...]\n\n";

constexpr std::string_view kExamples =
    "\nExamples:\n"
    "  ptrcensus scan 9.9.9.0/24 -o rows.csv\n"
    "  ptrcensus scan -i blocks.txt -r 127.0.0.1 --rate 5000 -o rows.ndjson\n"
    "  ptrcensus scan --dry-run 8.0.0.0/9\n";

[[noreturn]] void ThrowUnknown(const std::string& word) {
  std::vector<std::string_view> names = {"--help", "--version"};
  for (const Command& command : kCommands) names.push_back(command.name);
  const std::string_view nearest = NearestName(word, names);
  throw Error(fmt::format(
      "unknown {} '{}'{}; `ptrcensus -h` lists the commands",
      word.starts_with('-') ? "flag" : "command", word,
      nearest.empty() ? "" : fmt::format(", did you mean '{}'", nearest)));
}

}  // namespace

int RunCommand(const std::vector<std::string>& args) {
  if (args.empty()) {
    throw Error("no command was given; `ptrcensus -h` lists the commands");
  }
  const std::string& word = args.front();
  if (word == "-h") return PrintToStdout(ShortHelp());
  if (word == "--help") return PrintToStdout(LongHelp());
  if (word == "--version") {
    return PrintToStdout(fmt::format("ptrcensus {}\n", kVersion));
  }
  for (const Command& command : kCommands) {
    if (word == command.name)
      return command.run({args.begin() + 1, args.end()});
  }
  ThrowUnknown(word);
}

std::string ShortHelp() {
  std::string text(kUsage);
  for (const Command& command : kCommands) {
    text += fmt::format("  {:11}{}\n", command.name, command.brief);
  }
  return text +
         "  --version  print the version\n  -h, --help print help: short, "
         "long; also after a command\n";
}

std::string LongHelp() {
  std::string text(kUsage);
  for (const Command& command : kCommands) {
    text +=
        fmt::format("  {}\n{}\n", command.name, Wrapped(command.section, 6));
  }
  return text + "  --version\n      Prints the version.\n" +
         std::string(kExamples);
}

}  // namespace ptrcensus
