#include "scanner/engine/reverse_lookups.h"

#include <algorithm>
#include <span>
#include <string>
#include <utility>

#include "io/query.h"
#include "scanner/engine/limits.h"

namespace ptrcensus {
namespace {

PtrStatus StatusOf(const Failure& failure) {
  switch (failure.why) {
    case Failure::Why::kTimeout:
      return PtrStatus::kTimeout;
    case Failure::Why::kMalformed:
      return PtrStatus::kMalformed;
    case Failure::Why::kRcode:
      break;
  }
  switch (failure.rcode) {
    case Rcode::kServFail:
      return PtrStatus::kServfail;
    case Rcode::kRefused:
      return PtrStatus::kRefused;
    default:
      return PtrStatus::kOtherRcode;
  }
}

PtrStatus WithoutNames(bool exists, bool after_cname) {
  if (after_cname) return PtrStatus::kCnameBroken;
  return exists ? PtrStatus::kNodata : PtrStatus::kNxdomain;
}

std::string WireText(const Name& name) {
  return {reinterpret_cast<const char*>(name.wire().data()),
          name.wire().size()};
}

// The representative name: the first confirmed one, else the first.
const Lookup::NameRef& RepresentativeOf(const Lookup& lookup) {
  const auto pass = std::ranges::find(lookup.names, NameStatus::kPass,
                                      &Lookup::NameRef::status);
  return pass != lookup.names.end() ? *pass : lookup.names.front();
}

// Its addresses as a row shows them: the matching one first.
void FillShown(const Lookup::NameRef& name, const ForwardEntry& entry,
               const Address& ip, std::vector<Address>& shown) {
  shown.clear();
  // The entry may have been asked again since.
  const bool known =
      name.status == NameStatus::kPass || name.status == NameStatus::kMismatch;
  if (!known || entry.result != ForwardResult::kAddresses) return;
  if (name.status == NameStatus::kPass) shown.push_back(ip);
  for (const Address& address : entry.addresses) {
    if (shown.size() == kForwardShown) return;
    if (name.status == NameStatus::kPass && address == ip) continue;
    shown.push_back(address);
  }
}

}  // namespace

ReverseLookups::ReverseLookups(const ScanOptions& options, const Order& order,
                               LookupPool& lookups, const ForwardCache& cache,
                               ForwardLookups& forward,
                               Counterparts* counterparts, Wildcards* wildcards,
                               RowMaker& rows,
                               std::function<void(const Question&)> ask)
    : options_(options),
      order_(order),
      lookups_(lookups),
      cache_(cache),
      forward_(forward),
      counterparts_(counterparts),
      wildcards_(wildcards),
      rows_(rows),
      ask_(std::move(ask)) {}

Question ReverseLookups::QuestionFor(const Address& address,
                                     uint64_t position) {
  if (address.is_v4()) return {Kind::kReverse4, address.v4()};
  return {Kind::kReverse6, position};
}

void ReverseLookups::Skip(const Address& address, Time now) {
  ReverseFacts facts;
  facts.ip = address;
  facts.status = PtrStatus::kSkipped;
  rows_.Make(facts, {}, {}, now);
}

Address ReverseLookups::AddressOf(const Question& question) const {
  switch (question.kind) {
    case Kind::kReverse4:
      return Address::V4(static_cast<uint32_t>(question.subject));
    case Kind::kReverse6:
      return order_.At(question.subject).address;
    default:
      return lookups_[question.subject].facts.ip;
  }
}

Name ReverseLookups::QnameOf(const Question& question) const {
  const bool is_lookup =
      question.kind != Kind::kReverse4 && question.kind != Kind::kReverse6;
  if (is_lookup) {
    const auto& chain = lookups_[question.subject].chain;
    if (chain) return chain->current();
  }
  return Name::Reverse(AddressOf(question));
}

size_t ReverseLookups::WriteQuestion(const Question& question,
                                     uint64_t case_bits, uint8_t* out) const {
  if (question.kind == Kind::kReverse4) {
    return WriteReverseQuestion(static_cast<uint32_t>(question.subject),
                                case_bits, out);
  }
  return ptrcensus::WriteQuestion(QnameOf(question).wire(), RrType::kPtr,
                                  case_bits, out);
}

bool ReverseLookups::OnReply(const Asked& asked, const Reply& reply, Time now) {
  ReverseFacts facts = FactsOf(asked);
  AddReply(reply, facts);
  const bool exists = reply.facts.rcode == Rcode::kNoError;
  const bool chained = asked.question.kind == Kind::kChain;
  if (reply.header.answer_count == 0) {
    facts.status = WithoutNames(exists, chained);
    EndWithoutNames(asked, reply, facts, now);
    return true;
  }
  ReadAnswer(reply.packet, QnameOf(asked.question), RrType::kPtr, answer_);
  facts.flags.cname = chained || answer_.links > 0;
  switch (answer_.end) {
    case ChainEnd::kRecords:
      if (!exists) return false;  // NXDOMAIN, and the records: a contradiction
      if (chained && !ExtendChain(asked)) return EndInLoop(asked, facts, now);
      EndWithNames(asked, facts, now);
      return true;
    case ChainEnd::kNone:
      if (answer_.links > 0 && exists) {
        AskOn(asked, facts, now);
        return true;
      }
      facts.status = WithoutNames(exists, facts.flags.cname);
      EndWithoutNames(asked, reply, facts, now);
      return true;
    case ChainEnd::kLoop:
      return EndInLoop(asked, facts, now);
    case ChainEnd::kUnreadable:
      break;
  }
  return false;
}

void ReverseLookups::OnFailure(const Asked& asked, const Failure& failure,
                               Time now) {
  ReverseFacts facts = FactsOf(asked);
  facts.status = StatusOf(failure);
  if (failure.why == Failure::Why::kRcode) {
    facts.rcode = failure.rcode;
    facts.ede = failure.ede;
    facts.server = failure.server;
    facts.rtt_us = failure.rtt_us;
    facts.flags.aa = failure.aa;
    facts.flags.ad = failure.ad;
    facts.flags.tcp = failure.tcp;
  } else {
    // Nothing was accepted for the question that failed, though an earlier
    // link of its chain may have been answered.
    facts.rcode.reset();
    facts.ede.reset();
    facts.server.reset();
    facts.rtt_us.reset();
    facts.flags.aa = facts.flags.ad = facts.flags.tcp = false;
  }
  if (options_.checks.dnssec && IsServfail(failure)) {
    return AskUnchecked(asked, facts, failure.server);
  }
  End(asked, facts, now);
}

void ReverseLookups::AskUnchecked(const Asked& asked, ReverseFacts& facts,
                                  uint32_t server) {
  const bool chained = asked.question.kind == Kind::kChain;
  const uint32_t lookup =
      chained ? static_cast<uint32_t>(asked.question.subject) : lookups_.Make();
  lookups_[lookup].facts = std::move(facts);
  lookups_[lookup].checked = true;
  ask_({Kind::kReverseUnchecked, lookup, server});
}

// The failure may have passed: it is bogus only if it fails again.
void ReverseLookups::OnUncheckedReply(const Asked& asked, uint32_t server) {
  lookups_[asked.question.subject].facts.attempts += asked.queries;
  ask_({Kind::kReverseAgain, asked.question.subject, server});
}

void ReverseLookups::OnCheckEnd(const Asked& asked, bool bogus, Time now) {
  const auto lookup = static_cast<uint32_t>(asked.question.subject);
  ReverseFacts& facts = lookups_[lookup].facts;
  facts.attempts += asked.queries;
  facts.checks.bogus = bogus;
  EndCheck(lookup, now);
}

void ReverseLookups::EndCheck(uint32_t lookup, Time now) {
  rows_.Make(lookups_[lookup].facts, {}, {}, now);
  lookups_.Free(lookup);
}

void ReverseLookups::GiveUpChecks(Time now) {
  counterparts_ = nullptr;
  for (uint32_t id = 0; id < lookups_.size(); ++id) {
    if (lookups_[id].checked) EndCheck(id, now);
  }
}

// What is known before the reply: all of it, where a chain led here.
ReverseFacts ReverseLookups::FactsOf(const Asked& asked) const {
  ReverseFacts facts;
  if (asked.question.kind == Kind::kChain) {
    facts = lookups_[asked.question.subject].facts;
  } else {
    facts.ip = AddressOf(asked.question);
  }
  facts.attempts += asked.queries;
  facts.flags.tc |= asked.truncated;
  return facts;
}

void ReverseLookups::AddReply(const Reply& reply, ReverseFacts& facts) const {
  facts.rcode = reply.facts.rcode;
  facts.ede = reply.facts.ede;
  facts.server = reply.server;
  facts.rtt_us = reply.rtt_us;
  facts.flags.aa = reply.header.aa;
  facts.flags.ad = reply.header.ad;
  facts.flags.tcp = reply.tcp;
}

void ReverseLookups::EndWithoutNames(const Asked& asked, const Reply& reply,
                                     ReverseFacts& facts, Time now) {
  const uint16_t owner = reply.facts.soa_owner_offset;
  const bool elsewhere = answer_.links > 0 && reply.header.answer_count > 0;
  std::optional<Name> zone;
  if (owner != 0) {
    if (!elsewhere) facts.zone = SuffixOfQuestion(reply.packet, owner);
    if (facts.zone.empty()) zone = DecodeName(reply.packet, owner);
  }
  if (zone) {
    const Name last =
        elsewhere ? answer_.chain.back() : QnameOf(asked.question);
    if (last.IsWithin(*zone)) facts.zone = zone->wire();
  }
  End(asked, facts, now);
}

// The links of the last reply count with those before it.
bool ReverseLookups::ExtendChain(const Asked& asked) {
  return lookups_[asked.question.subject].chain->Extend(answer_);
}

bool ReverseLookups::EndInLoop(const Asked& asked, ReverseFacts& facts,
                               Time now) {
  facts.status = PtrStatus::kCnameLoop;
  End(asked, facts, now);
  return true;
}

// The row of an address that has no names.
void ReverseLookups::End(const Asked& asked, ReverseFacts& facts, Time now) {
  rows_.Make(facts, {}, {}, now);
  if (asked.question.kind == Kind::kChain) {
    lookups_.Free(static_cast<uint32_t>(asked.question.subject));
  }
}

void ReverseLookups::EndWithNames(const Asked& asked, ReverseFacts& facts,
                                  Time now) {
  facts.status = PtrStatus::kOk;
  facts.ttl = answer_.ttl;
  facts.names_total = static_cast<uint32_t>(answer_.names.size());
  if (facts.flags.cname) {
    facts.owner = WireText(answer_.links > 0 ? answer_.chain.back()
                                             : QnameOf(asked.question));
  }
  if (wildcards_ != nullptr && facts.ip.is_v4()) {
    wildcards_->OnPtr(facts.ip.v4());
  }
  const size_t tried =
      std::min(answer_.names.size(), static_cast<size_t>(options_.max_names));
  answer_.names.resize(tried);
  const bool chained = asked.question.kind == Kind::kChain;
  if (!options_.forward) {
    MakeUntried(facts, now);
    if (chained) lookups_.Free(static_cast<uint32_t>(asked.question.subject));
    return;
  }
  const uint32_t lookup =
      chained ? static_cast<uint32_t>(asked.question.subject) : lookups_.Make();
  lookups_[lookup].facts = std::move(facts);
  forward_.Confirm(lookup, answer_.names, now);
}

void ReverseLookups::MakeUntried(const ReverseFacts& facts, Time now) {
  parts_.clear();
  for (const Name& name : answer_.names) {
    parts_.push_back({name.wire(), NameStatus::kUntried, {}});
  }
  rows_.Make(facts, parts_, {}, now);
}

void ReverseLookups::AskOn(const Asked& asked, ReverseFacts& facts, Time now) {
  const bool chained = asked.question.kind == Kind::kChain;
  const uint32_t lookup =
      chained ? static_cast<uint32_t>(asked.question.subject) : lookups_.Make();
  Lookup& l = lookups_[lookup];
  if (!l.chain) l.chain = std::make_unique<Chain>(QnameOf(asked.question));
  l.facts = std::move(facts);
  if (l.chain->Extend(answer_)) return ask_({Kind::kChain, lookup});
  l.facts.status = PtrStatus::kCnameLoop;
  rows_.Make(l.facts, {}, {}, now);
  lookups_.Free(lookup);
}

void ReverseLookups::Finish(uint32_t lookup, Time now) {
  const Lookup& l = lookups_[lookup];
  const Lookup::NameRef& name = RepresentativeOf(l);
  const bool may_be_asked = name.status != NameStatus::kInvalidName;
  if (counterparts_ == nullptr || !l.facts.ip.is_v4() || !may_be_asked) {
    return MakeRow(lookup, now);
  }
  counterparts_->Check(lookup, Name::FromValidWire(cache_[name.entry].wire()),
                       now);
}

void ReverseLookups::MakeRow(uint32_t lookup, Time now) {
  const Lookup& l = lookups_[lookup];
  parts_.clear();
  for (const Lookup::NameRef& name : l.names) {
    parts_.push_back({cache_[name.entry].wire(), name.status, name.forward});
  }
  const Lookup::NameRef& name = RepresentativeOf(l);
  FillShown(name, cache_[name.entry], l.facts.ip, shown_);
  rows_.Make(l.facts, parts_, shown_, now);
  forward_.Forget(lookup);
  lookups_.Free(lookup);
}

}  // namespace ptrcensus
