// The text of a TARGET: an address, a CIDR block with no host bits set, or
// `first-last`, of either family. Input is hostile: no text is too long or too
// strange to be refused in one printable clause.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "scanner/targets/range_set.h"

namespace ptrcensus {

// Where there is nothing, `problem` says what is wrong with `text` and what
// would be accepted: a clause to follow "TARGET: ".
[[nodiscard]] std::optional<AddressRange> ParseRange(std::string_view text,
                                                     std::string& problem);

// `text` in single quotes, at most 60 characters of it, with every octet that
// is not printable ASCII, and quote and backslash, as `\xHH`.
[[nodiscard]] std::string Quoted(std::string_view text);

}  // namespace ptrcensus
