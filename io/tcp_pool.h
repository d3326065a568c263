// The TCP connections: at most one a server and `max_connections` in all,
// closing ones included. A query for a further server waits; an idle connection
// (no tag outstanding) makes room for it, and is closed anyway after a while.
//
// Nothing calls back from within Send or Cancel: a failure that shows at once
// is reported from the loop.
#pragma once

#include <uv.h>

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "io/tcp_connection.h"
#include "io/transport.h"

namespace ptrcensus {

inline constexpr size_t kMaxTcpWaiting = 4096;
inline constexpr Duration kTcpIdle = std::chrono::seconds(10);

struct TcpPoolOptions {
  std::optional<Address> source = {};
  size_t max_connections = kMaxTcpConnections;
  size_t max_waiting = kMaxTcpWaiting;  // queries
  Duration idle = kTcpIdle;
};

class TcpPool final : private TcpConnection::Owner {
 public:
  // `loop` and `counters` must outlive this, which must be closed and the loop
  // run before it is destroyed.
  TcpPool(uv_loop_t* loop, const TcpPoolOptions& options,
          TransportCounters* counters);
  ~TcpPool() override;
  TcpPool(const TcpPool&) = delete;
  TcpPool& operator=(const TcpPool&) = delete;

  void SetEvents(TransportEvents* events) { events_ = events; }
  // As SendTcp and CancelTcp of io/transport.h.
  void Send(const Endpoint& server, Bytes query, uint32_t tag) noexcept;
  void Cancel(const Endpoint& server, uint32_t tag,
              bool timed_out = false) noexcept;
  void Close() noexcept;

 private:
  struct Waiting {
    Endpoint server;
    uint32_t tag;
    std::vector<uint8_t> query;
  };
  struct Failed {
    uint32_t tag;
    bool is_try;
  };

  void OnMessage(const TcpConnection& connection, Bytes message,
                 Time now) noexcept override;
  void OnMessagesEnd(Time now) noexcept override;
  void OnClosed(TcpConnection& connection) noexcept override;
  static void OnTimer(uv_timer_t* timer) noexcept;

  TcpConnection* Find(const Endpoint& server);
  void SendOn(TcpConnection& connection, Bytes query, uint32_t tag);
  void Reject(uint32_t tag);
  void StartWaiting();
  void Connect(const Endpoint& server);
  void MakeRoom();
  void CloseIdle(Time now);
  void ReportFailed(Time now);
  uint64_t SweepMs() const;

  uv_loop_t* const loop_;
  const TcpPoolOptions options_;
  TransportCounters* const counters_;
  TransportEvents* events_ = nullptr;
  std::vector<std::unique_ptr<TcpConnection>> connections_;
  std::deque<Waiting> waiting_;
  std::deque<Failed> failed_;  // to be reported from the loop
  uv_timer_t timer_;           // runs while there are connections
  bool closed_ = false;
  bool timer_closed_ = false;
};

}  // namespace ptrcensus
