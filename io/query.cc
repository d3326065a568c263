#include "io/query.h"

#include <array>
#include <bit>
#include <cassert>
#include <cstring>

namespace ptrcensus {
namespace {

constexpr uint8_t kCaseBit = 0x20;

constexpr bool IsLower(uint8_t octet) { return octet >= 'a' && octet <= 'z'; }

uint8_t* WriteU16(uint8_t* to, uint16_t value) {
  to[0] = static_cast<uint8_t>(value >> 8);
  to[1] = static_cast<uint8_t>(value);
  return to + 2;
}

uint8_t* WriteTypeAndClass(uint8_t* to, RrType type) {
  return WriteU16(WriteU16(to, static_cast<uint16_t>(type)), kClassIn);
}

// A decimal octet as a label, padded so that it is copied as one word.
using OctetLabel = std::array<uint8_t, 4>;

constexpr std::array<OctetLabel, 256> kOctetLabels = [] {
  std::array<OctetLabel, 256> labels{};
  for (size_t value = 0; value < labels.size(); ++value) {
    OctetLabel& label = labels[value];
    if (value >= 100)
      label[++label[0]] = static_cast<uint8_t>('0' + value / 100);
    if (value >= 10) {
      label[++label[0]] = static_cast<uint8_t>('0' + value / 10 % 10);
    }
    label[++label[0]] = static_cast<uint8_t>('0' + value % 10);
  }
  return labels;
}();

// `text` in every pattern of case: bit i of the index makes its i-th letter
// upper case.
template <size_t kCases, size_t kBytes>
constexpr auto AllCases(const std::array<uint8_t, kBytes>& text) {
  std::array<std::array<uint8_t, kBytes>, kCases> cases{};
  for (size_t bits = 0; bits < kCases; ++bits) {
    size_t rest = bits;
    for (size_t i = 0; i < kBytes; ++i) {
      cases[bits][i] = text[i];
      if (!IsLower(text[i])) continue;
      if (rest & 1) cases[bits][i] ^= kCaseBit;
      rest >>= 1;
    }
  }
  return cases;
}

constexpr auto kInAddr =
    AllCases<64>(std::array<uint8_t, 8>{7, 'i', 'n', '-', 'a', 'd', 'd', 'r'});
constexpr auto kArpa =
    AllCases<16>(std::array<uint8_t, 5>{4, 'a', 'r', 'p', 'a'});
// The root label, PTR, IN.
constexpr std::array<uint8_t, 5> kPtrTail = {0, 0, 12, 0, 1};

template <typename Source>
uint8_t* Copy(uint8_t* to, const Source& source) {
  std::memcpy(to, source.data(), source.size());
  return to + source.size();
}

// Root owner, OPT, payload size, extended rcode 0, version 0, DO=0, no options
// (RFC 6891 6.1.2).
constexpr std::array<uint8_t, kOptBytes> kOpt = {
    0, 0, 41, kEdnsUdpBytes >> 8, kEdnsUdpBytes & 0xFF, 0, 0, 0, 0, 0, 0};

// After the id: RD and AD set, one question, no records but perhaps OPT.
constexpr std::array<uint8_t, kHeaderBytes - 2> kHeader = {0x01, 0x20, 0, 1, 0,
                                                           0,    0,    0, 0, 0};
constexpr size_t kFlagsAt = 3;  // the second octet of them
constexpr uint8_t kCheckingDisabled = 0x10;

}  // namespace

size_t WriteQuestion(Bytes qname, RrType type, uint64_t case_bits,
                     uint8_t* out) noexcept {
  // Length octets are at most 63 and so never look like a letter.
  for (size_t i = 0; i < qname.size(); ++i) {
    const uint8_t octet = qname[i];
    const bool letter = IsLower(octet);
    const bool upper = letter && (case_bits & 1) != 0;
    out[i] = upper ? static_cast<uint8_t>(octet ^ kCaseBit) : octet;
    case_bits = std::rotr(case_bits, letter ? 1 : 0);
  }
  WriteTypeAndClass(out + qname.size(), type);
  return qname.size() + kTypeAndClassBytes;
}

size_t WriteReverseQuestion(uint32_t ipv4, uint64_t case_bits,
                            uint8_t* out) noexcept {
  uint8_t* to = out;
  for (int shift = 0; shift < 32; shift += 8) {
    const OctetLabel& label = kOctetLabels[ipv4 >> shift & 0xFF];
    // The padding behind a short label is overwritten by what follows.
    Copy(to, label);
    to += label[0] + 1;
  }
  to = Copy(to, kInAddr[case_bits % kInAddr.size()]);
  to = Copy(to, kArpa[case_bits / kInAddr.size() % kArpa.size()]);
  to = Copy(to, kPtrTail);
  return static_cast<size_t>(to - out);
}

size_t ReverseQuestionBytes(uint32_t ipv4) noexcept {
  size_t bytes = kInAddr[0].size() + kArpa[0].size() + kPtrTail.size();
  for (int shift = 0; shift < 32; shift += 8) {
    bytes += kOctetLabels[ipv4 >> shift & 0xFF][0] + 1u;
  }
  return bytes;
}

void WriteEnvelope(uint16_t id, bool edns, std::span<uint8_t> query,
                   bool checking_disabled) noexcept {
  assert(query.size() >= QueryBytes(1 + kTypeAndClassBytes, edns));
  Copy(WriteU16(query.data(), id), kHeader);
  if (checking_disabled) query[kFlagsAt] |= kCheckingDisabled;
  if (!edns) return;
  query[kHeaderBytes - 1] = 1;  // ARCOUNT
  Copy(query.data() + query.size() - kOptBytes, kOpt);
}

}  // namespace ptrcensus
