#include "bench/labdns/names.h"

#include <algorithm>
#include <array>

#include "bench/labdns/hash.h"
#include "bench/labdns/labels.h"

namespace ptrcensus::labdns {
namespace {

constexpr std::string_view kNet("\7example\3net\0", 13);
constexpr std::string_view kCom("\7example\3com\0", 13);
constexpr std::string_view kOrg("\7example\3org\0", 13);

// Most IPv4 names have this wire length, so that replies are of few lengths and
// many can be sent together.
constexpr size_t kUsualBytes = 40;

constexpr std::array<std::string_view, 8> kRoles = {
    "mail", "smtp", "imap", "ldap", "node", "edge", "core", "host"};
constexpr std::string_view kCustomTail = "-hosting";
constexpr int kV4Syllables = 6;     // 32 bits and a check of 4
constexpr int kHalfSyllables = 11;  // 64 bits

constexpr uint64_t kSaltLook = 101;
constexpr uint64_t kSaltCheck = 102;
constexpr uint64_t kSaltMask = 103;
constexpr uint64_t kSaltOdd = 104;

// Octets that have broken programs: quotes, separators, controls, markup.
constexpr std::string_view kTraps("\"'=,;\n\r\t \x1b\0\xff\x80.\\<>&()@$AZ-",
                                  25);

// The label in front of the domain: a word and the index, padded with zeros.
void AddIndexLabel(WireName& name, std::string_view word, uint32_t index) {
  const size_t taken = name.size() + 1 + word.size() + kNet.size();
  const size_t width = taken < kUsualBytes ? kUsualBytes - taken : 1;
  name.AddLabel(LabelText().Add(word).AddNumber(index, width).text());
}

uint64_t Check(uint64_t seed, uint64_t value, int bits) {
  return Hash(seed, value, kSaltCheck) & ((uint64_t{1} << bits) - 1);
}

std::optional<NameId> At(const std::optional<Address>& address,
                         uint32_t index) {
  if (!address) return std::nullopt;
  return NameId{*address, index};
}

std::optional<Address> ReadDots(const LabelList& labels) {
  if (labels.size() != 7) return std::nullopt;
  uint32_t bits = 0;
  for (size_t i = 0; i < 4; ++i) {
    const auto octet = ReadNumbered(labels[i], "");
    if (!octet || *octet > 255) return std::nullopt;
    bits |= *octet << (8 * i);
  }
  return Address::V4(bits);
}

std::optional<Address> ReadPrefixedDashed(std::string_view text,
                                          std::string_view prefix) {
  if (!TakeText(text, prefix)) return std::nullopt;
  return ReadDashed(text);
}

std::optional<Address> ReadPrefixedHex(std::string_view text,
                                       std::string_view prefix) {
  if (!TakeText(text, prefix)) return std::nullopt;
  return ReadHexAddress(text);
}

// Names whose third label from the top is a word and the index.
std::optional<NameId> ReadShown(const LabelList& labels) {
  const std::string_view word = labels.FromTop(3);
  const std::string_view host = labels.FromTop(4);
  if (const auto i = ReadNumbered(word, "pool")) {
    return At(ReadPrefixedDashed(host, "host-"), *i);
  }
  if (const auto i = ReadNumbered(word, "dyn-lines")) {
    return At(ReadDashed(host), *i);
  }
  if (const auto i = ReadNumbered(word, "static-ip")) {
    return At(ReadDots(labels), *i);
  }
  if (const auto i = ReadNumbered(word, "residential")) {
    return At(ReadPrefixedHex(host, "cpe"), *i);
  }
  if (const auto i = ReadNumbered(word, "customer-network")) {
    return At(ReadPrefixedHex(host, "access-line-"), *i);
  }
  if (const auto i = ReadNumbered(word, "odd")) {
    return At(ReadPrefixedHex(host, "x"), *i);
  }
  return std::nullopt;
}

}  // namespace

void Names::Make(const NameId& id, NameLook look, WireName& out) const {
  out.Clear();
  switch (look) {
    case NameLook::kMixed:
      return MakeMixed(id, out);
    case NameLook::kOdd:
      return MakeOdd(id, out);
    case NameLook::kLong:
      out.AddLabel(
          LabelText().Add("access-line-").AddHexAddress(id.address).text());
      AddIndexLabel(out, "customer-network", id.index);
      out.AddWire(kNet);
  }
}

void Names::MakeMixed(const NameId& id, WireName& out) const {
  const uint64_t look =
      Hash(seed_, id.address, kSaltLook + (id.index << 8)) % 8;
  switch (look) {
    case 0:
    case 1:
      out.AddLabel(LabelText().Add("host-").AddDashed(id.address).text());
      AddIndexLabel(out, "pool", id.index);
      return out.AddWire(kNet);
    case 2:
      if (id.address.is_v4()) {
        for (int shift = 0; shift < 32; shift += 8) {
          const uint32_t octet = id.address.v4() >> shift & 255;
          out.AddLabel(LabelText().AddNumber(octet).text());
        }
        AddIndexLabel(out, "static-ip", id.index);
        return out.AddWire(kNet);
      }
      [[fallthrough]];
    case 3:
      out.AddLabel(LabelText().AddDashed(id.address).text());
      AddIndexLabel(out, "dyn-lines", id.index);
      return out.AddWire(kCom);
    case 4:
      out.AddLabel(LabelText().Add("cpe").AddHexAddress(id.address).text());
      AddIndexLabel(out, "residential", id.index);
      return out.AddWire(kCom);
    default:
      return MakeCustom(id, out);
  }
}

Address Names::Hide(const Address& address) const {
  if (address.is_v4()) {
    const auto [left, right] = Bijection<uint16_t>(seed_).Forward(
        static_cast<uint16_t>(address.v4() >> 16),
        static_cast<uint16_t>(address.v4()));
    return Address::V4(static_cast<uint32_t>(left) << 16 | right);
  }
  const auto [left, right] =
      Bijection<uint64_t>(seed_).Forward(address.high(), address.low());
  return Address::V6(left, right);
}

Address Names::Unhide(const Address& hidden) const {
  if (hidden.is_v4()) {
    const auto [left, right] = Bijection<uint16_t>(seed_).Backward(
        static_cast<uint16_t>(hidden.v4() >> 16),
        static_cast<uint16_t>(hidden.v4()));
    return Address::V4(static_cast<uint32_t>(left) << 16 | right);
  }
  const auto [left, right] =
      Bijection<uint64_t>(seed_).Backward(hidden.high(), hidden.low());
  return Address::V6(left, right);
}

uint32_t Names::CustomMask(const Address& hidden) const {
  return static_cast<uint32_t>(Hash(seed_, hidden, kSaltMask) % kNameIndexes);
}

void Names::MakeCustom(const NameId& id, WireName& out) const {
  const Address hidden = Hide(id.address);
  const uint32_t index = id.index ^ CustomMask(hidden);
  out.AddLabel(
      LabelText().Add(kRoles[index % 8]).AddNumber(index / 8 + 1).text());
  LabelText serial;
  if (hidden.is_v4()) {
    serial.AddSyllables(Check(seed_, hidden.v4(), 4) << 32 | hidden.v4(),
                        kV4Syllables);
  } else {
    for (const uint64_t half : {hidden.high(), hidden.low()}) {
      serial.AddSyllables(half, kHalfSyllables);
    }
  }
  out.AddLabel(serial.Add(kCustomTail).text());
  out.AddWire(kOrg);
}

std::optional<NameId> Names::ReadCustom(std::string_view host,
                                        std::string_view serial) const {
  const auto role = std::find(kRoles.begin(), kRoles.end(), host.substr(0, 4));
  if (role == kRoles.end()) return std::nullopt;
  const auto number = ReadNumbered(host.substr(4), "");
  if (!number || *number < 1 || *number > kNameIndexes / 8) return std::nullopt;
  if (!serial.ends_with(kCustomTail)) return std::nullopt;
  serial.remove_suffix(kCustomTail.size());
  const bool v4 = serial.size() == 2 * kV4Syllables;
  const auto first = TakeSyllables(serial, v4 ? kV4Syllables : kHalfSyllables);
  if (!first) return std::nullopt;
  Address hidden;
  if (v4) {
    hidden = Address::V4(static_cast<uint32_t>(*first));
    if (*first >> 32 != Check(seed_, hidden.v4(), 4)) return std::nullopt;
  } else {
    const auto second = TakeSyllables(serial, kHalfSyllables);
    if (!second || !serial.empty()) return std::nullopt;
    hidden = Address::V6(*first, *second);
  }
  const uint32_t masked =
      (*number - 1) * 8 + static_cast<uint32_t>(role - kRoles.begin());
  return NameId{Unhide(hidden), masked ^ CustomMask(hidden)};
}

void Names::MakeOdd(const NameId& id, WireName& out) const {
  Random random(Hash(seed_, id.address, kSaltOdd + (id.index << 8)));
  LabelText carrier;
  carrier.Add("x").AddHexAddress(id.address);
  LabelText odd;
  odd.Add("odd").AddNumber(id.index);
  const size_t tail =
      carrier.text().size() + 1 + odd.text().size() + 1 + kNet.size();
  // One in eight fills the 255 octets, in labels of the greatest length.
  size_t room =
      random.Below(8) == 0 ? kMaxNameBytes - tail : 2 + random.Below(40);
  while (room >= 2) {
    std::array<char, kMaxLabelBytes> octets;
    size_t length = std::min(room - 1, octets.size());
    if (room - 1 - length == 1) --length;
    for (size_t i = 0; i < length; ++i) {
      const uint64_t roll = random.Next();
      octets[i] = roll % 2 == 0 ? kTraps[(roll >> 8) % kTraps.size()]
                                : static_cast<char>(roll >> 8);
    }
    out.AddLabel({octets.data(), length});
    room -= length + 1;
  }
  out.AddLabel(carrier.text());
  out.AddLabel(odd.text());
  out.AddWire(kNet);
}

std::optional<NameId> Names::Read(const WireName& lower) const {
  const LabelList labels(lower.wire());
  if (labels.size() < 4 || labels.FromTop(2) != "example") return std::nullopt;
  const std::optional<NameId> id =
      labels.FromTop(1) == "org"
          ? ReadCustom(labels.FromTop(4), labels.FromTop(3))
          : ReadShown(labels);
  if (!id || id->index >= kNameIndexes) return std::nullopt;
  return id;
}

void MakeSharedName(const SharedName& shared, WireName& out) {
  out.Clear();
  out.AddLabel(LabelText().Add("shared").AddNumber(shared.number).text());
  out.AddLabel(
      LabelText().Add("customer-g").AddHexAddress(shared.group).text());
  out.AddWire(kCom);
}

std::optional<SharedName> ReadSharedName(const WireName& lower) {
  const LabelList labels(lower.wire());
  if (labels.size() != 4 || labels.FromTop(1) != "com" ||
      labels.FromTop(2) != "example") {
    return std::nullopt;
  }
  const auto number = ReadNumbered(labels[0], "shared");
  const auto group = ReadPrefixedHex(labels[1], "customer-g");
  if (!number || !group) return std::nullopt;
  return SharedName{*group, *number};
}

}  // namespace ptrcensus::labdns
