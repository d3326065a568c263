#include "bench/bare/client_socket.h"

#include <fmt/format.h>
#include <linux/sock_diag.h>
#include <netinet/udp.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "io/dns.h"
#include "io/error.h"

namespace ptrcensus::bare {
namespace {

constexpr int kReceiveBufferBytes = 4 << 20;
// A whole reply, and an odd number of cache lines, so that not all buffers
// start in one set.
constexpr size_t kReplyBytes = 21 * 64;
static_assert(kReplyBytes >= kEdnsUdpBytes);
constexpr size_t kGroBytes = 65536;
constexpr size_t kControlBytes = CMSG_SPACE(sizeof(int));

void SetOption(int fd, int level, int name, int value, const char* what) {
  if (setsockopt(fd, level, name, &value, sizeof value) == 0) return;
  throw Error(fmt::format("cannot set {} on a UDP socket: {}", what,
                          std::generic_category().message(errno)));
}

Fd OpenSocket(Mode mode, const SocketAddress& server, bool gro) {
  Fd fd(socket(server.any.sa_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC,
               0));
  if (!fd) {
    throw Error(fmt::format("cannot open a UDP socket: {}",
                            std::generic_category().message(errno)));
  }
  // Beyond the system's limit where that is allowed: what is lost for want of
  // room would be the buffer's figure, not the loop's.
  const int bytes = kReceiveBufferBytes;
  if (setsockopt(fd.get(), SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof bytes) !=
      0) {
    SetOption(fd.get(), SOL_SOCKET, SO_RCVBUF, bytes, "SO_RCVBUF");
  }
  if (gro) SetOption(fd.get(), SOL_UDP, UDP_GRO, 1, "UDP_GRO");
  if (mode != Mode::kPlain &&
      connect(fd.get(), &server.any, server.size()) < 0) {
    throw Error(fmt::format("cannot connect a UDP socket to --server: {}",
                            std::generic_category().message(errno)));
  }
  return fd;
}

}  // namespace

ClientSocket::ClientSocket(Mode mode, const Endpoint& server, bool gro)
    : mode_(mode),
      gro_(gro),
      server_(ToSocketAddress(server)),
      fd_(OpenSocket(mode, server_, gro)),
      controls_(gro ? kBatch * kControlBytes : 0),
      vectors_(kBatch),
      messages_(kBatch) {
  const size_t bytes = gro ? kGroBytes : kReplyBytes;
  buffer_.resize(kBatch * bytes);
  for (size_t i = 0; i < kBatch; ++i) {
    vectors_[i] = {buffer_.data() + i * bytes, bytes};
    messages_[i].msg_hdr.msg_iov = &vectors_[i];
    messages_[i].msg_hdr.msg_iovlen = 1;
    if (gro) {
      messages_[i].msg_hdr.msg_control = controls_.data() + i * kControlBytes;
      messages_[i].msg_hdr.msg_controllen = kControlBytes;
    }
  }
}

int ClientSocket::Send(const QueryRun& run, uint32_t first) noexcept {
  switch (mode_) {
    case Mode::kPlain:
      return SendPlain(run, first);
    case Mode::kBatched:
      return SendBatched(run, first);
    case Mode::kSegmented:
      break;
  }
  return SendSegmented(run, first);
}

int ClientSocket::SendPlain(const QueryRun& run, uint32_t first) noexcept {
  for (uint32_t i = first; i < run.count; ++i) {
    if (sendto(fd_.get(), run.at(i), run.query_bytes, 0, &server_.any,
               server_.size()) < 0) {
      return i == first ? -1 : static_cast<int>(i - first);
    }
  }
  return static_cast<int>(run.count - first);
}

int ClientSocket::SendBatched(const QueryRun& run, uint32_t first) noexcept {
  std::array<iovec, kMostRunQueries> vectors;
  std::array<mmsghdr, kMostRunQueries> messages;
  const uint32_t count = run.count - first;
  for (uint32_t i = 0; i < count; ++i) {
    vectors[i] = {const_cast<uint8_t*>(run.at(first + i)), run.query_bytes};
    messages[i] = {};
    messages[i].msg_hdr.msg_iov = &vectors[i];
    messages[i].msg_hdr.msg_iovlen = 1;
  }
  return sendmmsg(fd_.get(), messages.data(), count, 0);
}

int ClientSocket::SendSegmented(const QueryRun& run, uint32_t first) noexcept {
  const uint32_t count = run.count - first;
  iovec vector{const_cast<uint8_t*>(run.at(first)),
               size_t{count} * run.query_bytes};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(uint16_t))> control{};
  msghdr message{};
  message.msg_iov = &vector;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  cmsghdr* header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_UDP;
  header->cmsg_type = UDP_SEGMENT;
  header->cmsg_len = CMSG_LEN(sizeof(uint16_t));
  const auto segment = static_cast<uint16_t>(run.query_bytes);
  std::memcpy(CMSG_DATA(header), &segment, sizeof segment);
  if (sendmsg(fd_.get(), &message, 0) < 0) return -1;
  return static_cast<int>(count);
}

ClientSocket::Received ClientSocket::Receive() noexcept {
  return mode_ == Mode::kPlain ? ReceivePlain() : ReceiveBatched();
}

ClientSocket::Received ClientSocket::ReceivePlain() noexcept {
  Received received;
  SocketAddress source;
  for (; received.replies < kBatch; ++received.replies) {
    socklen_t size = sizeof source;
    if (recvfrom(fd_.get(), buffer_.data(), buffer_.size(), 0, &source.any,
                 &size) < 0) {
      return received;
    }
  }
  received.more = true;
  return received;
}

ClientSocket::Received ClientSocket::ReceiveBatched() noexcept {
  const int count = recvmmsg(fd_.get(), messages_.data(), kBatch, 0, nullptr);
  if (count <= 0) return {};
  Received received{static_cast<uint32_t>(count),
                    static_cast<uint32_t>(count) == kBatch};
  if (!gro_) return received;
  received.replies = 0;
  for (uint32_t i = 0; i < static_cast<uint32_t>(count); ++i) {
    received.replies += SegmentsIn(messages_[i]);
    // The kernel has changed it.
    messages_[i].msg_hdr.msg_controllen = kControlBytes;
  }
  return received;
}

uint32_t ClientSocket::SegmentsIn(mmsghdr& message) const noexcept {
  const cmsghdr* header = CMSG_FIRSTHDR(&message.msg_hdr);
  if (header == nullptr || header->cmsg_level != SOL_UDP ||
      header->cmsg_type != UDP_GRO) {
    return 1;
  }
  int segment;
  std::memcpy(&segment, CMSG_DATA(header), sizeof segment);
  const auto bytes = static_cast<uint32_t>(segment);
  return (message.msg_len + bytes - 1) / bytes;
}

uint32_t ClientSocket::Drops() const {
  // Read once at the end: SO_RXQ_OVFL would cost something a datagram.
  std::array<uint32_t, SK_MEMINFO_VARS> info{};
  socklen_t size = sizeof info;
  getsockopt(fd_.get(), SOL_SOCKET, SO_MEMINFO, info.data(), &size);
  return info[SK_MEMINFO_DROPS];
}

}  // namespace ptrcensus::bare
