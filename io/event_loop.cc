#include "io/event_loop.h"

#include <cassert>
#include <csignal>
#include <utility>

#include "io/error.h"

namespace ptrcensus {

EventLoop::EventLoop() {
  if (uv_loop_init(&loop_) != 0) throw Error("cannot make an event loop");
}

EventLoop::~EventLoop() {
  [[maybe_unused]] const int result = uv_loop_close(&loop_);
  assert(result == 0);
}

void EventLoop::Run() noexcept { uv_run(&loop_, UV_RUN_DEFAULT); }

void EventLoop::Stop() noexcept { uv_stop(&loop_); }

void EventLoop::RunUntilClosed() noexcept {
  while (uv_run(&loop_, UV_RUN_DEFAULT) != 0) {
  }
}

SignalWatch::SignalWatch(uv_loop_t* loop, Callback on_signal)
    : on_signal_(std::move(on_signal)) {
  const int signals[] = {SIGINT, SIGTERM};
  for (size_t i = 0; i < handles_.size(); ++i) {
    uv_signal_init(loop, &handles_[i]);
    handles_[i].data = this;
    uv_signal_start(&handles_[i], OnSignal, signals[i]);
  }
}

void SignalWatch::Close() noexcept {
  for (uv_signal_t& handle : handles_) {
    auto* base = reinterpret_cast<uv_handle_t*>(&handle);
    if (uv_is_closing(base) == 0) uv_close(base, nullptr);
  }
}

void SignalWatch::OnSignal(uv_signal_t* handle, int signal) noexcept {
  static_cast<SignalWatch*>(handle->data)->on_signal_(signal);
}

}  // namespace ptrcensus
