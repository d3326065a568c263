#include "io/address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

namespace ptrcensus {
namespace {

constexpr int kGroups = 8;  // 16-bit groups of an IPv6 address

// Takes a decimal octet without leading zeros from the front of `text`.
std::optional<uint32_t> TakeOctet(std::string_view& text) {
  uint32_t value = 0;
  size_t digits = 0;
  while (digits < text.size() && digits < 3 && text[digits] >= '0' &&
         text[digits] <= '9') {
    value = value * 10 + static_cast<uint32_t>(text[digits] - '0');
    ++digits;
  }
  if (digits == 0 || value > 255) return std::nullopt;
  if (digits > 1 && text[0] == '0') return std::nullopt;
  text.remove_prefix(digits);
  return value;
}

std::optional<Address> ParseV4(std::string_view text) {
  uint32_t bits = 0;
  for (int i = 0; i < 4; ++i) {
    if (i > 0) {
      if (text.empty() || text[0] != '.') return std::nullopt;
      text.remove_prefix(1);
    }
    const auto octet = TakeOctet(text);
    if (!octet) return std::nullopt;
    bits = bits << 8 | *octet;
  }
  if (!text.empty()) return std::nullopt;
  return Address::V4(bits);
}

uint64_t ReadBigEndian(const uint8_t* bytes) {
  uint64_t value = 0;
  for (int i = 0; i < 8; ++i) value = value << 8 | bytes[i];
  return value;
}

std::optional<Address> ParseV6(std::string_view text) {
  char terminated[INET6_ADDRSTRLEN];
  if (text.size() >= sizeof(terminated)) return std::nullopt;
  if (text.find('\0') != std::string_view::npos) return std::nullopt;
  std::memcpy(terminated, text.data(), text.size());
  terminated[text.size()] = '\0';
  uint8_t bytes[16];
  if (inet_pton(AF_INET6, terminated, bytes) != 1) return std::nullopt;
  return Address::V6(ReadBigEndian(bytes), ReadBigEndian(bytes + 8));
}

void AppendNumber(std::string& out, uint32_t value, int base) {
  char digits[10];
  const auto end = std::to_chars(digits, std::end(digits), value, base).ptr;
  out.append(digits, end);
}

// An octet in decimal with a dot behind it, padded so that it is copied as one
// word.
struct OctetText {
  std::array<char, 4> text;
  uint8_t size;
};

constexpr std::array<OctetText, 256> kOctets = [] {
  std::array<OctetText, 256> octets{};
  for (size_t value = 0; value < octets.size(); ++value) {
    OctetText& o = octets[value];
    for (size_t unit = 100; unit > 0; unit /= 10) {
      if (value < unit && unit > 1) continue;
      o.text[o.size++] = static_cast<char>('0' + value / unit % 10);
    }
    o.text[o.size++] = '.';
  }
  return octets;
}();

// Once a row or more: to_chars for each octet would cost three times as much.
void AppendV4(std::string& out, uint32_t bits) {
  char text[16];
  char* to = text;
  for (int shift = 24; shift >= 0; shift -= 8) {
    const OctetText& octet = kOctets[bits >> shift & 0xFF];
    std::memcpy(to, octet.text.data(), octet.text.size());
    to += octet.size;
  }
  out.append(text, to - 1);
}

using Groups = std::array<uint16_t, kGroups>;

Groups SplitGroups(const Address& address) {
  Groups groups;
  for (size_t i = 0; i < 4; ++i) {
    const size_t shift = 48 - 16 * i;
    groups[i] = static_cast<uint16_t>(address.high() >> shift);
    groups[i + 4] = static_cast<uint16_t>(address.low() >> shift);
  }
  return groups;
}

struct Run {
  size_t begin = 0;
  size_t size = 0;
};

// The groups that `::` stands for: the longest run of at least two zeros, the
// first of equal ones (RFC 5952 4.2); of size 0 where there is none.
Run FindZeroRun(const Groups& groups) {
  Run best;
  for (size_t i = 0; i < groups.size(); ++i) {
    size_t end = i;
    while (end < groups.size() && groups[end] == 0) ++end;
    if (end - i >= 2 && end - i > best.size) best = {i, end - i};
    i = std::max(i, end);
  }
  return best;
}

void AppendV6(std::string& out, const Address& address) {
  // RFC 5952 5: mixed notation where the prefix is known to hold IPv4.
  if (address.high() == 0 && address.low() >> 32 == 0xFFFF) {
    out += "::ffff:";
    AppendV4(out, static_cast<uint32_t>(address.low()));
    return;
  }
  const Groups groups = SplitGroups(address);
  const Run zeros = FindZeroRun(groups);
  for (size_t i = 0; i < groups.size(); ++i) {
    if (zeros.size > 0 && i == zeros.begin) {
      out += "::";
      i += zeros.size - 1;
      continue;
    }
    if (i > 0 && out.back() != ':') out += ':';
    AppendNumber(out, groups[i], 16);
  }
}

std::optional<uint16_t> ParsePort(std::string_view text) {
  uint16_t port = 0;
  const char* end = text.data() + text.size();
  const auto [ptr, error] = std::from_chars(text.data(), end, port);
  if (error != std::errc() || ptr != end || port == 0) return std::nullopt;
  return port;
}

// `address` and, where `port` is not empty, the colon and port after it.
std::optional<Endpoint> MakeEndpoint(std::optional<Address> address,
                                     std::string_view port,
                                     uint16_t default_port) {
  if (!address) return std::nullopt;
  if (port.empty()) return Endpoint{*address, default_port};
  if (port[0] != ':') return std::nullopt;
  const auto number = ParsePort(port.substr(1));
  if (!number) return std::nullopt;
  return Endpoint{*address, *number};
}

}  // namespace

std::optional<Address> ParseAddress(std::string_view text) {
  if (text.find(':') == std::string_view::npos) return ParseV4(text);
  return ParseV6(text);
}

void AppendText(std::string& out, const Address& address) {
  if (address.is_v4()) {
    AppendV4(out, address.v4());
  } else {
    AppendV6(out, address);
  }
}

std::string ToText(const Address& address) {
  std::string text;
  AppendText(text, address);
  return text;
}

std::optional<Endpoint> ParseEndpoint(std::string_view text,
                                      uint16_t default_port) {
  if (text.starts_with('[')) {
    const size_t close = text.find(']');
    if (close == std::string_view::npos) return std::nullopt;
    return MakeEndpoint(ParseV6(text.substr(1, close - 1)),
                        text.substr(close + 1), default_port);
  }
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon != text.rfind(':')) {
    return MakeEndpoint(ParseAddress(text), "", default_port);
  }
  return MakeEndpoint(ParseV4(text.substr(0, colon)), text.substr(colon),
                      default_port);
}

void AppendText(std::string& out, const Endpoint& endpoint) {
  if (endpoint.address.is_v4()) {
    AppendText(out, endpoint.address);
  } else {
    out += '[';
    AppendText(out, endpoint.address);
    out += ']';
  }
  out += ':';
  AppendNumber(out, endpoint.port, 10);
}

std::string ToText(const Endpoint& endpoint) {
  std::string text;
  AppendText(text, endpoint);
  return text;
}

}  // namespace ptrcensus
