#include "io/record.h"

#include <cstring>

namespace ptrcensus {
namespace {

constexpr uint8_t kPointerBits = 0xC0;  // RFC 1035 4.1.4
constexpr size_t kQuestionCountOffset = 4;
constexpr size_t kFixedBytes = 10;  // type, class, TTL, RDLENGTH

constexpr bool Fits(Bytes packet, size_t offset, size_t bytes) {
  return offset <= packet.size() && bytes <= packet.size() - offset;
}

}  // namespace

std::optional<NameSpan> WalkName(Bytes packet, size_t offset,
                                 uint8_t* out) noexcept {
  NameSpan span;
  size_t at = offset;
  size_t labels_begin = offset;
  int pointers = 0;
  // Labels that follow each other are copied together.
  const auto take_labels = [&] {
    const size_t bytes = at - labels_begin;
    if (out != nullptr) {
      std::memcpy(out + span.size - bytes, packet.data() + labels_begin, bytes);
    }
  };
  while (at < packet.size()) {
    const uint8_t first = packet[at];
    if (first <= kMaxLabelBytes) {
      const size_t bytes = first + 1u;
      if (!Fits(packet, at, bytes)) return std::nullopt;
      if (span.size + bytes > kMaxNameBytes) return std::nullopt;
      span.size += bytes;
      at += bytes;
      if (first != 0) continue;
      take_labels();
      if (pointers == 0) span.end = at;
      return span;
    }
    if ((first & kPointerBits) != kPointerBits) return std::nullopt;
    if (!Fits(packet, at, 2)) return std::nullopt;
    if (pointers == 0) span.end = at + 2;
    const size_t target = ReadU16(packet, at) & 0x3FFFu;
    if (target < kHeaderBytes || target >= labels_begin) return std::nullopt;
    if (++pointers > kMaxPointers) return std::nullopt;
    take_labels();
    at = labels_begin = target;
  }
  return std::nullopt;
}

std::optional<Record> ReadRecord(Bytes packet, size_t offset) noexcept {
  const auto owner = WalkName(packet, offset, nullptr);
  if (!owner || !Fits(packet, owner->end, kFixedBytes)) return std::nullopt;
  const size_t fixed = owner->end;
  Record record{.owner = offset,
                .owner_size = owner->size,
                .type = static_cast<RrType>(ReadU16(packet, fixed)),
                .rr_class = ReadU16(packet, fixed + 2),
                .ttl = ReadU32(packet, fixed + 4),
                .rdata = fixed + kFixedBytes,
                .rdata_size = ReadU16(packet, fixed + 8)};
  if (!Fits(packet, record.rdata, record.rdata_size)) return std::nullopt;
  if (record.ttl >> 31 != 0 && record.type != RrType::kOpt) record.ttl = 0;
  return record;
}

std::optional<size_t> SkipQuestion(Bytes packet) noexcept {
  if (packet.size() < kHeaderBytes) return std::nullopt;
  const uint16_t questions = ReadU16(packet, kQuestionCountOffset);
  if (questions == 0) return kHeaderBytes;
  if (questions > 1) return std::nullopt;
  const auto name = WalkName(packet, kHeaderBytes, nullptr);
  if (!name || !Fits(packet, name->end, kTypeAndClassBytes)) {
    return std::nullopt;
  }
  return name->end + kTypeAndClassBytes;
}

}  // namespace ptrcensus
