// A network and a clock that a test makes up: the transport that the engine
// sees, servers as functions, and time that jumps to the next event.
#pragma once

#include <cassert>
#include <functional>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "io/transport.h"
#include "tests/support/messages.h"

namespace ptrcensus::testing {

using namespace std::chrono_literals;

// What a server does with a query.
struct Response {
  Message message;
  Duration after = 1ms;
  std::optional<Endpoint> source = std::nullopt;  // forged
};
using Responses = std::vector<Response>;
struct Arrival {
  Endpoint server;
  Query query;
  bool tcp = false;
  Time at;
};
using ServerFunction = std::function<Responses(const Arrival&)>;

class FakeNetwork final : public Transport {
 public:
  explicit FakeNetwork(ServerFunction server) : server_(std::move(server)) {}

  Time now() const { return now_; }
  const std::vector<Arrival>& arrivals() const { return arrivals_; }
  // The next `n` queries are refused by the kernel.
  void RefuseNext(int n) { refuse_ = n; }
  // TCP connections fail instead of carrying queries.
  void FailTcp(bool is_try = true) {
    tcp_fails_ = true;
    tcp_failure_is_try_ = is_try;
  }
  void MendTcp() { tcp_fails_ = false; }
  // Time of the next event, if any.
  std::optional<Time> next_event() const {
    if (events_.empty()) return std::nullopt;
    return events_.begin()->first;
  }
  // Moves the clock, and delivers what is due by then, in order.
  void AdvanceTo(Time time) {
    while (!events_.empty() && events_.begin()->first <= time) {
      now_ = std::max(now_, events_.begin()->first);
      auto node = events_.extract(events_.begin());
      node.mapped()();
      receiver_->OnBatchEnd(now_);
    }
    now_ = std::max(now_, time);
  }

  void SetEvents(TransportEvents* events) override { receiver_ = events; }
  SocketRange Sockets(Family family) const override {
    return family == Family::kV4 ? SocketRange{0, 2} : SocketRange{2, 1};
  }
  std::span<uint8_t> Stage(uint32_t socket, const Endpoint& server, size_t size,
                           uint32_t tag, Time now) noexcept override {
    (void)now;
    staged_.push_back({socket, server, Message(size), tag});
    return staged_.back().bytes;
  }
  void Flush(Time now, bool) noexcept override {
    std::vector<Staged> sending;
    sending.swap(staged_);
    for (const Staged& s : sending) {
      if (refuse_ > 0) {
        --refuse_;
        ++counters_.unsent;
        receiver_->OnUnsent(s.tag, now);
        continue;
      }
      ++counters_.sent_udp;
      arrivals_.push_back({s.server, ReadQuery(s.bytes), false, now});
      for (Response& r : server_(arrivals_.back())) {
        Schedule(now + r.after,
                 [this, socket = s.socket, source = r.source.value_or(s.server),
                  message = std::move(r.message)] {
                   receiver_->OnDatagram(socket, source, message, now_);
                 });
      }
    }
  }
  bool HasStaged() const noexcept override { return !staged_.empty(); }
  void SendTcp(const Endpoint& server, Bytes query,
               uint32_t tag) noexcept override {
    ++counters_.sent_tcp;
    tcp_tags_.insert(tag);
    arrivals_.push_back({server, ReadQuery(query), true, now_});
    if (tcp_fails_) {
      Schedule(now_ + 1ms, [this, tag] {
        if (tcp_tags_.erase(tag) > 0) {
          receiver_->OnTcpFailed(tag, tcp_failure_is_try_, now_);
        }
      });
      return;
    }
    for (Response& r : server_(arrivals_.back())) {
      Schedule(now_ + r.after, [this, server, message = std::move(r.message)] {
        receiver_->OnTcpMessage(server, message, now_);
      });
    }
  }
  void CancelTcp(const Endpoint&, uint32_t tag, bool) noexcept override {
    tcp_tags_.erase(tag);
  }
  // TCP queries that the engine has neither had answered nor given up.
  size_t tcp_outstanding() const { return tcp_tags_.size(); }
  TransportCounters counters() const noexcept override { return counters_; }
  void Close() noexcept override {}

 private:
  struct Staged {
    uint32_t socket;
    Endpoint server;
    Message bytes;
    uint32_t tag;
  };
  void Schedule(Time at, std::function<void()> event) {
    events_.emplace(at, std::move(event));
  }

  ServerFunction server_;
  TransportEvents* receiver_ = nullptr;
  Time now_{1h};
  std::vector<Staged> staged_;
  std::vector<Arrival> arrivals_;
  std::multimap<Time, std::function<void()>> events_;
  std::set<uint32_t> tcp_tags_;
  TransportCounters counters_;
  int refuse_ = 0;
  bool tcp_fails_ = false;
  bool tcp_failure_is_try_ = true;
};

}  // namespace ptrcensus::testing
