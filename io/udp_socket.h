// UDP sockets as both transports use them: non-blocking, not connected (so that
// a reply from a wrong source is seen and counted), each on a random port of
// the kernel's choice, with a receive buffer that holds a burst of replies.
#pragma once

#include <string>
#include <vector>

#include "io/fd.h"
#include "io/transport.h"

namespace ptrcensus {

struct UdpSocket {
  Fd fd;
  Family family = Family::kV4;
};

// IPv4 first, `options.sockets` a family. Adds to `warnings` where the kernel
// gave less than was asked for. Throws Error.
[[nodiscard]] std::vector<UdpSocket> OpenUdpSockets(
    const TransportOptions& options, std::vector<std::string>& warnings);

// Datagrams that the socket has lost because its receive buffer was full,
// modulo 2^32.
[[nodiscard]] uint32_t DroppedAt(int fd) noexcept;

// Where the sockets of `family` are among them.
[[nodiscard]] Transport::SocketRange SocketsOf(const TransportOptions& options,
                                               Family family);

}  // namespace ptrcensus
