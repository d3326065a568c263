// One bin of equal queries to the kernel, by as few system calls as it takes.
#pragma once

#include <cstdint>

#include "io/send_bins.h"

namespace ptrcensus {

struct SendResult {
  uint32_t sent = 0;   // the first so many queries of the bin left
  uint32_t calls = 0;  // system calls that took some
};

// Sends one query plainly, more as segments of one send (UDP_SEGMENT) while
// `segments`. Where that fails for a reason of its own and the same queries
// leave plainly, `segments` becomes false. Whatever the kernel refuses, EAGAIN
// or an error, is not sent.
[[nodiscard]] SendResult SendQueries(int fd, const SendBin& bin,
                                     bool& segments) noexcept;

}  // namespace ptrcensus
