#include "bench/labdns/message.h"

#include <algorithm>
#include <cstring>

namespace ptrcensus::labdns {
namespace {

constexpr size_t kRecordFixed = 12;  // pointer, type, class, TTL, data length
constexpr size_t kOptReserve = 17;   // OPT with one extended error
constexpr uint16_t kReplyFlags = 0x8480;  // QR, AA, RA
constexpr uint16_t kTruncatedFlag = 0x0200;
constexpr uint16_t kCopiedFlags = 0x0110;  // RD, CD
constexpr uint16_t kPointer = 0xc000;
constexpr uint16_t kEdeOption = 15;
constexpr uint32_t kSoaTtl = 900;

// ns.example.net, host.example.net, then serial, refresh, retry, expire and
// minimum.
constexpr uint8_t kSoaData[] = {
    2,   'n', 's', 7,   'e', 'x', 'a', 'm', 'p', 'l', 'e', 3,   'n', 'e',
    't', 0,   4,   'h', 'o', 's', 't', 7,   'e', 'x', 'a', 'm', 'p', 'l',
    'e', 3,   'n', 'e', 't', 0,   0,   0,   0,   1,   0,   0,   14,  16,
    0,   0,   3,   132, 0,   9,   58,  128, 0,   0,   3,   132};

void PutLong(uint8_t* at, uint64_t value, int bytes) {
  for (int i = bytes - 1; i >= 0; --i) {
    at[i] = static_cast<uint8_t>(value);
    value >>= 8;
  }
}

}  // namespace

void PutWord(uint8_t* at, uint16_t value) {
  at[0] = static_cast<uint8_t>(value >> 8);
  at[1] = static_cast<uint8_t>(value);
}

void Message::Start(const Query& query) {
  id_ = query.id;
  query_flags_ = query.flags;
  rcode_ = 0;
  edns_ = query.edns;
  truncated_ = false;
  ede_.reset();
  counts_[0] = counts_[1] = counts_[2] = 0;
  std::memcpy(buffer_.data() + kHeaderBytes, query.question.data(),
              query.question.size());
  question_end_ = size_ = kHeaderBytes + query.question.size();
}

uint8_t* Message::OpenRecord(Section section, uint16_t owner, uint16_t type,
                             uint32_t ttl, size_t data_bytes) {
  if (size_ + kRecordFixed + data_bytes + kOptReserve > buffer_.size()) {
    truncated_ = true;
    return nullptr;
  }
  uint8_t* at = buffer_.data() + size_;
  PutWord(at, static_cast<uint16_t>(kPointer | owner));
  PutWord(at + 2, type);
  PutWord(at + 4, kClassIn);
  PutLong(at + 6, ttl, 4);
  PutWord(at + 10, static_cast<uint16_t>(data_bytes));
  size_ += kRecordFixed + data_bytes;
  ++counts_[static_cast<size_t>(section)];
  return at + kRecordFixed;
}

void Message::AddRecord(Section section, uint16_t owner, uint16_t type,
                        uint32_t ttl, Octets data) {
  uint8_t* at = OpenRecord(section, owner, type, ttl, data.size());
  if (at != nullptr) std::copy(data.begin(), data.end(), at);
}

uint16_t Message::AddName(uint16_t owner, uint16_t type, uint32_t ttl,
                          Octets name) {
  const size_t offset = size_ + kRecordFixed;
  AddRecord(Section::kAnswer, owner, type, ttl, name);
  return static_cast<uint16_t>(offset);
}

uint16_t Message::AddNameBelow(uint16_t owner, uint16_t type, uint32_t ttl,
                               Octets labels, uint16_t suffix) {
  const size_t offset = size_ + kRecordFixed;
  uint8_t* at =
      OpenRecord(Section::kAnswer, owner, type, ttl, labels.size() + 2);
  if (at != nullptr) {
    std::copy(labels.begin(), labels.end(), at);
    PutWord(at + labels.size(), static_cast<uint16_t>(kPointer | suffix));
  }
  return static_cast<uint16_t>(offset);
}

void Message::AddAddress(uint16_t owner, uint32_t ttl, const Address& address) {
  const bool v4 = address.is_v4();
  uint8_t* at = OpenRecord(Section::kAnswer, owner, v4 ? kTypeA : kTypeAaaa,
                           ttl, v4 ? 4 : 16);
  if (at == nullptr) return;
  if (v4) {
    PutLong(at, address.v4(), 4);
  } else {
    PutLong(at, address.high(), 8);
    PutLong(at + 8, address.low(), 8);
  }
}

void Message::AddSoa(uint16_t owner) {
  AddRecord(Section::kAuthority, owner, kTypeSoa, kSoaTtl, kSoaData);
}

Octets Message::Finish(size_t limit) {
  if (truncated_) DropRecords();
  AddOpt();
  if (size_ > limit) {
    truncated_ = true;
    DropRecords();
    AddOpt();
  }
  WriteHeader();
  return {buffer_.data(), size_};
}

void Message::DropRecords() {
  size_ = question_end_;
  counts_[0] = counts_[1] = counts_[2] = 0;
}

void Message::AddOpt() {
  if (!edns_) return;
  uint8_t* at = buffer_.data() + size_;
  std::memset(at, 0, 11);
  PutWord(at + 1, kTypeOpt);
  PutWord(at + 3, static_cast<uint16_t>(kMostUdpBytes));
  size_ += 11;
  ++counts_[static_cast<size_t>(Section::kAdditional)];
  if (!ede_) return;
  PutWord(at + 9, 6);
  PutWord(at + 11, kEdeOption);
  PutWord(at + 13, 2);
  PutWord(at + 15, *ede_);
  size_ += 6;
}

void Message::WriteHeader() {
  uint8_t* at = buffer_.data();
  PutWord(at, id_);
  PutWord(at + 2, static_cast<uint16_t>(
                      kReplyFlags | (query_flags_ & kCopiedFlags) |
                      (truncated_ ? kTruncatedFlag : 0) | (rcode_ & 15)));
  PutWord(at + 4, 1);
  for (size_t i = 0; i < 3; ++i) PutWord(at + 6 + 2 * i, counts_[i]);
}

}  // namespace ptrcensus::labdns
