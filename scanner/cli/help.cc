#include "scanner/cli/help.h"

#include <fmt/format.h>

#include <algorithm>

namespace ptrcensus {
namespace {

constexpr size_t kGroupWidth = 9;
constexpr size_t kFlagWidth = 28;

std::string WithDefault(const Flag& flag, std::string_view text) {
  std::string result(text);
  const size_t place = result.find("{}");
  if (place != std::string::npos && flag.default_value != nullptr) {
    result.replace(place, 2, flag.default_value());
  }
  return result;
}

// `-i, --input FILE`
std::string Written(const Flag& flag) {
  std::string text;
  if (flag.letter != '\0') text = fmt::format("-{}, ", flag.letter);
  text += flag.name;
  if (!flag.is_switch() && flag.value != flag.name) {
    text += fmt::format(" {}", flag.value);
  }
  return text;
}

}  // namespace

std::string FlagLines(std::span<const Flag> flags) {
  std::string lines;
  std::string_view group;
  for (const Flag& flag : flags) {
    lines += fmt::format(
        "{:{}}{:{}}{}\n", flag.group == group ? "" : flag.group, kGroupWidth,
        Written(flag), kFlagWidth, WithDefault(flag, flag.brief));
    group = flag.group;
  }
  return lines;
}

std::string FlagSections(std::span<const Flag> flags) {
  std::string sections;
  std::string_view group;
  for (const Flag& flag : flags) {
    if (flag.group != group) sections += fmt::format("{}\n\n", flag.group);
    group = flag.group;
    sections += fmt::format("  {}\n{}\n", Written(flag),
                            Wrapped(WithDefault(flag, flag.section), 6));
  }
  return sections;
}

std::string Wrapped(std::string_view text, size_t indent) {
  std::string lines;
  while (!text.empty()) {
    size_t size = std::min(text.size(), kHelpColumns - indent);
    if (size < text.size()) {
      const size_t space = text.rfind(' ', size);
      if (space != std::string_view::npos && space > 0) size = space;
    }
    lines += fmt::format("{:{}}{}\n", "", indent, text.substr(0, size));
    text.remove_prefix(size);
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  }
  return lines;
}

}  // namespace ptrcensus
