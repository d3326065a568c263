// The IPv4 address written without separators, or in hexadecimal. Each
// function fills `match` and returns true where its form is in the text. A
// token is what stands between `.`, `-` and `_`.
#pragma once

#include <cstdint>
#include <string_view>

#include "scanner/verdict/address_match.h"
#include "scanner/verdict/digit_runs.h"
#include "scanner/verdict/octet_windows.h"

namespace ptrcensus {

// Eight hexadecimal digits, a run of digits, four hexadecimal tokens, or
// SoftLayer's three labels: the whole address.
[[nodiscard]] bool MatchPacked(const Octets& ip, const DigitRuns& runs,
                               AddressMatch& match);
// Nine digits: the three low octets, each padded.
[[nodiscard]] bool MatchPackedThree(const Octets& ip, const DigitRuns& runs,
                                    AddressMatch& match);
// Four to six digits: the third octet, padded or not, and the fourth padded.
[[nodiscard]] bool MatchPackedTwo(const Octets& ip, const DigitRuns& runs,
                                  AddressMatch& match);
// Twelve hexadecimal digits, at least one of them decimal, after at most six
// letters: a MAC address, which an IPv4 address cannot confirm.
[[nodiscard]] bool MatchMac(std::string_view text, AddressMatch& match);
// Four hexadecimal digits that are the two high octets.
[[nodiscard]] bool MatchHexHighTwo(const Octets& ip, const DigitRuns& runs,
                                   AddressMatch& match);

// A token of `digits` hexadecimal digits after at most kMostPrefixLetters
// letters, which may be hexadecimal digits themselves: where the digits begin;
// npos where it is none.
inline constexpr size_t kMostPrefixLetters = 6;
[[nodiscard]] size_t HexTail(std::string_view token, size_t digits);

}  // namespace ptrcensus
