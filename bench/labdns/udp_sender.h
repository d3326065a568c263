// Sends replies, together where it can: replies of equal length to one
// destination wait in a bin and leave as one UDP_SEGMENT call, which costs a
// sixth of single sends. No reply waits for more than kMostOthers others, and
// Flush must follow before the loop waits.
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "bench/labdns/peer.h"
#include "bench/labdns/wire_name.h"

namespace ptrcensus::labdns {

class UdpSender {
 public:
  // Enough for the rarer lengths to fill a call, and some 10 ms worth.
  static constexpr uint64_t kMostOthers = 8192;

  // `fd` is borrowed.
  explicit UdpSender(int fd);

  void Send(const Peer& to, Octets packet);
  void Flush();
  // What the kernel did not take.
  uint64_t failed() const { return failed_; }
  // System calls made.
  uint64_t sends() const { return sends_; }

 private:
  struct Bin {
    Peer to;
    size_t length = 0;
    size_t count = 0;
    uint64_t opened = 0;  // the number of its first reply
    std::vector<uint8_t> octets;
  };
  struct Opening {
    size_t bin = 0;
    uint64_t opened = 0;
  };

  Bin& BinFor(const Peer& to, size_t length);
  void SendOldest();
  void SendBin(Bin& bin);
  bool SendSegmented(Bin& bin);
  void SendEach(Bin& bin);

  int fd_;
  bool segment_ = true;
  uint64_t number_ = 0;  // of the next reply
  uint64_t failed_ = 0;
  uint64_t sends_ = 0;
  std::vector<Bin> bins_;
  std::deque<Opening> openings_;  // oldest first; some have been sent since
};

}  // namespace ptrcensus::labdns
