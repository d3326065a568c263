// Finished rows, read back: CSV with a header line or NDJSON, told apart by
// the first character. CSV files that were joined are read too: a line with
// exactly the header's cells is skipped. So are empty lines at the end, but
// nowhere else. Memory does not follow the file's size.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace ptrcensus {

class RowReader {
 public:
  // `path` "-" is stdin. `fields` are names of Fields() that each row must
  // have; the file may have others, in any order. Throws Error: a file that
  // cannot be read, is a directory, lacks one of them, or has more than
  // 1,000 columns.
  RowReader(const std::string& path, std::span<const std::string_view> fields);
  ~RowReader();
  RowReader(const RowReader&) = delete;
  RowReader& operator=(const RowReader&) = delete;

  // The next row: for each of `fields`, in their order, the text that CSV has
  // (lists separated by spaces; unknown is empty), valid until the next call.
  // Nothing at the end. Throws Error, with the line's number, for a line that
  // is no row, a cut last one included, and where reading fails.
  [[nodiscard]] std::optional<std::span<const std::string_view>> Next();

  // "rows.csv line 17", of the row returned last.
  [[nodiscard]] std::string Where() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace ptrcensus
