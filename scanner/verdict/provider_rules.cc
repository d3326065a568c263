#include "scanner/verdict/provider_rules.h"

#include <algorithm>

#include "scanner/verdict/characters.h"

namespace ptrcensus {
namespace {

constexpr NameClass kDefault = NameClass::kProviderDefault;
constexpr NameClass kGeneric = NameClass::kGeneric;
constexpr NameClass kDynamic = NameClass::kGenericDynamic;
constexpr Encoding kSerial = Encoding::kSerial;

constexpr std::string_view kSeen = "default names seen in public data";

// The first that fits counts.
constexpr ProviderRule kRules[] = {
    {"Memset", "miniserver.com", "A#", "", Encoding::kProvider, kDefault,
     "Memset documentation, Reverse DNS"},
    {"Memset", "memset.com", "A#", "", Encoding::kProvider, kDefault,
     "Memset documentation, Reverse DNS"},
    {"OVH", "ovh.net", "ns9999???", "", kSerial, kDefault,
     "fqrdns.pcre: /^ns[0-9]{4,7}\\.ovh\\.net$/"},
    {"OVH", "vps.ovh.net", "vps-XXXXXXXX", "", kSerial, kDefault, kSeen},
    {"Kimsufi", "kimsufi.com", "ks#", "", kSerial, kDefault, kSeen},
    {"Contabo", "contaboserver.net", "vmi#", "", kSerial, kDefault,
     "178 addresses of a public threat-intelligence set"},
    {"Hostinger", "hstgr.cloud", "srv#", "", kSerial, kDefault,
     "24 addresses of a public threat-intelligence set"},
    {"Hostwinds", "hostwindsdns.com", "hwsrv-#", "", kSerial, kDefault,
     "109 addresses of a public threat-intelligence set"},
    {"VDSina", "hosted-by-vdsina.ru", "v#", "", kSerial, kDefault,
     "26 addresses of a public threat-intelligence set"},
    {"Stark Industries", "stark-industries.solutions", "vm#", "", kSerial,
     kDefault, "358 addresses of a public threat-intelligence set"},
    {"ip-ptr.tech", "ip-ptr.tech", "W-#", "", kSerial, kDefault,
     "seen in a public threat-intelligence set"},
    {"Linode", "members.linode.com", "li#-#", "", kSerial, kDefault,
     "51 addresses of a public threat-intelligence set"},
    {"Alibaba", "hichina.com", "ip#", "", kSerial, kDefault,
     "`ip101` stood on 255,504 addresses of a public list, 2014"},
    {"Comcast", "comcast.net", "pcp#pcs", "*", kSerial, kDynamic, kSeen},
    {"Shaw", "shawcable.net", "s999999XXXXXXXXXX", "@@", Encoding::kMac,
     kDynamic, "fqrdns.pcre: /^s[0-9]{6}[0-9a-f]{10}\\.[a-z]{2}\\.shawcable/"},
    {"Telia", "telia.com", "h#n#fls#o#", "", kSerial, kDynamic, kSeen},
    {"OCN", "ocn.ne.jp", "p#-ipad*", "*", kSerial, kDynamic, "fqrdns.pcre"},
    {"OCN", "ocn.ne.jp", "p#-ipngn*", "*", kSerial, kDynamic, "fqrdns.pcre"},
    {"Virgin Media", "cable.virginm.net", "cpc#-*", "#-#", kSerial, kDynamic,
     kSeen},
    {"Chello", "upc-j.chello.nl", "j9999??", "", kSerial, kGeneric, kSeen},
    {"Fibertel", "fibertel.com.ar", "ol#-#", "", kSerial, kGeneric,
     "fqrdns.pcre, rspamd"},
};

// Takes what one character of a form stands for from the front of `label`;
// false if it is not there. No character of a form takes what the next one
// needs, so nothing is ever tried twice.
bool Take(char form, std::string_view& label) {
  const auto take_run = [&](auto test) {
    const size_t end = EndOf(label, 0, test);
    label.remove_prefix(end);
    return end > 0;
  };
  const auto take_one = [&](auto test) {
    if (label.empty() || !test(label[0])) return false;
    label.remove_prefix(1);
    return true;
  };
  switch (form) {
    case '#':
      return take_run(IsDigit);
    case '9':
      return take_one(IsDigit);
    case '?':
      take_one(IsDigit);
      return true;
    case 'X':
      return take_one(IsHex);
    case '@':
      return take_one(IsLetter);
    case 'A':
      return take_run(IsLetter);
    case 'W':
      return take_run([](char c) { return IsLetter(c) || IsDigit(c); });
    case '*':
      label = {};
      return true;
    default:
      return take_one([&](char c) { return c == form; });
  }
}

bool HasForm(std::string_view text, std::string_view form) {
  for (const char c : form) {
    if (!Take(c, text)) return false;
  }
  return text.empty();
}

bool Fits(const ProviderRule& rule, std::string_view text) {
  if (text.size() <= rule.suffix.size() + 1) return false;
  const size_t dot = text.size() - rule.suffix.size() - 1;
  if (text[dot] != '.' || !text.ends_with(rule.suffix)) return false;
  const std::string_view left = text.substr(0, dot);
  const size_t label = std::min(left.find('.'), left.size());
  const bool between = label < left.size();
  if (between == rule.between.empty()) return false;
  return HasForm(left.substr(0, label), rule.form) &&
         (!between || HasForm(left.substr(label + 1), rule.between));
}

}  // namespace

std::span<const ProviderRule> ProviderRules() { return kRules; }

const ProviderRule* FindProviderRule(const NameParts& name) {
  const std::string_view domain = name.registrable_domain();
  if (domain.empty()) return nullptr;
  for (const ProviderRule& rule : kRules) {
    // Most are told apart by one character.
    if (rule.suffix.size() < domain.size() ||
        rule.suffix[rule.suffix.size() - domain.size()] != domain[0]) {
      continue;
    }
    if (Fits(rule, name.text())) return &rule;
  }
  return nullptr;
}

}  // namespace ptrcensus
