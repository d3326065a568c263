// Sends replies, together where it can: replies of equal length to one
// destination wait in a bin and leave as one UDP_SEGMENT call, which costs a
// sixth of single sends. Flush must follow before the loop waits.
#pragma once

#include <cstdint>
#include <vector>

#include "bench/labdns/peer.h"
#include "bench/labdns/wire_name.h"

namespace ptrcensus::labdns {

class UdpSender {
 public:
  // `fd` is borrowed.
  explicit UdpSender(int fd);

  void Send(const Peer& to, Octets packet);
  void Flush();
  size_t waiting() const { return waiting_; }
  // What the kernel did not take.
  uint64_t failed() const { return failed_; }

 private:
  struct Bin {
    Peer to;
    size_t length = 0;
    size_t count = 0;
    std::vector<uint8_t> octets;
  };

  void SendBin(Bin& bin);
  bool SendSegmented(Bin& bin);
  void SendEach(Bin& bin);

  int fd_;
  bool segment_ = true;
  size_t waiting_ = 0;
  uint64_t failed_ = 0;
  std::vector<Bin> bins_;
  std::vector<uint16_t> open_;  // bins that were opened since the last flush
};

}  // namespace ptrcensus::labdns
