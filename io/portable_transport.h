// The transport on libuv's own UDP handles: one send call a query, for systems
// and networks where segmented sends do not work. It cannot count kernel drops.
#pragma once

#include <uv.h>

#include <memory>

#include "io/transport.h"

namespace ptrcensus {

// Throws Error when a socket cannot be opened or bound. `loop` must outlive the
// transport.
[[nodiscard]] std::unique_ptr<Transport> MakePortableTransport(
    uv_loop_t* loop, const TransportOptions& options);

}  // namespace ptrcensus
