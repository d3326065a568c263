// The fast transport: own UDP sockets, watched with uv_poll_t because libuv's
// UDP calls cannot pass UDP_SEGMENT. Where segmentation does not work it sends
// plainly, and says so in warnings().
#pragma once

#include <uv.h>

#include <memory>

#include "io/transport.h"

namespace ptrcensus {

// Throws Error when a socket cannot be opened or bound. `loop` must outlive the
// transport.
[[nodiscard]] std::unique_ptr<Transport> MakeSegmentedTransport(
    uv_loop_t* loop, const TransportOptions& options);

}  // namespace ptrcensus
