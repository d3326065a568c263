#include "io/dns.h"

#include <array>
#include <string_view>

namespace ptrcensus {
namespace {

// IANA "DNS RCODEs". 16 is BADVERS in an OPT record, the only place where an
// extended code can stand here.
constexpr std::array<std::string_view, 24> kRcodeNames = {
    "NOERROR",  "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP",   "REFUSED",
    "YXDOMAIN", "YXRRSET", "NXRRSET",  "NOTAUTH",  "NOTZONE",  "DSOTYPENI",
    "",         "",        "",         "",         "BADVERS",  "BADKEY",
    "BADTIME",  "BADMODE", "BADNAME",  "BADALG",   "BADTRUNC", "BADCOOKIE",
};

}  // namespace

void AppendText(std::string& out, Rcode rcode) {
  const auto code = static_cast<size_t>(rcode);
  if (code < kRcodeNames.size() && !kRcodeNames[code].empty()) {
    out += kRcodeNames[code];
  } else {
    out += "RCODE";
    out += std::to_string(code);
  }
}

}  // namespace ptrcensus
