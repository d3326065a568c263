// IP addresses and endpoints as values: compared as numbers, never as text.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ptrcensus {

enum class Family : uint8_t { kV4, kV6 };

// An IPv4 or IPv6 address. Ordered IPv4 first, then numerically. An IPv4
// address and its IPv4-mapped IPv6 form are different values.
class Address {
 public:
  // 0.0.0.0
  constexpr Address() = default;

  // `bits` in host order: 192.0.2.1 is 0xC0000201.
  static constexpr Address V4(uint32_t bits) {
    return Address(Family::kV4, 0, bits);
  }
  // `high` and `low` are the two halves in host order.
  static constexpr Address V6(uint64_t high, uint64_t low) {
    return Address(Family::kV6, high, low);
  }

  constexpr Family family() const { return family_; }
  constexpr bool is_v4() const { return family_ == Family::kV4; }
  // The 32 bits of an IPv4 address in host order.
  constexpr uint32_t v4() const { return static_cast<uint32_t>(low_); }
  constexpr uint64_t high() const { return high_; }
  constexpr uint64_t low() const { return low_; }

  friend constexpr auto operator<=>(const Address&, const Address&) = default;

 private:
  constexpr Address(Family family, uint64_t high, uint64_t low)
      : family_(family), high_(high), low_(low) {}

  Family family_ = Family::kV4;
  uint64_t high_ = 0;
  uint64_t low_ = 0;
};

// Dotted quad without leading zeros, or any RFC 4291 2.2 text form without a
// zone index; nothing else.
[[nodiscard]] std::optional<Address> ParseAddress(std::string_view text);

// Appends the canonical text (RFC 5952 for IPv6).
void AppendText(std::string& out, const Address& address);
[[nodiscard]] std::string ToText(const Address& address);

struct Endpoint {
  Address address;
  uint16_t port = 0;

  friend constexpr auto operator<=>(const Endpoint&, const Endpoint&) = default;
};

// `192.0.2.53`, `192.0.2.53:5353`, `2001:db8::53` or `[2001:db8::53]:5353`;
// without a port, `default_port`. Port 0 is refused.
[[nodiscard]] std::optional<Endpoint> ParseEndpoint(std::string_view text,
                                                    uint16_t default_port);

// `192.0.2.53:53`, `[2001:db8::53]:53`.
void AppendText(std::string& out, const Endpoint& endpoint);
[[nodiscard]] std::string ToText(const Endpoint& endpoint);

}  // namespace ptrcensus
