#include "io/segmented_send.h"

#include <netinet/udp.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "io/socket_address.h"

namespace ptrcensus {
namespace {

msghdr Message(SocketAddress& server, iovec& data) {
  msghdr message = {};
  message.msg_name = &server.any;
  message.msg_namelen = server.size();
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  return message;
}

// Returns 0 or errno: a segmented send leaves whole or not at all.
int SendSegments(int fd, const SendBin& bin, SocketAddress& server) {
  iovec data = {bin.bytes, size_t{bin.count} * bin.size};
  msghdr message = Message(server, data);
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(uint16_t))] = {};
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  cmsghdr* header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_UDP;
  header->cmsg_type = UDP_SEGMENT;
  header->cmsg_len = CMSG_LEN(sizeof bin.size);
  memcpy(CMSG_DATA(header), &bin.size, sizeof bin.size);
  return sendmsg(fd, &message, 0) < 0 ? errno : 0;
}

SendResult SendAlone(int fd, const SendBin& bin, SocketAddress& server) {
  const ssize_t sent =
      sendto(fd, bin.bytes, bin.size, 0, &server.any, server.size());
  return sent < 0 ? SendResult{} : SendResult{1, 1};
}

SendResult SendPlainly(int fd, const SendBin& bin, SocketAddress& server) {
  std::array<iovec, kBinQueries> data;
  std::array<mmsghdr, kBinQueries> messages;
  for (size_t i = 0; i < bin.count; ++i) {
    data[i] = {bin.bytes + i * bin.size, bin.size};
    messages[i] = {Message(server, data[i]), 0};
  }
  SendResult result;
  while (result.sent < bin.count) {
    const int taken =
        sendmmsg(fd, messages.data() + result.sent, bin.count - result.sent, 0);
    // The rest has the same destination and size: it would fare the same.
    if (taken <= 0) break;
    result.sent += static_cast<uint32_t>(taken);
    ++result.calls;
  }
  return result;
}

// Reasons that may lie in the segmentation: EIO without checksum offload or
// under IPsec, EINVAL and EOPNOTSUPP where it is unknown, EMSGSIZE where a
// segment does not fit the MTU and would have to be fragmented.
bool MayBeSegmentation(int error) {
  return error == EIO || error == EINVAL || error == EOPNOTSUPP ||
         error == EMSGSIZE;
}

}  // namespace

SendResult SendQueries(int fd, const SendBin& bin, bool& segments) noexcept {
  SocketAddress server = ToSocketAddress(bin.server);
  if (bin.count == 1) return SendAlone(fd, bin, server);
  if (!segments) return SendPlainly(fd, bin, server);
  const int error = SendSegments(fd, bin, server);
  if (error == 0) return {bin.count, 1};
  if (!MayBeSegmentation(error)) return {};
  const SendResult result = SendPlainly(fd, bin, server);
  if (result.sent > 0) segments = false;
  return result;
}

}  // namespace ptrcensus
