// Names that very many addresses share, because nobody named these: compared
// as whole names.
#pragma once

#include <string_view>

namespace ptrcensus {

// `text` as in NameParts. True also for localhost and all below it, and for
// localhost.localdomain.
[[nodiscard]] bool IsSharedName(std::string_view text);

}  // namespace ptrcensus
