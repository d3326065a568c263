#include "scanner/engine/row_maker.h"

#include <chrono>
#include <utility>

#include "scanner/verdict/forward.h"

namespace ptrcensus {
namespace {

// The verdict where no name decides it.
Fcrdns WithoutNames(PtrStatus status) {
  switch (status) {
    case PtrStatus::kNxdomain:
    case PtrStatus::kNodata:
    case PtrStatus::kCnameBroken:
      return Fcrdns::kNoPtr;
    case PtrStatus::kSkipped:
      return Fcrdns::kNotChecked;
    default:
      return Fcrdns::kPtrTemp;
  }
}

// Known: the names of an answer, or that there are none.
std::optional<uint32_t> NamesTotal(const ReverseFacts& facts, Fcrdns fcrdns) {
  if (fcrdns == Fcrdns::kNoPtr) return 0;
  if (facts.status == PtrStatus::kOk) return facts.names_total;
  return std::nullopt;
}

Bytes WireOf(const std::string& wire) {
  return {reinterpret_cast<const uint8_t*>(wire.data()), wire.size()};
}

}  // namespace

RowMaker::RowMaker(std::function<void(const Row&)> on_row,
                   const Servers& servers, ScanCounters& counters, Time start,
                   WallTime wall_start)
    : on_row_(std::move(on_row)),
      servers_(servers),
      counters_(counters),
      start_(start),
      wall_start_(wall_start) {}

void RowMaker::Make(const ReverseFacts& facts, std::span<const NamePart> names,
                    std::span<const Address> forward, Time now) {
  Row row;
  row.ip = facts.ip;
  row.ptr_status = facts.status;
  row.forward = forward;
  row.ttl = facts.ttl;
  row.rcode = facts.rcode;
  row.ede = facts.ede;
  row.flags = facts.flags;
  row.attempts = facts.attempts;
  row.rtt_us = facts.rtt_us;
  if (facts.server) row.server = servers_[*facts.server].endpoint;
  row.time =
      wall_start_ +
      std::chrono::duration_cast<std::chrono::milliseconds>(now - start_);
  text_.clear();
  if (!facts.owner.empty()) AppendText(text_, WireOf(facts.owner));
  const size_t owner_end = text_.size();
  if (!facts.zone.empty()) AppendText(text_, facts.zone);
  const size_t zone_end = text_.size();
  ends_.clear();
  for (const NamePart& name : names) {
    AppendText(text_, name.wire);
    ends_.push_back(text_.size());
  }
  const std::string_view text = text_;
  row.owner = text.substr(0, owner_end);
  row.zone = text.substr(owner_end, zone_end - owner_end);
  results_.clear();
  size_t begin = zone_end;
  for (size_t i = 0; i < names.size(); ++i) {
    results_.push_back({text.substr(begin, ends_[i] - begin), names[i].status});
    begin = ends_[i];
  }
  row.names = results_;
  row.fcrdns = names.empty() ? WithoutNames(facts.status) : Combine(results_);
  row.names_total = NamesTotal(facts, row.fcrdns);
  Count(row);
  on_row_(row);
}

void RowMaker::Count(const Row& row) {
  ++counters_.rows;
  ++counters_.by_status[static_cast<size_t>(row.ptr_status)];
  ++counters_.by_fcrdns[static_cast<size_t>(row.fcrdns)];
  ++counters_.by_class[static_cast<size_t>(row.name_class)];
}

}  // namespace ptrcensus
