#include "bench/labdns/hostile.h"

#include <array>
#include <string>
#include <string_view>

#include "bench/labdns/hash.h"
#include "bench/labdns/message.h"

namespace ptrcensus::labdns {
namespace {

using Packet = std::vector<uint8_t>;

// A NOERROR header that announces the counts, and the question.
Packet Begin(const Query& query, uint16_t answers, uint16_t additional) {
  Packet packet(kHeaderBytes);
  PutWord(&packet[0], query.id);
  PutWord(&packet[2], 0x8480);
  PutWord(&packet[4], 1);
  PutWord(&packet[6], answers);
  PutWord(&packet[10], additional);
  packet.insert(packet.end(), query.question.begin(), query.question.end());
  return packet;
}

void Append(Packet& packet, std::string_view octets) {
  packet.insert(packet.end(), octets.begin(), octets.end());
}

void AppendWord(Packet& packet, uint16_t value) {
  packet.push_back(static_cast<uint8_t>(value >> 8));
  packet.push_back(static_cast<uint8_t>(value));
}

void AppendPointer(Packet& packet, size_t offset) {
  AppendWord(packet, static_cast<uint16_t>(0xc000 | offset));
}

// Type, class IN, a TTL of 300 s and the length of the data.
void AppendFixed(Packet& packet, uint16_t type, size_t data_bytes) {
  AppendWord(packet, type);
  Append(packet, std::string_view("\0\1\0\0\1\x2c", 6));
  AppendWord(packet, static_cast<uint16_t>(data_bytes));
}

// A whole record of the type asked, as good as can be.
void AppendGoodRecord(Packet& packet, const Query& query) {
  static constexpr std::string_view kName("\6forged\7example\0", 16);
  static constexpr std::string_view kAddress(
      "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\xfe", 16);
  AppendPointer(packet, kHeaderBytes);
  const std::string_view data = query.type == kTypeA ? kAddress.substr(0, 4)
                                : query.type == kTypeAaaa ? kAddress
                                                          : kName;
  AppendFixed(packet, query.type, data.size());
  Append(packet, data);
}

Packet PointerToItself(const Query& query) {
  Packet packet = Begin(query, 1, 0);
  AppendPointer(packet, packet.size());
  AppendFixed(packet, query.type, 0);
  return packet;
}

Packet PointerForward(const Query& query) {
  Packet packet = Begin(query, 1, 0);
  AppendPointer(packet, packet.size() + 12);
  AppendFixed(packet, query.type, 3);
  Append(packet, std::string_view("\1a\0", 3));
  return packet;
}

// An alias, so that it counts whatever was asked.
Packet TwoPointerLoop(const Query& query) {
  Packet packet = Begin(query, 1, 0);
  const size_t start = packet.size();
  AppendPointer(packet, kHeaderBytes);
  AppendFixed(packet, kTypeCname, 4);
  AppendPointer(packet, start + 14);
  AppendPointer(packet, start + 12);
  return packet;
}

Packet LabelTypeLies(const Query& query) {
  Packet packet = Begin(query, 1, 0);
  Append(packet, std::string_view("\x40"
                                  "abc\0",
                                  5));
  AppendFixed(packet, query.type, 0);
  return packet;
}

Packet LabelLengthLies(const Query& query) {
  Packet packet = Begin(query, 1, 0);
  Append(packet,
         "\x3f"
         "abc");
  return packet;
}

Packet CountLies(const Query& query) {
  Packet packet = Begin(query, 0xffff, 0);
  AppendGoodRecord(packet, query);
  return packet;
}

Packet DataLengthLies(const Query& query) {
  Packet packet = Begin(query, 1, 0);
  AppendPointer(packet, kHeaderBytes);
  AppendFixed(packet, query.type, 0xfff0);
  Append(packet, std::string_view("\1a\0", 3));
  return packet;
}

Packet CutRecord(const Query& query) {
  Packet packet = Begin(query, 1, 0);
  AppendGoodRecord(packet, query);
  packet.erase(packet.end() - 3, packet.end());
  return packet;
}

Packet TwoOpts(const Query& query) {
  Packet packet = Begin(query, 0, 2);
  for (int i = 0; i < 2; ++i) {
    Append(packet, std::string_view("\0\0\x29\4\xd0\0\0\0\0\0\0", 11));
  }
  return packet;
}

// Two TSIG records: type 250, class ANY, empty data. Here and below one record
// too many is announced: whole, the packet would be a plain NODATA, which no
// client can tell from the truth.
Packet TwoTsigs(const Query& query) {
  Packet packet = Begin(query, 0, 3);
  for (int i = 0; i < 2; ++i) {
    Append(packet, std::string_view("\0\0\xfa\0\xff\0\0\0\0\0\0", 11));
  }
  return packet;
}

// 1,100 empty strings: quadratic work for some printers.
Packet HugeTxt(const Query& query) {
  Packet packet = Begin(query, 2, 0);
  AppendPointer(packet, kHeaderBytes);
  AppendFixed(packet, kTypeTxt, 1100);
  Append(packet, std::string(1100, '\0'));
  return packet;
}

Packet SelfPointingQuestion(const Query& query) {
  Packet packet(kHeaderBytes);
  PutWord(&packet[0], query.id);
  PutWord(&packet[2], 0x8480);
  PutWord(&packet[4], 1);
  AppendPointer(packet, kHeaderBytes);
  AppendWord(packet, query.type);
  AppendWord(packet, kClassIn);
  return packet;
}

Packet Empty(const Query&) { return {}; }

using Maker = Packet (*)(const Query&);
constexpr std::array<Maker, kMalformedForms> kMalformed = {
    PointerToItself, PointerForward, TwoPointerLoop, LabelTypeLies,
    LabelLengthLies, CountLies,      DataLengthLies, CutRecord};
constexpr std::array<Maker, 5> kOther = {TwoOpts, TwoTsigs, HugeTxt,
                                         SelfPointingQuestion, Empty};

}  // namespace

std::vector<uint8_t> MalformedReply(const Query& query, uint64_t form) {
  return kMalformed[form % kMalformed.size()](query);
}

std::vector<uint8_t> HostilePacket(const Query& query, uint64_t choice) {
  const uint64_t kind = choice % (kMalformed.size() + kOther.size() + 1);
  const uint64_t detail = Mix(choice);
  if (kind < kMalformed.size()) return kMalformed[kind](query);
  if (kind < kMalformed.size() + kOther.size()) {
    return kOther[kind - kMalformed.size()](query);
  }
  Packet packet = ForgedReply(query);
  packet.erase(
      packet.begin() + static_cast<std::ptrdiff_t>(detail % packet.size()),
      packet.end());
  return packet;
}

std::vector<uint8_t> ForgedReply(const Query& query) {
  Packet packet = Begin(query, 1, 0);
  AppendGoodRecord(packet, query);
  return packet;
}

}  // namespace ptrcensus::labdns
