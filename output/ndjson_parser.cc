// NDJSON, an object a line, by RapidJSON's events: no document is built, and
// what nests deeper than a list of an object is refused before it is read.
#include <fmt/format.h>
#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "output/row_parser.h"

namespace ptrcensus {
namespace {

constexpr std::string_view kSpaces = " \t\r";

// Gets the events of one line and puts the wanted values into the row.
class LineValues
    : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, LineValues> {
 public:
  explicit LineValues(std::span<const std::string> fields)
      : fields_(fields), seen_(fields.size()) {}

  void Begin(RowBatch& rows) {
    rows_ = &rows;
    std::ranges::fill(seen_, 0);
    in_object_ = in_list_ = false;
    fault_.clear();
  }
  // Why an event was refused.
  const std::string& fault() const { return fault_; }
  // A field that did not come.
  std::optional<std::string_view> Missing() const {
    const auto missing = std::ranges::find(seen_, 0);
    if (missing == seen_.end()) return std::nullopt;
    return fields_[static_cast<size_t>(missing - seen_.begin())];
  }

  // The events, with RapidJSON's names.
  bool Null() { return Value(""); }
  bool Bool(bool value) { return Value(value ? "true" : "false"); }
  bool RawNumber(const char* text, rapidjson::SizeType size, bool) {
    return Value({text, size});
  }
  bool String(const char* text, rapidjson::SizeType size, bool) {
    return Value({text, size});
  }
  bool StartObject() {
    if (in_object_) return Refuse("holds an object within its object");
    in_object_ = true;
    return true;
  }
  bool Key(const char* text, rapidjson::SizeType size, bool) {
    const auto field = std::ranges::find(fields_, std::string_view(text, size));
    field_.reset();
    if (field == fields_.end()) return true;
    field_ = static_cast<size_t>(field - fields_.begin());
    if (seen_[*field_]++ > 0) return Refuse(HasFieldTwice(*field));
    return true;
  }
  bool EndObject(rapidjson::SizeType) { return true; }
  bool StartArray() {
    if (!in_object_ || in_list_) return Refuse("holds a list in a wrong place");
    in_list_ = true;
    first_ = true;
    return true;
  }
  bool EndArray(rapidjson::SizeType) {
    in_list_ = false;
    return true;
  }

 private:
  bool Refuse(std::string fault) {
    fault_ = std::move(fault);
    return false;
  }

  bool Value(std::string_view text) {
    if (!in_object_) return Refuse("is no JSON object");
    if (!field_) return true;
    if (in_list_ && !first_) rows_->AddToCell(*field_, " ");
    first_ = false;
    rows_->AddToCell(*field_, text);
    return true;
  }

  std::span<const std::string> fields_;
  std::vector<char> seen_;  // for each field, whether it came
  RowBatch* rows_ = nullptr;
  std::optional<size_t> field_;  // of the value that comes next
  bool in_object_ = false;
  bool in_list_ = false;
  bool first_ = false;  // of a list
  std::string fault_;
};

class NdjsonParser : public RowParser {
 public:
  explicit NdjsonParser(std::span<const std::string> fields)
      : values_(fields) {}

  void Parse(std::string_view piece, RowBatch& rows) override {
    while (!rows.failed()) {
      const size_t end = piece.find('\n');
      if (end == piece.npos) break;
      if (begun_line_.empty()) {
        ParseLine(piece.substr(0, end), rows);
      } else {
        begun_line_ += piece.substr(0, end);
        ParseLine(begun_line_, rows);
        begun_line_.clear();
      }
      piece.remove_prefix(end + 1);
    }
    if (rows.failed()) return;
    begun_line_ += piece;
    if (begun_line_.size() > kMaxLineBytes) rows.Fail(line_, TooLong());
  }

  // A last line without a line end is whole if it is an object.
  void End(RowBatch& rows) override {
    if (!begun_line_.empty()) ParseLine(begun_line_, rows);
  }

  bool begun() const override { return line_ > 1; }

 private:
  void ParseLine(std::string_view line, RowBatch& rows) {
    if (line.find_first_not_of(kSpaces) == line.npos) {
      if (empty_line_ == 0) empty_line_ = line_;
      ++line_;
      return;
    }
    if (empty_line_ > 0) rows.Fail(empty_line_, kIsEmpty);
    const std::string fault = FaultOf(line, rows);
    if (fault.empty()) {
      rows.EndRow(line_);
    } else {
      rows.Fail(line_, fault);
    }
    ++line_;
  }

  // Empty where `line` is a row.
  std::string FaultOf(std::string_view line, RowBatch& rows) {
    if (line.size() > kMaxLineBytes) return TooLong();
    values_.Begin(rows);
    rapidjson::MemoryStream stream(line.data(), line.size());
    const rapidjson::ParseResult result =
        reader_.Parse<rapidjson::kParseNumbersAsStringsFlag |
                      rapidjson::kParseValidateEncodingFlag>(stream, values_);
    if (!values_.fault().empty()) return values_.fault();
    if (result.IsError()) {
      std::string_view problem = rapidjson::GetParseError_En(result.Code());
      if (problem.ends_with('.')) problem.remove_suffix(1);
      return fmt::format("is no JSON object: at octet {}: {}",
                         result.Offset() + 1, problem);
    }
    // A zero octet is the end to RapidJSON.
    if (stream.Tell() != line.size()) return "holds a zero octet";
    if (const auto field = values_.Missing()) return LacksField(*field);
    return {};
  }

  LineValues values_;
  rapidjson::Reader reader_;
  std::string begun_line_;  // the part of a line that earlier pieces had
  uint64_t line_ = 1;
  uint64_t empty_line_ = 0;  // the first one behind the last row
};

}  // namespace

std::unique_ptr<RowParser> MakeNdjsonParser(
    std::span<const std::string> fields) {
  return std::make_unique<NdjsonParser>(fields);
}

}  // namespace ptrcensus
