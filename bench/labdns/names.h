// The world's host names: each is made from {address, index} and can be read
// back, so a forward answer needs no table. Looks are mixed: provider-like
// names that show the address, and custom-like ones that hide it behind a
// keyed bijection.
//
// Invariant: Read(Make(id, ...)) == id. Read may also return an id for a name
// that was never made; who needs certainty makes the name again and compares.
#pragma once

#include <cstdint>
#include <optional>

#include "bench/labdns/wire_name.h"
#include "io/address.h"

namespace ptrcensus::labdns {

struct NameId {
  Address address;
  uint32_t index = 0;

  friend bool operator==(const NameId&, const NameId&) = default;
};

inline constexpr uint32_t kNameIndexes = 32;

enum class NameLook {
  kMixed,  // one of the usual looks, chosen by hash
  kLong,   // at least 40 octets
  kOdd,    // arbitrary octets, upper case, up to 255 octets
};

class Names {
 public:
  explicit Names(uint64_t seed) : seed_(seed) {}

  // In lower case but for kOdd. `id.index` is below kNameIndexes.
  void Make(const NameId& id, NameLook look, WireName& out) const;
  [[nodiscard]] std::optional<NameId> Read(const WireName& lower) const;

 private:
  void MakeMixed(const NameId& id, WireName& out) const;
  void MakeCustom(const NameId& id, WireName& out) const;
  void MakeOdd(const NameId& id, WireName& out) const;
  uint32_t CustomMask(const Address& hidden) const;
  Address Hide(const Address& address) const;
  Address Unhide(const Address& hidden) const;
  std::optional<NameId> ReadCustom(std::string_view host,
                                   std::string_view serial) const;

  uint64_t seed_;
};

// The addresses of a /16 (IPv6: a /112) can share names: number k of group
// `address with its low 16 bits cleared`.
struct SharedName {
  Address group;
  uint32_t number = 0;
};
void MakeSharedName(const SharedName& shared, WireName& out);
[[nodiscard]] std::optional<SharedName> ReadSharedName(const WireName& lower);

}  // namespace ptrcensus::labdns
