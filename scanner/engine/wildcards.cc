#include "scanner/engine/wildcards.h"

#include <fmt/format.h>

#include <bit>
#include <utility>

#include "io/query.h"
#include "scanner/engine/limits.h"

namespace ptrcensus {
namespace {

constexpr size_t kBlocks = size_t{1} << 24;
constexpr size_t kWords = kBlocks / 64;

uint64_t BitOf(uint64_t block) { return uint64_t{1} << (block % 64); }

// No octet is 256, so only a wildcard has it.
Name ImpossibleName(uint64_t block) {
  return *Name::FromText(fmt::format("256.{}.{}.{}.in-addr.arpa", block & 255,
                                     block >> 8 & 255, block >> 16));
}

}  // namespace

Wildcards::Wildcards(std::function<void(const Question&)> ask)
    : ask_(std::move(ask)),
      asked_(MakeZeroedArray<uint64_t>(kWords)),
      found_(MakeZeroedArray<uint64_t>(kWords)) {}

void Wildcards::OnPtr(uint32_t ipv4) {
  const uint64_t block = ipv4 >> 8;
  uint64_t& word = asked_[block / 64];
  if ((word & BitOf(block)) != 0) return;
  word |= BitOf(block);
  ++counts_.asked;
  ++under_way_;
  ask_({Kind::kWildcard, block});
}

size_t Wildcards::WriteQuestion(uint64_t block, uint64_t case_bits,
                                uint8_t* out) const {
  return ptrcensus::WriteQuestion(ImpossibleName(block).wire(), RrType::kPtr,
                                  case_bits, out);
}

bool Wildcards::OnReply(uint64_t block, const Reply& reply) {
  const bool exists = reply.facts.rcode == Rcode::kNoError;
  if (exists && reply.header.answer_count > 0) {
    ReadAnswer(reply.packet, ImpossibleName(block), RrType::kPtr, answer_);
    if (answer_.end == ChainEnd::kUnreadable) return false;
    // A wildcard may be an alias, whose end the reply need not have.
    if (answer_.end != ChainEnd::kNone || answer_.links > 0) {
      found_[block / 64] |= BitOf(block);
      ++counts_.found;
    }
  }
  --under_way_;
  return true;
}

void Wildcards::OnFailure() {
  ++counts_.failed;
  --under_way_;
}

WildcardZones Wildcards::zones() const {
  WildcardZones zones = counts_;
  zones.failed += under_way_;
  for (size_t i = 0; i < kWords; ++i) {
    for (uint64_t rest = found_[i]; rest != 0; rest &= rest - 1) {
      if (zones.lowest.size() == kWildcardsListed) return zones;
      const size_t block = i * 64 + static_cast<size_t>(std::countr_zero(rest));
      zones.lowest.push_back(static_cast<uint32_t>(block << 8));
    }
  }
  return zones;
}

}  // namespace ptrcensus
