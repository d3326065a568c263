#include "bench/labdns/truth.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "bench/labdns/reverse_name.h"

namespace ptrcensus::labdns {
namespace {

constexpr size_t kMostForward = 8;

constexpr std::string_view kPass = "pass";
constexpr std::string_view kMismatch = "mismatch";
constexpr std::string_view kNoForward = "no_forward";
constexpr std::string_view kInvalidName = "invalid_name";
constexpr std::string_view kTemp = "temp";
constexpr std::string_view kUntried = "untried";

// What a reverse lookup of this kind ends in; `fcrdns` is empty where the names
// decide.
struct Ending {
  std::string_view ptr_status;
  std::string_view fcrdns;
  std::string_view rcode;
  std::string_view flags;
  bool total_known = true;
  bool zone = false;
};

Ending EndingOf(Kind kind) {
  switch (kind) {
    case Kind::kNxdomain:
      return {"nxdomain", "no_ptr", "NXDOMAIN", "aa", true, true};
    case Kind::kNodata:
      return {"nodata", "no_ptr", "NOERROR", "aa", true, true};
    case Kind::kServfail:
      return {"servfail", "ptr_temp", "SERVFAIL", "aa", false};
    case Kind::kRefused:
      return {"refused", "ptr_temp", "REFUSED", "aa", false};
    case Kind::kOtherRcode:
      return {"other_rcode", "ptr_temp", "NOTAUTH", "aa", false};
    case Kind::kSilent:
    case Kind::kDead:
      return {"timeout", "ptr_temp", "", "", false};
    case Kind::kMalformed:
      return {"malformed", "ptr_temp", "", "", false};
    case Kind::kChainBroken:
      return {"cname_broken", "no_ptr", "NXDOMAIN", "aa cname", true, true};
    case Kind::kChainLoop:
      return {"cname_loop", "ptr_temp", "NOERROR", "aa cname", false};
    case Kind::kChain:
    case Kind::kChainSplit:
      return {"ok", "", "NOERROR", "aa cname"};
    case Kind::kMany:
      return {"ok", "", "NOERROR", "aa tc tcp"};
    default:
      return {"ok", "", "NOERROR", "aa"};
  }
}

// RFC 8601 2.7.3.
std::string_view IprevOf(std::string_view fcrdns) {
  if (fcrdns == "pass") return "pass";
  if (fcrdns == "forward_temp" || fcrdns == "ptr_temp") return "temperror";
  if (fcrdns == "no_ptr") return "permerror";
  return fcrdns == "not_checked" ? "none" : "fail";
}

bool NeverAsked(Kind kind) {
  return kind == Kind::kRoot || kind == Kind::kLiteral || kind == Kind::kLocal;
}

// The matching address first, then the others ascending.
std::string ForwardText(const std::vector<Address>& addresses,
                        const Address& target) {
  std::vector<Address> list = addresses;
  const auto match = std::find(list.begin(), list.end(), target);
  if (match != list.end()) std::rotate(list.begin(), match, match + 1);
  if (list.size() > kMostForward) list.resize(kMostForward);
  std::string text;
  for (const Address& address : list) {
    if (!text.empty()) text += ' ';
    text += AddressText(address);
  }
  return text;
}

}  // namespace

void Truth::TryForward(const Place& place, uint32_t index,
                       TriedName& name) const {
  if (!options_.forward) {
    name.status = kUntried;
    return;
  }
  if (NeverAsked(place.kind)) {
    name.status = kInvalidName;
    return;
  }
  const ForwardKind kind = world_.Forward(place, index);
  if (kind == ForwardKind::kServfail || kind == ForwardKind::kSilent) {
    name.status = kTemp;
    return;
  }
  std::vector<Address> all;
  world_.ForwardAddresses(place, index, all);
  std::copy_if(all.begin(), all.end(), std::back_inserter(name.addresses),
               [&](const Address& address) {
                 return address.family() == place.address.family();
               });
  std::sort(name.addresses.begin(), name.addresses.end());
  name.addresses.erase(
      std::unique(name.addresses.begin(), name.addresses.end()),
      name.addresses.end());
  if (name.addresses.empty()) {
    name.status = kNoForward;
  } else if (std::binary_search(name.addresses.begin(), name.addresses.end(),
                                place.address)) {
    name.status = kPass;
  } else {
    name.status = kMismatch;
  }
}

std::vector<Truth::TriedName> Truth::TryNames(const Place& place) const {
  struct Entry {
    WireName wire;
    uint32_t index;
  };
  std::vector<Entry> entries(world_.RecordCount(place));
  for (uint32_t i = 0; i < entries.size(); ++i) {
    world_.MakeRecord(place, i, entries[i].wire);
    entries[i].index = i;
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return CanonicalLess(a.wire.wire(), b.wire.wire());
  });
  std::vector<TriedName> names(
      std::min<size_t>(entries.size(), options_.max_names));
  for (size_t i = 0; i < names.size(); ++i) {
    names[i].text = StrictText(entries[i].wire.wire());
    TryForward(place, entries[i].index, names[i]);
  }
  return names;
}

