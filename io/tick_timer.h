// A timer as fine as the pace needs: a timerfd, since libuv's own timers count
// whole milliseconds. One setting at a time, periodic or once.
#pragma once

#include <uv.h>

#include <functional>

#include "io/fd.h"
#include "io/time.h"

namespace ptrcensus {

class TickTimer {
 public:
  // Called from the loop, once for any number of periods that have passed. It
  // must not throw.
  using Callback = std::function<void(Time now)>;

  // Throws Error. `loop` must outlive this, which must be closed and the loop
  // run before it is destroyed.
  TickTimer(uv_loop_t* loop, Callback on_tick);
  ~TickTimer();
  TickTimer(const TickTimer&) = delete;
  TickTimer& operator=(const TickTimer&) = delete;

  // Ticks every `period` > 0 from now on; free where it already does.
  void Arm(Duration period) noexcept;
  // Ticks once, at once where `at` has passed.
  void ArmAt(Time at) noexcept;
  void Disarm() noexcept;
  // Idempotent.
  void Close() noexcept;

 private:
  static void OnReadable(uv_poll_t* poll, int status, int events) noexcept;
  static void OnClosed(uv_handle_t* handle) noexcept;
  void Set(Duration first, Duration period, int flags);

  const Callback on_tick_;
  Fd fd_;
  uv_poll_t poll_;
  Duration period_{};  // zero while not periodic
  bool closing_ = false;
};

}  // namespace ptrcensus
