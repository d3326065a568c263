#include "bench/labdns/responder.h"

#include <algorithm>

#include "bench/labdns/hostile.h"

namespace ptrcensus::labdns {
namespace {

constexpr uint16_t kFormerr = 1;
constexpr uint16_t kServfail = 2;
constexpr uint16_t kNotimp = 4;

}  // namespace

Responder::Responder(Answers& answers, const FaultOptions& faults)
    : answers_(answers),
      no_edns_(faults.no_edns),
      formerr_bare_(faults.formerr_bare),
      lower_case_(faults.lower_case),
      buffer_(kMaxMessageBytes) {}

Octets Responder::Servfail(const Query& query) {
  Message message(buffer_);
  message.Start(query);
  message.SetRcode(kServfail);
  return message.Finish(kMaxMessageBytes);
}

// A server that knows no EDNS leaves the OPT out of its answer (RFC 6891 7).
std::optional<Response> Responder::RefuseEdns(const Query& query) {
  if (!query.edns || no_edns_ == NoEdns::kOff) return std::nullopt;
  if (no_edns_ == NoEdns::kDrop) return Response{};
  Query plain = query;
  plain.edns = false;
  Message message(buffer_);
  message.Start(plain);
  message.SetRcode(no_edns_ == NoEdns::kFormerr ? kFormerr : kNotimp);
  Octets packet = message.Finish(kMaxMessageBytes);
  if (formerr_bare_) {
    PutWord(&buffer_[4], 0);
    packet = packet.first(kHeaderBytes);
  }
  return Response{packet, 0, false};
}

Octets Responder::Fold(Octets packet, const Query& query) {
  if (lower_case_) {
    std::transform(query.name.begin(), query.name.end(),
                   buffer_.begin() + kHeaderBytes, Lower);
  }
  return packet;
}

Response Responder::Respond(const Query& query, bool tcp, const Fate& fate) {
  if (const auto refused = RefuseEdns(query)) return *refused;
  if (fate.drop) return {};
  Message message(buffer_);
  message.Start(query);
  Outcome outcome;
  if (fate.rcode) {
    message.SetRcode(*fate.rcode);
  } else {
    outcome = answers_.Answer(query, message);
  }
  Response response;
  response.delay_ms = outcome.delay_ms + fate.delay_ms;
  response.dead = outcome.dead;
  if (outcome.act == Act::kSilent) return response;
  if (outcome.act == Act::kMalformed) {
    malformed_ = MalformedReply(query, outcome.malformed_form);
    response.packet = malformed_;
    return response;
  }
  if (!tcp && (outcome.truncate || fate.truncate)) message.SetTruncated();
  response.packet =
      Fold(message.Finish(tcp ? kMaxMessageBytes : UdpLimit(query)), query);
  return response;
}

}  // namespace ptrcensus::labdns
