// Output formats. A format is one file and one line of the table in format.cc;
// the fields that it prints are those of output/fields.h.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "output/fields.h"
#include "output/row.h"

namespace ptrcensus {

// Prints rows of the chosen fields. Every row is one line, ended by its only
// line feed. Appends alone: what `out` holds is kept, and once it and the
// format's own buffers have grown nothing is allocated.
class RowFormat {
 public:
  virtual ~RowFormat() = default;
  // What stands before the first row; nothing for some formats.
  virtual void AppendHeader(std::string& out) const = 0;
  virtual void AppendRow(std::string& out, const Row& row) = 0;
};

struct FormatInfo {
  std::string_view name;       // csv, ndjson, table
  std::string_view extension;  // .csv; empty where files have none
  std::string_view help;
  std::string_view fields;  // printed by default, as for --fields; empty: all
  std::unique_ptr<RowFormat> (*make)(const std::vector<size_t>& fields);
};
[[nodiscard]] std::span<const FormatInfo> Formats();
// By name, or by the extension of a path; null where there is none.
[[nodiscard]] const FormatInfo* FindFormat(std::string_view name);
[[nodiscard]] const FormatInfo* FormatOfPath(std::string_view path);

// What `format` prints when the user names no fields.
[[nodiscard]] std::vector<size_t> DefaultFields(const FormatInfo& format);

// The formats, each in a file of its own; `fields` are indices into Fields().
std::unique_ptr<RowFormat> MakeCsv(const std::vector<size_t>& fields);
std::unique_ptr<RowFormat> MakeNdjson(const std::vector<size_t>& fields);
std::unique_ptr<RowFormat> MakeTable(const std::vector<size_t>& fields);

}  // namespace ptrcensus
