#include "bench/labdns/world_answers.h"

#include <string_view>

namespace ptrcensus::labdns {
namespace {

constexpr uint16_t kServfail = 2;
constexpr uint16_t kNxdomain = 3;
constexpr uint16_t kRefused = 5;

// The label in front of an alias's name makes the name of its target.
constexpr std::string_view kTargetLabel("\6origin", 7);

uint16_t InQuestion(size_t name_offset) {
  return static_cast<uint16_t>(kHeaderBytes + name_offset);
}

void AddNegative(Message& message, uint16_t rcode, uint16_t zone) {
  message.SetRcode(rcode);
  message.AddSoa(zone);
}

// The last two labels of a name, or what there is of them.
size_t ForwardZone(Octets name) {
  size_t last = 0;
  size_t before = 0;
  for (size_t at = 0; name[at] != 0; at += name[at] + size_t{1}) {
    before = last;
    last = at;
  }
  return before;
}

// Drops the target label; false where there is none.
bool TakeTargetLabel(WireName& name) {
  const Octets wire = name.wire();
  const std::string_view text(reinterpret_cast<const char*>(wire.data()),
                              wire.size());
  if (!text.starts_with(kTargetLabel)) return false;
  WireName rest;
  rest.AddWire(text.substr(kTargetLabel.size()));
  name = rest;
  return true;
}

Octets TargetLabel() {
  return {reinterpret_cast<const uint8_t*>(kTargetLabel.data()),
          kTargetLabel.size()};
}

}  // namespace

Outcome WorldAnswers::Answer(const Query& query, Message& message) {
  if (query.klass != kClassIn) {
    message.SetRcode(kRefused);
    return {};
  }
  if (const auto reverse = ReadReverseName(query.name)) {
    return AnswerReverse(query, *reverse, message);
  }
  return AnswerForward(query, message);
}

Outcome WorldAnswers::AnswerReverse(const Query& query, const ReverseName& name,
                                    Message& message) {
  using Form = ReverseName::Form;
  const uint16_t zone = InQuestion(name.zone_offset);
  if (name.form == Form::kAbove) {
    AddNegative(message, 0, zone);
    return {};
  }
  if (name.form == Form::kUnknown || query.type != kTypePtr) {
    AddNegative(message, kNxdomain, zone);
    return {};
  }
  const Place place = world_.Look(name.address);
  if (name.form == Form::kAddress) {
    return AnswerAddress(place, name, query, message);
  }
  AnswerTarget(place, zone, message);
  return {};
}

Outcome WorldAnswers::AnswerAddress(const Place& place, const ReverseName& name,
                                    const Query& query, Message& message) {
  const uint16_t zone = InQuestion(name.zone_offset);
  if (const auto ede = world_.Ede(place)) message.SetEde(*ede);
  const auto add_alias = [&] {
    const WireName labels = ChainTargetLabels(place.address);
    return message.AddNameBelow(Message::kQuestionName, kTypeCname, kAliasTtl,
                                labels.wire(),
                                InQuestion(query.name[0] + size_t{1}));
  };
  switch (place.kind) {
    case Kind::kNxdomain:
      AddNegative(message, kNxdomain, zone);
      break;
    case Kind::kNodata:
      AddNegative(message, 0, zone);
      break;
    case Kind::kServfail:
      message.SetRcode(kServfail);
      break;
    case Kind::kRefused:
      message.SetRcode(kRefused);
      break;
    case Kind::kOtherRcode:
      message.SetRcode(kOtherRcode);
      break;
    case Kind::kSilent:
      return {.act = Act::kSilent};
    case Kind::kDead:
      return {.act = Act::kSilent, .dead = true};
    case Kind::kMalformed:
      return {.act = Act::kMalformed,
              .malformed_form = world_.MalformedForm(place.address)};
    case Kind::kChainSplit:
      add_alias();
      break;
    case Kind::kChain:
      AddPtrs(place, add_alias(), message);
      break;
    case Kind::kChainBroken:
      add_alias();
      if (world_.BrokenAtOnce(place.address)) {
        AddNegative(message, kNxdomain, zone);
      }
      break;
    case Kind::kChainLoop: {
      const uint16_t target = add_alias();
      message.AddNameBelow(target, kTypeCname, kAliasTtl, {},
                           Message::kQuestionName);
      break;
    }
    default:
      AddPtrs(place, Message::kQuestionName, message);
  }
  return {};
}

void WorldAnswers::AnswerTarget(const Place& place, uint16_t zone,
                                Message& message) {
  switch (place.kind) {
    case Kind::kChain:
    case Kind::kChainSplit:
      return AddPtrs(place, Message::kQuestionName, message);
    case Kind::kChainLoop: {
      const WireName back = MakeReverseName(place.address);
      message.AddName(Message::kQuestionName, kTypeCname, kAliasTtl,
                      back.wire());
      return;
    }
    default:
      AddNegative(message, kNxdomain, zone);
  }
}

void WorldAnswers::AddPtrs(const Place& place, uint16_t owner,
                           Message& message) {
  const uint32_t ttl = world_.PtrTtl(place.address);
  const uint32_t count = world_.RecordCount(place);
  WireName name;
  for (uint32_t i = 0; i < count; ++i) {
    world_.MakeRecord(place, i, name);
    message.AddName(owner, kTypePtr, ttl, name.wire());
  }
}

Outcome WorldAnswers::AnswerForward(const Query& query, Message& message) {
  WireName lower = Lowered(query.name);
  const bool is_target = TakeTargetLabel(lower);
  return AnswerName(query, lower, is_target, message);
}

Outcome WorldAnswers::AnswerName(const Query& query, const WireName& lower,
                                 bool is_target, Message& message) {
  const uint16_t zone = InQuestion(ForwardZone(query.name));
  const auto origin = world_.FindName(lower);
  const ForwardKind kind = origin ? world_.Forward(origin->place, origin->index)
                                  : ForwardKind::kNxdomain;
  const bool alias =
      kind == ForwardKind::kCname || kind == ForwardKind::kCnameSplit;
  if (kind == ForwardKind::kNxdomain || (is_target && !alias)) {
    AddNegative(message, kNxdomain, zone);
    return {};
  }
  if (kind == ForwardKind::kServfail) {
    message.SetRcode(kServfail);
    return {};
  }
  if (kind == ForwardKind::kSilent) return {.act = Act::kSilent};
  uint16_t owner = Message::kQuestionName;
  if (alias && !is_target) {
    owner = message.AddNameBelow(owner, kTypeCname, kAliasTtl, TargetLabel(),
                                 Message::kQuestionName);
    if (kind == ForwardKind::kCnameSplit) return {};
  }
  if (!AddAddresses(*origin, owner, query.type, message)) {
    AddNegative(message, 0, zone);
  }
  return {};
}

bool WorldAnswers::AddAddresses(const World::Origin& origin, uint16_t owner,
                                uint16_t type, Message& message) {
  bool any = false;
  world_.ForwardAddresses(origin.place, origin.index, addresses_);
  for (const Address& address : addresses_) {
    if (type != (address.is_v4() ? kTypeA : kTypeAaaa)) continue;
    message.AddAddress(owner, kForwardTtl, address);
    any = true;
  }
  return any;
}

}  // namespace ptrcensus::labdns
