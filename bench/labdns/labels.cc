#include "bench/labdns/labels.h"

#include <cassert>
#include <charconv>
#include <cstring>

namespace ptrcensus::labdns {
namespace {

constexpr std::string_view kConsonants = "bdfghklmnprstvwz";
constexpr std::string_view kVowels = "aeio";

template <typename Number>
std::optional<Number> TakeDigits(std::string_view& text, size_t most,
                                 int base) {
  Number value = 0;
  const char* begin = text.data();
  const char* end = begin + std::min(text.size(), most);
  const auto [stop, error] = std::from_chars(begin, end, value, base);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<size_t>(stop - begin));
  return value;
}

}  // namespace

LabelText& LabelText::Add(std::string_view text) {
  assert(size_ + text.size() <= text_.size());
  std::memcpy(text_.data() + size_, text.data(), text.size());
  size_ += text.size();
  return *this;
}

LabelText& LabelText::AddNumber(uint32_t number, size_t width) {
  std::array<char, 10> digits;
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  const size_t count = static_cast<size_t>(end - digits.data());
  for (size_t i = count; i < width; ++i) Add("0");
  return Add({digits.data(), count});
}

LabelText& LabelText::AddHex(uint64_t value, int digits) {
  for (int i = digits - 1; i >= 0; --i) {
    text_[size_++] = "0123456789abcdef"[value >> (4 * i) & 15];
  }
  return *this;
}

LabelText& LabelText::AddSyllables(uint64_t value, int syllables) {
  for (int i = 0; i < syllables; ++i) {
    text_[size_++] = kConsonants[value & 15];
    text_[size_++] = kVowels[value >> 4 & 3];
    value >>= 6;
  }
  return *this;
}

LabelText& LabelText::AddHexAddress(const Address& address) {
  if (address.is_v4()) return AddHex(address.v4(), 8);
  return AddHex(address.high(), 16).AddHex(address.low(), 16);
}

LabelText& LabelText::AddDashed(const Address& address) {
  if (address.is_v4()) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      AddNumber(address.v4() >> shift & 255);
      if (shift > 0) Add("-");
    }
    return *this;
  }
  for (int group = 0; group < 8; ++group) {
    const uint64_t half = group < 4 ? address.high() : address.low();
    const uint64_t value = half >> (48 - group % 4 * 16) & 0xffff;
    const int digits = value > 0xfff  ? 4
                       : value > 0xff ? 3
                       : value > 15   ? 2
                                      : 1;
    if (group > 0) Add("-");
    AddHex(value, digits);
  }
  return *this;
}

LabelList::LabelList(Octets wire) {
  for (size_t at = 0; wire[at] != 0; at += wire[at] + size_t{1}) {
    labels_[size_++] = {reinterpret_cast<const char*>(&wire[at + 1]), wire[at]};
  }
}

bool TakeText(std::string_view& text, std::string_view piece) {
  if (!text.starts_with(piece)) return false;
  text.remove_prefix(piece.size());
  return true;
}

std::optional<uint32_t> TakeNumber(std::string_view& text) {
  return TakeDigits<uint32_t>(text, 10, 10);
}

std::optional<uint64_t> TakeHex(std::string_view& text, size_t most_digits) {
  return TakeDigits<uint64_t>(text, most_digits, 16);
}

std::optional<uint64_t> TakeSyllables(std::string_view& text, int syllables) {
  uint64_t value = 0;
  for (int i = 0; i < syllables; ++i) {
    if (text.size() < 2) return std::nullopt;
    const size_t consonant = kConsonants.find(text[0]);
    const size_t vowel = kVowels.find(text[1]);
    if (consonant == std::string_view::npos ||
        vowel == std::string_view::npos) {
      return std::nullopt;
    }
    value |= (vowel << 4 | consonant) << (6 * i);
    text.remove_prefix(2);
  }
  return value;
}

std::optional<Address> ReadHexAddress(std::string_view text) {
  const size_t digits = text.size();
  if (digits != 8 && digits != 32) return std::nullopt;
  const auto first = TakeHex(text, 16);
  if (digits == 8) {
    if (!first || !text.empty()) return std::nullopt;
    return Address::V4(static_cast<uint32_t>(*first));
  }
  const auto second = TakeHex(text, 16);
  if (!first || !second || !text.empty()) return std::nullopt;
  return Address::V6(*first, *second);
}

std::optional<Address> ReadDashed(std::string_view text) {
  std::array<uint64_t, 8> values{};
  std::string_view rest = text;
  size_t count = 0;
  while (count < 8) {
    const auto value = TakeHex(rest, 4);
    if (!value) return std::nullopt;
    values[count++] = *value;
    if (!TakeText(rest, "-")) break;
  }
  if (!rest.empty()) return std::nullopt;
  if (count == 8) {
    return Address::V6(
        values[0] << 48 | values[1] << 32 | values[2] << 16 | values[3],
        values[4] << 48 | values[5] << 32 | values[6] << 16 | values[7]);
  }
  if (count != 4) return std::nullopt;
  uint32_t bits = 0;
  for (int i = 0; i < 4; ++i) {
    const auto octet = TakeNumber(text);
    if (!octet || *octet > 255 || (i < 3 && !TakeText(text, "-"))) {
      return std::nullopt;
    }
    bits = bits << 8 | *octet;
  }
  return Address::V4(bits);
}

std::optional<uint32_t> ReadNumbered(std::string_view text,
                                     std::string_view prefix) {
  if (!TakeText(text, prefix)) return std::nullopt;
  const auto number = TakeNumber(text);
  if (!number || !text.empty()) return std::nullopt;
  return number;
}

}  // namespace ptrcensus::labdns
