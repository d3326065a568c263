#include "bench/simulation/simulated_network.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>

namespace ptrcensus::simulation {
namespace {

// As a receive call has them: so many, or what comes within so long.
constexpr uint64_t kBatch = 64;
constexpr Duration kBatchTime = std::chrono::microseconds(100);

}  // namespace

SimulatedNetwork::SimulatedNetwork(const NetworkOptions& options)
    : options_(options),
      answers_(options.mix, Hash(options.seed)),
      ring_(std::bit_ceil(size_t{options.queries})) {}

Transport::SocketRange SimulatedNetwork::Sockets(Family family) const {
  return {0, family == options_.server.address.family() ? options_.sockets : 0};
}

std::optional<Time> SimulatedNetwork::NextBatch() const {
  if (first_ == end_) return std::nullopt;
  const uint64_t last = std::min(first_ + kBatch, end_) - 1;
  return std::min(At(last).at, At(first_).at + kBatchTime);
}

void SimulatedNetwork::AdvanceTo(Time time) {
  while (first_ != end_ && At(first_).at <= time) {
    now_ = std::max(now_, std::min(*NextBatch(), time));
    const uint64_t stop = std::min(first_ + kBatch, end_);
    while (first_ != stop && At(first_).at <= now_) Deliver(At(first_++));
    events_->OnBatchEnd(now_);
  }
  now_ = std::max(now_, time);
}

void SimulatedNetwork::Deliver(const Waiting& waiting) {
  std::array<uint8_t, Answers::kMaxReplyBytes> reply;
  const Bytes question(waiting.question.data(), waiting.question_bytes);
  const size_t size =
      answers_.Write(waiting.id, question, waiting.edns, reply.data());
  forward_waiting_ -= waiting.forward;
  ++counters_.received_udp;
  events_->OnDatagram(waiting.socket, options_.server, {reply.data(), size},
                      now_);
}

std::span<uint8_t> SimulatedNetwork::Stage(uint32_t socket,
                                           const Endpoint& server, size_t size,
                                           uint32_t, Time now) noexcept {
  assert(server == options_.server);
  (void)server;
  if (staged_bytes_ > 0) Send(now);
  staged_socket_ = socket;
  staged_bytes_ = size;
  return {staged_.data(), size};
}

void SimulatedNetwork::Flush(Time now, bool) noexcept {
  if (staged_bytes_ > 0) Send(now);
}

void SimulatedNetwork::Send(Time now) {
  ++counters_.sent_udp;
  const bool edns = staged_[kHeaderBytes - 1] != 0;
  const size_t size = staged_bytes_ - kHeaderBytes - (edns ? kOptBytes : 0);
  assert(size <= kQuestionBytes);
  staged_bytes_ = 0;
  const bool full = end_ - first_ == ring_.size();
  if (full || Falls(Hash(options_.seed + ++draws_), options_.loss)) {
    ++lost_;
    return;
  }
  last_arrival_ =
      std::max(last_arrival_ + options_.service, now + options_.round_trip);
  Waiting& waiting = ring_[end_++ & (ring_.size() - 1)];
  waiting.at = last_arrival_;
  waiting.id = static_cast<uint16_t>(staged_[0] << 8 | staged_[1]);
  waiting.socket = static_cast<uint16_t>(staged_socket_);
  waiting.question_bytes = static_cast<uint8_t>(size);
  waiting.edns = edns;
  waiting.forward =
      staged_[kHeaderBytes + size - 3] != static_cast<uint8_t>(RrType::kPtr);
  forward_waiting_ += waiting.forward;
  most_forward_waiting_ = std::max(most_forward_waiting_, forward_waiting_);
  std::memcpy(waiting.question.data(), staged_.data() + kHeaderBytes, size);
}

}  // namespace ptrcensus::simulation
