// The seam between the engine and the network. The engine stages queries into
// buffers that the transport owns, flushes, and is called back with what came
// and with what could not be sent. Tests put a fake network and a fake clock
// behind it.
//
// UDP goes over sockets of the transport's own, numbered from 0, each on a
// random port. TCP goes over at most one pipelined connection a server and
// kMaxTcpConnections in all; a query beyond that waits for a free place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "io/address.h"
#include "io/name.h"
#include "io/time.h"

namespace ptrcensus {

inline constexpr size_t kMaxTcpConnections = 64;

struct TransportOptions {
  // The families of the servers to reach.
  bool ipv4 = false;
  bool ipv6 = false;
  std::optional<Address> source = {};  // local address to send from
  uint32_t sockets = 1;                // UDP sockets a family
  int receive_buffer_bytes = 4 << 20;
};

// What the transport tells the engine: OnUnsent from within Flush, everything
// else from the loop, nothing from within Stage, SendTcp or CancelTcp.
class TransportEvents {
 public:
  virtual ~TransportEvents() = default;

  // A UDP packet. `packet` lives until the call returns.
  virtual void OnDatagram(uint32_t socket, const Endpoint& source, Bytes packet,
                          Time now) noexcept = 0;
  // The query staged with `tag` was refused by the kernel and never left
  // (EAGAIN, ENOBUFS, ENETUNREACH, EPERM and the like). It is not a try.
  virtual void OnUnsent(uint32_t tag, Time now) noexcept = 0;

  // A message over the TCP connection to `server`, without its length prefix.
  virtual void OnTcpMessage(const Endpoint& server, Bytes message,
                            Time now) noexcept = 0;
  // The connection could not be made, or ended with the query with `tag`
  // unanswered; called once for each such query.
  // `is_try` is false where that says nothing of the server: others had been
  // answered over the connection before, or there was no room for the query.
  virtual void OnTcpFailed(uint32_t tag, bool is_try, Time now) noexcept = 0;

  // After a batch of the above: the time to draw, stage and flush.
  virtual void OnBatchEnd(Time now) noexcept = 0;
};

struct TransportCounters {
  uint64_t sent_udp = 0;      // datagrams that the kernel took
  uint64_t send_calls = 0;    // system calls that took them
  uint64_t unsent = 0;        // refused by the kernel
  uint64_t received_udp = 0;  // datagrams handed up
  uint64_t kernel_drops = 0;  // the receive buffer was full
  uint64_t sent_tcp = 0;
  uint64_t received_tcp = 0;
  uint64_t tcp_connections = 0;
  uint64_t tcp_failures = 0;
};

class Transport {
 public:
  virtual ~Transport() = default;

  // Must be called before anything is sent; `events` must outlive this.
  virtual void SetEvents(TransportEvents* events) = 0;

  // Sockets that can reach servers of `family` are [first, first + count).
  struct SocketRange {
    uint32_t first = 0;
    uint32_t count = 0;
  };
  virtual SocketRange Sockets(Family family) const = 0;

  // Room for a query of `size` bytes from `socket` to `server`, to be filled
  // before the next call on this object. It goes out at a later Flush. `tag`
  // comes back in OnUnsent. At most kMaxQueryBytes (io/query.h).
  virtual std::span<uint8_t> Stage(uint32_t socket, const Endpoint& server,
                                   size_t size, uint32_t tag,
                                   Time now) noexcept = 0;
  // Sends what is full or was staged long enough ago that waiting for more
  // would cost more than it saves (1 ms); with `all`, everything.
  virtual void Flush(Time now, bool all) noexcept = 0;
  // True while staged queries wait for a Flush.
  virtual bool HasStaged() const noexcept = 0;

  // Sends a query (copied) over the TCP connection to `server`, opening it
  // where there is none. `tag` stays outstanding until OnTcpFailed or
  // CancelTcp: a message is handed up without one, since matching is the
  // engine's.
  virtual void SendTcp(const Endpoint& server, Bytes query,
                       uint32_t tag) noexcept = 0;
  // The engine has its answer to this TCP query, or has given it up: forget
  // its tag. A connection without tags may be closed.
  // With `timed_out`, a connection over which nothing came since that query was
  // sent is closed, so that the next one goes over a fresh one.
  virtual void CancelTcp(const Endpoint& server, uint32_t tag,
                         bool timed_out) noexcept = 0;

  virtual TransportCounters counters() const noexcept = 0;
  // What is worth a line to the user, a sentence each; may grow while running.
  virtual std::vector<std::string> warnings() const { return {}; }

  // Closes all sockets; what is staged is dropped and no call-back comes any
  // more. Idempotent. The loop must run on until the handles are closed, and
  // only then may the transport be destroyed.
  virtual void Close() noexcept = 0;
};

}  // namespace ptrcensus
