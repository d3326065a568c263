#include "io/datagram_batch.h"

#include <cerrno>

namespace ptrcensus {

// Not zeroed: most of it is never used.
DatagramBatch::DatagramBatch()
    : buffer_(std::make_unique_for_overwrite<uint8_t[]>(kDatagrams *
                                                        kDatagramBytes)) {
  for (size_t i = 0; i < kDatagrams; ++i) {
    vectors_[i] = {buffer_.get() + i * kDatagramBytes, kDatagramBytes};
    messages_[i] = {};
    messages_[i].msg_hdr.msg_name = &sources_[i];
    messages_[i].msg_hdr.msg_iov = &vectors_[i];
    messages_[i].msg_hdr.msg_iovlen = 1;
  }
  size_ = kDatagrams;
}

int DatagramBatch::Receive(int fd) noexcept {
  // The kernel has changed these where it filled them in.
  for (size_t i = 0; i < size_; ++i) {
    messages_[i].msg_hdr.msg_namelen = sizeof(SocketAddress);
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
  return {buffer_.get() + index * kDatagramBytes, messages_[index].msg_len};
}

}  // namespace ptrcensus
