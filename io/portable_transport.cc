#include "io/portable_transport.h"

#include <cassert>
#include <utility>

#include "io/clock.h"
#include "io/error.h"
#include "io/query.h"
#include "io/socket_address.h"
#include "io/transport_base.h"
#include "io/udp_socket.h"
#include "io/unsent_tags.h"

namespace ptrcensus {
namespace {

// Queries staged before they are sent without waiting for a Flush.
constexpr size_t kMaxStaged = 256;
// libuv cuts the receive buffer into pieces of 64 KiB for recvmmsg, 20 at most.
constexpr size_t kReceiveBytes = 20 << 16;

class PortableTransport final : public TransportBase {
 public:
  PortableTransport(uv_loop_t* loop, const TransportOptions& options)
      : TransportBase(loop, options),
        staged_(kMaxStaged),
        receive_buffer_(std::make_unique_for_overwrite<char[]>(kReceiveBytes)) {
  }
  ~PortableTransport() override { assert(open_handles_ == 0); }

  // Throws Error; then Close and the loop must still run.
  void Open(uv_loop_t* loop);

  std::span<uint8_t> Stage(uint32_t socket, const Endpoint& server, size_t size,
                           uint32_t tag, Time now) noexcept override;
  void Flush(Time now, bool all) noexcept override;
  bool HasStaged() const noexcept override {
    return !closed_ && (staged_count_ > 0 || !unsent_.empty());
  }
  void Close() noexcept override;

 private:
  struct Socket {
    uv_udp_t udp;
    PortableTransport* owner;
    uint32_t index;
  };
  struct Query {
    uint32_t socket;
    uint32_t tag;
    SocketAddress server;
    size_t size;
    std::array<uint8_t, kMaxQueryBytes> bytes;
  };

  static void OnAllocate(uv_handle_t* handle, size_t hint,
                         uv_buf_t* buffer) noexcept;
  static void OnReceived(uv_udp_t* udp, ssize_t size, const uv_buf_t* buffer,
                         const sockaddr* source, unsigned flags) noexcept;
  static void OnPolled(uv_check_t* check) noexcept;
  static void OnClosed(uv_handle_t* handle) noexcept;
  static void OnCheckClosed(uv_handle_t* handle) noexcept;

  uint64_t KernelDrops() const noexcept override;
  void OpenHandle(uv_loop_t* loop, UdpSocket opened);
  void HandUp(const Socket& socket, const sockaddr* source, Bytes packet);
  void SendStaged();

