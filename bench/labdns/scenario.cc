#include "bench/labdns/scenario.h"

#include <set>

namespace ptrcensus::labdns {
namespace {

constexpr uint16_t kNxdomain = 3;

std::string KeyName(Octets name) {
  const WireName lower = Lowered(name);
  return {lower.wire().begin(), lower.wire().end()};
}

Octets AsOctets(const std::vector<uint8_t>& data) { return data; }

// The owner of the SOA: the name without its first label.
uint16_t ParentOffset(Octets name) {
  return static_cast<uint16_t>(kHeaderBytes +
                               (name[0] == 0 ? 0 : name[0] + size_t{1}));
}

}  // namespace

bool Scenario::HasName(Octets name) const {
  const std::string key = KeyName(name);
  const auto found = records_.lower_bound({key, 0});
  return found != records_.end() && found->first.first == key;
}

const std::vector<ScenarioRecord>* Scenario::Records(Octets name,
                                                     uint16_t type) const {
  const auto found = records_.find({KeyName(name), type});
  return found == records_.end() ? nullptr : &found->second;
}

const Behaviour* Scenario::BehaviourOf(Octets name, uint16_t type) const {
  const auto found = behaviours_.find({KeyName(name), type});
  return found == behaviours_.end() ? nullptr : &found->second;
}

Outcome ScenarioAnswers::Answer(const Query& query, Message& message) {
  const Behaviour* behaviour = scenario_.BehaviourOf(query.name, query.type);
  Outcome outcome;
  if (behaviour != nullptr) {
    outcome.delay_ms = behaviour->delay_ms;
    outcome.truncate = behaviour->truncate;
    if (behaviour->silent) outcome.act = Act::kSilent;
    if (behaviour->malformed) outcome.act = Act::kMalformed;
    if (outcome.act != Act::kReply) return outcome;
    if (behaviour->ede) message.SetEde(*behaviour->ede);
  }
  if (behaviour != nullptr && behaviour->rcode) {
    message.SetRcode(*behaviour->rcode);
    if (*behaviour->rcode == 0 || *behaviour->rcode == kNxdomain) {
      message.AddSoa(ParentOffset(query.name));
    }
    return outcome;
  }
  AddChain(query, behaviour != nullptr && behaviour->first_link, message);
  return outcome;
}

// The records of the name or, along its aliases, of their last target; the
// rcode is that of the last name (RFC 6604 3). A loop is shown whole, once.
void ScenarioAnswers::AddChain(const Query& query, bool first_link,
                               Message& message) {
  Octets name = query.name;
  uint16_t owner = Message::kQuestionName;
  std::set<std::string> seen;
  while (seen.insert(KeyName(name)).second) {
    if (const auto* records = scenario_.Records(name, query.type)) {
      for (const ScenarioRecord& record : *records) {
        message.AddRecord(Section::kAnswer, owner, query.type, record.ttl,
                          AsOctets(record.data));
      }
      return;
    }
    const auto* alias = scenario_.Records(name, kTypeCname);
    if (alias == nullptr) {
      if (!scenario_.HasName(name)) message.SetRcode(kNxdomain);
      message.AddSoa(ParentOffset(query.name));
      return;
    }
    name = alias->front().data;
    owner = message.AddName(owner, kTypeCname, alias->front().ttl, name);
    if (first_link) return;
  }
}

}  // namespace ptrcensus::labdns
