#include "scanner/cli/arguments.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <utility>

#include "io/error.h"
#include "output/nearest.h"
#include "scanner/targets/range_text.h"

namespace ptrcensus {
namespace {

constexpr std::string_view kShortHelp = "-h";
constexpr std::string_view kLongHelp = "--help";

std::string CliNames(const Flag& flag) {
  if (flag.letter == '\0') return std::string(flag.name);
  return fmt::format("-{},{}", flag.letter, flag.name);
}

CLI::Option* Add(CLI::App& app, const Flag& flag) {
  if (flag.is_switch()) {
    return app.add_flag(CliNames(flag))->disable_flag_override();
  }
  return app.add_option(CliNames(flag))
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

[[noreturn]] void ThrowUnknown(std::string_view command,
                               std::span<const Flag> flags,
                               std::string_view word) {
  const std::string_view typed = word.substr(0, word.find('='));
  std::vector<std::string_view> names = {kLongHelp};
  for (const Flag& flag : flags) names.push_back(flag.name);
  const std::string_view nearest = NearestName(typed, names);
  throw Error(fmt::format(
      "unknown flag {}{}; `ptrcensus {} -h` lists the flags", Quoted(typed),
      nearest.empty() ? "" : fmt::format(", did you mean '{}'", nearest),
      command));
}

[[noreturn]] void ThrowNeedsValue(const Flag& flag) {
  throw Error(
      fmt::format("{} needs a value: {} {}", flag.name, flag.name, flag.value));
}

// The flag that `arg` names, of several letters the last; null where it is none
// or its value is joined to its letter.
const Flag* FlagOf(std::span<const Flag> flags, std::string_view arg) {
  const std::string_view name = arg.substr(0, arg.find('='));
  if (name.size() < 2 || !name.starts_with('-')) return nullptr;
  if (name.starts_with("--")) {
    const auto found = std::ranges::find(flags, name, &Flag::name);
    return found == flags.end() ? nullptr : &*found;
  }
  for (const char letter : name.substr(1, name.size() - 2)) {
    const auto found = std::ranges::find(flags, letter, &Flag::letter);
    if (found == flags.end() || !found->is_switch()) return nullptr;
  }
  const auto found = std::ranges::find(flags, name.back(), &Flag::letter);
  return found == flags.end() ? nullptr : &*found;
}

// CLI11 takes what follows `--flag=` for its value, and the rest of `-q=1` for
// letters.
void CheckEqualSigns(std::span<const Flag> flags,
                     const std::vector<std::string>& args) {
  for (size_t i = 0; i < args.size() && args[i] != "--"; ++i) {
    const std::string& arg = args[i];
    const size_t equal = arg.find('=');
    const Flag* flag = FlagOf(flags, arg);
    const bool is_help = arg.substr(0, equal) == kLongHelp;
    if (flag == nullptr && !is_help) continue;
    const bool is_switch = is_help || flag->is_switch();
    if (equal == std::string::npos) {
      if (!is_switch) ++i;  // past its value
    } else if (is_switch) {
      throw Error(fmt::format("{} takes no value, but {} gives it one",
                              is_help ? kLongHelp : flag->name, Quoted(arg)));
    } else if (arg.starts_with("--") && equal + 1 == arg.size()) {
      ThrowNeedsValue(*flag);
    }
  }
}

HelpWanted HelpOf(const CLI::Option& brief, const CLI::Option& full) {
  if (full.count() > 0) return HelpWanted::kLong;
  return brief.count() > 0 ? HelpWanted::kShort : HelpWanted::kNone;
}

void Parse(CLI::App& app, std::span<const Flag> flags,
           const std::vector<std::string>& args) {
  CheckEqualSigns(flags, args);
  try {
    app.parse(std::vector<std::string>(args.rbegin(), args.rend()));
  } catch (const CLI::ParseError&) {
    // It fails on nothing else than a flag that stands last without its value.
    const Flag* flag = FlagOf(flags, args.back());
    if (flag != nullptr) ThrowNeedsValue(*flag);
    throw Error(fmt::format("{} needs a value", Quoted(args.back())));
  }
}

// Parts `rest`, all that is no known flag, at its `--`.
std::vector<std::string> Positionals(std::string_view command,
                                     std::span<const Flag> flags,
                                     std::vector<std::string> rest) {
  const auto mark = std::ranges::find(rest, "--");
  const auto unknown =
      std::find_if(rest.begin(), mark, [](const std::string& word) {
        return word.size() > 1 && word.starts_with('-');
      });
  if (unknown != mark) ThrowUnknown(command, flags, *unknown);
  if (mark != rest.end()) rest.erase(mark);
  return rest;
}

}  // namespace

Arguments ParseArguments(std::string_view command, std::span<const Flag> flags,
                         const std::vector<std::string>& args) {
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  const CLI::Option* brief = app.add_flag(std::string(kShortHelp));
  const CLI::Option* full = app.add_flag(std::string(kLongHelp));
  std::vector<const CLI::Option*> options;
  for (const Flag& flag : flags) {
    options.push_back(flag.name.starts_with('-') ? Add(app, flag) : nullptr);
  }
  Parse(app, flags, args);

  Arguments result;
  result.help = HelpOf(*brief, *full);
  // Whoever asks for help and mistypes something else wants help.
  if (result.help != HelpWanted::kNone) return result;
  result.positionals = Positionals(command, flags, app.remaining());
  for (size_t i = 0; i < flags.size(); ++i) {
    if (options[i] == nullptr) {
      result.values.push_back(result.positionals);
    } else if (flags[i].is_switch()) {
      result.values.emplace_back(options[i]->count());
    } else {
      result.values.push_back(options[i]->results());
    }
  }
  return result;
}

}  // namespace ptrcensus
