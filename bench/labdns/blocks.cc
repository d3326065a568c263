#include "bench/labdns/blocks.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace ptrcensus::labdns {
namespace {

using Bits = unsigned __int128;

Bits ToBits(const Address& address) {
  return static_cast<Bits>(address.high()) << 64 | address.low();
}

Address FromBits(Family family, Bits bits) {
  if (family == Family::kV4) return Address::V4(static_cast<uint32_t>(bits));
  return Address::V6(static_cast<uint64_t>(bits >> 64),
                     static_cast<uint64_t>(bits));
}

Address FromBytes(const uint8_t* bytes, size_t size) {
  Bits bits = 0;
  for (size_t i = 0; i < size; ++i) bits = bits << 8 | bytes[i];
  return FromBits(size == 4 ? Family::kV4 : Family::kV6, bits);
}

}  // namespace

std::optional<Address> ReadAddress(std::string_view text) {
  const std::string terminated(text);
  std::array<uint8_t, 16> bytes;
  if (inet_pton(AF_INET, terminated.c_str(), bytes.data()) == 1) {
    return FromBytes(bytes.data(), 4);
  }
  if (inet_pton(AF_INET6, terminated.c_str(), bytes.data()) == 1) {
    return FromBytes(bytes.data(), 16);
  }
  return std::nullopt;
}

std::string AddressText(const Address& address) {
  const size_t size = address.is_v4() ? 4 : 16;
  std::array<uint8_t, 16> bytes;
  Bits bits = ToBits(address);
  for (size_t i = size; i-- > 0; bits >>= 8) {
    bytes[i] = static_cast<uint8_t>(bits);
  }
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(address.is_v4() ? AF_INET : AF_INET6, bytes.data(), text.data(),
            text.size());
  return text.data();
}

std::optional<Block> ReadBlock(std::string_view text) {
  const size_t slash = std::min(text.find('/'), text.size());
  const auto address = ReadAddress(text.substr(0, slash));
  if (!address) return std::nullopt;
  if (slash == text.size()) return Block{*address, *address};
  const int width = address->is_v4() ? 32 : 128;
  int length = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] =
      std::from_chars(text.data() + slash + 1, end, length);
  if (error != std::errc() || stop != end || length < 0 || length > width) {
    return std::nullopt;
  }
  const int host_bits = width - length;
  const Bits mask = host_bits == 128 ? ~Bits{0} : (Bits{1} << host_bits) - 1;
  const Bits first = ToBits(*address);
  if ((first & mask) != 0) return std::nullopt;
  return Block{*address, FromBits(address->family(), first | mask)};
}

std::vector<Block> Merged(std::vector<Block> blocks) {
  std::sort(blocks.begin(), blocks.end(),
            [](const Block& a, const Block& b) { return a.first < b.first; });
  std::vector<Block> merged;
  for (const Block& block : blocks) {
    if (!merged.empty() && merged.back().Contains(block.first)) {
      merged.back().last = std::max(merged.back().last, block.last);
    } else {
      merged.push_back(block);
    }
  }
  return merged;
}

Address Next(const Address& address) {
  return FromBits(address.family(), ToBits(address) + 1);
}

}  // namespace ptrcensus::labdns
