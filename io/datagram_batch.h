// Datagrams read from a socket by one recvmmsg, in buffers made once.
#pragma once

#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cstdint>
#include <memory>

#include "io/address.h"
#include "io/name.h"
#include "io/socket_address.h"

namespace ptrcensus {

class DatagramBatch {
 public:
  static constexpr size_t kDatagrams = 64;
  // A datagram that is longer is cut: no honest reply exceeds kEdnsUdpBytes.
  // An odd number of cache lines, so that not all buffers start in one set.
  static constexpr size_t kDatagramBytes = 33 * 64;

  DatagramBatch();
  DatagramBatch(const DatagramBatch&) = delete;
  DatagramBatch& operator=(const DatagramBatch&) = delete;

  // Replaces the batch by what waits on `fd`, at most kDatagrams. Returns 0 or
  // errno; the batch is empty on errors.
  int Receive(int fd) noexcept;

  size_t size() const { return size_; }
  bool full() const { return size_ == kDatagrams; }
  // index < size()
  Endpoint source(size_t index) const noexcept;
  Bytes bytes(size_t index) const noexcept;

 private:
  size_t size_ = 0;
  std::array<mmsghdr, kDatagrams> messages_;
  std::array<iovec, kDatagrams> vectors_;
  std::array<SocketAddress, kDatagrams> sources_;
  std::unique_ptr<uint8_t[]> buffer_;
};

}  // namespace ptrcensus
