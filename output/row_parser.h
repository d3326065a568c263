// Turns the pieces of a file into rows. A kind of file is one class, in a file
// of its own; pieces can end anywhere.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "output/row_batch.h"

namespace ptrcensus {

// 1000 names of 255 octets, each four times as long in text, fit.
inline constexpr size_t kMaxLineBytes = size_t{4} << 20;
// Of a CSV header; memory follows it.
inline constexpr size_t kMaxColumns = 1000;

class RowParser {
 public:
  virtual ~RowParser() = default;
  // The next piece of the file, without a byte order mark. Not to be called
  // once `rows` has failed.
  virtual void Parse(std::string_view piece, RowBatch& rows) = 0;
  // The file ends here.
  virtual void End(RowBatch& rows) = 0;
  // Whether it is known that the file has the wanted fields.
  virtual bool begun() const = 0;
};

// `fields` are wanted of each row, in this order, and outlive the parser.
std::unique_ptr<RowParser> MakeCsvParser(std::span<const std::string> fields);
std::unique_ptr<RowParser> MakeNdjsonParser(
    std::span<const std::string> fields);

// What is said of a line, or a header, without the field.
[[nodiscard]] std::string LacksField(std::string_view field);
[[nodiscard]] std::string HasFieldTwice(std::string_view field);
[[nodiscard]] std::string TooLong();
// Of a line before others; at the end of a file empty lines are no fault.
inline constexpr const char* kIsEmpty = "is empty";
// To end an error with: what a file of rows is.
inline constexpr std::string_view kFileOfRows =
    "a file of rows is CSV or NDJSON, as `ptrcensus scan -o rows.csv` writes "
    "it";

}  // namespace ptrcensus
