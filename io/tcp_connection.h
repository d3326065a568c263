// One DNS connection over TCP: queries go out pipelined (RFC 7766 6.2.1.1),
// each behind a two-octet length (RFC 1035 4.2.2); messages are put together
// from whatever pieces come, in a buffer of 64 KiB + 2. Which message answers
// which query is not known here: a query's tag is kept until it is forgotten.
//
// Every end, also one before the connection was made, shows as OnClosed and
// nothing else; what was never answered is then in tags().
#pragma once

#include <uv.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "io/address.h"
#include "io/dns.h"
#include "io/name.h"
#include "io/time.h"
#include "io/transport.h"

namespace ptrcensus {

class TcpConnection {
 public:
  class Owner {
   public:
    virtual ~Owner() = default;
    virtual void OnMessage(const TcpConnection& connection, Bytes message,
                           Time now) noexcept = 0;
    virtual void OnMessagesEnd(Time now) noexcept = 0;
    // The connection may be destroyed here, and nowhere before.
    virtual void OnClosed(TcpConnection& connection) noexcept = 0;
  };

  // Starts connecting. `owner` and `counters` must outlive this.
  TcpConnection(uv_loop_t* loop, const Endpoint& server,
                const std::optional<Address>& source, Owner* owner,
                TransportCounters* counters) noexcept;
  TcpConnection(const TcpConnection&) = delete;
  TcpConnection& operator=(const TcpConnection&) = delete;

  // False, and nothing is sent, while too much waits to be written.
  [[nodiscard]] bool Send(Bytes query, uint32_t tag) noexcept;
  // False where the tag is unknown.
  bool Forget(uint32_t tag, Time now) noexcept;
  void Close() noexcept;

  const Endpoint& server() const { return server_; }
  const std::vector<uint32_t>& tags() const { return tags_; }
  // Messages have come over it.
  bool has_served() const { return last_message_.has_value(); }
  // No message has come since the query with `tag` was sent.
  bool HangsSince(uint32_t tag) const;
  bool idle() const { return tags_.empty(); }
  // When it last became idle.
  Time idle_since() const { return idle_since_; }
  bool closing() const { return closing_; }

 private:
  static TcpConnection& Self(const void* handle);
  static void OnConnected(uv_connect_t* request, int status) noexcept;
  static void OnAllocate(uv_handle_t* handle, size_t hint,
                         uv_buf_t* buffer) noexcept;
  static void OnRead(uv_stream_t* stream, ssize_t size,
                     const uv_buf_t* buffer) noexcept;
  static void OnWritten(uv_write_t* request, int status) noexcept;
  static void OnHandleClosed(uv_handle_t* handle) noexcept;

  bool Connect(const std::optional<Address>& source);
  void HandUpMessages();
  void Write();
  void Fail();
  uv_stream_t* stream() { return reinterpret_cast<uv_stream_t*>(&tcp_); }

  const Endpoint server_;
  Owner* const owner_;
  TransportCounters* const counters_;
  uv_tcp_t tcp_;
  uv_connect_t connect_;
  uv_write_t write_;
  std::vector<uint32_t> tags_;
  std::vector<Time> sent_;  // when, aligned with tags_
  std::optional<Time> last_message_;
  Time idle_since_;
  std::vector<uint8_t> pending_;  // to be written next
  uint64_t pending_queries_ = 0;
  std::vector<uint8_t> writing_;  // the kernel's until OnWritten
  std::vector<uint8_t> inbox_;
  size_t inbox_bytes_ = 0;
  bool connected_ = false;
  bool closing_ = false;
};

}  // namespace ptrcensus
