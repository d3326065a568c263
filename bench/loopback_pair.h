// Two UDP sockets on loopback for benchmarks: what the one sends, the other
// receives within the same thread.
#pragma once

#include <string>
#include <vector>

#include "io/socket_address.h"
#include "io/udp_socket.h"

namespace ptrcensus {

class LoopbackPair {
 public:
  // So many short datagrams wait at the receiver without one being dropped.
  static constexpr int kHeld = 128;

  LoopbackPair() {
    std::vector<std::string> warnings;
    sockets_ = OpenUdpSockets(
        {.ipv4 = true, .source = Address::V4(INADDR_LOOPBACK), .sockets = 2},
        warnings);
    SocketAddress local;
    socklen_t size = sizeof local;
    getsockname(receiver(), &local.any, &size);
    receives_at_ = ToEndpoint(&local.any);
  }

  int sender() const { return sockets_[0].fd.get(); }
  int receiver() const { return sockets_[1].fd.get(); }
  const Endpoint& receives_at() const { return receives_at_; }

 private:
  std::vector<UdpSocket> sockets_;
  Endpoint receives_at_;
};

}  // namespace ptrcensus
