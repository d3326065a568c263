#include "scanner/cli/profile_summary.h"

#include <string_view>

namespace ptrcensus {
namespace {

void PutRefusals(SummaryWriter& json, std::string_view key,
                 const std::multiset<Refusal>& refusals) {
  Key(json, key);
  json.StartArray();
  for (const Refusal& refusal : refusals) {
    json.StartObject();
    json.Key("ip");
    Put(json, ToText(refusal.ip));
    json.Key("name");
    Put(json, refusal.name);
    json.Key("rules");
    json.StartArray();
    for (const Rule& rule : refusal.rules) Put(json, Text(rule));
    json.EndArray();
    json.EndObject();
  }
  json.EndArray();
}

}  // namespace

void PutProfile(SummaryWriter& json, const Audit& audit) {
  json.Key("profile");
  json.StartObject();
  json.Key("name");
  Put(json, audit.profile().name);
  for (int i = 0; i < kStandingCount; ++i) {
    const auto standing = static_cast<Standing>(i);
    PutCount(json, Text(standing), audit.count(standing));
  }
  json.Key("by_rule");
  json.StartObject();
  for (const auto& [rule, count] : audit.by_rule()) {
    PutCount(json, Text(rule), count);
  }
  json.EndObject();
  json.Key("postfix");
  json.StartObject();
  for (size_t i = 0; i < audit.by_postfix().size(); ++i) {
    PutCount(json, PostfixRestrictions()[i].name, audit.by_postfix()[i]);
  }
  json.EndObject();
  PutRefusals(json, "refused_rows", audit.refusals(Standing::kRefused));
  PutRefusals(json, "temporary_rows", audit.refusals(Standing::kTemporary));
  json.EndObject();
}

}  // namespace ptrcensus
