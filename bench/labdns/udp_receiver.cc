#include "bench/labdns/udp_receiver.h"

#include <netinet/udp.h>

#include <algorithm>

namespace ptrcensus::labdns {
namespace {

constexpr size_t kBatch = 128;
constexpr size_t kQueryBytes = 512;  // a longer query is cut and then refused
constexpr size_t kGroBatch = 32;
constexpr size_t kGroBytes = 65536;
constexpr size_t kControlBytes = 128;

void Enable(int fd, int level, int name) {
  const int on = 1;
  setsockopt(fd, level, name, &on, sizeof(on));
}

}  // namespace

UdpReceiver::UdpReceiver(int fd, bool timestamps, bool gro)
    : fd_(fd),
      batch_(gro ? kGroBatch : kBatch),
      buffer_bytes_(gro ? kGroBytes : kQueryBytes),
      control_(timestamps || gro),
      buffers_(batch_ * buffer_bytes_),
      controls_(control_ ? batch_ * kControlBytes : 0),
      peers_(batch_),
      vectors_(batch_),
      headers_(batch_) {
  if (timestamps) Enable(fd, SOL_SOCKET, SO_TIMESTAMPNS);
  if (gro) Enable(fd, SOL_UDP, UDP_GRO);
  for (size_t i = 0; i < batch_; ++i) {
    vectors_[i] = {buffers_.data() + i * buffer_bytes_, buffer_bytes_};
    msghdr& header = headers_[i].msg_hdr;
    header.msg_name = &peers_[i].any;
    header.msg_iov = &vectors_[i];
    header.msg_iovlen = 1;
    header.msg_control =
        control_ ? controls_.data() + i * kControlBytes : nullptr;
  }
}

bool UdpReceiver::Receive(std::vector<Datagram>& datagrams) {
  datagrams.clear();
  for (mmsghdr& header : headers_) {
    header.msg_hdr.msg_namelen = sizeof(sockaddr_in6);
    header.msg_hdr.msg_controllen = control_ ? kControlBytes : 0;
  }
  const int count =
      recvmmsg(fd_, headers_.data(), static_cast<unsigned>(batch_), 0, nullptr);
  if (count <= 0) return false;
  for (size_t i = 0; i < static_cast<size_t>(count); ++i) {
    peers_[i].size = headers_[i].msg_hdr.msg_namelen;
    Split(i, datagrams);
  }
  return static_cast<size_t>(count) == batch_;
}

void UdpReceiver::Split(size_t index, std::vector<Datagram>& datagrams) const {
  Datagram datagram;
  datagram.from = &peers_[index];
  const size_t size = headers_[index].msg_len;
  size_t segment = size;
  if (control_) {
    msghdr header = headers_[index].msg_hdr;
    for (cmsghdr* c = CMSG_FIRSTHDR(&header); c != nullptr;
         c = CMSG_NXTHDR(&header, c)) {
      if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_TIMESTAMPNS) {
        timespec time;
        std::memcpy(&time, CMSG_DATA(c), sizeof(time));
        datagram.time_ns = static_cast<uint64_t>(time.tv_sec) * 1'000'000'000 +
                           static_cast<uint64_t>(time.tv_nsec);
      } else if (c->cmsg_level == SOL_UDP && c->cmsg_type == UDP_GRO) {
        int bytes = 0;
        std::memcpy(&bytes, CMSG_DATA(c), sizeof(bytes));
        segment = static_cast<size_t>(bytes);
      }
    }
  }
  const uint8_t* data = buffers_.data() + index * buffer_bytes_;
  size_t at = 0;
  do {
    const size_t bytes = std::min(segment, size - at);
    datagram.octets = {data + at, bytes};
    datagrams.push_back(datagram);
    at += bytes;
  } while (at < size && segment > 0);
}

}  // namespace ptrcensus::labdns
