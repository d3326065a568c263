#include "bench/labdns/outbox.h"

#include <algorithm>
#include <chrono>

namespace ptrcensus::labdns {
namespace {

constexpr std::chrono::milliseconds kMostBehind{10};

// The address alone: a client is all of its ports.
std::string ClientKey(const Peer& peer) {
  if (peer.any.sa_family == AF_INET) {
    return {reinterpret_cast<const char*>(&peer.v4.sin_addr), 4};
  }
  return {reinterpret_cast<const char*>(&peer.v6.sin6_addr), 16};
}

}  // namespace

bool Outbox::Later(const Timed& a, const Timed& b) {
  return a.due != b.due ? a.due > b.due : a.serial > b.serial;
}

void Outbox::HoldUntil(Time due, Parcel parcel) {
  timed_.push_back({due, serial_++, std::move(parcel)});
  std::push_heap(timed_.begin(), timed_.end(), Later);
}

void Outbox::HoldBehind(uint32_t others, Time now, Parcel parcel) {
  behind_.push_back({others, now + kMostBehind, std::move(parcel)});
}

std::optional<Parcel> Outbox::Overtake() {
  if (behind_.empty() || --behind_.front().others > 0) return std::nullopt;
  Parcel parcel = std::move(behind_.front().parcel);
  behind_.pop_front();
  return parcel;
}

std::optional<Parcel> Outbox::TakeDue(Time now) {
  if (!behind_.empty() && behind_.front().due <= now) {
    Parcel parcel = std::move(behind_.front().parcel);
    behind_.pop_front();
    return parcel;
  }
  if (timed_.empty() || timed_.front().due > now) return std::nullopt;
  std::pop_heap(timed_.begin(), timed_.end(), Later);
  Parcel parcel = std::move(timed_.back().parcel);
  timed_.pop_back();
  return parcel;
}

std::optional<Time> Outbox::NextDue() const {
  std::optional<Time> next;
  if (!timed_.empty()) next = timed_.front().due;
  if (!behind_.empty() && (!next || behind_.front().due < *next)) {
    next = behind_.front().due;
  }
  return next;
}

bool PendingLimit::Full(const Peer& client, Time now) {
  while (!entries_.empty() && entries_.front().until <= now) {
    const auto count = counts_.find(entries_.front().client);
    if (--count->second == 0) counts_.erase(count);
    entries_.pop_front();
  }
  const auto count = counts_.find(ClientKey(client));
  return count != counts_.end() && count->second >= limit_;
}

void PendingLimit::Add(const Peer& client, Time now) {
  std::string key = ClientKey(client);
  ++counts_[key];
  entries_.push_back({now + kPendingTime, std::move(key)});
}

}  // namespace ptrcensus::labdns
