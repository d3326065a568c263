#include "io/segmented_transport.h"

#include "io/error.h"
#include "tests/support/transport_rig.h"

namespace ptrcensus {
namespace {

using loopback::FdOnPort;
using loopback::HasIpv6;
using loopback::Rig;
using loopback::Socket;
using std::chrono::microseconds;

constexpr TransportOptions kIpv4 = {.ipv4 = true, .sockets = 2};

Time At(int64_t us) { return Time(microseconds(us)); }

class SegmentedTransportTest : public testing::Test {
 protected:
  Socket server{Family::kV4, SOCK_DGRAM};
  Rig rig{MakeSegmentedTransport, kIpv4};
};

using SegmentedTransport = SegmentedTransportTest;

TEST_F(SegmentedTransport, DeliversStagedQueriesIntact) {
  rig.Stage(0, server.endpoint(), "query-1", 1);
  rig.Stage(0, server.endpoint(), "a longer query", 2);
  rig.Stage(0, server.endpoint(), "query-2", 3);
  rig->Flush(At(0), true);
  EXPECT_EQ(server.ReceiveAll(),
            (std::vector<std::string>{"query-1", "query-2", "a longer query"}));
  EXPECT_EQ(rig->counters().sent_udp, 3u);
  EXPECT_EQ(rig->counters().send_calls, 2u);
  EXPECT_EQ(rig->counters().unsent, 0u);
}

TEST_F(SegmentedTransport, HoldsABinUntilItIsAMillisecondOld) {
  rig.Stage(0, server.endpoint(), "query", 1, At(0));
  rig->Flush(At(999), false);
  EXPECT_FALSE(server.Receive(0));
  EXPECT_TRUE(rig->HasStaged());
  rig->Flush(At(1000), false);
  EXPECT_EQ(server.Receive()->bytes, "query");
  EXPECT_FALSE(rig->HasStaged());
}

TEST_F(SegmentedTransport, SendsSixtyFourByOneCallWithoutWaiting) {
  for (uint32_t tag = 0; tag < 64; ++tag) {
    rig.Stage(1, server.endpoint(), "query", tag, At(0));
  }
  rig->Flush(At(0), false);
  EXPECT_EQ(server.ReceiveAll(), std::vector<std::string>(64, "query"));
  EXPECT_EQ(rig->counters().sent_udp, 64u);
  EXPECT_EQ(rig->counters().send_calls, 1u);
}

TEST_F(SegmentedTransport, SendsEachSocketsQueriesFromItsOwnPort) {
  rig.Stage(0, server.endpoint(), "query", 1);
  rig.Stage(1, server.endpoint(), "query", 2);
  rig->Flush(At(0), true);
  EXPECT_NE(server.Receive()->port, server.Receive()->port);
}

TEST_F(SegmentedTransport, HandsUpRepliesWithSocketAndSource) {
  Socket stranger(Family::kV4, SOCK_DGRAM, 2);
  rig.Stage(1, server.endpoint(), "query", 1);
  rig->Flush(At(0), true);
  const uint16_t port = server.Receive()->port;
  Socket same_host(Family::kV4, SOCK_DGRAM);
  ASSERT_TRUE(server.SendTo(port, "reply"));
  ASSERT_TRUE(same_host.SendTo(port, "forged"));
  ASSERT_TRUE(
      rig.loop.RunUntil([&] { return rig.events.datagrams.size() == 2; }));
  EXPECT_EQ(rig.events.datagrams[0].socket, 1u);
  EXPECT_EQ(rig.events.datagrams[0].source, server.endpoint());
  EXPECT_EQ(rig.events.datagrams[0].bytes, "reply");
  EXPECT_EQ(rig.events.datagrams[1].source, same_host.endpoint());
  EXPECT_EQ(rig->counters().received_udp, 2u);
}

TEST_F(SegmentedTransport, EndsABatchOnceForManyDatagrams) {
  rig.Stage(0, server.endpoint(), "query", 1);
  rig->Flush(At(0), true);
  const uint16_t port = server.Receive()->port;
  for (int i = 0; i < 100; ++i) server.SendTo(port, "reply");
  ASSERT_TRUE(
      rig.loop.RunUntil([&] { return rig.events.datagrams.size() == 100; }));
  EXPECT_EQ(rig.events.batch_ends, 1);
}

TEST_F(SegmentedTransport, CutsAnOverlongDatagram) {
  rig.Stage(0, server.endpoint(), "query", 1);
  rig->Flush(At(0), true);
  server.SendTo(server.Receive()->port, std::string(60000, 'x'));
  ASSERT_TRUE(
      rig.loop.RunUntil([&] { return rig.events.datagrams.size() == 1; }));
  EXPECT_EQ(rig.events.datagrams[0].bytes, std::string(2112, 'x'));
}

TEST_F(SegmentedTransport, GivesRefusedQueriesBackWithTheirTags) {
  // No socket may send to the broadcast address without being told to.
  const Endpoint broadcast = {Address::V4(0xFFFFFFFF), 53};
  rig.Stage(0, broadcast, "query", 5);
  rig.Stage(0, server.endpoint(), "query", 6);
  rig.Stage(0, broadcast, "query", 7);
  rig->Flush(At(0), true);
  EXPECT_EQ(rig.events.unsent, (std::vector<uint32_t>{5, 7}));
  EXPECT_EQ(rig->counters().unsent, 2u);
  EXPECT_EQ(rig->counters().sent_udp, 1u);
  EXPECT_FALSE(rig->HasStaged());
}

TEST_F(SegmentedTransport, ReportsWhatAFullBinLostOnlyFromFlush) {
  const Endpoint broadcast = {Address::V4(0xFFFFFFFF), 53};
  for (uint32_t tag = 0; tag < 65; ++tag) {
    rig.Stage(0, broadcast, "query", tag);
  }
  EXPECT_TRUE(rig.events.unsent.empty());
  rig->Flush(At(0), false);
  EXPECT_EQ(rig.events.unsent.size(), 64u);
  rig->Flush(At(0), true);
  EXPECT_EQ(rig.events.unsent.size(), 65u);
}

TEST_F(SegmentedTransport, GoesOnPlainlyAndWarnsWithoutSegmentation) {
  rig.Stage(0, server.endpoint(), "first", 1);
  rig->Flush(At(0), true);
  const int fd = FdOnPort(server.Receive()->port);
  const int on = 1;
  ASSERT_EQ(setsockopt(fd, SOL_SOCKET, SO_NO_CHECK, &on, sizeof on), 0);
  EXPECT_TRUE(rig->warnings().empty());
  for (int round = 0; round < 2; ++round) {
    rig.Stage(0, server.endpoint(), "query", 2);
    rig.Stage(0, server.endpoint(), "query", 3);
    rig->Flush(At(0), true);
  }
  EXPECT_EQ(server.ReceiveAll(), std::vector<std::string>(4, "query"));
  EXPECT_TRUE(rig.events.unsent.empty());
  EXPECT_EQ(rig->counters().sent_udp, 5u);
  ASSERT_EQ(rig->warnings().size(), 1u);
  EXPECT_NE(rig->warnings()[0].find("UDP_SEGMENT"), std::string::npos);
}

TEST_F(SegmentedTransport, GoesOnAfterASocketError) {
  rig.Stage(0, server.endpoint(), "query", 1);
  rig->Flush(At(0), true);
  const uint16_t port = server.Receive()->port;
  // Only a connected socket is told that a port is closed.
  {
    Socket closed(Family::kV4, SOCK_DGRAM);
    closed.Connect(FdOnPort(port));
    rig.Stage(0, closed.endpoint(), "query", 2);
  }
  rig->Flush(At(0), true);
  rig.loop.RunReady();
  server.Connect(FdOnPort(port));
  ASSERT_TRUE(server.SendTo(port, "reply"));
  ASSERT_TRUE(
      rig.loop.RunUntil([&] { return rig.events.datagrams.size() == 1; }));
  EXPECT_EQ(rig.events.datagrams[0].bytes, "reply");
}

TEST_F(SegmentedTransport, StopsCallingBackOnceClosed) {
  rig.Stage(0, server.endpoint(), "query", 1);
  rig->Flush(At(0), true);
  const uint16_t port = server.Receive()->port;
  server.SendTo(port, "reply");
  server.SendTo(port, "reply");
  rig.events.on_datagram = [&] { rig->Close(); };
  rig.loop.RunToClosure();
  EXPECT_EQ(rig.events.datagrams.size(), 1u);
  EXPECT_EQ(rig.events.batch_ends, 0);
}

TEST(SegmentedTransportSetup, CountsWhatTheKernelDropped) {
  Socket server(Family::kV4, SOCK_DGRAM);
  Rig rig(MakeSegmentedTransport,
          {.ipv4 = true, .sockets = 1, .receive_buffer_bytes = 4096});
  rig.Stage(0, server.endpoint(), "query", 1);
  rig->Flush(At(0), true);
  const uint16_t port = server.Receive()->port;
  for (int i = 0; i < 200; ++i) server.SendTo(port, "reply");
  ASSERT_TRUE(rig.loop.RunUntil([&] { return !rig.events.datagrams.empty(); }));
  EXPECT_GT(rig->counters().kernel_drops, 0u);
  EXPECT_EQ(rig->counters().received_udp + rig->counters().kernel_drops, 200u);
}

TEST(SegmentedTransportSetup, ReachesIpv6Servers) {
  if (!HasIpv6()) GTEST_SKIP() << "no IPv6 loopback";
  Socket server(Family::kV6, SOCK_DGRAM);
  Rig rig(MakeSegmentedTransport, {.ipv4 = true, .ipv6 = true, .sockets = 1});
  rig.Stage(1, server.endpoint(), "one", 1);
  rig.Stage(1, server.endpoint(), "two", 2);
  rig->Flush(At(0), true);
  server.SendTo(server.Receive()->port, "reply");
  EXPECT_EQ(server.Receive()->bytes, "two");
  ASSERT_TRUE(
      rig.loop.RunUntil([&] { return rig.events.datagrams.size() == 1; }));
  EXPECT_EQ(rig.events.datagrams[0].socket, 1u);
  EXPECT_EQ(rig.events.datagrams[0].source, server.endpoint());
}

TEST(SegmentedTransportSetup, SendsFromTheSourceAskedFor) {
  Socket server(Family::kV4, SOCK_DGRAM);
  Rig rig(
      MakeSegmentedTransport,
      {.ipv4 = true, .source = loopback::Host(Family::kV4, 9), .sockets = 1});
  rig.Stage(0, server.endpoint(), "query", 1);
  rig->Flush(At(0), true);
  char byte;
  sockaddr_in from{};
  socklen_t size = sizeof from;
  recvfrom(server.fd(), &byte, 1, 0, reinterpret_cast<sockaddr*>(&from), &size);
  EXPECT_EQ(ntohl(from.sin_addr.s_addr), 0x7F000009u);
}

TEST(SegmentedTransportSetup, LeavesNothingBehindWhenItCannotBeMade) {
  loopback::Loop loop;  // checks at its end that no handle is left
  EXPECT_THROW(
      static_cast<void>(MakeSegmentedTransport(
          loop.get(), {.ipv4 = true, .source = Address::V4(0xC0000201)})),
      Error);
}

}  // namespace
}  // namespace ptrcensus
