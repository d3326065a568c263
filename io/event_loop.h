// A libuv loop as a value, with the signals that a scan listens to.
#pragma once

#include <uv.h>

#include <array>
#include <functional>

#include "io/time.h"

namespace ptrcensus {

class EventLoop {
 public:
  EventLoop();
  // Everything made on the loop must have been closed.
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  uv_loop_t* handle() { return &loop_; }
  // Runs until Stop.
  void Run() noexcept;
  void Stop() noexcept;
  // Runs until the close call-backs of all handles have been called.
  void RunUntilClosed() noexcept;

 private:
  uv_loop_t loop_;
};

// SIGINT and SIGTERM as calls from the loop.
class SignalWatch {
 public:
  using Callback = std::function<void(int signal)>;

  // `loop` must outlive this, which must be closed and the loop run before it
  // is destroyed.
  SignalWatch(uv_loop_t* loop, Callback on_signal);
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;

  void Close() noexcept;

 private:
  static void OnSignal(uv_signal_t* handle, int signal) noexcept;

  const Callback on_signal_;
  std::array<uv_signal_t, 2> handles_;
};

}  // namespace ptrcensus
