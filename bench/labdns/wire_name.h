// A domain name in wire form (RFC 1035 3.1) and its texts. Octets are kept as
// given, upper case too; comparing and printing fold case. This is the lab's
// own code on purpose: it must not share a mistake with the scanner.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "io/dns.h"

namespace ptrcensus::labdns {

using Octets = std::span<const uint8_t>;

class WireName {
 public:
  WireName() : size_(0) {}  // no label, no root yet: not a name

  // A label of 1 to 63 octets; the name must stay within 255.
  void AddLabel(std::string_view octets);
  // Wire octets as they are, such as a suffix with its root.
  void AddWire(std::string_view octets);
  void AddRoot() { bytes_[size_++] = 0; }
  void Clear() { size_ = 0; }

  Octets wire() const { return {bytes_.data(), size_}; }
  size_t size() const { return size_; }
  uint8_t* data() { return bytes_.data(); }

 private:
  // Not initialised: the server makes millions a second.
  std::array<uint8_t, kMaxNameBytes + 1> bytes_;
  size_t size_;
};

constexpr uint8_t Lower(uint8_t octet) {
  return octet >= 'A' && octet <= 'Z' ? static_cast<uint8_t>(octet + 32)
                                      : octet;
}

// A copy with A-Z folded to a-z.
[[nodiscard]] WireName Lowered(Octets wire);
[[nodiscard]] bool EqualFolded(Octets a, Octets b);
// RFC 4034 6.1; both are whole names.
[[nodiscard]] bool CanonicalLess(Octets a, Octets b);

// The text that a row must hold: DESIGN.md 4.
[[nodiscard]] std::string StrictText(Octets wire);
// Presentation form with `\DDD` and `\X`; the final dot may be missing, `.` is
// the root. Nothing when it is no name.
[[nodiscard]] std::optional<WireName> ParseNameText(std::string_view text);

}  // namespace ptrcensus::labdns
