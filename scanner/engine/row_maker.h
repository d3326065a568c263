// Turns what is known of an address into its row, hands it on and counts it.
// Invariant: each call of Make is one row, counted once by status and fcrdns.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "io/name.h"
#include "output/row.h"
#include "scanner/engine/counters.h"
#include "scanner/engine/lookup.h"
#include "scanner/engine/servers.h"

namespace ptrcensus {

class RowMaker {
 public:
  struct NamePart {
    Bytes wire;  // a wire name in lower case
    NameStatus status = NameStatus::kUntried;
  };

  // `wall_start` is UTC at the moment `start`; the rest is borrowed.
  RowMaker(std::function<void(const Row&)> on_row, const Servers& servers,
           ScanCounters& counters, Time start, WallTime wall_start);

  // `names` are in canonical order; `forward` is of the representative one.
  void Make(const ReverseFacts& facts, std::span<const NamePart> names,
            std::span<const Address> forward, Time now);

 private:
  void Count(const Row& row);

  std::function<void(const Row&)> on_row_;
  const Servers& servers_;
  ScanCounters& counters_;
  Time start_;
  WallTime wall_start_;
  // Memory that is reused from row to row.
  std::string text_;
  std::vector<NameResult> results_;
  std::vector<size_t> ends_;
};

}  // namespace ptrcensus
