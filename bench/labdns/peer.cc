#include "bench/labdns/peer.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>

#include "bench/labdns/blocks.h"
#include "io/error.h"

namespace ptrcensus::labdns {
namespace {

// Room for 78,000 queries: a client's whole window may wait here.
constexpr int kBufferBytes = 32 << 20;
constexpr int kBacklog = 512;

Descriptor OpenSocket(const Peer& local, int type) {
  Descriptor fd(
      socket(local.any.sa_family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (fd.get() < 0) {
    throw Error(fmt::format("Cannot open a socket: {}.", std::strerror(errno)));
  }
  return fd;
}

void Bind(int fd, const Peer& local) {
  if (bind(fd, &local.any, local.size) < 0) {
    throw Error(fmt::format("--listen: cannot bind {}: {}.", PeerText(local),
                            std::strerror(errno)));
  }
}

void SetOption(int fd, int name, int value) {
  setsockopt(fd, SOL_SOCKET, name, &value, sizeof(value));
}

// Beyond the system's limit where we may, else as much as it gives.
void GrowBuffers(int fd) {
  int size = kBufferBytes;
  if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)) < 0) {
    SetOption(fd, SO_RCVBUF, size);
  }
  if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof(size)) < 0) {
    SetOption(fd, SO_SNDBUF, size);
  }
}

}  // namespace

std::optional<Peer> ParsePeer(std::string_view text) {
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon + 1 == text.size()) {
    return std::nullopt;
  }
  uint16_t port = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] =
      std::from_chars(text.data() + colon + 1, end, port);
  if (error != std::errc() || stop != end) return std::nullopt;
  std::string host(text.substr(0, colon));
  Peer peer;
  if (inet_pton(AF_INET, host.c_str(), &peer.v4.sin_addr) == 1) {
    peer.v4.sin_family = AF_INET;
    peer.size = sizeof(sockaddr_in);
  } else {
    if (host.size() < 2 || host.front() != '[' || host.back() != ']') {
      return std::nullopt;
    }
    host = host.substr(1, host.size() - 2);
    if (inet_pton(AF_INET6, host.c_str(), &peer.v6.sin6_addr) != 1) {
      return std::nullopt;
    }
    peer.v6.sin6_family = AF_INET6;
  }
  peer.set_port(port);
  return peer;
}

std::string PeerText(const Peer& peer) {
  std::array<char, INET6_ADDRSTRLEN> host{};
  if (peer.any.sa_family == AF_INET) {
    inet_ntop(AF_INET, &peer.v4.sin_addr, host.data(), host.size());
    return fmt::format("{}:{}", host.data(), peer.port());
  }
  inet_ntop(AF_INET6, &peer.v6.sin6_addr, host.data(), host.size());
  return fmt::format("[{}]:{}", host.data(), peer.port());
}

Descriptor::~Descriptor() {
  if (fd_ >= 0) close(fd_);
}

Descriptor OpenUdp(Peer& local) {
  Descriptor fd = OpenSocket(local, SOCK_DGRAM);
  GrowBuffers(fd.get());
  Bind(fd.get(), local);
  socklen_t size = sizeof(local.v6);
  getsockname(fd.get(), &local.any, &size);
  return fd;
}

Descriptor OpenTcpListener(const Peer& local) {
  Descriptor fd = OpenSocket(local, SOCK_STREAM);
  SetOption(fd.get(), SO_REUSEADDR, 1);
  Bind(fd.get(), local);
  if (listen(fd.get(), kBacklog) < 0) {
    throw Error(fmt::format("--listen: cannot listen on {} over TCP: {}.",
                            PeerText(local), std::strerror(errno)));
  }
  return fd;
}

Descriptor OpenImpostor(const Peer& local, bool other_address) {
  Peer pose = local;
  pose.set_port(0);
  if (other_address && local.any.sa_family == AF_INET &&
      ntohl(local.v4.sin_addr.s_addr) >> 24 == 127) {
    pose = local;
    pose.v4.sin_addr.s_addr = local.v4.sin_addr.s_addr ^ htonl(0x80);
  }
  Descriptor fd = OpenSocket(pose, SOCK_DGRAM);
  Bind(fd.get(), pose);
  return fd;
}

}  // namespace ptrcensus::labdns
