// The cells of finished rows as values, for the commands that read rows back.
#pragma once

#include <algorithm>
#include <optional>
#include <string_view>

#include "output/row_reader.h"

namespace ptrcensus {

// Throws Error: the row read last has in `field` a text that no row of this
// version has.
[[noreturn]] void ThrowUnknown(const RowReader& reader, std::string_view field,
                               std::string_view text);

template <typename Value>
[[nodiscard]] Value Known(const RowReader& reader, std::string_view field,
                          std::string_view text,
                          std::optional<Value> (*parse)(std::string_view)) {
  if (const auto value = parse(text)) return *value;
  ThrowUnknown(reader, field, text);
}

// `call(element)` for each of a list as CSV has it; false, and no more calls,
// as soon as one returns false.
template <typename Call>
bool EachOfList(std::string_view list, Call call) {
  while (!list.empty()) {
    const std::string_view element = list.substr(0, list.find(' '));
    list.remove_prefix(std::min(element.size() + 1, list.size()));
    if (!call(element)) return false;
  }
  return true;
}

}  // namespace ptrcensus
