// Socket addresses and descriptors, as small values.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace ptrcensus::labdns {

// An IPv4 or IPv6 socket address.
struct Peer {
  union {
    sockaddr any;
    sockaddr_in v4;
    sockaddr_in6 v6;
  };
  socklen_t size = sizeof(sockaddr_in6);

  Peer() : v6{} {}
  uint16_t port() const { return ntohs(v4.sin_port); }  // same place in both
  void set_port(uint16_t port) { v4.sin_port = htons(port); }
  friend bool operator==(const Peer& a, const Peer& b) {
    return a.size == b.size && std::memcmp(&a.v6, &b.v6, a.size) == 0;
  }
};

// `127.0.0.1:53` or `[::1]:53`; port 0 is allowed.
[[nodiscard]] std::optional<Peer> ParsePeer(std::string_view text);
[[nodiscard]] std::string PeerText(const Peer& peer);

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor();
  int get() const { return fd_; }

 private:
  int fd_ = -1;
};

// A non-blocking socket bound to `local`, whose port is then set. Throws Error.
[[nodiscard]] Descriptor OpenUdp(Peer& local);
[[nodiscard]] Descriptor OpenTcpListener(const Peer& local);
// Another UDP socket that can pose as a wrong source: another address of
// 127.0.0.0/8 with the same port, else another port. Throws Error.
[[nodiscard]] Descriptor OpenImpostor(const Peer& local, bool other_address);

}  // namespace ptrcensus::labdns
