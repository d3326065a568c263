#include "scanner/verdict/address_match.h"

#include "scanner/verdict/address_match6.h"
#include "scanner/verdict/digit_runs.h"
#include "scanner/verdict/octet_windows.h"
#include "scanner/verdict/packed_forms.h"

namespace ptrcensus {
namespace {

Octets OctetsOf(uint32_t ip) {
  return {static_cast<uint8_t>(ip >> 24), static_cast<uint8_t>(ip >> 16),
          static_cast<uint8_t>(ip >> 8), static_cast<uint8_t>(ip)};
}

AddressMatch MatchV4(uint32_t number, std::string_view text,
                     bool behind_interface) {
  const Octets ip = OctetsOf(number);
  AddressMatch match;
  DigitRuns runs;
  FindDigitRuns(text, runs);
  if (MatchFourOctets(ip, runs, match)) return match;
  if (MatchPacked(ip, runs, match)) return match;
  if (behind_interface) return match;
  // Another address comes before parts of this one, or the network's address
  // would pass as three octets of it.
  static_cast<void>(
      MatchOtherAddress(ip, runs, match) || MatchThreeOctets(ip, runs, match) ||
      MatchPackedThree(ip, runs, match) || MatchTwoOctets(ip, runs, match) ||
      MatchPackedTwo(ip, runs, match) || MatchMac(text, match) ||
      MatchOneOctet(ip, runs, match) || MatchHexHighTwo(ip, runs, match));
  return match;
}

}  // namespace

AddressMatch MatchAddress(const Address& ip, const NameParts& name,
                          bool behind_interface) {
  const std::string_view text = name.left_of_suffix();
  return ip.is_v4() ? MatchV4(ip.v4(), text, behind_interface)
                    : MatchV6(ip, text, behind_interface);
}

}  // namespace ptrcensus
