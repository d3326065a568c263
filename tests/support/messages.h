// DNS messages for tests: reads a query, builds the reply to it.
#pragma once

#include <cassert>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/address.h"
#include "io/dns.h"
#include "io/name.h"

namespace ptrcensus::testing {

using Message = std::vector<uint8_t>;

inline void Put16(Message& m, unsigned value) {
  m.push_back(static_cast<uint8_t>(value >> 8));
  m.push_back(static_cast<uint8_t>(value));
}

inline void PutName(Message& m, std::string_view text) {
  const Name name = *Name::FromText(text);
  m.insert(m.end(), name.wire().begin(), name.wire().end());
}

struct Query {
  uint16_t id = 0;
  std::string name;  // presentation form, lower case
  RrType type = RrType::kPtr;
  bool edns = false;
  bool checking_disabled = false;
  Message question;  // as sent
};

inline Query ReadQuery(Bytes packet) {
  Query query;
  query.id = static_cast<uint16_t>(packet[0] << 8 | packet[1]);
  size_t end = kHeaderBytes;
  while (packet[end] != 0) end += packet[end] + size_t{1};
  ++end;
  const auto name =
      Name::FromWire(packet.subspan(kHeaderBytes, end - kHeaderBytes));
  query.name = ToText(*name);
  query.type = static_cast<RrType>(packet[end] << 8 | packet[end + 1]);
  query.edns = packet[11] == 1;
  query.checking_disabled = (packet[3] & 0x10) != 0;
  query.question.assign(packet.begin() + kHeaderBytes,
                        packet.begin() + static_cast<ptrdiff_t>(end) + 4);
  return query;
}

// Collects records and then makes the reply.
class ReplyTo {
 public:
  explicit ReplyTo(const Query& query) : query_(query) {}

  ReplyTo& Rcode(ptrcensus::Rcode rcode) {
    rcode_ = rcode;
    return *this;
  }
  ReplyTo& Tc() {
    tc_ = true;
    return *this;
  }
  ReplyTo& Id(uint16_t id) {
    id_ = id;
    return *this;
  }
  ReplyTo& Question(Message question) {
    question_ = std::move(question);
    return *this;
  }
  ReplyTo& HeaderOnly() {
    header_only_ = true;
    return *this;
  }
  ReplyTo& Ptr(std::string_view owner, std::string_view target,
               uint32_t ttl = 300) {
    return NameRecord(RrType::kPtr, owner, target, ttl);
  }
  ReplyTo& Ptr(std::string_view target) { return Ptr(query_.name, target); }
  ReplyTo& Cname(std::string_view owner, std::string_view target) {
    return NameRecord(RrType::kCname, owner, target, 300);
  }
  ReplyTo& Ip(std::string_view owner, std::string_view text) {
    const Address address = *ParseAddress(text);
    Message rdata;
    if (address.is_v4()) {
      for (int shift = 24; shift >= 0; shift -= 8) {
        rdata.push_back(static_cast<uint8_t>(address.v4() >> shift));
      }
    } else {
      for (const uint64_t half : {address.high(), address.low()}) {
        for (int shift = 56; shift >= 0; shift -= 8) {
          rdata.push_back(static_cast<uint8_t>(half >> shift));
        }
      }
    }
    Record(answers_, owner, address.is_v4() ? RrType::kA : RrType::kAaaa, 300,
           rdata);
    ++answer_count_;
    return *this;
  }
  ReplyTo& Ip(std::string_view text) { return Ip(query_.name, text); }
  ReplyTo& Soa(std::string_view zone) {
    Message rdata;
    PutName(rdata, "ns.example");
    PutName(rdata, "host.example");
    rdata.insert(rdata.end(), 20, 0);
    Record(authority_, zone, RrType::kSoa, 300, rdata);
    ++authority_count_;
    return *this;
  }
  ReplyTo& Ede(uint16_t code) {
    ede_ = code;
    return *this;
  }
  // A PTR record whose rdata is no name.
  ReplyTo& BrokenPtr() {
    Record(answers_, query_.name, RrType::kPtr, 300, {63, 'x'});
    ++answer_count_;
    return *this;
  }

  Message Build() const {
    Message m;
    Put16(m, id_.value_or(query_.id));
    Put16(m, 0x8400U | (tc_ ? 0x200U : 0U) | static_cast<unsigned>(rcode_));
    Put16(m, header_only_ ? 0 : 1);
    if (header_only_) {
      m.insert(m.end(), 6, 0);
      return m;
    }
    Put16(m, answer_count_);
    Put16(m, authority_count_);
    Put16(m, ede_ ? 1 : 0);
    const Message& question = question_ ? *question_ : query_.question;
    m.insert(m.end(), question.begin(), question.end());
    m.insert(m.end(), answers_.begin(), answers_.end());
    m.insert(m.end(), authority_.begin(), authority_.end());
    if (ede_) {
      const Message opt = {0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 6, 0, 15, 0, 2};
      m.insert(m.end(), opt.begin(), opt.end());
      Put16(m, *ede_);
    }
    return m;
  }

 private:
  ReplyTo& NameRecord(RrType type, std::string_view owner,
                      std::string_view target, uint32_t ttl) {
    Message rdata;
    PutName(rdata, target);
    Record(answers_, owner, type, ttl, rdata);
    ++answer_count_;
    return *this;
  }
  static void Record(Message& m, std::string_view owner, RrType type,
                     uint32_t ttl, const Message& rdata) {
    PutName(m, owner);
    Put16(m, static_cast<unsigned>(type));
    Put16(m, kClassIn);
    Put16(m, ttl >> 16);
    Put16(m, ttl & 0xffff);
    Put16(m, static_cast<unsigned>(rdata.size()));
    m.insert(m.end(), rdata.begin(), rdata.end());
  }

  Query query_;
  ptrcensus::Rcode rcode_ = ptrcensus::Rcode::kNoError;
  bool tc_ = false;
  bool header_only_ = false;
  std::optional<uint16_t> id_;
  std::optional<Message> question_;
  std::optional<uint16_t> ede_;
  Message answers_, authority_;
  unsigned answer_count_ = 0, authority_count_ = 0;
};

}  // namespace ptrcensus::testing
