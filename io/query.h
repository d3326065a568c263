// Queries as templates patched in place: nothing is built by a library for
// each address. RD=1, AD=1, class IN, and where wanted CD=1 (RFC 4035 3.2.2)
// and an OPT record with payload size 1232 and DO=0 (RFC 6891); no other
// records.
//
// `case_bits` are the 0x20 bits (draft-vixie-dnsext-dns0x20): bit i (mod 64)
// of it makes the i-th letter of the name upper case. 0 sends lower case.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "io/address.h"
#include "io/dns.h"
#include "io/name.h"

namespace ptrcensus {

// A question section's bytes: name, type, class.
inline constexpr size_t kMaxQuestionBytes = kMaxNameBytes + kTypeAndClassBytes;
inline constexpr size_t kOptBytes = 11;
inline constexpr size_t kMaxQueryBytes =
    kHeaderBytes + kMaxQuestionBytes + kOptBytes;

// Writes the question {`qname`, `type`, IN} to `out` and returns its size,
// qname.size() + kTypeAndClassBytes. `qname` is a wire name in lower case.
size_t WriteQuestion(Bytes qname, RrType type, uint64_t case_bits,
                     uint8_t* out) noexcept;
// The same for {reverse name of an IPv4 address, PTR, IN}, from a template.
size_t WriteReverseQuestion(uint32_t ipv4, uint64_t case_bits,
                            uint8_t* out) noexcept;

// The size of the question {reverse name of `ipv4`, PTR, IN}: one of nine.
[[nodiscard]] size_t ReverseQuestionBytes(uint32_t ipv4) noexcept;
// The size of a query whose question has `question_bytes`.
[[nodiscard]] constexpr size_t QueryBytes(size_t question_bytes, bool edns) {
  return kHeaderBytes + question_bytes + (edns ? kOptBytes : 0);
}

// Completes a query around a question that was written at
// query[kHeaderBytes]: the header before it and, with `edns`, the OPT record
// behind it. query.size() is QueryBytes(question bytes, edns). With
// `checking_disabled` a resolver does not validate the answer.
void WriteEnvelope(uint16_t id, bool edns, std::span<uint8_t> query,
                   bool checking_disabled = false) noexcept;

}  // namespace ptrcensus
