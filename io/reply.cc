#include "io/reply.h"

#include <ldns/ldns.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <memory>

#include "io/record.h"

namespace ptrcensus {
namespace {

constexpr size_t kAnswerCountOffset = 6;
constexpr uint16_t kPointer = 0xC000;  // RFC 1035 4.1.4, and the offset
constexpr uint16_t kPointerToQuestion = kPointer | kHeaderBytes;
constexpr uint16_t kEdeOption = 15;  // RFC 8914 2

// Notes the first EDE option of an OPT record; false when an option overruns
// the record.
bool NoteOptions(Bytes options, ReplyFacts& facts) {
  while (!options.empty()) {
    if (options.size() < 4) return false;
    const uint16_t code = ReadU16(options, 0);
    const size_t size = ReadU16(options, 2);
    options = options.subspan(4);
    if (size > options.size()) return false;
    if (code == kEdeOption && size >= 2 && !facts.ede) {
      facts.ede = ReadU16(options, 0);
    }
    options = options.subspan(size);
  }
  return true;
}

// RFC 6891 6.1: the owner is the root, the TTL's first octet the upper bits of
// the rcode.
bool NoteOpt(Bytes packet, const Record& opt, ReplyFacts& facts) {
  if (opt.owner_size != 1) return false;
  const uint32_t upper = opt.ttl >> 24;
  facts.rcode =
      static_cast<Rcode>(upper << 4 | static_cast<uint32_t>(facts.rcode));
  return NoteOptions(packet.subspan(opt.rdata, opt.rdata_size), facts);
}

void NoteAuthority(const Record& record, ReplyFacts& facts) {
  if (record.type != RrType::kSoa || record.rr_class != kClassIn) return;
  if (facts.soa_owner_offset != 0) return;
  facts.soa_owner_offset = static_cast<uint16_t>(record.owner);
}

struct FreeRdf {
  void operator()(ldns_rdf* rdf) const { ldns_rdf_deep_free(rdf); }
};

bool HasValidRdata(Bytes packet, const Record& record) {
  switch (record.type) {
    case RrType::kA:
      return record.rdata_size == 4;
    case RrType::kAaaa:
      return record.rdata_size == 16;
    default:
      const auto name = WalkName(packet, record.rdata, nullptr);
      return name && name->end == record.end();
  }
}

// Hands the name in a record's data to ldns. Checked before, because ldns
// follows 65,535 pointers, forward ones too.
std::optional<Name> ReadTarget(Bytes packet, const Record& record) {
  if (!HasValidRdata(packet, record)) return std::nullopt;
  ldns_rdf* parsed = nullptr;
  size_t offset = record.rdata;
  if (ldns_wire2dname(&parsed, packet.data(), packet.size(), &offset) !=
      LDNS_STATUS_OK) {
    return std::nullopt;
  }
  const std::unique_ptr<ldns_rdf, FreeRdf> name(parsed);
  return Name::FromWire(Bytes(ldns_rdf_data(parsed), ldns_rdf_size(parsed)));
}

std::optional<Address> ReadAddress(Bytes packet, const Record& record) {
  if (!HasValidRdata(packet, record)) return std::nullopt;
  const Bytes rdata = packet.subspan(record.rdata, record.rdata_size);
  if (record.type == RrType::kA) return Address::V4(ReadU32(rdata, 0));
  const auto half = [&](size_t at) {
    return uint64_t{ReadU32(rdata, at)} << 32 | ReadU32(rdata, at + 4);
  };
  return Address::V6(half(0), half(8));
}

// Calls `visit(record)` for each IN record of the answer section until it
// returns false; false then, or when a record cannot be read.
template <typename Visit>
bool VisitAnswers(Bytes packet, Visit visit) {
  auto offset = SkipQuestion(packet);
  if (!offset) return false;
  const int count = ReadU16(packet, kAnswerCountOffset);
  for (int i = 0; i < count; ++i) {
    const auto record = ReadRecord(packet, *offset);
    if (!record) return false;
    if (record->rr_class == kClassIn && !visit(*record)) return false;
    offset = record->end();
  }
  return true;
}

// True if `record` belongs to `owner`, whatever the case.
bool IsOwnedBy(Bytes packet, const Record& record, const Name& owner) {
  const Bytes wire = owner.wire();
  if (record.owner_size != wire.size()) return false;
  // Mostly the owner is a pointer to the question, which needs no walk.
  const bool is_pointer = ReadU16(packet, record.owner) == kPointerToQuestion;
  if (is_pointer &&
      EqualButCase(packet.subspan(kHeaderBytes, wire.size()), wire)) {
    return true;
  }
  std::array<uint8_t, kMaxNameBytes> name;
  if (!WalkName(packet, record.owner, name.data())) return false;
  return EqualButCase(Bytes(name.data(), wire.size()), wire);
}

template <typename Value>
void SortDistinct(std::vector<Value>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

template <typename Value>
bool AddValue(std::vector<Value>& values, std::optional<Value> value) {
  if (value) values.push_back(*value);
  return value.has_value();
}

// Reads the records of `type` at `owner` into `answer`.
ChainEnd GatherRecords(Bytes packet, const Name& owner, RrType type,
                       Answer& answer) {
  uint32_t ttl = UINT32_MAX;
  const bool readable = VisitAnswers(packet, [&](const Record& record) {
    if (record.type != type || !IsOwnedBy(packet, record, owner)) return true;
    ttl = std::min(ttl, record.ttl);
    return type == RrType::kPtr
               ? AddValue(answer.names, ReadTarget(packet, record))
               : AddValue(answer.addresses, ReadAddress(packet, record));
  });
  if (!readable) {
    answer.names.clear();
    answer.addresses.clear();
    return ChainEnd::kUnreadable;
  }
  if (answer.names.empty() && answer.addresses.empty()) return ChainEnd::kNone;
  SortDistinct(answer.names);
  SortDistinct(answer.addresses);
  answer.ttl = ttl;
  return ChainEnd::kRecords;
}

struct Link {
  Name owner;
  Record record;
};

// The CNAME and DNAME records of the answer section, their owners decoded
// once: a chain asks for each of them again at every link.
std::vector<Link> ReadLinks(Bytes packet) {
  std::vector<Link> links;
  (void)VisitAnswers(packet, [&](const Record& record) {
    if (record.type == RrType::kCname || record.type == RrType::kDname) {
      const auto owner = DecodeName(packet, record.owner);
      if (owner) links.push_back({*owner, record});
    }
    return true;
  });
  return links;
}

// The record that redirects `name`: its CNAME, else a DNAME above it (RFC
// 6672 2.3: not at it), for a server need not send the CNAME that follows.
const Link* FindLink(const std::vector<Link>& links, const Name& name) {
  const Link* dname = nullptr;
  for (const Link& link : links) {
    if (link.record.type == RrType::kCname) {
      if (link.owner == name) return &link;
    } else if (dname == nullptr && link.owner != name &&
               name.IsWithin(link.owner)) {
      dname = &link;
    }
  }
  return dname;
}

// Replaces the suffix `owner` of `name` by `target` (RFC 6672 2.2); nothing
// when the result is too long.
std::optional<Name> Substitute(const Name& name, const Name& owner,
                               const Name& target) {
  const size_t kept = name.wire().size() - owner.wire().size();
  const size_t size = kept + target.wire().size();
  if (size > kMaxNameBytes) return std::nullopt;
  std::array<uint8_t, kMaxNameBytes> wire;
  std::memcpy(wire.data(), name.wire().data(), kept);
  std::memcpy(wire.data() + kept, target.wire().data(), size - kept);
  return Name::FromWire(Bytes(wire.data(), size));
}

std::optional<Name> FollowLink(Bytes packet, const Link& link,
                               const Name& name) {
  const auto target = ReadTarget(packet, link.record);
  if (!target || link.record.type == RrType::kCname) return target;
  return Substitute(name, link.owner, *target);
}

// Follows the chain from `qname` as far as it goes; kNone when it just ends.
ChainEnd FollowChain(Bytes packet, const Name& qname, Answer& answer) {
  const std::vector<Link> links = ReadLinks(packet);
  Name name = qname;
  while (const Link* link = FindLink(links, name)) {
    const auto target = FollowLink(packet, *link, name);
    if (!target) return ChainEnd::kUnreadable;
    const auto& chain = answer.chain;
    if (answer.links == kMaxChainLinks || *target == qname ||
        std::find(chain.begin(), chain.end(), *target) != chain.end()) {
      return ChainEnd::kLoop;
    }
    answer.chain.push_back(*target);
    ++answer.links;
    name = *target;
  }
  return ChainEnd::kNone;
}

}  // namespace

std::optional<ReplyHeader> CheckHeader(Bytes packet) noexcept {
  if (packet.size() < kHeaderBytes) return std::nullopt;
  const uint8_t flags = packet[2];
  const bool is_reply = (flags & 0x80) != 0;
  const int opcode = flags >> 3 & 0xF;
  const uint16_t questions = ReadU16(packet, 4);
  if (!is_reply || opcode != 0 || questions > 1) return std::nullopt;
  return ReplyHeader{.id = ReadU16(packet, 0),
                     .rcode = static_cast<Rcode>(packet[3] & 0xF),
                     .aa = (flags & 0x04) != 0,
                     .tc = (flags & 0x02) != 0,
                     .ad = (packet[3] & 0x20) != 0,
                     .question_count = questions,
                     .answer_count = ReadU16(packet, kAnswerCountOffset),
                     .authority_count = ReadU16(packet, 8),
                     .additional_count = ReadU16(packet, 10)};
}

QuestionMatch CompareQuestion(Bytes packet, Bytes question) noexcept {
  if (packet.size() < kHeaderBytes + question.size()) {
    return QuestionMatch::kDifferent;
  }
  if (ReadU16(packet, 4) != 1) return QuestionMatch::kDifferent;
  const Bytes got = packet.subspan(kHeaderBytes, question.size());
  if (std::memcmp(got.data(), question.data(), got.size()) == 0) {
    return QuestionMatch::kSame;
  }
  // Type and class are no letters.
  const auto tail = got.end() - kTypeAndClassBytes;
  const size_t name_bytes = got.size() - kTypeAndClassBytes;
  const bool same =
      EqualButCase(got.first(name_bytes), question.first(name_bytes)) &&
      std::equal(tail, got.end(), question.end() - kTypeAndClassBytes);
  return same ? QuestionMatch::kSameButCase : QuestionMatch::kDifferent;
}

std::optional<ReplyFacts> ReadReply(Bytes packet) noexcept {
  assert(packet.size() <= kMaxMessageBytes);
  auto offset = SkipQuestion(packet);
  if (!offset) return std::nullopt;
  enum Section { kAnswer, kAuthority, kAdditional };
  ReplyFacts facts{.rcode = static_cast<Rcode>(packet[3] & 0xF),
                   .ede = std::nullopt,
                   .soa_owner_offset = 0};
  bool has_opt = false;
  for (const size_t section : {kAnswer, kAuthority, kAdditional}) {
    const int count = ReadU16(packet, kAnswerCountOffset + 2 * section);
    for (int i = 0; i < count; ++i) {
      const auto record = ReadRecord(packet, *offset);
      if (!record) return std::nullopt;
      if (section == kAuthority) NoteAuthority(*record, facts);
      if (section == kAdditional && record->type == RrType::kOpt) {
        if (has_opt || !NoteOpt(packet, *record, facts)) return std::nullopt;
        has_opt = true;
      }
      offset = record->end();
    }
  }
  if (*offset != packet.size()) return std::nullopt;
  return facts;
}

std::optional<Name> DecodeName(Bytes packet, size_t offset) noexcept {
  std::array<uint8_t, kMaxNameBytes> wire;
  const auto span = WalkName(packet, offset, wire.data());
  if (!span) return std::nullopt;
  return Name::FromValidWire(Bytes(wire.data(), span->size));
}

Bytes SuffixOfQuestion(Bytes packet, size_t offset) noexcept {
  assert(offset + 2 <= packet.size() && packet.size() > kHeaderBytes);
  const size_t target = ReadU16(packet, offset) ^ kPointer;
  size_t at = kHeaderBytes;
  while (at < target && packet[at] != 0) at += packet[at] + 1u;
  if (at != target) return {};
  const auto span = WalkName(packet, target, nullptr);
  return span ? packet.subspan(target, span->size) : Bytes();
}

void ReadAnswer(Bytes packet, const Name& qname, RrType type, Answer& answer) {
  answer.links = 0;
  answer.chain.clear();
  answer.names.clear();
  answer.addresses.clear();
  answer.ttl = 0;
  // Records at the question name itself win over a CNAME beside them.
  answer.end = GatherRecords(packet, qname, type, answer);
  if (answer.end != ChainEnd::kNone) return;
  answer.end = FollowChain(packet, qname, answer);
  if (answer.end != ChainEnd::kNone || answer.chain.empty()) return;
  answer.end = GatherRecords(packet, answer.chain.back(), type, answer);
}

}  // namespace ptrcensus
