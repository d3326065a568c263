// A non-blocking UDP socket that asks one server, by the system calls of one
// mode. What it receives is counted and not looked at.
#pragma once

#include <sys/socket.h>
#include <sys/uio.h>

#include <cstdint>
#include <vector>

#include "bench/bare/query_runs.h"
#include "io/address.h"
#include "io/fd.h"
#include "io/socket_address.h"

namespace ptrcensus::bare {

enum class Mode : uint8_t {
  kPlain,      // sendto, recvfrom; not connected
  kBatched,    // sendmmsg, recvmmsg; connected
  kSegmented,  // sendmsg with UDP_SEGMENT, recvmmsg; connected
};

class ClientSocket {
 public:
  static constexpr uint32_t kBatch = 64;  // datagrams in one recvmmsg

  // `gro`: replies that came as segments of one send are received as one.
  // Throws Error.
  ClientSocket(Mode mode, const Endpoint& server, bool gro);

  // Sends queries of `run` from `first` on; gives how many left, or -1 and
  // errno.
  int Send(const QueryRun& run, uint32_t first) noexcept;

  struct Received {
    uint32_t replies = 0;
    bool more = false;  // perhaps: the batch was full
  };
  // At most one batch.
  Received Receive() noexcept;

  // Datagrams that the kernel dropped for want of buffer space.
  [[nodiscard]] uint32_t Drops() const;
  int fd() const { return fd_.get(); }

 private:
  int SendPlain(const QueryRun& run, uint32_t first) noexcept;
  int SendBatched(const QueryRun& run, uint32_t first) noexcept;
  int SendSegmented(const QueryRun& run, uint32_t first) noexcept;
  Received ReceivePlain() noexcept;
  Received ReceiveBatched() noexcept;
  uint32_t SegmentsIn(mmsghdr& message) const noexcept;

  Mode mode_;
  bool gro_;
  SocketAddress server_;
  Fd fd_;
  std::vector<uint8_t> buffer_;
  std::vector<char> controls_;
  std::vector<iovec> vectors_;
  std::vector<mmsghdr> messages_;
};

}  // namespace ptrcensus::bare
