// What both transports have alike: their receiver, their counts, and the TCP
// connections. How UDP goes out and comes in is theirs.
#pragma once

#include <uv.h>

#include <string>
#include <vector>

#include "io/tcp_pool.h"
#include "io/transport.h"
#include "io/udp_socket.h"

namespace ptrcensus {

class TransportBase : public Transport {
 public:
  void SetEvents(TransportEvents* events) override {
    events_ = events;
    tcp_.SetEvents(events);
  }
  SocketRange Sockets(Family family) const override {
    return SocketsOf(options_, family);
  }
  void SendTcp(const Endpoint& server, Bytes query,
               uint32_t tag) noexcept override {
    tcp_.Send(server, query, tag);
  }
  void CancelTcp(const Endpoint& server, uint32_t tag,
                 bool timed_out) noexcept override {
    tcp_.Cancel(server, tag, timed_out);
  }
  TransportCounters counters() const noexcept override {
    TransportCounters counters = counters_;
    counters.kernel_drops = KernelDrops();
    return counters;
  }
  std::vector<std::string> warnings() const override { return warnings_; }

 protected:
  TransportBase(uv_loop_t* loop, const TransportOptions& options)
      : options_(options), tcp_(loop, {.source = options.source}, &counters_) {}

  // Over all open UDP sockets.
  virtual uint64_t KernelDrops() const noexcept = 0;

  const TransportOptions options_;
  TransportEvents* events_ = nullptr;
  TransportCounters counters_;
  std::vector<std::string> warnings_;
  TcpPool tcp_;
  bool closed_ = false;
};

}  // namespace ptrcensus
