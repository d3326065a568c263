#include "io/socket_address.h"

#include <endian.h>

#include <cassert>
#include <cstring>

namespace ptrcensus {

SocketAddress ToSocketAddress(const Endpoint& endpoint) noexcept {
  SocketAddress result;
  memset(&result, 0, sizeof result);
  const Address& address = endpoint.address;
  if (address.is_v4()) {
    result.v4.sin_family = AF_INET;
    result.v4.sin_port = htobe16(endpoint.port);
    result.v4.sin_addr.s_addr = htobe32(address.v4());
    return result;
  }
  result.v6.sin6_family = AF_INET6;
  result.v6.sin6_port = htobe16(endpoint.port);
  const uint64_t halves[] = {htobe64(address.high()), htobe64(address.low())};
  memcpy(&result.v6.sin6_addr, halves, sizeof halves);
  return result;
}

Endpoint ToEndpoint(const sockaddr* address) noexcept {
  if (address->sa_family == AF_INET) {
    sockaddr_in v4;
    memcpy(&v4, address, sizeof v4);
    return {Address::V4(be32toh(v4.sin_addr.s_addr)), be16toh(v4.sin_port)};
  }
  assert(address->sa_family == AF_INET6);
  sockaddr_in6 v6;
  memcpy(&v6, address, sizeof v6);
  uint64_t halves[2];
  memcpy(halves, &v6.sin6_addr, sizeof halves);
  return {Address::V6(be64toh(halves[0]), be64toh(halves[1])),
          be16toh(v6.sin6_port)};
}

}  // namespace ptrcensus
