// The template of a name: the name with each run of digits replaced by `#`, so
// that names which differ only in their numbers have one template. Names are
// presentation text (io/name.h): `\DDD` is an octet and holds no number, and
// `#` never stands in a name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace ptrcensus {

// To `out`, which has room for `name`; a template is never longer. Returns its
// size.
[[nodiscard]] size_t WriteTemplate(std::string_view name, char* out);

// A number of more than 18 digits, which is no number to count with.
inline constexpr int64_t kNoNumber = -1;

// Appends the value of each run of digits, in order: as many as the name's
// template has `#`.
void AppendNumbers(std::string_view name, std::vector<int64_t>& out);

}  // namespace ptrcensus
