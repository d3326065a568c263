// Turns what is known of an address into its row, with what its names say and
// its findings, hands it on and counts it.
// Invariant: each call of Make is one row, counted once by status, fcrdns,
// class and encoding.
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
#include "scanner/verdict/classify.h"
#include "scanner/verdict/findings.h"
#include "scanner/verdict/public_suffix.h"

namespace ptrcensus {

class RowMaker {
 public:
  struct NamePart {
    Bytes wire;  // a wire name in lower case
    NameStatus status = NameStatus::kUntried;
    ForwardTraits forward = {};
  };

  // `wall_start` is UTC at the moment `start`; the rest is borrowed.
  RowMaker(std::function<void(const Row&)> on_row, const Servers& servers,
           PublicSuffixes& suffixes, ScanCounters& counters, Time start,
           WallTime wall_start);

  // `names` are in canonical order; `forward` is of the representative one.
  void Make(const ReverseFacts& facts, std::span<const NamePart> names,
            std::span<const Address> forward, Time now);

 private:
  void WriteTexts(const ReverseFacts& facts, std::span<const NamePart> names,
                  Row& row);
  void Judge(const ReverseFacts& facts, std::span<const NamePart> names,
             Row& row);
  void ReadNames(std::span<const NamePart> names, const Row& row);
  void WriteVerdict(const RowEvidence& evidence, Row& row);
  void Count(const Row& row);

  std::function<void(const Row&)> on_row_;
  const Servers& servers_;
  PublicSuffixes& suffixes_;
  ScanCounters& counters_;
  Time start_;
  WallTime wall_start_;
  // Memory that is reused from row to row.
  std::string text_;
  std::vector<NameResult> results_;
  std::vector<size_t> ends_;
  std::vector<NameParts> parts_;
  std::vector<NameEvidence> names_;
  TokenBuffer tokens_;
  std::vector<std::string_view> findings_;
  // What the findings of a row follow from; the first for those without a
  // name, so that its classification is made once.
  RowEvidence nameless_;
  RowEvidence named_;
};

}  // namespace ptrcensus
