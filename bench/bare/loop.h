// Asks a server as fast as the system calls of a mode allow, with no DNS work:
// a window of unanswered queries is kept full, and replies are counted.
//
// Every query ends once: as a reply, or as lost, when the server was silent
// for a while.
#pragma once

#include <cstdint>

#include "bench/bare/client_socket.h"
#include "io/address.h"
#include "io/time.h"
#include "scanner/targets/range_set.h"

namespace ptrcensus::bare {

struct LoopOptions {
  Mode mode = Mode::kSegmented;
  Endpoint server;
  AddressRange block;
  uint64_t queries = 2'000'000;
  uint32_t window = 1024;  // at least kMostRunQueries
  uint32_t segments = 64;  // in a segmented send, at most kMostRunQueries
  uint32_t sockets = 1;
  bool gro = false;
  uint32_t limit_seconds = 60;  // then no more is sent
};

struct LoopResult {
  uint64_t queries = 0;  // sent, also those that the kernel refused
  uint64_t replies = 0;
  uint64_t lost = 0;
  uint64_t kernel_drops = 0;  // of replies, in the receive buffers
  Duration elapsed{};         // from the first query to the last reply
  Duration user{};            // CPU in that time
  Duration system{};
  int send_error = 0;  // the last errno of a send, 0 if all left
};

// Throws Error if it cannot start.
[[nodiscard]] LoopResult RunLoop(const LoopOptions& options);

}  // namespace ptrcensus::bare
