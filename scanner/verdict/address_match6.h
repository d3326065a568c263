// The forms in which an IPv6 address stands in a name.
#pragma once

#include <string_view>

#include "io/address.h"
#include "scanner/verdict/address_match.h"

namespace ptrcensus {

// The first that matches, in the order of DESIGN.md 10. With `whole`, only
// forms of at least 64 bits.
[[nodiscard]] AddressMatch MatchV6(const Address& ip, std::string_view text,
                                   bool whole);

}  // namespace ptrcensus
