#include "output/readers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "output/fields.h"

namespace ptrcensus {
namespace {

// `line` of each field that it is something for, separated by commas.
template <typename Line>
std::string Lines(Line line) {
  std::string out;
  for (const Field& field : Fields()) {
    const std::string text = line(field);
    if (text.empty()) continue;
    out += fmt::format("{}    {}", out.empty() ? "" : ",\n", text);
  }
  return out;
}

// 64 bits with a sign everywhere: no value overflows, and a difference of two
// cannot wrap.
std::string_view DuckdbType(FieldType type) {
  switch (type) {
    case FieldType::kUint:
      return "BIGINT";
    case FieldType::kBool:
      return "BOOLEAN";
    case FieldType::kTime:
      return "TIMESTAMPTZ";
    default:
      return "VARCHAR";
  }
}

std::string DuckdbCall() {
  const std::string lists = Lines([](const Field& field) {
    if (field.type != FieldType::kList) return std::string();
    return fmt::format("coalesce(string_split({0}, ' '), []) AS {0}",
                       field.name);
  });
  const std::string columns = Lines([](const Field& field) {
    return fmt::format("'{}': '{}'", field.name, DuckdbType(field.type));
  });
  return fmt::format(
      "SELECT * REPLACE (\n"
      "{}\n"
      ") FROM read_csv('FILE', auto_detect = false, header = true,\n"
      "  delim = ',', quote = '', escape = '', nullstr = '', columns = {{\n"
      "{}\n"
      "  }});\n",
      lists, columns);
}

// Empty for what is converted by other means.
std::string_view PandasType(FieldType type) {
  switch (type) {
    case FieldType::kUint:
      return "Int64";
    case FieldType::kBool:
      return "boolean";
    case FieldType::kList:
    case FieldType::kTime:
      return "";
    default:
      return "string";
  }
}

std::string PandasCall() {
  const std::string types = Lines([](const Field& field) {
    const std::string_view type = PandasType(field.type);
    if (type.empty()) return std::string();
    return fmt::format("    '{}': '{}'", field.name, type);
  });
  const std::string lists = Lines([](const Field& field) {
    if (field.type != FieldType::kList) return std::string();
    return fmt::format("    '{}': str.split", field.name);
  });
  return fmt::format(
      "import pandas as pd\n"
      "\n"
      "rows = pd.read_csv(\n"
      "    'FILE', keep_default_na=False, na_values=[''], quoting=3,\n"
      "    parse_dates=['time'],\n"
      "    dtype={{\n"
      "{}\n"
      "    }},\n"
      "    converters={{\n"
      "{}\n"
      "    }})\n",
      types, lists);
}

constexpr auto kReaders = std::to_array<ReaderInfo>({
    {"duckdb", "a DuckDB query", DuckdbCall},
    {"pandas", "a Python statement for pandas", PandasCall},
});

}  // namespace

std::span<const ReaderInfo> Readers() { return kReaders; }

const ReaderInfo* FindReader(std::string_view name) {
  const auto* reader = std::ranges::find(kReaders, name, &ReaderInfo::name);
  return reader == kReaders.end() ? nullptr : reader;
}

}  // namespace ptrcensus
