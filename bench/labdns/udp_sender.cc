#include "bench/labdns/udp_sender.h"

#include <netinet/udp.h>

#include <array>
#include <cerrno>

#include "bench/labdns/hash.h"

namespace ptrcensus::labdns {
namespace {

constexpr size_t kBins = 1024;
constexpr size_t kProbes = 4;
constexpr size_t kSegments = 64;
constexpr size_t kBinnedBytes = 320;  // a longer reply is rare and goes alone

size_t FirstBin(const Peer& to, size_t length) {
  uint64_t key = static_cast<uint64_t>(to.v4.sin_port) << 32;
  if (to.size == sizeof(sockaddr_in)) {
    key ^= to.v4.sin_addr.s_addr;
  } else {
    uint64_t low;
    std::memcpy(&low, to.v6.sin6_addr.s6_addr + 8, sizeof(low));
    key ^= low;
  }
  return Mix(key + (static_cast<uint64_t>(length) << 48)) % kBins;
}

}  // namespace

UdpSender::UdpSender(int fd) : fd_(fd), bins_(kBins) {}

void UdpSender::Send(const Peer& to, Octets packet) {
  if (packet.size() > kBinnedBytes || packet.empty()) {
    ++sends_;
    if (sendto(fd_, packet.data(), packet.size(), 0, &to.any, to.size) < 0) {
      ++failed_;
    }
    return;
  }
  Bin& bin = BinFor(to, packet.size());
  std::memcpy(bin.octets.data() + bin.count * bin.length, packet.data(),
              packet.size());
  ++bin.count;
  ++number_;
  if (bin.count == kSegments) SendBin(bin);
  if (openings_.front().opened + kMostOthers < number_) SendOldest();
}

// The bin that has such replies, or an empty one, which is opened. Where all
// candidates are taken by others, the first is sent.
UdpSender::Bin& UdpSender::BinFor(const Peer& to, size_t length) {
  const size_t first = FirstBin(to, length);
  size_t free = kBins;
  for (size_t i = 0; i < kProbes; ++i) {
    const size_t index = (first + i) % kBins;
    const Bin& bin = bins_[index];
    if (bin.count == 0) {
      if (free == kBins) free = index;
    } else if (bin.length == length && bin.to == to) {
      return bins_[index];
    }
  }
  if (free == kBins) {
    free = first;
    SendBin(bins_[free]);
  }
  Bin& bin = bins_[free];
  bin.to = to;
  bin.length = length;
  bin.opened = number_;
  if (bin.octets.empty()) bin.octets.resize(kSegments * kBinnedBytes);
  openings_.push_back({free, number_});
  return bin;
}

void UdpSender::SendOldest() {
  const Opening oldest = openings_.front();
  openings_.pop_front();
  Bin& bin = bins_[oldest.bin];
  if (bin.count > 0 && bin.opened == oldest.opened) SendBin(bin);
}

void UdpSender::Flush() {
  while (!openings_.empty()) SendOldest();
}

void UdpSender::SendBin(Bin& bin) {
  if (bin.count == 1 || !segment_ || !SendSegmented(bin)) SendEach(bin);
  bin.count = 0;
}

// False where the kernel or the device cannot segment: then it is not tried
// again.
bool UdpSender::SendSegmented(Bin& bin) {
  iovec vector{bin.octets.data(), bin.count * bin.length};
  alignas(cmsghdr) std::array<uint8_t, CMSG_SPACE(sizeof(uint16_t))> control{};
  msghdr header{};
  header.msg_name = &bin.to.any;
  header.msg_namelen = bin.to.size;
  header.msg_iov = &vector;
  header.msg_iovlen = 1;
  header.msg_control = control.data();
  header.msg_controllen = control.size();
  cmsghdr* c = CMSG_FIRSTHDR(&header);
  c->cmsg_level = SOL_UDP;
  c->cmsg_type = UDP_SEGMENT;
  c->cmsg_len = CMSG_LEN(sizeof(uint16_t));
  const uint16_t segment = static_cast<uint16_t>(bin.length);
  std::memcpy(CMSG_DATA(c), &segment, sizeof(segment));
  ++sends_;
  if (sendmsg(fd_, &header, 0) >= 0) return true;
  if (errno == EIO || errno == EINVAL) {
    segment_ = false;
    return false;
  }
  failed_ += bin.count;
  return true;
}

void UdpSender::SendEach(Bin& bin) {
  std::array<iovec, kSegments> vectors;
  std::array<mmsghdr, kSegments> headers{};
  for (size_t i = 0; i < bin.count; ++i) {
    vectors[i] = {bin.octets.data() + i * bin.length, bin.length};
    headers[i].msg_hdr.msg_name = &bin.to.any;
    headers[i].msg_hdr.msg_namelen = bin.to.size;
    headers[i].msg_hdr.msg_iov = &vectors[i];
    headers[i].msg_hdr.msg_iovlen = 1;
  }
  ++sends_;
  const int sent =
      sendmmsg(fd_, headers.data(), static_cast<unsigned>(bin.count), 0);
  failed_ += bin.count - static_cast<size_t>(sent < 0 ? 0 : sent);
}

}  // namespace ptrcensus::labdns
