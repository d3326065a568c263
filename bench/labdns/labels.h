// Pieces that names are put together from and read back out of: numbers in
// labels, hex, octets with a separator, and syllables.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "bench/labdns/wire_name.h"
#include "io/address.h"

namespace ptrcensus::labdns {

// One label in the making.
class LabelText {
 public:
  LabelText& Add(std::string_view text);
  // Padded with zeros to `width` digits.
  LabelText& AddNumber(uint32_t number, size_t width = 1);
  LabelText& AddHex(uint64_t value, int digits);
  // 6 bits a syllable of two letters, the lowest bits first.
  LabelText& AddSyllables(uint64_t value, int syllables);
  // 8 hex digits, or 32.
  LabelText& AddHexAddress(const Address& address);
  // `1-2-3-4`, or IPv6's groups `2001-db8-0-0-0-0-0-1`.
  LabelText& AddDashed(const Address& address);
  std::string_view text() const { return {text_.data(), size_}; }

 private:
  std::array<char, 64> text_;
  size_t size_ = 0;
};

// The labels of a name, without the root.
class LabelList {
 public:
  explicit LabelList(Octets wire);
  size_t size() const { return size_; }
  // Counted from the left.
  std::string_view operator[](size_t i) const { return labels_[i]; }
  // Counted from the right: 1 is the top label; empty where there is none.
  std::string_view FromTop(size_t i) const {
    return i <= size_ ? labels_[size_ - i] : std::string_view();
  }

 private:
  std::array<std::string_view, 128> labels_;
  size_t size_ = 0;
};

// Each takes the piece off the front of `text`, or leaves nothing.
[[nodiscard]] bool TakeText(std::string_view& text, std::string_view piece);
[[nodiscard]] std::optional<uint32_t> TakeNumber(std::string_view& text);
[[nodiscard]] std::optional<uint64_t> TakeHex(std::string_view& text,
                                              size_t most_digits);
[[nodiscard]] std::optional<uint64_t> TakeSyllables(std::string_view& text,
                                                    int syllables);
// The whole of `text`.
[[nodiscard]] std::optional<Address> ReadHexAddress(std::string_view text);
[[nodiscard]] std::optional<Address> ReadDashed(std::string_view text);
// `prefix` and a number, nothing else.
[[nodiscard]] std::optional<uint32_t> ReadNumbered(std::string_view text,
                                                   std::string_view prefix);

}  // namespace ptrcensus::labdns
