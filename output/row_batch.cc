#include "output/row_batch.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace ptrcensus {
namespace {

// As of every value of a row (output/fields.h).
bool IsPrintable(std::string_view text) {
  bool printable = true;
  for (const char c : text) printable = printable && c >= ' ' && c <= '~';
  return printable;
}

}  // namespace

void RowBatch::AddToCell(size_t column, std::string_view text) {
  if (failed() || text.empty()) return;
  Cell& cell = cells_[lines_.size() * width() + column];
  if (cell.size == 0) cell.begin = text_.size();
  assert(cell.begin + cell.size == text_.size());
  cell.size += text.size();
  text_ += text;
}

void RowBatch::EndRow(uint64_t line) {
  if (failed()) return;
  if (!IsPrintable(std::string_view(text_).substr(open_text_))) {
    Fail(line, "holds a character that no row has: they are printable ASCII");
    return;
  }
  open_text_ = text_.size();
  lines_.push_back(line);
  cells_.resize(cells_.size() + width());
}

void RowBatch::DropRow() {
  text_.resize(open_text_);
  std::fill(cells_.end() - static_cast<std::ptrdiff_t>(width()), cells_.end(),
            Cell{});
}

void RowBatch::Fail(uint64_t line, std::string fault) {
  if (failed()) return;
  fault_ = std::move(fault);
  fault_line_ = line;
}

bool RowBatch::Advance() {
  if (empty()) return false;
  for (size_t i = 0; i < width(); ++i) {
    const Cell& cell = cells_[next_ * width() + i];
    views_[i] = std::string_view(text_).substr(cell.begin, cell.size);
  }
  line_ = lines_[next_++];
  return true;
}

void RowBatch::Clear() {
  text_.erase(0, open_text_);
  cells_.erase(cells_.begin(),
               cells_.end() - static_cast<std::ptrdiff_t>(width()));
  for (Cell& cell : cells_) {
    if (cell.size > 0) cell.begin -= open_text_;
  }
  open_text_ = 0;
  lines_.clear();
  next_ = 0;
}

}  // namespace ptrcensus
