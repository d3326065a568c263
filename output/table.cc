// A table for a terminal, streamed row by row: a column starts at its field's
// width and widens with what comes, up to kMaxColumn; longer values are cut.
#include <algorithm>

#include "output/format.h"

namespace ptrcensus {
namespace {

// An address, an endpoint and a time always fit.
constexpr size_t kMaxColumn = 48;
constexpr std::string_view kCut = "...";
constexpr std::string_view kGap = "  ";
// No value is a lone hyphen, so it cannot be mistaken for one.
constexpr std::string_view kEmpty = "-";

class Table : public RowFormat {
 public:
  explicit Table(const std::vector<size_t>& fields) {
    for (const size_t i : fields) {
      const Field& field = Fields()[i];
      columns_.push_back({&field, std::max(field.width, field.name.size())});
    }
  }

  void AppendHeader(std::string& out) const override {
    for (const Column& column : columns_) {
      AppendCell(out, column, column.field->name);
    }
    EndLine(out);
  }

  void AppendRow(std::string& out, const Row& row) override {
    for (Column& column : columns_) {
      text_.clear();
      column.field->append(text_, row);
      if (text_.empty()) text_ = kEmpty;
      if (text_.size() > kMaxColumn) {
        text_.replace(kMaxColumn - kCut.size(), text_.npos, kCut);
      }
      column.width = std::max(column.width, text_.size());
      AppendCell(out, column, text_);
    }
    EndLine(out);
  }

 private:
  struct Column {
    const Field* field;
    size_t width;
  };

  static void AppendCell(std::string& out, const Column& column,
                         std::string_view text) {
    out.append(text).append(column.width - text.size(), ' ').append(kGap);
  }

  static void EndLine(std::string& out) {
    out.erase(out.find_last_not_of(' ') + 1);
    out += '\n';
  }

  std::vector<Column> columns_;
  std::string text_;  // of one value
};

}  // namespace

std::unique_ptr<RowFormat> MakeTable(const std::vector<size_t>& fields) {
  return std::make_unique<Table>(fields);
}

}  // namespace ptrcensus
