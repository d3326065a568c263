#include "scanner/engine/scan.h"

#include <algorithm>
#include <csignal>
#include <memory>

#include "io/clock.h"
#include "io/event_loop.h"
#include "io/portable_transport.h"
#include "io/random.h"
#include "io/segmented_transport.h"
#include "io/tick_timer.h"
#include "scanner/engine/engine.h"
#include "scanner/engine/limits.h"

namespace ptrcensus {
namespace {

// At most half of a socket's ids are in use; a few sockets more than that
// needs spread the ports.
uint32_t SocketsFor(uint32_t window) {
  return std::max(kLeastSockets, window / InFlight::kMaxUsedPerSocket + 2);
}

TransportOptions TransportOptionsFor(const ScanOptions& options,
                                     const ScanRunOptions& run) {
  TransportOptions transport;
  for (const Endpoint& server : options.resolvers) {
    (server.address.is_v4() ? transport.ipv4 : transport.ipv6) = true;
  }
  transport.source = run.source;
  transport.sockets = SocketsFor(options.window);
  return transport;
}

std::unique_ptr<Transport> MakeTransport(uv_loop_t* loop,
                                         const ScanOptions& options,
                                         const ScanRunOptions& run) {
  const TransportOptions transport = TransportOptionsFor(options, run);
  if (run.transport == TransportKind::kPortable) {
    return MakePortableTransport(loop, transport);
  }
  return MakeSegmentedTransport(loop, transport);
}

// One scan on one loop: owns the handles and decides when it is over.
class ScanLoop {
 public:
  ScanLoop(const ScanOptions& options, const ScanRunOptions& run,
           const Order& order, PublicSuffixes& suffixes, const ScanHooks& hooks)
      : run_(run),
        hooks_(hooks),
        start_(MonotonicNow()),
        transport_(MakeTransport(loop_.handle(), options, run)),
        engine_(options, order, suffixes, *transport_,
                {.on_row = hooks.on_row,
                 .output_full = hooks.output_full,
                 .after_replies = [this](Time now) { AfterReplies(now); },
                 .random = [this] { return random_(); }},
                start_, WallNow()),
        timer_(loop_.handle(), [this](Time now) { OnTick(now); }),
        signals_(loop_.handle(), [this](int signal) { OnSignal(signal); }),
        progress_at_(start_ + kProgressInterval) {}

  ScanResult Run() {
    timer_.ArmAt(start_);
    loop_.Run();
    ScanResult result;
    result.end = *end_;
    result.counters = engine_.counters();
    result.transport = transport_->counters();
    result.wildcards = engine_.wildcard_zones();
    result.elapsed = MonotonicNow() - start_;
    result.segmented = run_.transport != TransportKind::kPortable;
    result.warnings = transport_->warnings();
    timer_.Close();
    signals_.Close();
    transport_->Close();
    loop_.RunUntilClosed();
    return result;
  }

 private:
  void OnTick(Time now) noexcept {
    engine_.Tick(now);
    hooks_.flush_rows(now);
    if (now >= progress_at_) {
      progress_at_ = now + kProgressInterval;
      hooks_.on_progress(engine_.counters(), transport_->counters(), now);
    }
    CheckEnd(now);
    if (over_) return loop_.Stop();
    SetTimer(now);
  }

  void AfterReplies(Time now) {
    hooks_.flush_rows(now);
    if (engine_.done()) return timer_.ArmAt(now);
    SetTimer(now);
  }

  void SetTimer(Time now) {
    const Engine::Wake wake = engine_.NextWake(now);
    if (wake.every) {
      timer_.Arm(*wake.every);
    } else {
      timer_.ArmAt(wake.at);
    }
  }

  void CheckEnd(Time now) {
    if (hooks_.output_failed()) return End(ScanEnd::kOutputFailed);
    if (engine_.nobody_there()) return End(ScanEnd::kNoServer);
    if (run_.max_runtime && now - start_ >= *run_.max_runtime) {
      Drain(ScanEnd::kMaxRuntime, now);
    }
    if (engine_.outage_lasts(now)) {
      End(ScanEnd::kOutage);
      return engine_.GiveUpChecks(now);
    }
    if (engine_.complete()) end_ = ScanEnd::kDone;
    if (engine_.done()) return End(ScanEnd::kDone);
    if (drain_until_ && now >= *drain_until_) {
      engine_.GiveUpChecks(now);
      over_ = true;
    }
  }

  void OnSignal(int signal) noexcept {
    const ScanEnd why =
        signal == SIGINT ? ScanEnd::kInterrupted : ScanEnd::kTerminated;
    if (signalled_) hooks_.on_second_signal(why);
    signalled_ = true;
    Drain(why, MonotonicNow());
  }

  // Draws no more and waits for what is in flight, but not for long.
  void Drain(ScanEnd why, Time now) {
    if (drain_until_) return;
    end_ = why;
    drain_until_ = now + kDrainTime;
    engine_.StopDrawing();
  }

  // The first reason stays: a scan that was told to stop is not done because
  // what was in flight came to its end.
  void End(ScanEnd why) {
    if (!end_ || why == ScanEnd::kOutputFailed) end_ = why;
    engine_.StopDrawing();
    over_ = true;
  }

  const ScanRunOptions& run_;
  const ScanHooks& hooks_;
  Time start_;
  KernelRandom random_;
  EventLoop loop_;
  std::unique_ptr<Transport> transport_;
  Engine engine_;
  TickTimer timer_;
  SignalWatch signals_;
  Time progress_at_;
  std::optional<Time> drain_until_;
  std::optional<ScanEnd> end_;
  bool signalled_ = false;
  bool over_ = false;
};

}  // namespace

ScanResult RunScan(const ScanOptions& options, const ScanRunOptions& run,
                   const Order& order, PublicSuffixes& suffixes,
                   const ScanHooks& hooks) {
  ScanOptions complete = options;
  if (complete.window == 0) complete.window = WindowFor(options);
  return ScanLoop(complete, run, order, suffixes, hooks).Run();
}

}  // namespace ptrcensus
