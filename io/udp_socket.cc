#include "io/udp_socket.h"

#include <fmt/format.h>
#include <linux/sock_diag.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "io/error.h"
#include "io/socket_address.h"

namespace ptrcensus {
namespace {

const char* FamilyName(Family family) {
  return family == Family::kV4 ? "IPv4" : "IPv6";
}

std::string ErrnoText(int error) {
  return std::generic_category().message(error);
}

void CheckSource(const TransportOptions& options) {
  if (!options.source) return;
  const Family other = options.source->is_v4() ? Family::kV6 : Family::kV4;
  if (other == Family::kV4 ? !options.ipv4 : !options.ipv6) return;
  throw Error(fmt::format(
      "--source {} cannot reach {} resolvers; give resolvers of its own family "
      "only, or leave --source out",
      ToText(*options.source), FamilyName(other)));
}

void Bind(int fd, Family family, const std::optional<Address>& source) {
  const Address any = family == Family::kV4 ? Address() : Address::V6(0, 0);
  const SocketAddress local = ToSocketAddress({source.value_or(any), 0});
  if (bind(fd, &local.any, local.size()) == 0) return;
  if (!source) {
    throw Error(fmt::format("cannot bind an {} UDP socket: {}",
                            FamilyName(family), ErrnoText(errno)));
  }
  if (errno == EADDRNOTAVAIL) {
    throw Error(fmt::format(
        "--source {} is not an address of this machine; give one that "
        "`ip address` lists",
        ToText(*source)));
  }
  throw Error(fmt::format("cannot send from --source {}: {}", ToText(*source),
                          ErrnoText(errno)));
}

Fd OpenUdpSocket(Family family, const std::optional<Address>& source) {
  const bool v4 = family == Family::kV4;
  Fd fd(socket(v4 ? AF_INET : AF_INET6,
               SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!fd) {
    throw Error(fmt::format("cannot open an {} UDP socket: {}",
                            FamilyName(family), ErrnoText(errno)));
  }
  const int on = 1;
  if (!v4) setsockopt(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
  Bind(fd.get(), family, source);
  return fd;
}

// What the kernel gave, in the unit of the asking: it keeps and reports twice
// the size, for its own bookkeeping (socket(7)).
int SetReceiveBuffer(int fd, int bytes) {
  setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
  int given = 0;
  socklen_t size = sizeof given;
  getsockopt(fd, SOL_SOCKET, SO_RCVBUF, &given, &size);
  return given / 2;
}

}  // namespace

std::vector<UdpSocket> OpenUdpSockets(const TransportOptions& options,
                                      std::vector<std::string>& warnings) {
  CheckSource(options);
  std::vector<UdpSocket> sockets;
  const int wanted = options.receive_buffer_bytes;
  int given = wanted;
  for (const Family family : {Family::kV4, Family::kV6}) {
    for (uint32_t i = 0; i < SocketsOf(options, family).count; ++i) {
      Fd fd = OpenUdpSocket(family, options.source);
      given = SetReceiveBuffer(fd.get(), wanted);
      sockets.push_back({std::move(fd), family});
    }
  }
  if (given < wanted) {
    warnings.push_back(fmt::format(
        "The kernel gave UDP receive buffers of {} bytes instead of {}, so "
        "replies may be lost at high rates; raise net.core.rmem_max.",
        given, wanted));
  }
  return sockets;
}

uint32_t DroppedAt(int fd) noexcept {
  std::array<uint32_t, SK_MEMINFO_VARS> memory{};
  socklen_t size = sizeof memory;
  getsockopt(fd, SOL_SOCKET, SO_MEMINFO, memory.data(), &size);
  return memory[SK_MEMINFO_DROPS];
}

Transport::SocketRange SocketsOf(const TransportOptions& options,
                                 Family family) {
  if (family == Family::kV4) return {0, options.ipv4 ? options.sockets : 0};
  return {options.ipv4 ? options.sockets : 0,
          options.ipv6 ? options.sockets : 0};
}

}  // namespace ptrcensus