  std::vector<std::unique_ptr<Socket>> sockets_;
  std::vector<Query> staged_;
  size_t staged_count_ = 0;
  UnsentTags unsent_;
  std::unique_ptr<char[]> receive_buffer_;
  std::optional<Time> read_at_;  // of the datagrams being handed up
  // libuv reads 20 datagrams at a time, socket by socket. The engine's turn
  // comes once for all that one polling found: fewer and fuller flushes.
  uv_check_t after_polling_;
  bool received_ = false;  // since the engine's last turn
  int open_handles_ = 0;
};

void PortableTransport::Open(uv_loop_t* loop) {
  uv_check_init(loop, &after_polling_);
  after_polling_.data = this;
  ++open_handles_;
  uv_check_start(&after_polling_, OnPolled);
  for (UdpSocket& opened : OpenUdpSockets(options_, warnings_)) {
    OpenHandle(loop, std::move(opened));
  }
}

void PortableTransport::OpenHandle(uv_loop_t* loop, UdpSocket opened) {
  auto owned = std::make_unique<Socket>();
  Socket& socket = *owned;
  socket.owner = this;
  socket.index = static_cast<uint32_t>(sockets_.size());
  int error = uv_udp_init_ex(loop, &socket.udp, AF_UNSPEC | UV_UDP_RECVMMSG);
  if (error == 0) {
    socket.udp.data = &socket;
    ++open_handles_;
    sockets_.push_back(std::move(owned));
    error = uv_udp_open(&socket.udp, opened.fd.get());
  }
  if (error == 0) {
    static_cast<void>(opened.fd.Release());  // the handle's from here on
    error = uv_udp_recv_start(&socket.udp, OnAllocate, OnReceived);
  }
  if (error != 0) {
    throw Error(std::string("cannot watch a UDP socket: ") +
                uv_strerror(error));
  }
}

void PortableTransport::OnAllocate(uv_handle_t* handle, size_t /*hint*/,
                                   uv_buf_t* buffer) noexcept {
  // Shared by all sockets: libuv hands a buffer back before it asks again.
  PortableTransport& self = *static_cast<Socket*>(handle->data)->owner;
  *buffer = uv_buf_init(self.receive_buffer_.get(), kReceiveBytes);
}

uint64_t PortableTransport::KernelDrops() const noexcept {
  uint64_t drops = 0;
  for (const auto& socket : sockets_) {
    uv_os_fd_t fd = -1;
    uv_fileno(reinterpret_cast<const uv_handle_t*>(&socket->udp), &fd);
    drops += DroppedAt(fd);
  }
  return drops;
}

void PortableTransport::OnReceived(uv_udp_t* udp, ssize_t size,
                                   const uv_buf_t* buffer,
                                   const sockaddr* source,
                                   unsigned /*flags*/) noexcept {
  const Socket& socket = *static_cast<Socket*>(udp->data);
  PortableTransport& self = *socket.owner;
  if (size < 0 || self.closed_) return;
  if (source == nullptr) {
    self.read_at_.reset();
    return;
  }
  const auto* bytes = reinterpret_cast<const uint8_t*>(buffer->base);
  self.HandUp(socket, source, {bytes, static_cast<size_t>(size)});
}

void PortableTransport::HandUp(const Socket& socket, const sockaddr* source,
                               Bytes packet) {
  if (!read_at_) read_at_ = MonotonicNow();
  received_ = true;
  ++counters_.received_udp;
  if (!events_) return;
  events_->OnDatagram(socket.index, ToEndpoint(source), packet, *read_at_);
}

void PortableTransport::OnPolled(uv_check_t* check) noexcept {
  PortableTransport& self = *static_cast<PortableTransport*>(check->data);
  self.read_at_.reset();
  if (!std::exchange(self.received_, false)) return;
  if (self.events_) self.events_->OnBatchEnd(MonotonicNow());
}

std::span<uint8_t> PortableTransport::Stage(uint32_t socket,
                                            const Endpoint& server, size_t size,
                                            uint32_t tag,
                                            Time /*now*/) noexcept {
  assert(!closed_ && socket < sockets_.size());
  assert(size > 0 && size <= kMaxQueryBytes);
  if (staged_count_ == kMaxStaged) SendStaged();
  Query& query = staged_[staged_count_++];
  query.socket = socket;
  query.tag = tag;
  query.server = ToSocketAddress(server);
  query.size = size;
  return {query.bytes.data(), size};
}

void PortableTransport::Flush(Time now, bool /*all*/) noexcept {
  if (closed_) return;
  SendStaged();
  if (!unsent_.empty() && events_) unsent_.Deliver(*events_, now);
}

void PortableTransport::SendStaged() {
  for (size_t i = 0; i < staged_count_; ++i) {
    Query& query = staged_[i];
    const uv_buf_t buffer =
        uv_buf_init(reinterpret_cast<char*>(query.bytes.data()),
                    static_cast<unsigned>(query.size));
    if (uv_udp_try_send(&sockets_[query.socket]->udp, &buffer, 1,
                        &query.server.any) >= 0) {
      ++counters_.sent_udp;
      ++counters_.send_calls;
    } else {
      ++counters_.unsent;
      unsent_.Add({&query.tag, 1});
    }
  }
  staged_count_ = 0;
}

void PortableTransport::Close() noexcept {
  if (std::exchange(closed_, true)) return;
  for (const auto& socket : sockets_) {
    uv_close(reinterpret_cast<uv_handle_t*>(&socket->udp), OnClosed);
  }
  uv_close(reinterpret_cast<uv_handle_t*>(&after_polling_), OnCheckClosed);
  tcp_.Close();
}

void PortableTransport::OnClosed(uv_handle_t* handle) noexcept {
  --static_cast<Socket*>(handle->data)->owner->open_handles_;
}

void PortableTransport::OnCheckClosed(uv_handle_t* handle) noexcept {
  --static_cast<PortableTransport*>(handle->data)->open_handles_;
}

}  // namespace

std::unique_ptr<Transport> MakePortableTransport(
    uv_loop_t* loop, const TransportOptions& options) {
  auto transport = std::make_unique<PortableTransport>(loop, options);
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
