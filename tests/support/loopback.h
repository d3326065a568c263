// The far end of a transport under test, on loopback: plain sockets that share
// no code with io/, a loop that runs until something has happened (with a limit
// that only a failing test meets), and a recorder of the transport's events.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <uv.h>

#include <cstring>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "io/transport.h"

namespace ptrcensus::loopback {

inline constexpr int kLimitMs = 10'000;

inline std::string Text(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// 127.0.0.`last_octet`, or ::1.
inline Address Host(Family family, uint8_t last_octet = 1) {
  if (family == Family::kV6) return Address::V6(0, 1);
  return Address::V4(0x7F000000u + last_octet);
}

// A blocking socket bound to a free port of a loopback address; waits at most
// kLimitMs.
class Socket {
 public:
  Socket(Family family, int type, uint8_t last_octet = 1)
      : host_(Host(family, last_octet)),
        fd_(socket(family == Family::kV4 ? AF_INET : AF_INET6, type, 0)) {
    sockaddr_storage local = SockAddr({host_, 0});
    const int buffer_bytes = 200'000;
    setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &buffer_bytes, sizeof buffer_bytes);
    bound_ = bind(fd_, reinterpret_cast<sockaddr*>(&local), Size()) == 0;
  }
  // Takes an open descriptor.
  explicit Socket(int fd) : fd_(fd), bound_(true) {}
  ~Socket() { close(fd_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  bool bound() const { return bound_; }
  int fd() const { return fd_; }
  Endpoint endpoint() const {
    sockaddr_storage local{};
    socklen_t size = sizeof local;
    getsockname(fd_, reinterpret_cast<sockaddr*>(&local), &size);
    return {host_, Port(local)};
  }

  // UDP: the next datagram, or nothing within `limit_ms`.
  struct Datagram {
    uint16_t port;
    std::string bytes;
  };
  std::optional<Datagram> Receive(int limit_ms = kLimitMs) {
    if (!Readable(limit_ms)) return std::nullopt;
    char buffer[65536];
    sockaddr_storage from{};
    socklen_t size = sizeof from;
    const ssize_t got = recvfrom(fd_, buffer, sizeof buffer, 0,
                                 reinterpret_cast<sockaddr*>(&from), &size);
    if (got < 0) return std::nullopt;
    return Datagram{Port(from), {buffer, static_cast<size_t>(got)}};
  }
  // All that has come.
  std::vector<std::string> ReceiveAll() {
    std::vector<std::string> all;
    while (auto datagram = Receive(0)) all.push_back(datagram->bytes);
    return all;
  }
  // Connects `fd`, a UDP socket of someone else's, to this one.
  void Connect(int fd) const {
    const sockaddr_storage to = SockAddr(endpoint());
    EXPECT_EQ(connect(fd, reinterpret_cast<const sockaddr*>(&to), Size()), 0);
  }
  bool SendTo(uint16_t port, const std::string& bytes) {
    sockaddr_storage to = SockAddr({host_, port});
    return sendto(fd_, bytes.data(), bytes.size(), 0,
                  reinterpret_cast<sockaddr*>(&to), Size()) >= 0;
  }

  // TCP.
  void Listen() { listen(fd_, 128); }
  std::unique_ptr<Socket> Accept(int limit_ms = kLimitMs) {
    if (!Readable(limit_ms)) return nullptr;
    return std::make_unique<Socket>(accept(fd_, nullptr, nullptr));
  }
  // Exactly `size` octets, or fewer at the end of the stream.
  std::string Read(size_t size) {
    std::string bytes;
    char buffer[4096];
    while (bytes.size() < size && Readable(kLimitMs)) {
      const size_t left = std::min(sizeof buffer, size - bytes.size());
      const ssize_t got = recv(fd_, buffer, left, 0);
      if (got <= 0) break;
      bytes.append(buffer, static_cast<size_t>(got));
    }
    return bytes;
  }
  void Write(const std::string& bytes) {
    EXPECT_EQ(send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(bytes.size()));
  }
  bool Readable(int limit_ms) {
    pollfd ready = {fd_, POLLIN, 0};
    return poll(&ready, 1, limit_ms) == 1;
  }

 private:
  socklen_t Size() const {
    return host_.is_v4() ? sizeof(sockaddr_in) : sizeof(sockaddr_in6);
  }
  static sockaddr_storage SockAddr(const Endpoint& to) {
    sockaddr_storage result{};
    if (to.address.is_v4()) {
      sockaddr_in v4{};
      v4.sin_family = AF_INET;
      v4.sin_port = htons(to.port);
      v4.sin_addr.s_addr = htonl(to.address.v4());
      memcpy(&result, &v4, sizeof v4);
    } else {
      sockaddr_in6 v6{};
      v6.sin6_family = AF_INET6;
      v6.sin6_port = htons(to.port);
      v6.sin6_addr = in6addr_loopback;
      memcpy(&result, &v6, sizeof v6);
    }
    return result;
  }
  // The port stands at the same place for both families.
  static uint16_t Port(const sockaddr_storage& from) {
    sockaddr_in v4;
    memcpy(&v4, &from, sizeof v4);
    return ntohs(v4.sin_port);
  }

  Address host_;
  int fd_;
  bool bound_;
};

inline bool HasIpv6() { return Socket(Family::kV6, SOCK_DGRAM).bound(); }

// This process's descriptor of the IPv4 UDP socket on `port`; -1 without one.
inline int FdOnPort(uint16_t port) {
  for (int fd = 3; fd < 1024; ++fd) {
    sockaddr_in local{};
    socklen_t size = sizeof local;
    if (getsockname(fd, reinterpret_cast<sockaddr*>(&local), &size) == 0 &&
        local.sin_family == AF_INET && ntohs(local.sin_port) == port) {
      return fd;
    }
  }
  return -1;
}

class Loop {
 public:
  Loop() { uv_loop_init(&loop_); }
  // Everything on it must have been closed.
  ~Loop() {
    uv_run(&loop_, UV_RUN_DEFAULT);
    EXPECT_EQ(uv_loop_close(&loop_), 0);
  }
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  uv_loop_t* get() { return &loop_; }
  // Runs until `done()`; false when the limit has passed.
  bool RunUntil(const std::function<bool()>& done) {
    uv_timer_t guard;
    bool expired = false;
    uv_timer_init(&loop_, &guard);
    guard.data = &expired;
    uv_timer_start(
        &guard, [](uv_timer_t* t) { *static_cast<bool*>(t->data) = true; },
        kLimitMs, 0);
    while (!done() && !expired) uv_run(&loop_, UV_RUN_ONCE);
    bool closed = false;
    guard.data = &closed;
    uv_close(reinterpret_cast<uv_handle_t*>(&guard), [](uv_handle_t* handle) {
      *static_cast<bool*>(handle->data) = true;
    });
    while (!closed) uv_run(&loop_, UV_RUN_NOWAIT);
    return !expired;
  }
  // Runs what is ready now.
  void RunReady() { uv_run(&loop_, UV_RUN_NOWAIT); }
  void RunToClosure() { uv_run(&loop_, UV_RUN_DEFAULT); }

 private:
  uv_loop_t loop_;
};

class Events : public TransportEvents {
 public:
  struct Datagram {
    uint32_t socket;
    Endpoint source;
    std::string bytes;
  };
  struct TcpMessage {
    Endpoint server;
    std::string bytes;
  };

  void OnDatagram(uint32_t socket, const Endpoint& source, Bytes packet,
                  Time) noexcept override {
    datagrams.push_back({socket, source, Text(packet)});
    if (on_datagram) on_datagram();
  }
  void OnUnsent(uint32_t tag, Time) noexcept override { unsent.push_back(tag); }
  void OnTcpMessage(const Endpoint& server, Bytes message,
                    Time) noexcept override {
    tcp_messages.push_back({server, Text(message)});
  }
  int failures_that_are_tries = 0;
  void OnTcpFailed(uint32_t tag, bool is_try, Time) noexcept override {
    failures_that_are_tries += is_try;
    tcp_failed.push_back(tag);
  }
  void OnBatchEnd(Time) noexcept override { ++batch_ends; }

  std::vector<Datagram> datagrams;
  std::vector<uint32_t> unsent;
  std::vector<TcpMessage> tcp_messages;
  std::vector<uint32_t> tcp_failed;
  int batch_ends = 0;
  std::function<void()> on_datagram;
};

}  // namespace ptrcensus::loopback
