// A small world for the extra queries of --check: whom the addresses of a block
// name, and what those names have.
#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <string_view>

#include "tests/support/scan_lab.h"

namespace ptrcensus::testing {

inline constexpr std::string_view kIp = "20.0.0.7";
inline constexpr std::string_view kReverse = "7.0.0.20.in-addr.arpa";
inline constexpr std::string_view kName = "mail.some-town.net";

inline Responses Say(const ReplyTo& reply) { return {{reply.Build()}}; }
inline Responses Nothing(const Query& query) {
  return Say(ReplyTo(query).Rcode(Rcode::kNxDomain));
}
inline Responses Servfail(const Query& query) {
  return Say(ReplyTo(query).Rcode(Rcode::kServFail));
}

inline Responses NoData(const Query& q) { return Say(ReplyTo(q)); }
inline Responses Silence(const Query&) { return {}; }

// Every address of an IPv4 block is called kName, which has the address kIp;
// what `special` gives goes first.
inline ServerFunction World(
    std::function<std::optional<Responses>(const Query&)> special) {
  return Alive([special](const Arrival& a) -> Responses {
    if (const auto responses = special(a.query)) return *responses;
    if (a.query.name.starts_with("256.")) return Nothing(a.query);
    if (a.query.name.ends_with(".in-addr.arpa")) {
      return Say(ReplyTo(a.query).Ptr(kName));
    }
    if (a.query.type == RrType::kA) return Say(ReplyTo(a.query).Ip(kIp));
    return Nothing(a.query);
  });
}

inline size_t UncheckedQueries(const ScanLab& lab) {
  return static_cast<size_t>(std::ranges::count_if(
      lab.network.arrivals(),
      [](const Arrival& a) { return a.query.checking_disabled; }));
}

}  // namespace ptrcensus::testing
