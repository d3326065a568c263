// NDJSON: one object a line. Unknown scalars are null, empty lists are [].
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>

#include "output/format.h"

namespace ptrcensus {
namespace {

class Ndjson : public RowFormat {
 public:
  explicit Ndjson(const std::vector<size_t>& fields) {
    for (const size_t i : fields) fields_.push_back(&Fields()[i]);
  }

  void AppendHeader(std::string&) const override {}

  void AppendRow(std::string& out, const Row& row) override {
    buffer_.Clear();
    writer_.Reset(buffer_);
    writer_.StartObject();
    for (const Field* field : fields_) {
      writer_.Key(field->name.data(), Size(field->name));
      text_.clear();
      field->append(text_, row);
      WriteValue(field->type, text_);
    }
    writer_.EndObject();
    out.append(buffer_.GetString(), buffer_.GetSize());
    out += '\n';
  }

 private:
  static rapidjson::SizeType Size(std::string_view text) {
    return static_cast<rapidjson::SizeType>(text.size());
  }

  void WriteValue(FieldType type, std::string_view text) {
    if (type == FieldType::kList) {
      WriteList(text);
    } else if (text.empty()) {
      writer_.Null();
    } else if (type == FieldType::kUint) {
      writer_.RawValue(text.data(), text.size(), rapidjson::kNumberType);
    } else if (type == FieldType::kBool) {
      writer_.Bool(text == "true");
    } else {
      writer_.String(text.data(), Size(text));
    }
  }

  void WriteList(std::string_view text) {
    writer_.StartArray();
    while (!text.empty()) {
      const std::string_view element = text.substr(0, text.find(' '));
      writer_.String(element.data(), Size(element));
      text.remove_prefix(std::min(element.size() + 1, text.size()));
    }
    writer_.EndArray();
  }

  std::vector<const Field*> fields_;
  std::string text_;  // of one value
  rapidjson::StringBuffer buffer_;
  rapidjson::Writer<rapidjson::StringBuffer> writer_;
};

}  // namespace

std::unique_ptr<RowFormat> MakeNdjson(const std::vector<size_t>& fields) {
  return std::make_unique<Ndjson>(fields);
}

}  // namespace ptrcensus
