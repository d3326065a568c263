#include "io/tick_timer.h"

#include <sys/timerfd.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include "io/clock.h"
#include "io/error.h"

namespace ptrcensus {
namespace {

timespec ToTimespec(Duration duration) {
  const auto seconds =
      std::chrono::duration_cast<std::chrono::seconds>(duration);
  return {.tv_sec = seconds.count(), .tv_nsec = (duration - seconds).count()};
}

}  // namespace

TickTimer::TickTimer(uv_loop_t* loop, Callback on_tick)
    : on_tick_(std::move(on_tick)),
      fd_(timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC)) {
  if (!fd_) {
    throw Error("cannot create a timer: " +
                std::generic_category().message(errno));
  }
  if (const int error = uv_poll_init(loop, &poll_, fd_.get()); error != 0) {
    throw Error(std::string("cannot watch a timer: ") + uv_strerror(error));
  }
  poll_.data = this;
  uv_poll_start(&poll_, UV_READABLE, OnReadable);
}

TickTimer::~TickTimer() { assert(!fd_); }

void TickTimer::Arm(Duration period) noexcept {
  assert(period > Duration::zero());
  if (period == period_) return;
  period_ = period;
  Set(period, period, 0);
}

void TickTimer::ArmAt(Time at) noexcept {
  period_ = Duration::zero();
  // Zero would disarm it.
  Set(std::max(at.time_since_epoch(), Duration(1)), Duration::zero(),
      TFD_TIMER_ABSTIME);
}

void TickTimer::Disarm() noexcept {
  period_ = Duration::zero();
  Set(Duration::zero(), Duration::zero(), 0);
}

void TickTimer::Close() noexcept {
  if (std::exchange(closing_, true)) return;
  uv_close(reinterpret_cast<uv_handle_t*>(&poll_), OnClosed);
}

void TickTimer::Set(Duration first, Duration period, int flags) {
  const itimerspec setting = {.it_interval = ToTimespec(period),
                              .it_value = ToTimespec(first)};
  [[maybe_unused]] const int result =
      timerfd_settime(fd_.get(), flags, &setting, nullptr);
  assert(result == 0);
}

void TickTimer::OnReadable(uv_poll_t* poll, int /*status*/,
                           int /*events*/) noexcept {
  TickTimer& self = *static_cast<TickTimer*>(poll->data);
  uint64_t expirations = 0;
  // Nothing to read where it was set anew since it expired.
  if (read(self.fd_.get(), &expirations, sizeof expirations) < 0) return;
  self.on_tick_(MonotonicNow());
}

void TickTimer::OnClosed(uv_handle_t* handle) noexcept {
  static_cast<TickTimer*>(handle->data)->fd_.Reset();
}

}  // namespace ptrcensus
