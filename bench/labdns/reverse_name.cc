#include "bench/labdns/reverse_name.h"

#include <array>
#include <cstring>
#include <string>

namespace ptrcensus::labdns {
namespace {

using Form = ReverseName::Form;

constexpr std::string_view kV4Suffix("\7in-addr\4arpa\0", 14);
constexpr std::string_view kV6Suffix("\3ip6\4arpa\0", 10);
constexpr std::string_view kV6ChainLabel = "chain";
constexpr size_t kV6Nibbles = 32;
constexpr size_t kV6ZoneNibbles = 16;

bool EndsWith(Octets name, std::string_view suffix) {
  if (name.size() < suffix.size()) return false;
  const uint8_t* at = name.data() + name.size() - suffix.size();
  if (std::memcmp(at, suffix.data(), suffix.size()) == 0) return true;
  for (size_t i = 0; i < suffix.size(); ++i) {
    if (Lower(at[i]) != static_cast<uint8_t>(suffix[i])) return false;
  }
  return true;
}

// Takes a decimal octet label without leading zeros; -1 if it is none.
int TakeOctetLabel(Octets name, size_t& at) {
  const size_t length = name[at];
  if (length < 1 || length > 3) return -1;
  int value = 0;
  for (size_t i = 1; i <= length; ++i) {
    const int digit = name[at + i] - '0';
    if (digit < 0 || digit > 9 || (i == 1 && digit == 0 && length > 1)) {
      return -1;
    }
    value = value * 10 + digit;
  }
  at += length + 1;
  return value <= 255 ? value : -1;
}

std::string_view V4ChainLabel(int octet) {
  return octet < 128 ? "0/25" : "128/25";
}

bool TakeLabel(Octets name, size_t& at, std::string_view label) {
  if (name[at] != label.size()) return false;
  for (size_t i = 0; i < label.size(); ++i) {
    if (Lower(name[at + 1 + i]) != static_cast<uint8_t>(label[i])) return false;
  }
  at += label.size() + 1;
  return true;
}

ReverseName ReadV4(Octets name) {
  const size_t end = name.size() - kV4Suffix.size();
  ReverseName result;
  uint32_t bits = 0;
  int octets = 0;
  size_t at = 0;
  bool chain = false;
  while (at < end) {
    const int octet = TakeOctetLabel(name, at);
    if (octet < 0 || octets == 4) return result;
    bits |= static_cast<uint32_t>(octet) << (8 * octets++);
    if (octets != 1) continue;
    chain = at < end && TakeLabel(name, at, V4ChainLabel(octet));
    result.zone_offset = at;
  }
  if (at != end) return result;
  if (octets < 4) {
    if (!chain) result.form = Form::kAbove;
    result.zone_offset = 0;
    return result;
  }
  result.form = chain ? Form::kChainTarget : Form::kAddress;
  result.address = Address::V4(bits);
  return result;
}

int HexDigit(uint8_t octet) {
  const uint8_t lower = Lower(octet);
  if (lower >= '0' && lower <= '9') return lower - '0';
  if (lower >= 'a' && lower <= 'f') return lower - 'a' + 10;
  return -1;
}

ReverseName ReadV6(Octets name) {
  const size_t end = name.size() - kV6Suffix.size();
  ReverseName result;
  std::array<uint64_t, 2> halves = {0, 0};  // low, high
  size_t nibbles = 0;
  size_t at = 0;
  bool chain = false;
  while (at < end) {
    const int digit = name[at] == 1 ? HexDigit(name[at + 1]) : -1;
    if (digit < 0 || nibbles == kV6Nibbles) return result;
    halves[nibbles / 16] |= static_cast<uint64_t>(digit) << (nibbles % 16 * 4);
    at += 2;
    ++nibbles;
    if (nibbles == 1) chain = at < end && TakeLabel(name, at, kV6ChainLabel);
    if (nibbles == kV6ZoneNibbles) result.zone_offset = at;
  }
  if (at != end) return result;
  if (nibbles < kV6Nibbles) {
    if (!chain) result.form = Form::kAbove;
    result.zone_offset = 0;
    return result;
  }
  result.form = chain ? Form::kChainTarget : Form::kAddress;
  result.address = Address::V6(halves[1], halves[0]);
  return result;
}

int Octet(const Address& address, int index) {
  return static_cast<int>(address.v4() >> (8 * index) & 255);
}

char Nibble(const Address& address, size_t index) {
  const uint64_t half = index < 16 ? address.low() : address.high();
  return "0123456789abcdef"[half >> (index % 16 * 4) & 15];
}

// The reverse name from its `first` octet or nibble on.
void AddTail(WireName& name, const Address& address, size_t first) {
  if (address.is_v4()) {
    for (int i = static_cast<int>(first); i < 4; ++i) {
      name.AddLabel(std::to_string(Octet(address, i)));
    }
    name.AddWire(kV4Suffix);
    return;
  }
  for (size_t i = first; i < kV6Nibbles; ++i) {
    const char nibble = Nibble(address, i);
    name.AddLabel({&nibble, 1});
  }
  name.AddWire(kV6Suffix);
}

}  // namespace

std::optional<ReverseName> ReadReverseName(Octets name) noexcept {
  if (EndsWith(name, kV4Suffix)) return ReadV4(name);
  if (EndsWith(name, kV6Suffix)) return ReadV6(name);
  return std::nullopt;
}

WireName ChainTargetLabels(const Address& address) {
  WireName name;
  if (address.is_v4()) {
    name.AddLabel(std::to_string(Octet(address, 0)));
    name.AddLabel(V4ChainLabel(Octet(address, 0)));
  } else {
    const char nibble = Nibble(address, 0);
    name.AddLabel({&nibble, 1});
    name.AddLabel(kV6ChainLabel);
  }
  return name;
}

WireName MakeReverseName(const Address& address) {
  WireName name;
  AddTail(name, address, 0);
  return name;
}

WireName MakeChainTarget(const Address& address) {
  WireName name = ChainTargetLabels(address);
  AddTail(name, address, 1);
  return name;
}

WireName MakeZoneName(const Address& address) {
  WireName name;
  AddTail(name, address, address.is_v4() ? 1 : kV6ZoneNibbles);
  return name;
}

}  // namespace ptrcensus::labdns
