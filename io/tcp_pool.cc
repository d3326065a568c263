#include "io/tcp_pool.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "io/clock.h"

namespace ptrcensus {

TcpPool::TcpPool(uv_loop_t* loop, const TcpPoolOptions& options,
                 TransportCounters* counters)
    : loop_(loop), options_(options), counters_(counters) {
  uv_timer_init(loop, &timer_);
  timer_.data = this;
}

TcpPool::~TcpPool() { assert(timer_closed_ && connections_.empty()); }

void TcpPool::Send(const Endpoint& server, Bytes query, uint32_t tag) noexcept {
  assert(!closed_);
  if (TcpConnection* connection = Find(server)) {
    SendOn(*connection, query, tag);
    return;
  }
  if (waiting_.size() >= options_.max_waiting) {
    Reject(tag);
    return;
  }
  waiting_.push_back({server, tag, {query.begin(), query.end()}});
  StartWaiting();
}

void TcpPool::Cancel(const Endpoint& server, uint32_t tag,
                     bool timed_out) noexcept {
  if (closed_) return;
  const Time now = MonotonicNow();
  for (const auto& connection : connections_) {
    if (connection->server() != server) continue;
    const bool hangs = timed_out && connection->HangsSince(tag);
    if (!connection->Forget(tag, now)) continue;
    if (hangs) connection->Close();
    StartWaiting();
    return;
  }
  std::erase_if(waiting_, [&](const Waiting& waiting) {
    return waiting.tag == tag && waiting.server == server;
  });
  std::erase_if(failed_,
                [&](const Failed& failed) { return failed.tag == tag; });
}

void TcpPool::Close() noexcept {
  if (std::exchange(closed_, true)) return;
  for (const auto& connection : connections_) connection->Close();
  uv_close(reinterpret_cast<uv_handle_t*>(&timer_),
           [](uv_handle_t* handle) noexcept {
             static_cast<TcpPool*>(handle->data)->timer_closed_ = true;
           });
}

void TcpPool::OnMessage(const TcpConnection& connection, Bytes message,
                        Time now) noexcept {
  if (!closed_) events_->OnTcpMessage(connection.server(), message, now);
}

void TcpPool::OnMessagesEnd(Time now) noexcept {
  if (!closed_) events_->OnBatchEnd(now);
}

void TcpPool::OnClosed(TcpConnection& connection) noexcept {
  for (const uint32_t tag : connection.tags()) {
    failed_.push_back({tag, !connection.has_served()});
  }
  std::erase_if(connections_, [&](const auto& candidate) {
    return candidate.get() == &connection;
  });
  if (closed_) return;
  StartWaiting();
  ReportFailed(MonotonicNow());
}

void TcpPool::OnTimer(uv_timer_t* timer) noexcept {
  TcpPool& self = *static_cast<TcpPool*>(timer->data);
  const Time now = MonotonicNow();
  self.CloseIdle(now);
  if (self.connections_.empty()) uv_timer_stop(timer);
  self.ReportFailed(now);
}

TcpConnection* TcpPool::Find(const Endpoint& server) {
  for (const auto& connection : connections_) {
    if (connection->server() == server && !connection->closing()) {
      return connection.get();
    }
  }
  return nullptr;
}

void TcpPool::SendOn(TcpConnection& connection, Bytes query, uint32_t tag) {
  if (!connection.Send(query, tag)) Reject(tag);
}

void TcpPool::Reject(uint32_t tag) {
  failed_.push_back({tag, false});
  uv_timer_start(&timer_, OnTimer, 0, SweepMs());
}

void TcpPool::StartWaiting() {
  while (!waiting_.empty()) {
    if (connections_.size() >= options_.max_connections) {
      MakeRoom();
      return;
    }
    const Endpoint server = waiting_.front().server;
    Connect(server);
    // All that waits for this server goes along, so that none waits while its
    // server has a connection.
    TcpConnection& connection = *connections_.back();
    std::erase_if(waiting_, [&](const Waiting& waiting) {
      if (waiting.server != server) return false;
      SendOn(connection, waiting.query, waiting.tag);
      return true;
    });
  }
}

void TcpPool::Connect(const Endpoint& server) {
  TcpConnection::Owner* const owner = this;
  connections_.push_back(std::make_unique<TcpConnection>(
      loop_, server, options_.source, owner, counters_));
  if (!uv_is_active(reinterpret_cast<uv_handle_t*>(&timer_))) {
    uv_timer_start(&timer_, OnTimer, SweepMs(), SweepMs());
  }
}

// One at a time: when it is closed, StartWaiting asks again.
void TcpPool::MakeRoom() {
  TcpConnection* idlest = nullptr;
  for (const auto& connection : connections_) {
    if (connection->closing()) return;
    if (!connection->idle()) continue;
    if (!idlest || connection->idle_since() < idlest->idle_since()) {
      idlest = connection.get();
    }
  }
  if (idlest) idlest->Close();
}

void TcpPool::CloseIdle(Time now) {
  for (const auto& connection : connections_) {
    if (connection->idle() && now - connection->idle_since() >= options_.idle) {
      connection->Close();
    }
  }
}

void TcpPool::ReportFailed(Time now) {
  if (failed_.empty()) return;
  // Those added by the call-backs come next time.
  for (size_t left = failed_.size(); left > 0 && !failed_.empty(); --left) {
    const Failed failed = failed_.front();
    failed_.pop_front();
    if (!closed_) events_->OnTcpFailed(failed.tag, failed.is_try, now);
  }
  if (!closed_) events_->OnBatchEnd(now);
}

uint64_t TcpPool::SweepMs() const {
  using std::chrono::milliseconds;
  const auto tenth =
      std::chrono::duration_cast<milliseconds>(options_.idle / 10);
  return static_cast<uint64_t>(std::max(tenth, milliseconds(1)).count());
}

}  // namespace ptrcensus
