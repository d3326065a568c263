// Batches of datagrams off one UDP socket, with their kernel arrival times
// where asked for and, with GRO, runs of equal datagrams taken apart again.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "bench/labdns/peer.h"
#include "bench/labdns/wire_name.h"

namespace ptrcensus::labdns {

struct Datagram {
  Octets octets;
  const Peer* from = nullptr;
  uint64_t time_ns = 0;  // with timestamps
};

class UdpReceiver {
 public:
  // `fd` is borrowed.
  UdpReceiver(int fd, bool timestamps, bool gro);

  // Receives what is there, up to a batch, into `datagrams` (borrowed until
  // the next call). True if there may be more.
  bool Receive(std::vector<Datagram>& datagrams);

 private:
  void Split(size_t index, std::vector<Datagram>& datagrams) const;

  int fd_;
  size_t batch_;
  size_t buffer_bytes_;
  bool control_;
  std::vector<uint8_t> buffers_;
  std::vector<uint8_t> controls_;
  std::vector<Peer> peers_;
  std::vector<iovec> vectors_;
  std::vector<mmsghdr> headers_;
};

}  // namespace ptrcensus::labdns
