#include "scanner/verdict/shared_names.h"

#include <algorithm>

namespace ptrcensus {
namespace {

struct SharedName {
  std::string_view name;
  std::string_view source;
};

constexpr std::string_view kList2014 =
    "public list of all PTR names, 2014, by number of addresses";
constexpr std::string_view kSeen = "default names seen in public data";

constexpr SharedName kNames[] = {
    {"nothing.attdns.com", kList2014},      // 11.1 million addresses
    {"hn.kd.ny.adsl", kList2014},           // 5.0 million
    {"static.kpn.net", kList2014},          // 2.7 million
    {"localhost", kList2014},               // 2.6 million
    {"unknown.level3.net", kList2014},      // 1.1 million
    {"no-dns-yet.demon.co.uk", kList2014},  // 774,367
    {"no-data", kList2014},                 // 0.53 million
    {"adsl.viettel.vn", kList2014},         // 0.49 million
    {"static.vnpt.vn", kSeen},
    {"dynamic.vdc.vn", kSeen},
    {"no-rdns.mivocloud.com", kSeen},
    {"hosted-by.leaseweb.com", kSeen},
    {"empty.init7.net", kSeen},
    {"unknown.yahoo.com", kSeen},
    {"undefined.hostname.localhost", kSeen},
    {"localhost.localdomain", "default of many Unix systems"},
};

}  // namespace

bool IsSharedName(std::string_view text) {
  return std::ranges::find(kNames, text, &SharedName::name) !=
             std::end(kNames) ||
         text.ends_with(".localhost");
}

}  // namespace ptrcensus
