#include "scanner/engine/forward_cache.h"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <utility>

#include "scanner/engine/limits.h"

namespace ptrcensus {
namespace {

XXH128_hash_t KeyOf(const Name& name, RrType type, uint64_t secret) {
  std::array<uint8_t, kMaxNameBytes + 1> bytes;
  std::ranges::copy(name.wire(), bytes.begin());
  bytes[name.wire().size()] = static_cast<uint8_t>(type);
  return XXH3_128bits_withSeed(bytes.data(), name.wire().size() + 1, secret);
}

constexpr uint8_t kMaxFailures = 4;

}  // namespace

bool ForwardEntry::Follow(const Answer& answer) {
  if (!chain) chain = std::make_unique<Chain>(Name::FromValidWire(wire()));
  return chain->Extend(answer);
}

void ForwardEntry::SettleForNow(ForwardResult given, Time now) {
  result = given;
  retry_at =
      now + std::min(kForwardTempFirst * (1 << failures), kForwardTempMax);
  if (failures < kMaxFailures) ++failures;
}

ForwardCache::ForwardCache(uint64_t secret, size_t capacity)
    : secret_(secret),
      capacity_(capacity),
      bucket_mask_(std::bit_ceil(capacity) * kBucketsPerEntry - 1),
      buckets_(MakeZeroedArray<uint32_t>(bucket_mask_ + 1)) {
  entries_.Grow();
}

uint32_t ForwardCache::Pin(const Name& name, RrType type) {
  const XXH128_hash_t key = KeyOf(name, type, secret_);
  uint32_t entry = Bucket(key.low64);
  while (entry != kNoEntry && (entries_[entry].key_low != key.low64 ||
                               entries_[entry].key_high != key.high64)) {
    entry = entries_[entry].next;
  }
  if (entry == kNoEntry) {
    entry = Make(name, type, key.high64, key.low64);
  } else {
    entries_[entry].referenced = true;
    if (entries_[entry].pins == 0) RemoveIdle(entry);
  }
  ++entries_[entry].pins;
  return entry;
}

void ForwardCache::Unpin(uint32_t entry) {
  assert(entries_[entry].pins > 0);
  if (--entries_[entry].pins == 0) PushIdle(entry);
}

uint32_t ForwardCache::Make(const Name& name, RrType type, uint64_t high,
                            uint64_t low) {
  if (size_ >= capacity_) EvictOne();
  if (free_ == kNoEntry) free_ = entries_.Grow();
  const uint32_t entry = free_;
  ForwardEntry& e = entries_[entry];
  free_ = e.next;
  ++size_;
  // The memory of its predecessor's name and addresses goes on.
  ForwardEntry fresh;
  fresh.name.swap(e.name);
  if (e.addresses.capacity() <= kForwardShown) {
    fresh.addresses.swap(e.addresses);
    fresh.addresses.clear();
  }
  e = std::move(fresh);
  e.key_high = high;
  e.key_low = low;
  e.name.assign(reinterpret_cast<const char*>(name.wire().data()),
                name.wire().size());
  e.type = type;
  e.next = Bucket(low);
  Bucket(low) = entry;
  return entry;
}

void ForwardCache::EvictOne() {
  while (oldest_idle_ != kNoEntry) {
    const uint32_t entry = oldest_idle_;
    ForwardEntry& e = entries_[entry];
    RemoveIdle(entry);
    if (e.referenced) {
      e.referenced = false;
      PushIdle(entry);
      continue;
    }
    FetchNextVictims();
    Unlink(entry);
    e.next = free_;
    free_ = entry;
    --size_;
    return;
  }
}

// What the next evictions will touch has been in no cache for long.
void ForwardCache::FetchNextVictims() const {
  const ForwardEntry& next = entries_[oldest_idle_];
  __builtin_prefetch(&buckets_[next.key_low & bucket_mask_]);
  __builtin_prefetch(next.name.data());
  const auto* after = reinterpret_cast<const char*>(&entries_[next.younger]);
  __builtin_prefetch(after);
  __builtin_prefetch(after + 64);
}

void ForwardCache::Unlink(uint32_t entry) {
  uint32_t* link = &Bucket(entries_[entry].key_low);
  while (*link != entry) link = &entries_[*link].next;
  *link = entries_[entry].next;
}

void ForwardCache::PushIdle(uint32_t entry) {
  entries_[entry].older = youngest_idle_;
  entries_[entry].younger = kNoEntry;
  (youngest_idle_ == kNoEntry ? oldest_idle_
                              : entries_[youngest_idle_].younger) = entry;
  youngest_idle_ = entry;
}

void ForwardCache::RemoveIdle(uint32_t entry) {
  const ForwardEntry& e = entries_[entry];
  (e.older == kNoEntry ? oldest_idle_ : entries_[e.older].younger) = e.younger;
  (e.younger == kNoEntry ? youngest_idle_ : entries_[e.younger].older) =
      e.older;
}

}  // namespace ptrcensus
