#include "scanner/cli/audit_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <system_error>

#include "io/error.h"
#include "scanner/cli/arguments.h"
#include "scanner/cli/audit_text.h"
#include "scanner/cli/ending.h"
#include "scanner/cli/flag_values.h"
#include "scanner/cli/help.h"
#include "scanner/cli/print.h"
#include "scanner/cli/quantity.h"
#include "scanner/cli/row_values.h"

namespace ptrcensus {
namespace {

enum FieldIndex {
  kIp,
  kPtrStatus,
  kName,
  kNamesTotal,
  kFcrdns,
  kNameClass,
  kFindings
};
constexpr std::array<std::string_view, 7> kFields = {
    "ip",     "ptr_status", "name",    "names_total",
    "fcrdns", "name_class", "findings"};

enum FlagIndex { kFile, kInput, kProfile };
constexpr std::array<Flag, 3> kFlags = {{
    {"Input", "FILE", '\0', "FILE", "rows, CSV or NDJSON; - is stdin",
     "A file that `ptrcensus scan` wrote, as CSV or NDJSON, with at least the "
     "fields ip, ptr_status, name, names_total, fcrdns, name_class and "
     "findings; - is stdin. Rows may stand in any order."},
    {"Input", "--input", 'i', "FILE", "the same", "Another way to name FILE."},
    {"Checks", "--profile", '\0', "NAME", "mail-strict, mail-basic, ptr-only",
     "Judges the rows by this profile, which says what must be so. {}. "
     "mail-strict accepts generic_static with a warning. Default: "
     "mail-strict.",
     ProfileList},
}};

std::string Help(const std::string& flags) {
  return "Usage: ptrcensus audit [--profile NAME] FILE\n\n" +
         Wrapped(
             "Judges finished rows: which addresses receivers of mail would "
             "refuse and why, then what is wrong with the addresses and what "
             "to do about it. Asks nothing.",
             0) +
         "\n" + flags +
         Wrapped(
             "Exit code 0: no row is refused. 1: some are. 2: the rows could "
             "not be read.",
             0);
}

// Of an unknown number, 0.
std::optional<uint32_t> ParseTotal(std::string_view text) {
  uint32_t total = 0;
  if (text.empty()) return total;
  const char* end = text.data() + text.size();
  const auto [last, error] = std::from_chars(text.data(), end, total);
  if (error != std::errc() || last != end) return std::nullopt;
  return total;
}

FindingSet ParseFindings(const RowReader& reader, std::string_view list) {
  FindingSet findings;
  EachOfList(list, [&](std::string_view word) {
    findings.Add(
        Known<Finding>(reader, kFields[kFindings], word, ParseFinding));
    return true;
  });
  return findings;
}

AuditRow ParseRow(const RowReader& reader,
                  std::span<const std::string_view> cells) {
  const auto value = [&]<typename Value>(
                         FieldIndex field,
                         std::optional<Value> (*parse)(std::string_view)) {
    return Known<Value>(reader, kFields[field], cells[field], parse);
  };
  return {.ip = value(kIp, ParseAddress),
          .ptr_status = value(kPtrStatus, ParsePtrStatus),
          .name = cells[kName],
          .fcrdns = value(kFcrdns, ParseFcrdns),
          .name_class = value(kNameClass, ParseNameClass),
          .names_total = value(kNamesTotal, ParseTotal),
          .findings = ParseFindings(reader, cells[kFindings])};
}

std::string FileOf(const Arguments& typed) {
  std::vector<std::string> files = typed.values[kFile];
  files.insert(files.end(), typed.values[kInput].begin(),
               typed.values[kInput].end());
  if (files.empty()) {
    throw Error(
        "no FILE was given; audit takes a file of rows, CSV or NDJSON, or - "
        "for stdin");
  }
  if (files.size() > 1) {
    throw Error(fmt::format(
        "audit takes one file of rows, but '{}' is a second one", files[1]));
  }
  return ParsePath("FILE", files.front());
}

std::string FirstLine(const std::string& file, const Audit& audit) {
  return fmt::format(
      "{}: {}, {} with a name, {} checked\n\n",
      file == "-" ? "stdin" : Printable(file), Counted(audit.rows(), "row"),
      Grouped(audit.named()),
      Grouped(audit.rows() - audit.count(Standing::kNotChecked)));
}

}  // namespace

int AuditCommand(const std::vector<std::string>& args) {
  const Arguments typed = ParseArguments("audit", kFlags, args);
  if (typed.help == HelpWanted::kShort) {
    return PrintToStdout(Help(FlagLines(kFlags) + "\n"));
  }
  if (typed.help == HelpWanted::kLong) {
    return PrintToStdout(Help(FlagSections(kFlags)));
  }
  const auto& profile = typed.values[kProfile];
  Audit audit(profile.empty() ? DefaultProfile()
                              : ParseProfile(profile.back()));
  const std::string file = FileOf(typed);
  RowReader reader(file, AuditFields());
  ReadRows(reader, audit);
  const int printed = PrintToStdout(FirstLine(file, audit) +
                                    ProfileText(audit, Audit::kMaxRefusals) +
                                    "\n" + FindingsText(audit));
  return audit.refused() > 0 ? kExitFailed : printed;
}

std::span<const std::string_view> AuditFields() { return kFields; }

void ReadRows(RowReader& reader, Audit& audit) {
  while (const auto cells = reader.Next()) audit.Take(ParseRow(reader, *cells));
}

}  // namespace ptrcensus
