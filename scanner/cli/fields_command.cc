#include "scanner/cli/fields_command.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

#include "io/error.h"
#include "output/fields.h"
#include "output/nearest.h"
#include "output/readers.h"
#include "scanner/cli/arguments.h"
#include "scanner/cli/help.h"
#include "scanner/cli/print.h"

namespace ptrcensus {
namespace {

std::vector<std::string_view> ReaderNames() {
  std::vector<std::string_view> names;
  for (const ReaderInfo& reader : Readers()) names.push_back(reader.name);
  return names;
}

constexpr std::array<Flag, 1> kFlags = {
    {{"Fields", "--as", '\0', "READER", "the call that reads a CSV file",
      "Prints the call that reads a CSV file of rows in another program, with "
      "the type of every column. Readers: {}.",
      [] { return fmt::format("{}", fmt::join(ReaderNames(), ", ")); }}}};

std::string CallFor(std::string_view name) {
  if (const ReaderInfo* reader = FindReader(name)) return reader->call();
  const std::vector<std::string_view> names = ReaderNames();
  const std::string_view nearest = NearestName(name, names);
  throw Error(fmt::format(
      "--as '{}' is unknown{}; accepted: {}", name,
      nearest.empty() ? "" : fmt::format(", did you mean '{}'", nearest),
      fmt::join(names, ", ")));
}

std::string Help(const std::string& flags) {
  return "Usage: ptrcensus fields [--as READER]\n\n"
         "Lists the fields of a row, their types and meanings.\n\n" +
         flags;
}

}  // namespace

int FieldsCommand(const std::vector<std::string>& args) {
  return PrintToStdout(FieldsText(args));
}

std::string FieldsText(const std::vector<std::string>& args) {
  const Arguments typed = ParseArguments("fields", kFlags, args);
  if (typed.help == HelpWanted::kShort) return Help(FlagLines(kFlags));
  if (typed.help == HelpWanted::kLong) return Help(FlagSections(kFlags));
  if (!typed.positionals.empty()) {
    throw Error(fmt::format("fields takes no argument '{}'; it takes --as",
                            typed.positionals.front()));
  }
  if (typed.values[0].empty()) return FieldsTable();
  return CallFor(typed.values[0].back());
}

}  // namespace ptrcensus
