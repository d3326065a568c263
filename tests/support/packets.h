// Packets of literal bytes for the tests of what reads them. All ask for the
// PTR records of 192.0.2.1; that name stands at offset 12, `in-addr.arpa` at
// 22 and the records behind the question at 40.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "io/name.h"

namespace ptrcensus::packets {

using std::string_literals::operator""s;

inline std::string U16(size_t value) {
  return {static_cast<char>(value >> 8), static_cast<char>(value)};
}
inline std::string U32(size_t value) {
  return U16(value >> 16 & 0xFFFF) + U16(value & 0xFFFF);
}
// A compression pointer.
inline std::string Pointer(size_t offset) { return U16(0xC000 | offset); }

inline const std::string kReverseName =
    "\1"
    "1\1"
    "2\1"
    "0\3"
    "192\7in-addr\4arpa\0"s;
inline const std::string kQuestion = kReverseName + "\0\x0c\0\1"s;
inline constexpr size_t kRecordsOffset = 40;
inline const std::string kQname = "\xC0\x0C";  // a pointer to it

inline const std::string kA = "\0\1"s;
inline const std::string kCname = "\0\5"s;
inline const std::string kSoa = "\0\6"s;
inline const std::string kPtr = "\0\x0c"s;
inline const std::string kTxt = "\0\x10"s;
inline const std::string kAaaa = "\0\x1c"s;
inline const std::string kDname = "\0\x27"s;
inline const std::string kOpt = "\0\x29"s;
inline const std::string kTsig = "\0\xFA"s;

// Id 0x1234, the two octets of flags and the four counts.
inline std::string Header(const std::string& flags, size_t questions,
                          size_t answers, size_t authorities,
                          size_t additionals) {
  return "\x12\x34" + flags + U16(questions) + U16(answers) + U16(authorities) +
         U16(additionals);
}

// A reply NOERROR with RD and RA, one question and these counts.
inline std::string Reply(size_t answers, size_t authorities = 0,
                         size_t additionals = 0) {
  return Header("\x81\x80", 1, answers, authorities, additionals) + kQuestion;
}

// A record of class IN; owner, type and rdata are wire octets.
inline std::string Rr(const std::string& owner, const std::string& type,
                      size_t ttl, const std::string& rdata) {
  return owner + type + "\0\1"s + U32(ttl) + U16(rdata.size()) + rdata;
}

// An OPT record: payload size 1232, version and flags 0.
inline std::string Opt(uint8_t upper_rcode, const std::string& options) {
  return "\0"s + kOpt + "\x04\xD0"s + static_cast<char>(upper_rcode) +
         "\0\0\0"s + U16(options.size()) + options;
}

inline const std::string kSoaRdata =
    "\2ns\xC0\x16\5admin\xC0\x16"
    "\0\0\0\1\0\0\x0e\x10\0\0\x03\x84\0\x09\x3a\x80\0\0\x0e\x10"s;

// NXDOMAIN, SOA of 192.in-addr.arpa, OPT with EDE 22 (No Reachable Authority).
inline std::string NxdomainWithSoaAndEde() {
  return Header("\x81\x83", 1, 0, 1, 1) + kQuestion +
         Rr("\xC0\x12", kSoa, 3600, kSoaRdata) + Opt(0, "\0\x0f\0\2\0\x16"s);
}

// mail.example.com, TTL 3600.
inline std::string PlainPtr() {
  return Reply(1) + Rr(kReverseName, kPtr, 3600, "\4mail\7example\3com\0"s);
}

// mail.example.com and mx.example.com, compressed; the second refers to the
// first, whose rdata is at 52.
inline std::string CompressedPtrs() {
  return Reply(2) + Rr(kQname, kPtr, 600, "\4mail\7example\3com\0"s) +
         Rr(kQname, kPtr, 300, "\2mx\xC0\x39"s);
}

// 1.2.0.192.in-addr.arpa CNAME 1.0/25.2.0.192.in-addr.arpa, and its PTR.
inline std::string Rfc2317() {
  return Reply(2) +
         Rr(kQname, kCname, 86400,
            "\1"
            "1\4"
            "0/25\xC0\x0E"s) +
         Rr("\xC0\x34", kPtr, 300, "\4mail\7example\3com\0"s);
}

// A copy of the exact size, so that AddressSanitizer sees any overrun.
class Packet {
 public:
  explicit Packet(const std::string& bytes)
      : bytes_(bytes.begin(), bytes.end()) {}
  Bytes bytes() const { return bytes_; }

 private:
  std::vector<uint8_t> bytes_;
};

}  // namespace ptrcensus::packets
