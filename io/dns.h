// The DNS numbers that this program meets (RFC 1035 3.2, 4.1; RFC 6891; IANA
// "Domain Name System Parameters").
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace ptrcensus {

enum class RrType : uint16_t {
  kA = 1,
  kNs = 2,
  kCname = 5,
  kSoa = 6,
  kPtr = 12,
  kAaaa = 28,
  kDname = 39,
  kOpt = 41,
};

// Extended rcodes (RFC 6891 6.1.3) have 12 bits; every value is possible.
enum class Rcode : uint16_t {
  kNoError = 0,
  kFormErr = 1,
  kServFail = 2,
  kNxDomain = 3,
  kNotImp = 4,
  kRefused = 5,
};

inline constexpr uint16_t kClassIn = 1;
inline constexpr size_t kHeaderBytes = 12;
inline constexpr size_t kTypeAndClassBytes = 4;  // behind a question's name
inline constexpr size_t kMaxNameBytes = 255;     // RFC 1035 2.3.4
inline constexpr size_t kMaxLabelBytes = 63;     // RFC 1035 2.3.4
inline constexpr size_t kMaxMessageBytes = 65535;
inline constexpr uint16_t kEdnsUdpBytes = 1232;
inline constexpr uint16_t kDnsPort = 53;

// The mnemonic of the IANA registry (`NOERROR`, `NXDOMAIN`, `BADVERS`), or
// `RCODE12` where there is none.
void AppendText(std::string& out, Rcode rcode);

}  // namespace ptrcensus
