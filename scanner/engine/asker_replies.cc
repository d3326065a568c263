// The receiving half of Asker: cheapest check first, and every packet that is
// dropped is counted by the first check that it failed.

#include <array>

#include "io/query.h"
#include "scanner/engine/asker.h"
#include "scanner/engine/limits.h"

namespace ptrcensus {
namespace {

// Rcodes that answer a question; the others say that it was not answered.
bool IsAnswer(Rcode rcode) {
  return rcode == Rcode::kNoError || rcode == Rcode::kNxDomain;
}

}  // namespace

void Asker::OnDatagram(uint32_t socket, const Endpoint& source, Bytes packet,
                       Time now) noexcept {
  const std::optional<ReplyHeader> header = CheckHeader(packet);
  if (!header) return Drop(Drop::kMalformed);
  const uint32_t slot = InFlight::Index(socket, header->id);
  const SlotList list = in_flight_[slot].list;
  if (!IsOverUdp(list)) {
    return DropUnmatched(slot, source, packet, now);
  }
  if (source != servers_[in_flight_[slot].server].endpoint) {
    return Drop(Drop::kWrongSource);
  }
  if (!SameQuestion(slot, *header, packet)) return Drop(Drop::kWrongQuestion);
  Accept(slot, *header, packet, now);
}

void Asker::OnTcpMessage(const Endpoint& server, Bytes message,
                         Time now) noexcept {
  const std::optional<ReplyHeader> header = CheckHeader(message);
  if (!header) return Drop(Drop::kMalformed);
  const uint32_t slot = InFlight::Index(tcp_socket_, header->id);
  if (in_flight_[slot].list != SlotList::kTcp) {
    return DropUnmatched(slot, server, message, now);
  }
  if (server != servers_[in_flight_[slot].server].endpoint) {
    return Drop(Drop::kWrongSource);
  }
  if (!SameQuestion(slot, *header, message)) return Drop(Drop::kWrongQuestion);
  Accept(slot, *header, message, now);
}

void Asker::OnUnsent(uint32_t tag, Time now) noexcept {
  Slot& s = in_flight_[tag];
  ++counters_.unsent;
  --servers_[s.server].counters.sent;
  CountSent(s, -1);
  const bool may_go_again =
      s.list == SlotList::kUdp || s.list == SlotList::kLate;
  if (!may_go_again) return;  // a probe: its silence says it
  --s.queries;
  in_flight_.Move(tag, SlotList::kUnsent, now);
}

void Asker::OnTcpFailed(uint32_t tag, bool is_try, Time now) noexcept {
  const Slot& s = in_flight_[tag];
  if (s.list != SlotList::kTcp) return;
  if (!is_try && s.queries < kMaxTcpResends) {
    return in_flight_.Move(tag, SlotList::kUnsent, now);
  }
  EndTry(tag, true, now);
}

void Asker::OnBatchEnd(Time now) noexcept { owner_.AfterReplies(now); }

void Asker::Drop(enum Drop why) { ++counters_.drops[static_cast<size_t>(why)]; }

// No query with this id is in flight: perhaps one was.
void Asker::DropUnmatched(uint32_t slot, const Endpoint& source, Bytes packet,
                          Time now) {
  const Slot& s = in_flight_[slot];
  if (!s.used || source != servers_[s.server].endpoint) {
    return Drop(Drop::kStrayId);
  }
  std::array<uint8_t, kMaxQuestionBytes> question;
  const size_t size = WriteSentQuestion(slot, question.data());
  if (CompareQuestion(packet, {question.data(), size}) ==
      QuestionMatch::kDifferent) {
    return Drop(Drop::kStrayId);
  }
  servers_.OnHeard(s.server, now);  // too late for us, but it is there
  const bool answered = in_flight_.IsFree(slot) && s.answered;
  Drop(answered ? Drop::kDuplicate : Drop::kLate);
}

bool Asker::SameQuestion(uint32_t slot, const ReplyHeader& header,
                         Bytes packet) {
  Slot& s = in_flight_[slot];
  if (header.question_count == 0) {
    // Only as an answer to EDNS, which some servers do not parse beyond.
    return s.edns &&
           (header.rcode == Rcode::kFormErr || header.rcode == Rcode::kNotImp);
  }
  std::array<uint8_t, kMaxQuestionBytes> question;
  const size_t size = WriteSentQuestion(slot, question.data());
  switch (CompareQuestion(packet, {question.data(), size})) {
    case QuestionMatch::kSame:
      return true;
    case QuestionMatch::kDifferent:
      return false;
    case QuestionMatch::kSameButCase:
      break;
  }
  Server& server = servers_[s.server];
  if (!server.keeps_case) return true;
  if (s.lower) return true;
  if (s.kind != Kind::kProbe && ++server.case_misses < kCaseMissesAllowed) {
    s.wants_lower = true;
    return false;
  }
  server.keeps_case = server.counters.keeps_case = false;
  return true;
}

void Asker::Accept(uint32_t slot, const ReplyHeader& header, Bytes packet,
                   Time now) {
  Slot& s = in_flight_[slot];
  servers_.OnHeard(s.server, now);
  const bool wants_plain = s.edns && (header.rcode == Rcode::kFormErr ||
                                      header.rcode == Rcode::kNotImp);
  if (wants_plain && s.kind != Kind::kProbe) {
    s.plain = true;
    NoteRoundTrip(slot, now);
    CancelTcp(slot);
    return in_flight_.Move(slot, SlotList::kRetry, now);
  }
  if (header.question_count == 0) {
    return TakeReply(slot, {.packet = packet, .header = header, .facts = {}},
                     now);
  }
  // What a truncated reply holds is not looked at (RFC 2181 9).
  if (header.tc && IsAnswer(header.rcode) && s.kind != Kind::kProbe) {
    return NoteTruncated(slot, now);
  }
  const std::optional<ReplyFacts> facts = ReadReply(packet);
  if (!facts) return NoteMalformed(slot);
  TakeReply(slot, {.packet = packet, .header = header, .facts = *facts}, now);
}

// Of a query that is over with this reply, which so counts once.
void Asker::NoteRoundTrip(uint32_t slot, Time now) {
  if (in_flight_[slot].kind == Kind::kProbe || IsTcp(slot)) return;
  owner_.OnRoundTrip(in_flight_.Age(slot, now), now);
}

// A reply that counts. Server, round trip and kind are filled in here.
void Asker::TakeReply(uint32_t slot, const Reply& reply, Time now) {
  const Slot s = in_flight_[slot];
  Reply taken = reply;
  taken.server = s.server;
  taken.tcp = IsTcp(slot);
  taken.rtt_us = static_cast<uint32_t>(
      std::chrono::duration_cast<std::chrono::microseconds>(
          in_flight_.Age(slot, now))
          .count());
  ServerCounters& counters = servers_[s.server].counters;
  if (!IsAnswer(taken.facts.rcode) && s.kind != Kind::kProbe)
    return NoteRcode(slot, taken, now);
  if (!owner_.OnReply(AskedOf(s), taken, now)) return NoteMalformed(slot);
  NoteRoundTrip(slot, now);
  ++counters_.answered;
  ++counters.answered;
  counters.rtt_us_sum += taken.rtt_us;
  if (s.plain && s.kind != Kind::kProbe) {
    servers_[s.server].edns = counters.edns = false;
  }
  CancelTcp(slot);
  Release(slot, true);
}

void Asker::NoteTruncated(uint32_t slot, Time now) {
  Slot& s = in_flight_[slot];
  ++servers_[s.server].counters.truncated;
  NoteRoundTrip(slot, now);
  if (IsTcp(slot)) {
    CancelTcp(slot);
    return EndTry(slot, true, now);
  }
  s.use_tcp = true;
  in_flight_.Move(slot, SlotList::kRetry, now);
}

// The try goes on until its time is over: a better reply may still come.
void Asker::NoteMalformed(uint32_t slot) {
  Drop(Drop::kMalformed);
  TroubleOf(slot).malformed = true;
}

void Asker::NoteRcode(uint32_t slot, const Reply& reply, Time now) {
  ServerCounters& counters = servers_[reply.server].counters;
  ++counters_.answered;
  ++counters.answered;
  counters.rtt_us_sum += reply.rtt_us;
  Trouble& trouble = TroubleOf(slot);
  NoteRoundTrip(slot, now);
  const bool refused = reply.facts.rcode == Rcode::kRefused;
  (refused ? trouble.refused : trouble.failed).push_back(reply.server);
  if (refused) ++counters.refused;
  if (reply.facts.rcode == Rcode::kServFail) ++counters.servfail;
  trouble.last = {.why = Failure::Why::kRcode,
                  .rcode = reply.facts.rcode,
                  .ede = reply.facts.ede,
                  .server = reply.server,
                  .rtt_us = reply.rtt_us,
                  .aa = reply.header.aa,
                  .ad = reply.header.ad,
                  .tcp = reply.tcp};
  CancelTcp(slot);
  EndTry(slot, false, now);
}

}  // namespace ptrcensus
