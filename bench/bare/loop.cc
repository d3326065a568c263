#include "bench/bare/loop.h"

#include <poll.h>
#include <sys/resource.h>

#include <algorithm>
#include <cerrno>
#include <vector>

#include "bench/bare/query_runs.h"
#include "io/clock.h"

namespace ptrcensus::bare {
namespace {

// Without a reply for so long, what is unanswered is lost. On loopback a reply
// takes milliseconds at most.
constexpr int kSilenceMs = 200;
constexpr short kBoth = POLLIN | POLLOUT;

Duration ToDuration(const timeval& time) {
  return std::chrono::seconds(time.tv_sec) +
         std::chrono::microseconds(time.tv_usec);
}

class Loop {
 public:
  explicit Loop(const LoopOptions& options)
      : queries_(options.block, options.queries,
                 options.mode == Mode::kSegmented ? options.segments
                                                  : kMostRunQueries),
        wanted_(options.queries),
        window_(options.window),
        limit_(std::chrono::seconds(options.limit_seconds)) {
    for (uint32_t i = 0; i < options.sockets; ++i) {
      sockets_.emplace_back(options.mode, options.server, options.gro);
      polled_.push_back({sockets_.back().fd(), POLLIN, 0});
    }
    NextRun();
  }

  LoopResult Run() {
    rusage before;
    getrusage(RUSAGE_SELF, &before);
    const Time start = MonotonicNow();
    Time last_reply = start;
    for (bool more = true; !Finished();) {
      if (!more && !MaySend() && !Wait()) break;
      if (MaySend()) SendSome();
      const uint64_t replies = result_.replies;
      more = ReceiveSome();
      const Time now = MonotonicNow();
      if (result_.replies != replies) last_reply = now;
      // What is on its way is still waited for.
      if (now - start >= limit_) wanted_ = result_.queries;
    }
    return Summed(before, last_reply - start);
  }

 private:
  bool Finished() const {
    return result_.queries == wanted_ && unanswered_ == 0;
  }

  bool MaySend() const {
    return !blocked_ && result_.queries < wanted_ &&
           unanswered_ + run_.count - run_sent_ <= window_;
  }

  void NextRun() {
    const std::vector<QueryRun>& runs = queries_.runs();
    run_ = runs[next_run_];
    next_run_ = (next_run_ + 1) % runs.size();
    const uint64_t left = wanted_ - result_.queries;
    run_.count = static_cast<uint32_t>(std::min<uint64_t>(run_.count, left));
    run_sent_ = 0;
    sender_ = (sender_ + 1) % sockets_.size();
  }

  void SendSome() {
    const int sent = sockets_[sender_].Send(run_, run_sent_);
    if (sent < 0 && errno == EAGAIN) {
      blocked_ = true;
      return;
    }
    const uint32_t left = run_.count - run_sent_;
    if (sent < 0) {
      // They will not leave: lost, and the next run may fare better.
      result_.send_error = errno;
      result_.queries += left;
      NextRun();
      return;
    }
    const auto count = static_cast<uint32_t>(sent);
    result_.queries += count;
    unanswered_ += count;
    run_sent_ += count;
    if (count == left) NextRun();
  }

  // True if there may be more to receive.
  bool ReceiveSome() {
    bool more = false;
    for (ClientSocket& socket : sockets_) {
      const ClientSocket::Received received = socket.Receive();
      result_.replies += received.replies;
      unanswered_ -= std::min<uint64_t>(unanswered_, received.replies);
      more = more || received.more;
    }
    return more;
  }

  // False after a silence without a reply since the last one, or the start.
  bool Wait() {
    for (pollfd& socket : polled_) socket.events = blocked_ ? kBoth : POLLIN;
    blocked_ = false;
    if (poll(polled_.data(), polled_.size(), kSilenceMs) != 0) return true;
    unanswered_ = 0;
    const bool alive = result_.replies > replies_at_silence_;
    replies_at_silence_ = result_.replies;
    return alive;
  }

  LoopResult Summed(const rusage& before, Duration elapsed) {
    rusage after;
    getrusage(RUSAGE_SELF, &after);
    result_.elapsed = elapsed;
    result_.user = ToDuration(after.ru_utime) - ToDuration(before.ru_utime);
    result_.system = ToDuration(after.ru_stime) - ToDuration(before.ru_stime);
    result_.lost = result_.queries - std::min(result_.queries, result_.replies);
    for (const ClientSocket& socket : sockets_) {
      result_.kernel_drops += socket.Drops();
    }
    return result_;
  }

  const QueryRuns queries_;
  uint64_t wanted_;
  const uint64_t window_;
  const Duration limit_;
  std::vector<ClientSocket> sockets_;
  std::vector<pollfd> polled_;

  size_t next_run_ = 0;
  QueryRun run_;           // the one that is being sent
  uint32_t run_sent_ = 0;  // queries of it that have left
  size_t sender_ = 0;      // the socket that sends it
  bool blocked_ = false;   // the kernel took no more
  uint64_t unanswered_ = 0;
  uint64_t replies_at_silence_ = 0;
  LoopResult result_;
};

}  // namespace

LoopResult RunLoop(const LoopOptions& options) { return Loop(options).Run(); }

}  // namespace ptrcensus::bare
