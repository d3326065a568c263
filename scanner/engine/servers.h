// The servers asked: which one next, what each was found to know, and whether
// it is there at all. A server is named by a 32-bit id, its index here.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "io/address.h"
#include "io/time.h"
#include "scanner/engine/counters.h"
#include "scanner/engine/pacer.h"

namespace ptrcensus {

struct Server {
  Endpoint endpoint;
  Pacer pacer;             // --server-rate
  bool silent = true;      // until its first reply; it is probed, not asked
  bool edns = true;        // queries to it carry an OPT record
  bool keeps_case = true;  // 0x20
  int case_misses = 0;
  Time last_heard;
  // The first query since last_heard, while there is one.
  std::optional<Time> waiting_since;
  ServerCounters counters;
};

class Servers {
 public:
  Servers(std::span<const Endpoint> endpoints, uint64_t server_rate_qps,
          Time start);

  uint32_t size() const { return static_cast<uint32_t>(servers_.size()); }
  Server& operator[](uint32_t id) { return servers_[id]; }
  const Server& operator[](uint32_t id) const { return servers_[id]; }
  [[nodiscard]] bool all_silent() const { return silent_ == size(); }

  // A server for a new question, in turn; nothing while all are silent or at
  // their rate (`all_silent` tells which).
  [[nodiscard]] std::optional<uint32_t> Pick(Time now);
  // The server for the next try of a question that `last` did not answer: the
  // next one that is not silent and not in `excluded`; `last` itself, if it
  // may, where there is no other. Nothing when none is left.
  [[nodiscard]] std::optional<uint32_t> PickNext(
      uint32_t last, std::span<const uint32_t> excluded) const;

  void OnSent(uint32_t id, Time now);
  // Any packet that matched a query, whatever it says.
  void OnHeard(uint32_t id, Time now);
  void SetSilent(uint32_t id);

 private:
  std::vector<Server> servers_;
  uint32_t silent_;
  uint32_t turn_ = 0;
};

}  // namespace ptrcensus
