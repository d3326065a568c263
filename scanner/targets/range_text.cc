#include "scanner/targets/range_text.h"

#include <fmt/format.h>

#include <charconv>

namespace ptrcensus {
namespace {

constexpr size_t kMaxQuoted = 60;

constexpr std::string_view kAccepted =
    "an IPv4 or IPv6 address, a CIDR block such as 192.0.2.0/24, or a range "
    "such as 192.0.2.1-192.0.2.9, without spaces";

std::string NotAccepted(std::string_view text) {
  if (text.empty()) return fmt::format("is empty; expected {}", kAccepted);
  return fmt::format("{} is not accepted; expected {}", Quoted(text),
                     kAccepted);
}

int FamilyBits(const Address& address) { return address.is_v4() ? 32 : 128; }

// The ones of a host part of `count` bits.
Bits128 HostMask(int count) {
  return count == 0 ? Bits128{0} : ~Bits128{0} >> (128 - count);
}

Bits128 ToBits(const Address& address) {
  return address.is_v4() ? Bits128{address.v4()} : V6Bits(address);
}

Address FromBits(Bits128 bits, const Address& like) {
  return like.is_v4() ? ToAddress(static_cast<uint32_t>(bits))
                      : ToAddress(bits);
}

// Digits only, without a leading zero, at most `max`.
std::optional<int> ParseLength(std::string_view text, int max) {
  int length = 0;
  const char* end = text.data() + text.size();
  const auto [ptr, error] = std::from_chars(text.data(), end, length);
  if (error != std::errc() || ptr != end) return std::nullopt;
  if (text[0] == '-' || (text[0] == '0' && text.size() > 1)) {
    return std::nullopt;
  }
  if (length > max) return std::nullopt;
  return length;
}

std::optional<AddressRange> ParseBlock(std::string_view text, size_t slash,
                                       std::string& problem) {
  const auto network = ParseAddress(text.substr(0, slash));
  if (!network) {
    problem = NotAccepted(text);
    return std::nullopt;
  }
  const int bits = FamilyBits(*network);
  const auto length = ParseLength(text.substr(slash + 1), bits);
  if (!length) {
    problem = fmt::format(
        "{} has no valid prefix length; expected /0 to /{} after an {} address",
        Quoted(text), bits, network->is_v4() ? "IPv4" : "IPv6");
    return std::nullopt;
  }
  const Bits128 hosts = HostMask(bits - *length);
  const Bits128 first = ToBits(*network) & ~hosts;
  if (first != ToBits(*network)) {
    problem = fmt::format("{} has host bits set; did you mean {}/{}?", text,
                          ToText(FromBits(first, *network)), *length);
    return std::nullopt;
  }
  return AddressRange{*network, FromBits(first | hosts, *network)};
}

std::optional<AddressRange> ParseEnds(std::string_view text, size_t dash,
                                      std::string& problem) {
  const auto first = ParseAddress(text.substr(0, dash));
  const auto last = ParseAddress(text.substr(dash + 1));
  if (!first || !last) {
    problem = NotAccepted(text);
  } else if (first->family() != last->family()) {
    problem = fmt::format(
        "{} mixes IPv4 and IPv6; both ends of a range must be of one family",
        text);
  } else if (*last < *first) {
    problem = fmt::format("{} is reversed; did you mean {}-{}?", text,
                          ToText(*last), ToText(*first));
  } else {
    return AddressRange{*first, *last};
  }
  return std::nullopt;
}

}  // namespace

std::optional<AddressRange> ParseRange(std::string_view text,
                                       std::string& problem) {
  const size_t separator = text.find_first_of("/-");
  if (separator != std::string_view::npos) {
    return text[separator] == '/' ? ParseBlock(text, separator, problem)
                                  : ParseEnds(text, separator, problem);
  }
  const auto address = ParseAddress(text);
  if (!address) {
    problem = NotAccepted(text);
    return std::nullopt;
  }
  return AddressRange{*address, *address};
}

std::string Quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text.substr(0, kMaxQuoted)) {
    const bool plain = c >= ' ' && c <= '~' && c != '\'' && c != '\\';
    if (plain) {
      quoted += c;
    } else {
      quoted += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    }
  }
  return quoted + (text.size() > kMaxQuoted ? "'..." : "'");
}

}  // namespace ptrcensus
