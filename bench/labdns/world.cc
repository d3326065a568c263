#include "bench/labdns/world.h"

#include <algorithm>
#include <utility>

#include "bench/labdns/hash.h"
#include "bench/labdns/labels.h"

namespace ptrcensus::labdns {
namespace {

constexpr uint64_t kSaltKind = 1;
constexpr uint64_t kSaltShared = 2;
constexpr uint64_t kSaltAnchor = 3;
constexpr uint64_t kSaltTtl = 4;
constexpr uint64_t kSaltEde = 5;
constexpr uint64_t kSaltForm = 6;
constexpr uint64_t kSaltCount = 7;
constexpr uint64_t kSaltUpper = 8;
constexpr uint64_t kSaltForward = 9;
constexpr uint64_t kSaltAddresses = 10;

constexpr uint32_t kManyNames = 30;
constexpr uint32_t kUpperPercent = 5;

uint64_t Salt(uint64_t salt, uint32_t index) {
  return salt + (static_cast<uint64_t>(index) << 8);
}

Address GroupOf(const Address& address) {
  if (address.is_v4()) return Address::V4(address.v4() & ~uint32_t{0xffff});
  return Address::V6(address.high(), address.low() & ~uint64_t{0xffff});
}

Address InGroup(const Address& group, uint16_t low) {
  if (group.is_v4()) return Address::V4(group.v4() | low);
  return Address::V6(group.high(), group.low() | low);
}

Address Neighbour(const Address& address) {
  if (address.is_v4()) return Address::V4(address.v4() ^ 1);
  return Address::V6(address.high(), address.low() ^ 1);
}

NameLook LookOf(Kind kind) {
  if (kind == Kind::kOdd) return NameLook::kOdd;
  return kind == Kind::kMany ? NameLook::kLong : NameLook::kMixed;
}

bool HasEde(Kind kind) {
  return kind == Kind::kNxdomain || kind == Kind::kServfail ||
         kind == Kind::kRefused;
}

void UpperCase(WireName& name) {
  uint8_t* octets = name.data();
  for (size_t at = 0; octets[at] != 0; at += octets[at] + size_t{1}) {
    for (size_t i = at + 1; i <= at + octets[at]; ++i) {
      if (octets[i] >= 'a' && octets[i] <= 'z') {
        octets[i] = static_cast<uint8_t>(octets[i] - 32);
      }
    }
  }
}

void MakeLiteral(const Address& address, WireName& out) {
  if (!address.is_v4()) {
    out.AddLabel(AddressText(address));
    return out.AddRoot();
  }
  for (int shift = 24; shift >= 0; shift -= 8) {
    out.AddLabel(LabelText().AddNumber(address.v4() >> shift & 255).text());
  }
  out.AddRoot();
}

}  // namespace

World::World(const WorldOptions& options)
    : seed_(Mix(options.seed + 1)),
      mix_("--mix", kKindWords, options.mix),
      forward_mix_("--forward-mix", kForwardWords, options.forward_mix),
      shared_threshold_(Threshold(options.shared_percent)),
      shared_names_(options.shared_names),
      ede_threshold_(Threshold(options.ede_percent)),
      dead_(options.dead),
      names_(seed_) {}

Place World::Look(const Address& address) const {
  for (const Block& block : dead_) {
    if (block.Contains(address)) return {address, Kind::kDead, {}};
  }
  if (shared_threshold_ > 0) {
    if (const auto number = AnchorOf(address)) {
      return {address, Kind::kShared, {GroupOf(address), *number}};
    }
  }
  const uint64_t hash = Hash(seed_, address, kSaltKind);
  const Kind kind =
      static_cast<Kind>(mix_.Pick(static_cast<uint32_t>(hash >> 32)));
  if (kind != Kind::kSingle ||
      static_cast<uint32_t>(hash) >= shared_threshold_) {
    return {address, kind, {}};
  }
  const uint64_t number = Hash(seed_, address, kSaltShared) % shared_names_;
  return {address,
          Kind::kShared,
          {GroupOf(address), static_cast<uint32_t>(number)}};
}

// In every group the address that a keyed bijection of the low 16 bits maps to
// k always carries shared name k, so that the name can name it.
std::optional<uint32_t> World::AnchorOf(const Address& address) const {
  const Bijection<uint8_t> order(Hash(seed_, GroupOf(address), kSaltAnchor));
  const uint8_t high = static_cast<uint8_t>(address.low() >> 8);
  const uint8_t low = static_cast<uint8_t>(address.low());
  // Few names are shared, so half of the number settles nearly every address.
  if (static_cast<uint32_t>(order.ForwardLeft(high, low) << 8) >=
      shared_names_) {
    return std::nullopt;
  }
  const auto [left, right] = order.Forward(high, low);
  const uint32_t number = static_cast<uint32_t>(left << 8 | right);
  if (number >= shared_names_) return std::nullopt;
  return number;
}

Address World::AnchorAddress(const SharedName& shared) const {
  const Bijection<uint8_t> order(Hash(seed_, shared.group, kSaltAnchor));
  const auto [left, right] =
      order.Backward(static_cast<uint8_t>(shared.number >> 8),
                     static_cast<uint8_t>(shared.number));
  return InGroup(shared.group, static_cast<uint16_t>(left << 8 | right));
}

uint32_t World::RecordCount(const Place& place) const {
  switch (place.kind) {
    case Kind::kMulti:
      return static_cast<uint32_t>(2 +
                                   Hash(seed_, place.address, kSaltCount) % 4);
    case Kind::kMany:
      return kManyNames;
    case Kind::kSingle:
    case Kind::kChain:
    case Kind::kChainSplit:
    case Kind::kRoot:
    case Kind::kLiteral:
    case Kind::kLocal:
    case Kind::kOdd:
    case Kind::kShared:
      return 1;
    default:
      return 0;
  }
}

void World::MakeRecord(const Place& place, uint32_t index,
                       WireName& out) const {
  out.Clear();
  switch (place.kind) {
    case Kind::kRoot:
      return out.AddRoot();
    case Kind::kLiteral:
      return MakeLiteral(place.address, out);
    case Kind::kLocal:
      return MakeLocal(place.address, out);
    case Kind::kShared:
      return MakeSharedName(place.shared, out);
    default:
      break;
  }
  names_.Make({place.address, index}, LookOf(place.kind), out);
  if (place.kind != Kind::kOdd &&
      Hash(seed_, place.address, Salt(kSaltUpper, index)) % 100 <
          kUpperPercent) {
    UpperCase(out);
  }
}

// Names that must never be asked forward: special-use tops, a single label, an
// all-digit top.
void World::MakeLocal(const Address& address, WireName& out) const {
  static constexpr std::array<std::array<std::string_view, 3>, 6> kLocal = {{
      {"localhost"},
      {"nas", "local"},
      {"router", "home", "arpa"},
      {"gateway", "internal"},
      {"printer"},
      {"host", "example", "123"},
  }};
  for (const std::string_view label :
       kLocal[Hash(seed_, address, kSaltForm) % kLocal.size()]) {
    if (!label.empty()) out.AddLabel(label);
  }
  out.AddRoot();
}

uint32_t World::PtrTtl(const Address& address) const {
  static constexpr std::array<uint32_t, 4> kTtls = {300, 3600, 43200, 86400};
  return kTtls[Hash(seed_, address, kSaltTtl) % kTtls.size()];
}

std::optional<uint16_t> World::Ede(const Place& place) const {
  if (ede_threshold_ == 0 || !HasEde(place.kind) ||
      static_cast<uint32_t>(Hash(seed_, place.address, kSaltEde)) >=
          ede_threshold_) {
    return std::nullopt;
  }
  // RFC 8914 4: Blocked, No Reachable Authority, Prohibited.
  if (place.kind == Kind::kNxdomain) return uint16_t{15};
  return place.kind == Kind::kServfail ? uint16_t{22} : uint16_t{18};
}

bool World::BrokenAtOnce(const Address& address) const {
  return Hash(seed_, address, kSaltForm) % 2 == 0;
}

uint64_t World::MalformedForm(const Address& address) const {
  return Hash(seed_, address, kSaltForm);
}

std::optional<World::Origin> World::FindName(const WireName& lower) const {
  Origin origin;
  if (const auto shared = ReadSharedName(lower)) {
    if (shared_threshold_ == 0 || shared->number >= shared_names_ ||
        shared->group != GroupOf(shared->group)) {
      return std::nullopt;
    }
    origin.place = {AnchorAddress(*shared), Kind::kShared, *shared};
  } else {
    const auto id = names_.Read(lower);
    if (!id) return std::nullopt;
    origin = {Look(id->address), id->index};
    if (origin.index >= RecordCount(origin.place)) return std::nullopt;
  }
  WireName made;
  MakeRecord(origin.place, origin.index, made);
  if (!EqualFolded(made.wire(), lower.wire())) return std::nullopt;
  return origin;
}

ForwardKind World::Forward(const Place& place, uint32_t index) const {
  if (place.kind == Kind::kShared) return ForwardKind::kPass;
  const ForwardKind kind =
      static_cast<ForwardKind>(forward_mix_.Pick(static_cast<uint32_t>(
          Hash(seed_, place.address, Salt(kSaltForward, index)))));
  // An odd name may fill all 255 octets, so none can stand in front of it.
  const bool alias =
      kind == ForwardKind::kCname || kind == ForwardKind::kCnameSplit;
  return alias && place.kind == Kind::kOdd ? ForwardKind::kPass : kind;
}

// Address j of those that are not the one the name is for: in 198.18.0.0/15,
// which is for benchmarks, or below 2001:db8:ffff::/48.
Address World::Elsewhere(const Address& address, uint64_t hash,
                         uint32_t j) const {
  if (address.is_v4()) {
    return Address::V4(0xc6120000u |
                       (static_cast<uint32_t>(hash >> 8) & 0x1ff00u) | (j + 1));
  }
  return Address::V6(0x20010db8ffff0000u | (hash & 0xffff), j + 1);
}

void World::SharedAddresses(const SharedName& shared,
                            std::vector<Address>& out) const {
  const uint64_t hash =
      Hash(seed_, shared.group, Salt(kSaltAddresses, shared.number));
  if (shared.number % 2 == 0) out.push_back(AnchorAddress(shared));
  out.push_back(Elsewhere(shared.group, hash, 0));
  out.push_back(Elsewhere(shared.group, hash, 1));
}

void World::ForwardAddresses(const Place& place, uint32_t index,
                             std::vector<Address>& out) const {
  out.clear();
  if (place.kind == Kind::kShared) return SharedAddresses(place.shared, out);
  const Address& address = place.address;
  const uint64_t hash = Hash(seed_, address, Salt(kSaltAddresses, index));
  size_t others = 0;
  switch (Forward(place, index)) {
    case ForwardKind::kPass:
    case ForwardKind::kCname:
    case ForwardKind::kCnameSplit:
      out.push_back(address);
      return;
    case ForwardKind::kOtherFamily: {
      const Address other = address.is_v4() ? Address::V6(0, 0) : Address();
      out.push_back(Elsewhere(other, hash, 0));
      return;
    }
    case ForwardKind::kMismatch:
      if (hash % 2 == 0) out.push_back(Neighbour(address));
      for (uint32_t j = 0; j <= hash / 2 % 3; ++j) {
        out.push_back(Elsewhere(address, hash, j));
      }
      return;
    case ForwardKind::kPassMany:
      others = 1 + hash % 3;
      break;
    case ForwardKind::kHuge:
      others = kHugeAddresses - 1;
      break;
    default:
      return;
  }
  for (uint32_t j = 0; j < others; ++j) {
    out.push_back(Elsewhere(address, hash, j));
  }
  const size_t position = hash / 3 % (others + 1);
  out.insert(out.begin() + static_cast<std::ptrdiff_t>(position), address);
}

}  // namespace ptrcensus::labdns
