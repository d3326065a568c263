#include "io/datagram_batch.h"

#include <cerrno>
#include <cstring>

namespace ptrcensus {

DatagramBatch::DatagramBatch() : buffer_(kDatagrams * kDatagramBytes) {
  for (size_t i = 0; i < kDatagrams; ++i) {
    vectors_[i] = {buffer_.data() + i * kDatagramBytes, kDatagramBytes};
    messages_[i] = {};
    messages_[i].msg_hdr.msg_name = &sources_[i];
    messages_[i].msg_hdr.msg_iov = &vectors_[i];
    messages_[i].msg_hdr.msg_iovlen = 1;
    messages_[i].msg_hdr.msg_control = &controls_[i];
  }
  size_ = kDatagrams;
}

int DatagramBatch::Receive(int fd) noexcept {
  // The kernel has changed these where it filled them in.
  for (size_t i = 0; i < size_; ++i) {
    messages_[i].msg_hdr.msg_namelen = sizeof(SocketAddress);
    messages_[i].msg_hdr.msg_controllen = sizeof(Control);
  }
  const int received =
      recvmmsg(fd, messages_.data(), kDatagrams, MSG_DONTWAIT, nullptr);
  size_ = received < 0 ? 0 : static_cast<size_t>(received);
  return received < 0 ? errno : 0;
}

Endpoint DatagramBatch::source(size_t index) const noexcept {
  return ToEndpoint(&sources_[index].any);
}

Bytes DatagramBatch::bytes(size_t index) const noexcept {
  return {buffer_.data() + index * kDatagramBytes, messages_[index].msg_len};
}

std::optional<uint32_t> DatagramBatch::drops(size_t index) const noexcept {
  const msghdr& message = messages_[index].msg_hdr;
  const cmsghdr* header = CMSG_FIRSTHDR(&message);
  if (header == nullptr || header->cmsg_level != SOL_SOCKET ||
      header->cmsg_type != SO_RXQ_OVFL) {
    return std::nullopt;
  }
  uint32_t drops;
  memcpy(&drops, CMSG_DATA(header), sizeof drops);
  return drops;
}

}  // namespace ptrcensus
