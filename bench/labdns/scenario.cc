#include "bench/labdns/scenario.h"

#include <set>

namespace ptrcensus::labdns {
namespace {

constexpr uint16_t kNxdomain = 3;
constexpr uint16_t kYxdomain = 6;

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
  std::vector<uint8_t> name(query.name.begin(), query.name.end());
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
    const auto* aliases = scenario_.Records(name, kTypeCname);
    const auto alias = aliases != nullptr ? std::optional(aliases->front())
                                          : AddDname(name, owner, message);
    if (!alias) {
      if (!scenario_.HasName(name)) message.SetRcode(kNxdomain);
      message.AddSoa(ParentOffset(query.name));
      return;
    }
    if (alias->data.empty()) return;
    name = alias->data;
    owner = message.AddName(owner, kTypeCname, alias->ttl, name);
    if (first_link) return;
  }
}

// The DNAME above `name`, if there is one, and the CNAME that it means. The
// alias is empty where its target would be too long (RFC 6672 2.2).
std::optional<ScenarioRecord> ScenarioAnswers::AddDname(
    Octets name, uint16_t owner, Message& message) const {
  for (size_t at = 0; name[at] != 0;) {
    at += name[at] + size_t{1};
    const auto* dname = scenario_.Records(name.subspan(at), kTypeDname);
    if (dname == nullptr) continue;
    ScenarioRecord alias = dname->front();
    message.AddName(static_cast<uint16_t>(owner + at), kTypeDname, alias.ttl,
                    alias.data);
    const Octets labels = name.first(at);
    alias.data.insert(alias.data.begin(), labels.begin(), labels.end());
    if (alias.data.size() > kMaxNameBytes) {
      message.SetRcode(kYxdomain);
      alias.data.clear();
    }
    return alias;
  }
  return std::nullopt;
}

}  // namespace ptrcensus::labdns
