#include "io/send_bins.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace ptrcensus {

SendBins::SendBins(Send send, size_t bins)
    : send_(std::move(send)),
      bytes_(std::make_unique_for_overwrite<uint8_t[]>(bins * kBinBytes)),
      bins_(bins) {
  assert(bins > 0 && bins < kNone);
  chains_.fill(kNone);
  order_.reserve(bins);
  free_.reserve(bins);
  for (size_t i = bins; i > 0; --i) {
    free_.push_back(static_cast<uint16_t>(i - 1));
    bins_[i - 1].bytes = bytes_.get() + (i - 1) * kBinBytes;
  }
}

std::span<uint8_t> SendBins::Stage(uint32_t socket, const Endpoint& server,
                                   size_t size, uint32_t tag,
                                   Time now) noexcept {
  assert(size > 0 && size <= kMaxQueryBytes);
  SendFull();
  uint16_t index = Chain(socket, server, size);
  while (index != kNone) {
    const SendBin& bin = bins_[index];
    if (bin.socket == socket && bin.size == size && bin.server == server) break;
    index = bin.next;
  }
  if (index == kNone) index = Open(socket, server, size, now);
  SendBin& bin = bins_[index];
  uint8_t* room = bin.bytes + bin.count * size;
  bin.tags[bin.count++] = tag;
  if (bin.count == kBinQueries) full_ = index;
  return {room, size};
}

void SendBins::Flush(Time now, bool all) noexcept {
  SendFull();
  size_t due = 0;
  while (due < order_.size() &&
         (all || now - bins_[order_[due]].opened >= kBinWait)) {
    const uint16_t index = order_[due++];
    send_(bins_[index]);
    Unlink(index);
  }
  order_.erase(order_.begin(), order_.begin() + static_cast<ptrdiff_t>(due));
}

uint16_t& SendBins::Chain(uint32_t socket, const Endpoint& server,
                          size_t size) {
  uint64_t hash = server.address.low() ^ (server.address.high() * 31);
  hash ^= (uint64_t{socket} << 40) ^ (uint64_t{server.port} << 20) ^ size;
  hash *= 0x9E3779B97F4A7C15;  // 2^64 / golden ratio (Knuth, TAOCP 6.4)
  return chains_[hash >> 55];
}

uint16_t SendBins::Open(uint32_t socket, const Endpoint& server, size_t size,
                        Time now) {
  if (free_.empty()) Leave(order_.front());
  const uint16_t index = free_.back();
  free_.pop_back();
  order_.push_back(index);
  uint16_t& chain = Chain(socket, server, size);
  SendBin& bin = bins_[index];
  bin.socket = socket;
  bin.server = server;
  bin.size = static_cast<uint16_t>(size);
  bin.count = 0;
  bin.opened = now;
  bin.next = std::exchange(chain, index);
  return index;
}

void SendBins::SendFull() {
  if (full_ != kNone) Leave(std::exchange(full_, kNone));
}

void SendBins::Leave(uint16_t index) {
  send_(bins_[index]);
  Unlink(index);
  order_.erase(std::find(order_.begin(), order_.end(), index));
}

void SendBins::Unlink(uint16_t index) {
  const SendBin& bin = bins_[index];
  uint16_t* link = &Chain(bin.socket, bin.server, bin.size);
  while (*link != index) link = &bins_[*link].next;
  *link = bin.next;
  free_.push_back(index);
}

}  // namespace ptrcensus
