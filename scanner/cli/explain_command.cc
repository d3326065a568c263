#include "scanner/cli/explain_command.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <string_view>

#include "io/error.h"
#include "scanner/cli/arguments.h"
#include "scanner/cli/explanation.h"
#include "scanner/cli/help.h"
#include "scanner/cli/pair.h"
#include "scanner/cli/pair_verdict.h"
#include "scanner/cli/print.h"
#include "scanner/cli/psl_flag.h"

namespace ptrcensus {
namespace {

constexpr std::array<Flag, 1> kFlags = {{kPslFlag}};

std::string Help(const std::string& flags) {
  return "Usage: ptrcensus explain IP NAME [--psl FILE]\n\n"
         "Says how NAME of the address IP is classified and why, without "
         "asking\nanything. A NAME that begins with `-` follows `--`.\n\n" +
         flags;
}

}  // namespace

int ExplainCommand(const std::vector<std::string>& args) {
  return PrintToStdout(ExplainText(args));
}

std::string ExplainText(const std::vector<std::string>& args) {
  const Arguments typed = ParseArguments("explain", kFlags, args);
  if (typed.help == HelpWanted::kShort) return Help(FlagLines(kFlags));
  if (typed.help == HelpWanted::kLong) return Help(FlagSections(kFlags));
  if (typed.positionals.size() != 2) {
    throw Error(fmt::format(
        "explain takes an address and its name, IP NAME, but {} given",
        typed.positionals.empty()
            ? "nothing was"
            : fmt::format("{} of these {}", typed.positionals.size(),
                          typed.positionals.size() == 1 ? "was" : "were")));
  }
  const auto ip = ParseAddress(typed.positionals[0]);
  if (!ip) throw Error("IP: " + WhyNoAddress(typed.positionals[0]));
  const auto name = Name::FromText(typed.positionals[1]);
  if (!name) throw Error("NAME: " + WhyNoName(typed.positionals[1]));

  PublicSuffixes suffixes = OpenSuffixes(typed.values[0]);
  PairVerdict verdict;
  JudgePair(*ip, *name, suffixes, verdict);
  return Explain(*ip, *name, verdict, suffixes.version());
}

}  // namespace ptrcensus
