#include "io/tcp_connection.h"

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <cassert>
#include <cstring>
#include <utility>

#include "io/clock.h"
#include "io/socket_address.h"

namespace ptrcensus {
namespace {

constexpr size_t kLengthBytes = 2;
constexpr size_t kMaxPendingBytes = 256 << 10;
// A peer that does not acknowledge for so long is gone; without this the kernel
// would go on for a quarter of an hour.
constexpr unsigned kUserTimeoutMs = 10'000;

}  // namespace

TcpConnection::TcpConnection(uv_loop_t* loop, const Endpoint& server,
                             const std::optional<Address>& source, Owner* owner,
                             TransportCounters* counters) noexcept
    : server_(server),
      owner_(owner),
      counters_(counters),
      idle_since_(MonotonicNow()),
      inbox_(kLengthBytes + kMaxMessageBytes) {
  uv_tcp_init(loop, &tcp_);
  tcp_.data = this;
  if (!Connect(source)) Fail();
}

bool TcpConnection::Connect(const std::optional<Address>& source) {
  if (source) {
    const SocketAddress local = ToSocketAddress({*source, 0});
    if (uv_tcp_bind(&tcp_, &local.any, 0) != 0) return false;
  }
  const SocketAddress remote = ToSocketAddress(server_);
  if (uv_tcp_connect(&connect_, &tcp_, &remote.any, OnConnected) != 0) {
    return false;
  }
  uv_tcp_nodelay(&tcp_, 1);
  uv_os_fd_t fd;
  if (uv_fileno(reinterpret_cast<uv_handle_t*>(&tcp_), &fd) == 0) {
    setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &kUserTimeoutMs,
               sizeof kUserTimeoutMs);
  }
  return true;
}

bool TcpConnection::Send(Bytes query, uint32_t tag) noexcept {
  assert(query.size() <= kMaxMessageBytes);
  if (pending_.size() + kLengthBytes + query.size() > kMaxPendingBytes) {
    return false;
  }
  tags_.push_back(tag);
  sent_.push_back(MonotonicNow());
  pending_.push_back(static_cast<uint8_t>(query.size() >> 8));
  pending_.push_back(static_cast<uint8_t>(query.size()));
  pending_.insert(pending_.end(), query.begin(), query.end());
  ++pending_queries_;
  Write();
  return true;
}

bool TcpConnection::Forget(uint32_t tag, Time now) noexcept {
  const auto found = std::find(tags_.begin(), tags_.end(), tag);
  if (found == tags_.end()) return false;
  sent_.erase(sent_.begin() + (found - tags_.begin()));
  tags_.erase(found);
  if (tags_.empty()) idle_since_ = now;
  return true;
}

bool TcpConnection::HangsSince(uint32_t tag) const {
  const auto found = std::find(tags_.begin(), tags_.end(), tag);
  if (found == tags_.end()) return false;
  const Time sent = sent_[static_cast<size_t>(found - tags_.begin())];
  return !last_message_ || *last_message_ < sent;
}

void TcpConnection::Close() noexcept {
  if (std::exchange(closing_, true)) return;
  uv_close(reinterpret_cast<uv_handle_t*>(&tcp_), OnHandleClosed);
}

TcpConnection& TcpConnection::Self(const void* handle) {
  return *static_cast<TcpConnection*>(
      static_cast<const uv_handle_t*>(handle)->data);
}

void TcpConnection::OnConnected(uv_connect_t* request, int status) noexcept {
  TcpConnection& self = Self(request->handle);
  if (self.closing_) return;
  if (status != 0 || uv_read_start(self.stream(), OnAllocate, OnRead) != 0) {
    self.Fail();
    return;
  }
  self.connected_ = true;
  ++self.counters_->tcp_connections;
  self.Write();
}

void TcpConnection::OnAllocate(uv_handle_t* handle, size_t /*hint*/,
                               uv_buf_t* buffer) noexcept {
  // Never empty: a full inbox holds a whole message.
  TcpConnection& self = Self(handle);
  *buffer = uv_buf_init(
      reinterpret_cast<char*>(self.inbox_.data()) + self.inbox_bytes_,
      static_cast<unsigned>(self.inbox_.size() - self.inbox_bytes_));
}

void TcpConnection::OnRead(uv_stream_t* stream, ssize_t size,
                           const uv_buf_t* /*buffer*/) noexcept {
  TcpConnection& self = Self(stream);
  if (size > 0) {
    self.inbox_bytes_ += static_cast<size_t>(size);
    self.HandUpMessages();
  } else if (size == UV_EOF && self.idle()) {
    self.Close();
  } else if (size < 0) {
    self.Fail();
  }
}

void TcpConnection::HandUpMessages() {
  const Time now = MonotonicNow();
  size_t begin = 0;
  while (!closing_ && inbox_bytes_ - begin >= kLengthBytes) {
    const uint8_t* frame = inbox_.data() + begin;
    const size_t length = size_t{frame[0]} << 8 | frame[1];
    if (inbox_bytes_ - begin < kLengthBytes + length) break;
    begin += kLengthBytes + length;
    ++counters_->received_tcp;
    last_message_ = now;
    owner_->OnMessage(*this, {frame + kLengthBytes, length}, now);
  }
  if (begin == 0) return;
  inbox_bytes_ -= begin;
  memmove(inbox_.data(), inbox_.data() + begin, inbox_bytes_);
  owner_->OnMessagesEnd(now);
}

void TcpConnection::Write() {
  if (!connected_ || closing_ || !writing_.empty() || pending_.empty()) return;
  std::swap(writing_, pending_);
  const uv_buf_t buffer = uv_buf_init(reinterpret_cast<char*>(writing_.data()),
                                      static_cast<unsigned>(writing_.size()));
  if (uv_write(&write_, stream(), &buffer, 1, OnWritten) != 0) {
    Fail();
    return;
  }
  counters_->sent_tcp += std::exchange(pending_queries_, 0);
}

void TcpConnection::OnWritten(uv_write_t* request, int status) noexcept {
  TcpConnection& self = Self(request->handle);
  if (self.closing_) return;
  self.writing_.clear();
  if (status != 0) {
    self.Fail();
    return;
  }
  self.Write();
}

void TcpConnection::Fail() {
  ++counters_->tcp_failures;
  Close();
}

void TcpConnection::OnHandleClosed(uv_handle_t* handle) noexcept {
  TcpConnection& self = Self(handle);
  self.owner_->OnClosed(self);
}

}  // namespace ptrcensus
