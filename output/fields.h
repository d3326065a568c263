// The fields of a row. A field is one line of the table in fields.cc, from
// which `ptrcensus fields`, the reader calls and all formats print; a value has
// one text, whatever the format, so that formats cannot disagree.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "output/row.h"

namespace ptrcensus {

enum class FieldType : uint8_t { kString, kEnum, kList, kUint, kBool, kTime };

struct Field {
  std::string_view name;
  FieldType type;
  std::string_view help;
  size_t width;  // of its column in a table, characters; it can grow
  // Appends the text of the value: nothing where it is unknown or the list is
  // empty, list elements separated by one space. The text holds no comma, no
  // quote and no control character, and a space only between list elements.
  void (*append)(std::string& out, const Row& row);
};

// All fields, in the order of the row.
[[nodiscard]] std::span<const Field> Fields();

// Indices into Fields() for `list`, comma-separated names in the order wanted.
// Throws Error: an unknown (nearest name suggested), repeated or missing name.
[[nodiscard]] std::vector<size_t> ParseFieldList(std::string_view list);
[[nodiscard]] std::vector<size_t> AllFields();

// Name, type and meaning of every field, at most 80 columns wide.
[[nodiscard]] std::string FieldsTable();

}  // namespace ptrcensus