// The columns name to forward.
void Truth::AppendNames(const Place& place, std::string& out) {
  const Ending ending = EndingOf(place.kind);
  const std::vector<TriedName> names = TryNames(place);
  std::string texts;
  std::string statuses;
  for (const TriedName& name : names) {
    texts += (texts.empty() ? "" : " ") + name.text;
    if (!statuses.empty()) statuses += ' ';
    statuses += name.status;
  }
  const auto with = [&](std::string_view status) {
    return std::find_if(names.begin(), names.end(), [&](const TriedName& name) {
      return name.status == status;
    });
  };
  const auto has = [&](std::string_view s) { return with(s) != names.end(); };
  std::string_view fcrdns = ending.fcrdns;
  if (fcrdns.empty()) {
    fcrdns = has(kPass)          ? "pass"
             : has(kTemp)        ? "forward_temp"
             : has(kMismatch)    ? "mismatch"
             : has(kNoForward)   ? "no_forward"
             : has(kInvalidName) ? "invalid_name"
                                 : "not_checked";
  }
  auto representative = with(kPass);
  if (representative == names.end()) representative = names.begin();
  const bool named = representative != names.end();
  const std::string total =
      ending.total_known ? std::to_string(world_.RecordCount(place)) : "";
  fmt::format_to(
      std::back_inserter(out), "{},{},{},{},{},{},{}",
      named ? std::string_view(representative->text) : std::string_view(),
      texts, statuses, total, fcrdns, IprevOf(fcrdns),
      named ? ForwardText(representative->addresses, place.address) : "");
}

// The columns owner to flags.
void Truth::AppendReverse(const Place& place, std::string& out) const {
  const Ending ending = EndingOf(place.kind);
  const bool led_elsewhere =
      place.kind == Kind::kChain || place.kind == Kind::kChainSplit;
  const auto ede = world_.Ede(place);
  fmt::format_to(
      std::back_inserter(out), "{},{},{},{},{},{}",
      led_elsewhere ? StrictText(MakeChainTarget(place.address).wire()) : "",
      ending.zone ? StrictText(MakeZoneName(place.address).wire()) : "",
      ending.ptr_status == "ok" ? std::to_string(world_.PtrTtl(place.address))
                                : "",
      ending.rcode, ede ? std::to_string(*ede) : "", ending.flags);
}

void Truth::AppendRow(const Address& address, std::string& out) {
  const Place place = world_.Look(address);
  out += AddressText(address);
  out += ',';
  out += EndingOf(place.kind).ptr_status;
  out += ',';
  AppendNames(place, out);
  out += ",,false,,,,,,";
  AppendReverse(place, out);
  out += ",,,,\n";
}

}  // namespace ptrcensus::labdns
