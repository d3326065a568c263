// A network without sockets and with a clock of its own: a server that answers
// at a steady pace, a round trip away. Replies wait in a ring that is made and
// touched at the start, so that it neither allocates nor grows afterwards.
//
// Invariant: what waits is in the order of its arrival.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "bench/simulation/answers.h"
#include "io/query.h"
#include "io/transport.h"

namespace ptrcensus::simulation {

struct NetworkOptions {
  Endpoint server = {};
  uint32_t sockets = 4;
  // At most so many queries are under way; what comes above is lost.
  uint32_t queries = 1 << 14;
  Duration round_trip = std::chrono::milliseconds(10);
  Duration service = std::chrono::microseconds(1);  // between two replies
  double loss = 0;
  Mix mix = {};
  uint64_t seed = 1;
};

class SimulatedNetwork final : public Transport {
 public:
  explicit SimulatedNetwork(const NetworkOptions& options);

  Time now() const { return now_; }
  // When the next batch of replies is complete, if any is under way.
  [[nodiscard]] std::optional<Time> NextBatch() const;
  // Moves the clock, and delivers in batches what has arrived by then.
  void AdvanceTo(Time time);

  // Memory that is the network's and not the scanner's.
  size_t ring_bytes() const { return ring_.size() * sizeof(Waiting); }
  // Forward queries on their way, now and at most.
  uint64_t forward_waiting() const { return forward_waiting_; }
  uint64_t most_forward_waiting() const { return most_forward_waiting_; }
  uint64_t lost() const { return lost_; }

  void SetEvents(TransportEvents* events) override { events_ = events; }
  SocketRange Sockets(Family family) const override;
  std::span<uint8_t> Stage(uint32_t socket, const Endpoint& server, size_t size,
                           uint32_t tag, Time now) noexcept override;
  void Flush(Time now, bool all) noexcept override;
  bool HasStaged() const noexcept override { return staged_bytes_ > 0; }
  // Nothing here is truncated, so nothing goes over TCP.
  void SendTcp(const Endpoint&, Bytes, uint32_t) noexcept override {}
  void CancelTcp(const Endpoint&, uint32_t, bool) noexcept override {}
  TransportCounters counters() const noexcept override { return counters_; }
  void Close() noexcept override {}

 private:
  // Room for reverse IPv4 questions, probes, and the names that are given.
  static constexpr size_t kQuestionBytes = 48;
  struct Waiting {
    Time at;
    uint16_t id = 0;
    uint16_t socket = 0;
    uint8_t question_bytes = 0;
    bool edns = false;
    bool forward = false;
    std::array<uint8_t, kQuestionBytes> question;
  };

  const Waiting& At(uint64_t number) const {
    return ring_[number & (ring_.size() - 1)];
  }
  // The staged query goes on its way.
  void Send(Time now);
  void Deliver(const Waiting& waiting);

  NetworkOptions options_;
  Answers answers_;
  TransportEvents* events_ = nullptr;
  TransportCounters counters_;
  Time now_{std::chrono::hours(1)};
  Time last_arrival_{};
  // Waiting: [first_, end_), modulo the ring's size, a power of two.
  std::vector<Waiting> ring_;
  uint64_t first_ = 0;
  uint64_t end_ = 0;
  uint64_t forward_waiting_ = 0;
  uint64_t most_forward_waiting_ = 0;
  uint64_t lost_ = 0;
  uint64_t draws_ = 0;  // of chance
  // One query is staged at a time: the next one sends it.
  std::array<uint8_t, kMaxQueryBytes> staged_;
  size_t staged_bytes_ = 0;
  uint32_t staged_socket_ = 0;
};

}  // namespace ptrcensus::simulation
