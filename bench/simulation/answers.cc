#include "bench/simulation/answers.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <string_view>

#include "io/dns.h"

namespace ptrcensus::simulation {
namespace {

constexpr size_t kTypeAndClass = 4;
constexpr size_t kKindBytes = 5;  // "host-" or "pool-"
constexpr size_t kHexDigits = 8;
constexpr uint8_t kHostLabelBytes = kKindBytes + kHexDigits;

template <size_t kBytes>
using Octets = std::array<uint8_t, kBytes>;

// QR, RD, RA; one question. The rest is patched.
constexpr Octets<10> kHeader = {0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0};
constexpr size_t kRcodeAt = 3;
constexpr size_t kAnswersAt = 7;
constexpr size_t kAuthorityAt = 9;
constexpr size_t kAdditionalAt = 11;

// "isp.example.net" below the host's label.
constexpr Octets<17> kParent = {3,   'i', 's', 'p', 7,   'e', 'x', 'a', 'm',
                                'p', 'l', 'e', 3,   'n', 'e', 't', 0};
// Owner (a pointer to the question), type, class, TTL of an hour, length.
constexpr Octets<12> kPtrHead = {
    0xc0, 12, 0,    12,   0, 1,
    0,    0,  0x0e, 0x10, 0, 1 + kHostLabelBytes + kParent.size()};
constexpr Octets<12> kAHead = {0xc0, 12, 0, 1, 0, 1, 0, 0, 0x0e, 0x10, 0, 4};
// Behind a pointer to the zone: "ns" and "mail" in the zone, then the numbers.
constexpr Octets<10> kSoaHead = {0, 6, 0, 1, 0, 0, 0x0e, 0x10, 0, 32};
constexpr Octets<3> kNs = {2, 'n', 's'};
constexpr Octets<5> kMail = {4, 'm', 'a', 'i', 'l'};
constexpr Octets<20> kSoaNumbers = {0, 0, 0, 1,    0,    0, 0x0e, 0x10, 0, 0,
                                    3, 0, 0, 0x09, 0x3a, 0, 0,    0,    3, 0};
constexpr Octets<11> kOpt = {
    0, 0, 41, kEdnsUdpBytes >> 8, kEdnsUdpBytes & 0xFF, 0, 0, 0, 0, 0, 0};

template <typename Source>
uint8_t* Copy(uint8_t* to, const Source& source) {
  std::memcpy(to, source.data(), source.size());
  return to + source.size();
}

uint8_t* WriteHex(uint8_t* to, uint32_t value) {
  for (int shift = 28; shift >= 0; shift -= 4) {
    *to++ = static_cast<uint8_t>("0123456789abcdef"[value >> shift & 15]);
  }
  return to;
}

uint32_t ReadHex(const uint8_t* from) {
  uint32_t value = 0;
  for (size_t i = 0; i < kHexDigits; ++i) {
    const uint32_t digit = FoldCase(from[i]);
    value = value << 4 | (digit <= '9' ? digit - '0' : digit - 'a' + 10);
  }
  return value;
}

// The address of an IPv4 reverse question.
std::optional<uint32_t> ReadReverse(Bytes question) {
  const bool is_ptr =
      question[question.size() - 3] == static_cast<uint8_t>(RrType::kPtr);
  if (!is_ptr) return std::nullopt;
  uint32_t address = 0;
  const uint8_t* at = question.data();
  for (int shift = 0; shift < 32; shift += 8) {
    uint32_t octet = 0;
    const uint8_t* const end = at + 1 + *at;
    for (++at; at < end; ++at) octet = octet * 10 + *at - '0';
    address |= octet << shift;
  }
  return address;
}

// The zone is the /24: what stands behind the question's first label.
uint8_t* WriteSoa(Bytes question, uint8_t* to) {
  const Octets<2> zone = {0xc0,
                          static_cast<uint8_t>(kHeaderBytes + 1 + question[0])};
  to = Copy(Copy(to, zone), kSoaHead);
  to = Copy(Copy(to, kNs), zone);
  to = Copy(Copy(to, kMail), zone);
  return Copy(to, kSoaNumbers);
}

}  // namespace

size_t Answers::Write(uint16_t id, Bytes question, bool edns,
                      uint8_t* out) const noexcept {
  out[0] = static_cast<uint8_t>(id >> 8);
  out[1] = static_cast<uint8_t>(id);
  uint8_t* to = Copy(Copy(out + 2, kHeader), question);
  if (const auto address = ReadReverse(question)) {
    to = WriteReverse(*address, question, out, to);
  } else {
    to = WriteForward(question, out, to);
  }
  if (edns) {
    out[kAdditionalAt] = 1;
    to = Copy(to, kOpt);
  }
  return static_cast<size_t>(to - out);
}

uint8_t* Answers::WriteReverse(uint32_t address, Bytes question,
                               uint8_t* header, uint8_t* to) const noexcept {
  const uint64_t hash = Hash(address ^ seed_);
  if (!Falls(hash, mix_.nxdomain + mix_.nodata)) {
    header[kAnswersAt] = 1;
    return WritePtr(address, to);
  }
  if (Falls(hash, mix_.nxdomain)) {
    header[kRcodeAt] |= static_cast<uint8_t>(Rcode::kNxDomain);
  }
  header[kAuthorityAt] = 1;
  return WriteSoa(question, to);
}

uint8_t* Answers::WritePtr(uint32_t address, uint8_t* to) const noexcept {
  constexpr std::string_view kHost = "host-";
  constexpr std::string_view kPool = "pool-";
  const uint64_t hash = Hash(~uint64_t{address} ^ seed_);
  const bool repeated = Falls(hash, mix_.repeated);
  to = Copy(to, kPtrHead);
  *to++ = kHostLabelBytes;
  to = Copy(to, repeated ? kPool : kHost);
  const auto shared = static_cast<uint32_t>(hash % kRepeatedNames);
  to = WriteHex(to, repeated ? shared : address);
  return Copy(to, kParent);
}

uint8_t* Answers::WriteForward(Bytes question, uint8_t* header,
                               uint8_t* to) const noexcept {
  const bool known =
      question[0] == kHostLabelBytes &&
      question.size() == 1 + kHostLabelBytes + kParent.size() + kTypeAndClass;
  if (!known) {
    header[kRcodeAt] |= static_cast<uint8_t>(Rcode::kNxDomain);
    return to;
  }
  uint32_t address = ReadHex(question.data() + 1 + kKindBytes);
  if (Falls(Hash(address - seed_), mix_.mismatch)) address ^= 1;
  header[kAnswersAt] = 1;
  to = Copy(to, kAHead);
  for (int shift = 24; shift >= 0; shift -= 8) {
    *to++ = static_cast<uint8_t>(address >> shift);
  }
  return to;
}

}  // namespace ptrcensus::simulation
