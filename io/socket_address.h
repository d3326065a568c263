// Endpoints as the kernel's socket addresses, and back.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include "io/address.h"

namespace ptrcensus {

union SocketAddress {
  sockaddr any;
  sockaddr_in v4;
  sockaddr_in6 v6;

  socklen_t size() const {
    return any.sa_family == AF_INET ? sizeof v4 : sizeof v6;
  }
};

[[nodiscard]] SocketAddress ToSocketAddress(const Endpoint& endpoint) noexcept;
// `address` is an AF_INET or AF_INET6 one.
[[nodiscard]] Endpoint ToEndpoint(const sockaddr* address) noexcept;

}  // namespace ptrcensus
