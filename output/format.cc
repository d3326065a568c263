#include "output/format.h"

#include <algorithm>
#include <array>

namespace ptrcensus {
namespace {

constexpr auto kFormats = std::to_array<FormatInfo>({
    {"csv", ".csv", "a header line and a line a row, comma-separated", "",
     MakeCsv},
    {"ndjson", ".ndjson", "one JSON object a line", "", MakeNdjson},
    {"table", "", "aligned columns for a terminal", "ip,ptr_status,fcrdns,name",
     MakeTable},
});

const FormatInfo* OrNull(const FormatInfo* found) {
  return found == kFormats.data() + kFormats.size() ? nullptr : found;
}

}  // namespace

std::span<const FormatInfo> Formats() { return kFormats; }

const FormatInfo* FindFormat(std::string_view name) {
  return OrNull(std::ranges::find(kFormats, name, &FormatInfo::name));
}

const FormatInfo* FormatOfPath(std::string_view path) {
  return OrNull(std::ranges::find_if(kFormats, [&](const FormatInfo& format) {
    return !format.extension.empty() && path.ends_with(format.extension);
  }));
}

std::vector<size_t> DefaultFields(const FormatInfo& format) {
  return format.fields.empty() ? AllFields() : ParseFieldList(format.fields);
}

}  // namespace ptrcensus
