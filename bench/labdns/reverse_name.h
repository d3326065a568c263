// Names below in-addr.arpa and ip6.arpa, read backwards: which address, or
// which address's RFC 2317 alias target, a name stands for.
#pragma once

#include <cstdint>
#include <optional>

#include "bench/labdns/wire_name.h"
#include "io/address.h"

namespace ptrcensus::labdns {

struct ReverseName {
  enum class Form {
    kAddress,      // 7.113.0.203.in-addr.arpa
    kChainTarget,  // 7.0/25.113.0.203.in-addr.arpa
    kAbove,        // 113.0.203.in-addr.arpa and upwards
    kUnknown,      // below the suffix, but none of these
  };
  Form form = Form::kUnknown;
  Address address;         // of the first two forms
  size_t zone_offset = 0;  // where the reverse zone (/24, /64) starts
};

// Nothing when the name is not below (or at) the two suffixes.
[[nodiscard]] std::optional<ReverseName> ReadReverseName(Octets name) noexcept;

// The labels of a chain target in front of the name's own second label:
// `7.0/25`; `a.chain` for IPv6. What follows is the reverse name without its
// first label.
[[nodiscard]] WireName ChainTargetLabels(const Address& address);

// The whole reverse name, for the truth.
[[nodiscard]] WireName MakeReverseName(const Address& address);
// The whole chain target, for the truth.
[[nodiscard]] WireName MakeChainTarget(const Address& address);
// The reverse zone's name: /24 or /64.
[[nodiscard]] WireName MakeZoneName(const Address& address);

}  // namespace ptrcensus::labdns
