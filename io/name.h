// A domain name as a value, in uncompressed wire form (RFC 1035 3.1): length
// octets and labels, the root label last, at most 255 octets. Always valid,
// always in lower case, so that equal names are equal bytes.
#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "io/address.h"
#include "io/dns.h"

namespace ptrcensus {

using Bytes = std::span<const uint8_t>;

// Names compare without regard to ASCII case, and to nothing else (RFC 4343).
constexpr uint8_t FoldCase(uint8_t octet) {
  return octet >= 'A' && octet <= 'Z' ? static_cast<uint8_t>(octet | 0x20)
                                      : octet;
}

// `size` octets of `from` in lower case to `to`.
void FoldCase(const uint8_t* from, size_t size, uint8_t* to) noexcept;
// True if both differ in ASCII case at most.
[[nodiscard]] bool EqualButCase(Bytes a, Bytes b) noexcept;

class Name {
 public:
  // The root.
  Name() : size_(1) { bytes_[0] = 0; }
  // Copies no more octets than there are.
  Name(const Name& other) { *this = other; }
  Name& operator=(const Name& other) {
    size_ = other.size_;
    std::copy_n(other.bytes_.begin(), size_, bytes_.begin());
    return *this;
  }

  // Takes a whole uncompressed wire name, nothing before or after it; upper
  // case is folded. Nothing when it is no valid name.
  [[nodiscard]] static std::optional<Name> FromWire(Bytes wire);
  // The same for a wire name that is known to be valid.
  [[nodiscard]] static Name FromValidWire(Bytes wire);
  // Takes presentation form (RFC 1035 5.1: `\DDD`, `\X`), with or without the
  // final dot; `.` is the root, an empty text is nothing.
  [[nodiscard]] static std::optional<Name> FromText(std::string_view text);
  // `1.2.0.192.in-addr.arpa` (RFC 1035 3.5) or the 32 nibbles under `ip6.arpa`
  // (RFC 3596 2.5).
  [[nodiscard]] static Name Reverse(const Address& address);

  Bytes wire() const { return {bytes_.data(), size_}; }
  bool is_root() const { return size_ == 1; }
  int label_count() const;  // without the root
  // True if this name is `ancestor` or lies below it.
  bool IsWithin(const Name& ancestor) const;

  friend bool operator==(const Name& a, const Name& b) {
    return std::equal(a.wire().begin(), a.wire().end(), b.wire().begin(),
                      b.wire().end());
  }
  // Canonical order (RFC 4034 6.1): label by label from the root.
  friend std::strong_ordering operator<=>(const Name& a, const Name& b);

 private:
  std::array<uint8_t, kMaxNameBytes> bytes_;
  uint8_t size_;
};

// Canonical order of two wire names in lower case (RFC 4034 6.1).
[[nodiscard]] std::strong_ordering CompareCanonical(Bytes a, Bytes b);

// Appends the strict presentation form of a valid wire name: lower case,
// without the final dot (the root is `.`); every octet other than `a-z 0-9 - _
// / *` and the label dots, and a `-` at the very start, is written `\DDD`. So
// the text never needs quotes, never starts a formula and holds no control
// character; at most 4 * 253 characters.
void AppendText(std::string& out, Bytes wire);
[[nodiscard]] std::string ToText(const Name& name);

}  // namespace ptrcensus
