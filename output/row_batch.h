// The rows that were found in a piece of a file: of each the wanted cells, as
// text, and the number of its line; and the fault that ended them, if any. A
// row may be begun in one piece and ended in a later one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ptrcensus {

class RowBatch {
 public:
  // Rows of `width` cells.
  explicit RowBatch(size_t width) : cells_(width), views_(width) {}

  // For the parser. A cell that is never added to is empty.
  void AddToCell(size_t column, std::string_view text);
  void EndRow(uint64_t line);
  // Forgets the cells added since the last row ended.
  void DropRow();
  // What is wrong with a line, as a clause that follows "line 17 "; nothing is
  // added after it. A `line` of 0 is the whole file.
  void Fail(uint64_t line, std::string fault);
  bool failed() const { return !fault_.empty(); }

  // For the reader. Goes to the next row, false where there is none.
  [[nodiscard]] bool Advance();
  // Valid until the batch is changed.
  std::span<const std::string_view> row() const { return views_; }
  uint64_t line() const { return line_; }
  bool empty() const { return next_ == lines_.size(); }
  // Forgets the rows that were ended.
  void Clear();

  const std::string& fault() const { return fault_; }
  uint64_t fault_line() const { return fault_line_; }

 private:
  // In text_.
  struct Cell {
    size_t begin = 0;
    size_t size = 0;
  };

  size_t width() const { return views_.size(); }

  std::string text_;
  size_t open_text_ = 0;         // where the text of the row begun last begins
  std::vector<Cell> cells_;      // `width` for each row, the last one begun
  std::vector<uint64_t> lines_;  // of the rows that were ended
  size_t next_ = 0;              // the row that Advance goes to
  std::vector<std::string_view> views_;
  uint64_t line_ = 0;
  std::string fault_;
  uint64_t fault_line_ = 0;
};

}  // namespace ptrcensus
