// CSV without quotes: no value can need them (output/fields.h), so a reader may
// split lines at commas.
#include <cassert>

#include "output/format.h"

namespace ptrcensus {
namespace {

[[maybe_unused]] bool NeedsNoQuotes(std::string_view text) {
  for (const char c : text) {
    if (c < ' ' || c > '~' || c == ',' || c == '"') return false;
  }
  return true;
}

class Csv : public RowFormat {
 public:
  explicit Csv(const std::vector<size_t>& fields) {
    for (const size_t i : fields) fields_.push_back(&Fields()[i]);
  }

  void AppendHeader(std::string& out) const override {
    for (const Field* field : fields_) out.append(field->name).append(",");
    out.back() = '\n';
  }

  void AppendRow(std::string& out, const Row& row) override {
    for (const Field* field : fields_) {
      [[maybe_unused]] const size_t begin = out.size();
      field->append(out, row);
      assert(NeedsNoQuotes(std::string_view(out).substr(begin)));
      out += ',';
    }
    out.back() = '\n';
  }

 private:
  std::vector<const Field*> fields_;  // at least one
};

}  // namespace

std::unique_ptr<RowFormat> MakeCsv(const std::vector<size_t>& fields) {
  assert(!fields.empty());
  return std::make_unique<Csv>(fields);
}

}  // namespace ptrcensus
