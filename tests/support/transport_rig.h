// A transport on a loop with recorded events; closed and run out at the end.
#pragma once

#include "tests/support/loopback.h"

namespace ptrcensus::loopback {

class Rig {
 public:
  using Make = std::unique_ptr<Transport> (*)(uv_loop_t*,
                                              const TransportOptions&);

  Rig(Make make, const TransportOptions& options)
      : transport_(make(loop.get(), options)) {
    transport_->SetEvents(&events);
  }
  ~Rig() {
    transport_->Close();
    loop.RunToClosure();
  }

  Transport& operator*() { return *transport_; }
  Transport* operator->() { return transport_.get(); }
  void Stage(uint32_t socket, const Endpoint& server, const std::string& query,
             uint32_t tag, Time now = {}) {
    const auto room = transport_->Stage(socket, server, query.size(), tag, now);
    ASSERT_EQ(room.size(), query.size());
    memcpy(room.data(), query.data(), query.size());
  }

  Loop loop;
  Events events;

 private:
  std::unique_ptr<Transport> transport_;
};

}  // namespace ptrcensus::loopback
