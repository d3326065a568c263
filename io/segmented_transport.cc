#include "io/segmented_transport.h"

#include <sys/socket.h>

#include <cassert>
#include <cerrno>
#include <utility>

#include "io/clock.h"
#include "io/datagram_batch.h"
#include "io/error.h"
#include "io/segmented_send.h"
#include "io/send_bins.h"
#include "io/transport_base.h"
#include "io/udp_socket.h"
#include "io/unsent_tags.h"

namespace ptrcensus {
namespace {

// Batches read at one wakeup, so that a flood on one socket cannot keep the
// others and the pace waiting.
constexpr int kBatchesPerWakeup = 8;

class SegmentedTransport final : public TransportBase {
 public:
  SegmentedTransport(uv_loop_t* loop, const TransportOptions& options)
      : TransportBase(loop, options),
        bins_([this](const SendBin& bin) { Send(bin); }) {}
  ~SegmentedTransport() override { assert(open_handles_ == 0); }

  // Throws Error; then Close and the loop must still run.
  void Open(uv_loop_t* loop);

  std::span<uint8_t> Stage(uint32_t socket, const Endpoint& server, size_t size,
                           uint32_t tag, Time now) noexcept override {
    assert(!closed_ && socket < sockets_.size());
    return bins_.Stage(socket, server, size, tag, now);
  }
  void Flush(Time now, bool all) noexcept override;
  bool HasStaged() const noexcept override {
    return !closed_ && (!bins_.empty() || !unsent_.empty());
  }
  void Close() noexcept override;

 private:
  struct Socket {
    uv_poll_t poll;
    SegmentedTransport* owner;
    uint32_t index;
    Fd fd;
    bool segments = true;
  };

  static void OnReadable(uv_poll_t* poll, int status, int events) noexcept;
  static void OnClosed(uv_handle_t* handle) noexcept;

  uint64_t KernelDrops() const noexcept override;
  void Watch(Socket& socket);
  void Receive(Socket& socket);
  void HandUp(Socket& socket, Time now);
  void Send(const SendBin& bin);

  std::vector<std::unique_ptr<Socket>> sockets_;
  SendBins bins_;
  UnsentTags unsent_;
  DatagramBatch batch_;
  bool warned_ = false;
  int open_handles_ = 0;
};

void SegmentedTransport::Open(uv_loop_t* loop) {
  for (UdpSocket& opened : OpenUdpSockets(options_, warnings_)) {
    const int fd = opened.fd.get();
    auto socket = std::make_unique<Socket>();
    socket->owner = this;
    socket->index = static_cast<uint32_t>(sockets_.size());
    socket->fd = std::move(opened.fd);
    if (const int error = uv_poll_init(loop, &socket->poll, fd); error != 0) {
      throw Error(std::string("cannot watch a UDP socket: ") +
                  uv_strerror(error));
    }
    socket->poll.data = socket.get();
    ++open_handles_;
    Watch(*socket);
    sockets_.push_back(std::move(socket));
  }
}

uint64_t SegmentedTransport::KernelDrops() const noexcept {
  uint64_t drops = 0;
  for (const auto& socket : sockets_) drops += DroppedAt(socket->fd.get());
  return drops;
}

void SegmentedTransport::Watch(Socket& socket) {
  uv_poll_start(&socket.poll, UV_READABLE, OnReadable);
}

void SegmentedTransport::OnReadable(uv_poll_t* poll, int status,
                                    int /*events*/) noexcept {
  Socket& socket = *static_cast<Socket*>(poll->data);
  if (status < 0) {
    // libuv reports any EPOLLERR as UV_EBADF and stops watching; reading the
    // pending error clears it.
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(socket.fd.get(), SOL_SOCKET, SO_ERROR, &error, &size);
    socket.owner->Watch(socket);
  }
  socket.owner->Receive(socket);
}

void SegmentedTransport::Receive(Socket& socket) {
  Time now{};
  bool received = false;
  for (int i = 0; i < kBatchesPerWakeup && !closed_; ++i) {
    const int error = batch_.Receive(socket.fd.get());
    if (error == EAGAIN || error == EWOULDBLOCK) break;
    if (error != 0) continue;
    now = MonotonicNow();
    received = true;
    HandUp(socket, now);
    if (!batch_.full()) break;
  }
  if (received && !closed_ && events_) events_->OnBatchEnd(now);
}

void SegmentedTransport::HandUp(Socket& socket, Time now) {
  for (size_t i = 0; i < batch_.size() && !closed_; ++i) {
    ++counters_.received_udp;
    if (!events_) continue;
    events_->OnDatagram(socket.index, batch_.source(i), batch_.bytes(i), now);
  }
}

void SegmentedTransport::Flush(Time now, bool all) noexcept {
  if (closed_) return;
  bins_.Flush(now, all);
  if (!unsent_.empty() && events_) unsent_.Deliver(*events_, now);
}

void SegmentedTransport::Send(const SendBin& bin) {
  Socket& socket = *sockets_[bin.socket];
  const bool segments = socket.segments;
  const SendResult result = SendQueries(socket.fd.get(), bin, socket.segments);
  if (segments && !socket.segments && !std::exchange(warned_, true)) {
    warnings_.push_back(
        "The kernel or network device refused segmented sends (UDP_SEGMENT), "
        "so queries are sent one by one, which is slower.");
  }
  counters_.sent_udp += result.sent;
  counters_.send_calls += result.calls;
  counters_.unsent += bin.count - result.sent;
  unsent_.Add({bin.tags.data() + result.sent, bin.count - result.sent});
}

void SegmentedTransport::Close() noexcept {
  if (std::exchange(closed_, true)) return;
  for (const auto& socket : sockets_) {
    uv_close(reinterpret_cast<uv_handle_t*>(&socket->poll), OnClosed);
  }
  tcp_.Close();
}

void SegmentedTransport::OnClosed(uv_handle_t* handle) noexcept {
  Socket& socket = *static_cast<Socket*>(handle->data);
  socket.fd.Reset();
  --socket.owner->open_handles_;
}

}  // namespace

std::unique_ptr<Transport> MakeSegmentedTransport(
    uv_loop_t* loop, const TransportOptions& options) {
  auto transport = std::make_unique<SegmentedTransport>(loop, options);
  try {
    transport->Open(loop);
  } catch (...) {
    transport->Close();
    uv_run(loop, UV_RUN_NOWAIT);
    throw;
  }
  return transport;
}

}  // namespace ptrcensus
