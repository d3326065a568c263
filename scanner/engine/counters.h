// What a scan counted. Written by the engine, read by progress and summary.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "io/address.h"
#include "io/dns.h"
#include "output/row.h"
#include "scanner/verdict/encoding.h"
#include "scanner/verdict/finding.h"

namespace ptrcensus {

// Why a packet was dropped, in the order of the checks.
enum class Drop : uint8_t {
  kMalformed,      // no reply to any query, or its records cannot be walked
  kStrayId,        // no query of ours ever had this socket and id
  kWrongSource,    // address or port is not the server's
  kWrongQuestion,  // id and source match, the question does not
  kDuplicate,      // the query was answered before
  kLate,           // the query was given up before
};
inline constexpr int kDropCount = 6;
[[nodiscard]] std::string_view Text(Drop drop);

// What keeps the pace from being higher at this moment.
enum class Holdback : uint8_t {
  kNone,
  kRate,
  kServers,  // each at --server-rate
  kWindow,
  kOutput,
  kOutage,   // all servers are silent
  kTargets,  // all are drawn
};
[[nodiscard]] std::string_view Text(Holdback holdback);

struct ServerCounters {
  Endpoint server;
  uint64_t sent = 0;      // queries of every kind, UDP and TCP
  uint64_t answered = 0;  // replies accepted
  uint64_t timeouts = 0;
  uint64_t servfail = 0;
  uint64_t refused = 0;
  uint64_t truncated = 0;
  uint64_t rtt_us_sum = 0;  // over answered
  bool edns = true;         // false: it was found not to know EDNS
  bool keeps_case = true;   // false: it was found not to keep 0x20 case
};

// What --check wildcard saw of IPv4 /24 zones.
struct WildcardZones {
  uint64_t asked = 0;
  uint64_t found = 0;   // have a PTR for it
  uint64_t failed = 0;  // no answer
  // The lowest of those found, at most kWildcardsListed: first addresses.
  std::vector<uint32_t> lowest;
};

struct ScanCounters {
  uint64_t drawn = 0;      // targets taken from the order
  uint64_t rows = 0;       // rows made, skipped ones included
  uint64_t in_flight = 0;  // addresses between draw and row, now

  // Queries sent, by kind.
  uint64_t reverse_queries = 0;
  uint64_t forward_queries = 0;
  uint64_t probes = 0;
  uint64_t retries = 0;  // of the above: not the first of their question
  uint64_t queries() const {
    return reverse_queries + forward_queries + probes;
  }
  uint64_t answered = 0;  // replies accepted
  uint64_t timeouts = 0;  // tries that ended without one
  uint64_t unsent = 0;    // refused by the kernel; not counted as sent

  std::array<uint64_t, kPtrStatusCount> by_status{};
  std::array<uint64_t, kFcrdnsCount> by_fcrdns{};
  std::array<uint64_t, kNameClassCount> by_class{};
  std::array<uint64_t, kEncodingCount> by_encoding{};
  std::array<uint64_t, kFindingCount> by_finding{};
  std::array<uint64_t, kDropCount> drops{};

  // Names that were looked up; again after eviction, failure or a partial set.
  uint64_t forward_names = 0;
  uint64_t forward_shared = 0;  // look-ups answered by the name cache

  uint64_t lag_forgiven_us = 0;  // pace that could not be caught up
  Holdback holdback = Holdback::kNone;
  std::vector<ServerCounters> servers;
};

}  // namespace ptrcensus
