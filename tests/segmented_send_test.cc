#include "io/segmented_send.h"

#include "tests/support/loopback.h"

namespace ptrcensus {
namespace {

using loopback::Socket;

SendBin Bin(const Endpoint& server, const std::vector<std::string>& queries) {
  static std::array<uint8_t, kBinBytes> room;
  SendBin bin;
  bin.bytes = room.data();
  bin.server = server;
  bin.size = static_cast<uint16_t>(queries.front().size());
  for (const std::string& query : queries) {
    memcpy(bin.bytes + bin.count * bin.size, query.data(), bin.size);
    ++bin.count;
  }
  return bin;
}

// Without UDP checksums the kernel refuses segmentation with EINVAL.
void RefuseSegmentation(const Socket& socket) {
  const int on = 1;
  ASSERT_EQ(setsockopt(socket.fd(), SOL_SOCKET, SO_NO_CHECK, &on, sizeof on),
            0);
}

TEST(SegmentedSend, SendsABinByOneCall) {
  Socket client(Family::kV4, SOCK_DGRAM), server(Family::kV4, SOCK_DGRAM);
  const SendBin bin = Bin(server.endpoint(), {"one", "two", "six"});
  bool segments = true;
  const SendResult result = SendQueries(client.fd(), bin, segments);
  EXPECT_EQ(result.sent, 3u);
  EXPECT_EQ(result.calls, 1u);
  EXPECT_TRUE(segments);
  EXPECT_EQ(server.ReceiveAll(),
            (std::vector<std::string>{"one", "two", "six"}));
}

TEST(SegmentedSend, SendsOneAloneAlsoWhereSegmentationIsRefused) {
  Socket client(Family::kV4, SOCK_DGRAM), server(Family::kV4, SOCK_DGRAM);
  RefuseSegmentation(client);
  bool segments = true;
  const auto result =
      SendQueries(client.fd(), Bin(server.endpoint(), {"one"}), segments);
  EXPECT_EQ(result.sent, 1u);
  EXPECT_EQ(result.calls, 1u);
  EXPECT_TRUE(segments);
}

TEST(SegmentedSend, FallsBackToPlainSends) {
  Socket client(Family::kV4, SOCK_DGRAM), server(Family::kV4, SOCK_DGRAM);
  RefuseSegmentation(client);
  bool segments = true;
  const auto result = SendQueries(
      client.fd(), Bin(server.endpoint(), {"one", "two"}), segments);
  EXPECT_EQ(result.sent, 2u);
  EXPECT_FALSE(segments);
  EXPECT_EQ(server.ReceiveAll(), (std::vector<std::string>{"one", "two"}));
}

TEST(SegmentedSend, KeepsSegmentingWhenTheDestinationIsAtFault) {
  Socket client(Family::kV4, SOCK_DGRAM), server(Family::kV4, SOCK_DGRAM);
  bool segments = true;
  const Endpoint port_zero = {server.endpoint().address, 0};
  const auto result =
      SendQueries(client.fd(), Bin(port_zero, {"one", "two"}), segments);
  EXPECT_EQ(result.sent, 0u);
  EXPECT_EQ(result.calls, 0u);
  EXPECT_TRUE(segments);
}

}  // namespace
}  // namespace ptrcensus
