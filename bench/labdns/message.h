// Writes one reply into a borrowed buffer: header, the question as received,
// records in section order, and OPT where the query had one. Records that no
// longer fit are left out and mark the message as cut.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "bench/labdns/query.h"
#include "io/address.h"

namespace ptrcensus::labdns {

enum class Section : uint8_t { kAnswer, kAuthority, kAdditional };

class Message {
 public:
  // The owner of a record: the offset of a name that is already written.
  static constexpr uint16_t kQuestionName = kHeaderBytes;

  explicit Message(std::span<uint8_t> buffer) : buffer_(buffer) {}

  void Start(const Query& query);
  void SetRcode(uint16_t rcode) { rcode_ = rcode; }
  void SetEde(uint16_t code) { ede_ = code; }
  void SetTruncated() { truncated_ = true; }

  // Returns the offset of the record's data.
  uint16_t AddName(uint16_t owner, uint16_t type, uint32_t ttl, Octets name);
  // A name below one that is already written: `labels` (no root), then a
  // pointer to `suffix`.
  uint16_t AddNameBelow(uint16_t owner, uint16_t type, uint32_t ttl,
                        Octets labels, uint16_t suffix);
  // A or AAAA, by the address's family.
  void AddAddress(uint16_t owner, uint32_t ttl, const Address& address);
  void AddSoa(uint16_t owner);
  void AddRecord(Section section, uint16_t owner, uint16_t type, uint32_t ttl,
                 Octets data);

  // Completes the message. If it is longer than `limit`, all records go and TC
  // is set (RFC 2181 9: a client must not use a truncated set).
  [[nodiscard]] Octets Finish(size_t limit);

 private:
  uint8_t* OpenRecord(Section section, uint16_t owner, uint16_t type,
                      uint32_t ttl, size_t data_bytes);
  void DropRecords();
  void AddOpt();
  void WriteHeader();

  std::span<uint8_t> buffer_;
  size_t size_ = 0;
  size_t question_end_ = 0;
  uint16_t id_ = 0;
  uint16_t query_flags_ = 0;
  uint16_t rcode_ = 0;
  bool edns_ = false;
  bool truncated_ = false;
  std::optional<uint16_t> ede_;
  uint16_t counts_[3] = {0, 0, 0};
};

void PutWord(uint8_t* at, uint16_t value);

}  // namespace ptrcensus::labdns
