#include "scanner/engine/row_maker.h"

#include <chrono>
#include <utility>

#include "scanner/targets/special_purpose.h"
#include "scanner/verdict/forward.h"

namespace ptrcensus {
namespace {

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
                   const Servers& servers, PublicSuffixes& suffixes,
                   ScanCounters& counters, Time start, WallTime wall_start)
    : on_row_(std::move(on_row)),
      servers_(servers),
      suffixes_(suffixes),
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
  WriteTexts(facts, names, row);
  row.fcrdns = names.empty() ? WithoutNames(facts.status) : Combine(results_);
  row.names_total = NamesTotal(facts, row.fcrdns);
  Judge(facts, names, row);
  Count(row);
  on_row_(row);
}

void RowMaker::WriteTexts(const ReverseFacts& facts,
                          std::span<const NamePart> names, Row& row) {
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
}

void RowMaker::Judge(const ReverseFacts& facts, std::span<const NamePart> names,
                     Row& row) {
  RowEvidence& evidence = names.empty() ? nameless_ : named_;
  evidence.ip = facts.ip;
  evidence.ptr_status = facts.status;
  evidence.flags = facts.flags;
  evidence.ttl = facts.ttl;
  evidence.names_total = facts.names_total;
  evidence.fcrdns = row.fcrdns;
  evidence.checks = facts.checks;
  if (!names.empty()) ReadNames(names, row);
  WriteVerdict(evidence, row);
}

void RowMaker::ReadNames(std::span<const NamePart> names, const Row& row) {
  // Only grows, and before anything points into it.
  if (parts_.size() < names.size()) parts_.resize(names.size());
  names_.clear();
  for (size_t i = 0; i < names.size(); ++i) {
    TakeApart(names[i].wire, suffixes_, parts_[i]);
    names_.push_back({&parts_[i], names[i].status, names[i].forward});
  }
  named_.documentation = IsDocumentation(row.ip);
  named_.names = names_;
  named_.classification = Classify(row.ip, parts_[*Representative(row)]);
}

void RowMaker::WriteVerdict(const RowEvidence& evidence, Row& row) {
  const Classification& verdict = evidence.classification;
  row.name_class = verdict.name_class;
  row.is_generic = verdict.is_generic();
  row.confidence = verdict.confidence;
  row.encoding = Text(verdict.encoding);
  row.role = verdict.role;
  if (!evidence.names.empty()) row.tokens = TokensOf(verdict, tokens_);
  ++counters_.by_encoding[static_cast<size_t>(verdict.encoding)];
  findings_.clear();
  FindingsOf(evidence).ForEach([this](Finding finding) {
    findings_.push_back(Info(finding).name);
    ++counters_.by_finding[static_cast<size_t>(finding)];
  });
  row.findings = findings_;
}

void RowMaker::Count(const Row& row) {
  ++counters_.rows;
  ++counters_.by_status[static_cast<size_t>(row.ptr_status)];
  ++counters_.by_fcrdns[static_cast<size_t>(row.fcrdns)];
  ++counters_.by_class[static_cast<size_t>(row.name_class)];
}

}  // namespace ptrcensus
