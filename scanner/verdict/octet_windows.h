// The decimal octets of an IPv4 address as windows of neighbouring digit runs:
// four, three, two or one of them. Each function fills `match` and returns
// true where its form is in the name. Every window is looked at once.
#pragma once

#include <array>
#include <cstdint>

#include "scanner/verdict/address_match.h"
#include "scanner/verdict/digit_runs.h"

namespace ptrcensus {

using Octets = std::array<uint8_t, 4>;

// All four, each used once: forward before reversed before another order, and
// the leftmost of these.
[[nodiscard]] bool MatchFourOctets(const Octets& ip, const DigitRuns& runs,
                                   AddressMatch& match);
// Four of an address that is not this one, with the same separator three
// times, and at least two octets equal in position, forward or reversed.
// Fewer prove nothing: `v1-2-3-4` is a version.
[[nodiscard]] bool MatchOtherAddress(const Octets& ip, const DigitRuns& runs,
                                     AddressMatch& match);
[[nodiscard]] bool MatchThreeOctets(const Octets& ip, const DigitRuns& runs,
                                    AddressMatch& match);
// The low pair, then the high one, then the middle one; this only where no
// other digits are joined to it.
[[nodiscard]] bool MatchTwoOctets(const Octets& ip, const DigitRuns& runs,
                                  AddressMatch& match);
// The last octet where its value is unlike the others, else any.
[[nodiscard]] bool MatchOneOctet(const Octets& ip, const DigitRuns& runs,
                                 AddressMatch& match);

}  // namespace ptrcensus
