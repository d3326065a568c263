// CSV with a header line, by libcsv: quoted cells and CRLF are read too, though
// our own files have neither.
#include <csv.h>
#include <fmt/format.h>

#include <algorithm>
#include <new>
#include <optional>
#include <vector>

#include "output/row_parser.h"

namespace ptrcensus {
namespace {

constexpr size_t kCellBlockBytes = 16 * 1024;
constexpr size_t kMaxQuoted = 60;

class CsvParser : public RowParser {
 public:
  explicit CsvParser(std::span<const std::string> fields) : fields_(fields) {
    csv_init(&csv_, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL);
    csv_set_blk_size(&csv_, kCellBlockBytes);
  }
  ~CsvParser() override { csv_free(&csv_); }
  CsvParser(const CsvParser&) = delete;
  CsvParser& operator=(const CsvParser&) = delete;

  void Parse(std::string_view piece, RowBatch& rows) override {
    rows_ = &rows;
    quoted_ = quoted_ || piece.find('"') != piece.npos;
    const size_t parsed =
        csv_parse(&csv_, piece.data(), piece.size(), OnCell, OnLineEnd, this);
    if (parsed < piece.size()) {
      if (csv_error(&csv_) == CSV_ENOMEM) throw std::bad_alloc();
      Fail("has a quote where none can stand");
    } else if (line_bytes_ + csv_.entry_pos > kMaxLineBytes) {
      Fail(TooLong());
    }
  }

  void End(RowBatch& rows) override {
    rows_ = &rows;
    if (csv_fini(&csv_, OnCell, OnLineEnd, this) != 0) FailCut();
    if (!begun() && !rows.failed()) {
      rows.Fail(0, fmt::format("has no header line; {}", kFileOfRows));
    }
  }

  bool begun() const override { return !columns_.empty(); }

 private:
  // Called by libcsv, through which nothing may be thrown.
  static void OnCell(void* text, size_t size, void* self) noexcept {
    static_cast<CsvParser*>(self)->Cell({static_cast<const char*>(text), size});
  }
  static void OnLineEnd(int end, void* self) noexcept {
    static_cast<CsvParser*>(self)->LineEnd(end);
  }

  void Cell(std::string_view text) {
    const size_t index = cells_++;
    line_bytes_ += text.size() + 1;
    if (empty_line_ > 0) rows_->Fail(empty_line_, kIsEmpty);
    if (quoted_ && text.find('\n') != text.npos) {
      Fail("has a cell with a line break in it, which no row has");
    }
    if (!begun()) {
      AddToHeader(text);
    } else if (index < columns_.size()) {
      is_header_ = is_header_ && text == header_[index];
      if (columns_[index]) rows_->AddToCell(*columns_[index], text);
    }
  }

  // `end` is the octet that ended it, or -1 for the end of the file.
  void LineEnd(int end) {
    const bool second_of_crlf = cells_ == 0 && end == '\n' && after_cr_;
    after_cr_ = end == '\r';
    if (second_of_crlf) return;
    if (end < 0) {
      FailCut();
    } else if (!begun()) {
      ReadHeader();
    } else if (cells_ == 0) {
      if (empty_line_ == 0) empty_line_ = line_;
    } else if (cells_ != columns_.size()) {
      Fail(fmt::format("has {} cells, but the header has {}", cells_,
                       columns_.size()));
    } else if (is_header_) {
      rows_->DropRow();
    } else {
      rows_->EndRow(line_);
    }
    ++line_;
    cells_ = 0;
    line_bytes_ = 0;
    is_header_ = true;
  }

  void AddToHeader(std::string_view text) {
    if (header_.size() < kMaxColumns) {
      header_.emplace_back(text);
    } else if (!rows_->failed()) {
      rows_->Fail(line_, fmt::format("has more than {} columns; {}",
                                     kMaxColumns, kFileOfRows));
    }
  }

  void ReadHeader() {
    std::vector<std::optional<size_t>> columns;
    std::vector<size_t> counts(fields_.size());
    for (const std::string& name : header_) {
      const auto field = std::ranges::find(fields_, name);
      columns.emplace_back();
      if (field == fields_.end()) continue;
      columns.back() = static_cast<size_t>(field - fields_.begin());
      ++counts[*columns.back()];
    }
    if (std::ranges::count(counts, 0) == std::ssize(counts)) {
      FailHeader();
      return;
    }
    for (size_t i = 0; i < counts.size(); ++i) {
      if (counts[i] == 0) rows_->Fail(line_, LacksField(fields_[i]));
      if (counts[i] > 1) rows_->Fail(line_, HasFieldTwice(fields_[i]));
    }
    columns_ = std::move(columns);
  }

  void FailCut() { Fail("has no line end: the file was cut there"); }

  // Of the first line it matters most that it is none of ours.
  void Fail(std::string fault) {
    if (begun()) {
      rows_->Fail(line_, std::move(fault));
    } else {
      FailHeader();
    }
  }

  void FailHeader() {
    const std::string text =
        header_.empty() ? "" : header_.front().substr(0, kMaxQuoted);
    rows_->Fail(line_,
                fmt::format("is no header of rows: '{}'; {} (a table is for "
                            "people and cannot be read back)",
                            text, kFileOfRows));
  }

  std::span<const std::string> fields_;
  csv_parser csv_;
  RowBatch* rows_ = nullptr;         // during a call
  std::vector<std::string> header_;  // as far as it was read
  // For each column the place in fields_; empty until the header was read.
  std::vector<std::optional<size_t>> columns_;
  uint64_t line_ = 1;
  size_t cells_ = 0;       // of this line
  size_t line_bytes_ = 0;  // of those cells
  // As far as this line was read it is the header again, as where two files
  // were joined.
  bool is_header_ = true;
  uint64_t empty_line_ = 0;  // the first one behind the last row
  bool after_cr_ = false;
  bool quoted_ = false;  // a quote was seen, so a cell can hold a line break
};

}  // namespace

std::unique_ptr<RowParser> MakeCsvParser(std::span<const std::string> fields) {
  return std::make_unique<CsvParser>(fields);
}

}  // namespace ptrcensus
