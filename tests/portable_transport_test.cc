#include "io/portable_transport.h"

#include "io/error.h"
#include "tests/support/transport_rig.h"

namespace ptrcensus {
namespace {

using loopback::HasIpv6;
using loopback::Rig;
using loopback::Socket;

constexpr TransportOptions kIpv4 = {.ipv4 = true, .sockets = 2};

class PortableTransportTest : public testing::Test {
 protected:
  Socket server{Family::kV4, SOCK_DGRAM};
  Rig rig{MakePortableTransport, kIpv4};
};

using PortableTransport = PortableTransportTest;

TEST_F(PortableTransport, DeliversStagedQueriesInOrder) {
  rig.Stage(0, server.endpoint(), "query-1", 1);
  rig.Stage(0, server.endpoint(), "a longer query", 2);
  EXPECT_TRUE(rig->HasStaged());
  rig->Flush(Time(), false);
  EXPECT_FALSE(rig->HasStaged());
  EXPECT_EQ(server.ReceiveAll(),
            (std::vector<std::string>{"query-1", "a longer query"}));
  EXPECT_EQ(rig->counters().sent_udp, 2u);
  EXPECT_EQ(rig->counters().send_calls, 2u);
}

TEST_F(PortableTransport, SendsMoreThanItCanStage) {
  for (uint32_t tag = 0; tag < 300; ++tag) {
    rig.Stage(tag % 2, server.endpoint(), "query", tag);
  }
  // A receive buffer of the default size holds them all, one after the other.
  size_t received = server.ReceiveAll().size();
  rig->Flush(Time(), true);
  received += server.ReceiveAll().size();
  EXPECT_EQ(received, 300u);
  EXPECT_EQ(rig->counters().sent_udp, 300u);
}

TEST_F(PortableTransport, HandsUpRepliesWithSocketAndSource) {
  rig.Stage(1, server.endpoint(), "query", 1);
  rig->Flush(Time(), true);
  const uint16_t port = server.Receive()->port;
  Socket stranger(Family::kV4, SOCK_DGRAM);
  ASSERT_TRUE(server.SendTo(port, "reply"));
  ASSERT_TRUE(stranger.SendTo(port, "forged"));
  ASSERT_TRUE(
      rig.loop.RunUntil([&] { return rig.events.datagrams.size() == 2; }));
  EXPECT_EQ(rig.events.datagrams[0].socket, 1u);
  EXPECT_EQ(rig.events.datagrams[0].source, server.endpoint());
  EXPECT_EQ(rig.events.datagrams[0].bytes, "reply");
  EXPECT_EQ(rig.events.datagrams[1].source, stranger.endpoint());
  EXPECT_EQ(rig->counters().received_udp, 2u);
  EXPECT_GE(rig.events.batch_ends, 1);
}

TEST_F(PortableTransport, HandsUpAnEmptyDatagram) {
  rig.Stage(0, server.endpoint(), "query", 1);
  rig->Flush(Time(), true);
  server.SendTo(server.Receive()->port, "");
  ASSERT_TRUE(
      rig.loop.RunUntil([&] { return rig.events.datagrams.size() == 1; }));
  EXPECT_EQ(rig.events.datagrams[0].bytes, "");
}

TEST_F(PortableTransport, EndsABatchOnceAllThatWaitsIsHandedUp) {
  rig.Stage(0, server.endpoint(), "query", 1);
  rig.Stage(1, server.endpoint(), "query", 2);
  rig->Flush(Time(), true);
  // More than libuv reads by one system call, on more than one socket.
  for (int socket = 0; socket < 2; ++socket) {
    const uint16_t port = server.Receive()->port;
    for (int i = 0; i < 30; ++i) ASSERT_TRUE(server.SendTo(port, "reply"));
  }
  ASSERT_TRUE(rig.loop.RunUntil([&] { return rig.events.batch_ends > 0; }));
  EXPECT_EQ(rig.events.datagrams.size(), 60u);
  EXPECT_EQ(rig.events.batch_ends, 1);
}

TEST_F(PortableTransport, GivesRefusedQueriesBackWithTheirTags) {
  const Endpoint broadcast = {Address::V4(0xFFFFFFFF), 53};
  rig.Stage(0, broadcast, "query", 5);
  rig.Stage(0, server.endpoint(), "query", 6);
  rig->Flush(Time(), true);
  EXPECT_EQ(rig.events.unsent, std::vector<uint32_t>{5});
  EXPECT_EQ(rig->counters().unsent, 1u);
  EXPECT_EQ(rig->counters().sent_udp, 1u);
}

TEST_F(PortableTransport, StopsCallingBackOnceClosed) {
  rig.Stage(0, server.endpoint(), "query", 1);
  rig->Flush(Time(), true);
  const uint16_t port = server.Receive()->port;
  server.SendTo(port, "reply");
  server.SendTo(port, "reply");
  rig.events.on_datagram = [&] { rig->Close(); };
  rig.loop.RunToClosure();
  EXPECT_EQ(rig.events.datagrams.size(), 1u);
  EXPECT_EQ(rig.events.batch_ends, 0);
}

TEST_F(PortableTransport, CarriesTcpToo) {
  Socket listener(Family::kV4, SOCK_STREAM);
  listener.Listen();
  const std::string query = "0123456789ab";
  rig->SendTcp(listener.endpoint(),
               {reinterpret_cast<const uint8_t*>(query.data()), query.size()},
               1);
  ASSERT_TRUE(rig.loop.RunUntil([&] { return rig->counters().sent_tcp == 1; }));
  const auto peer = listener.Accept();
  EXPECT_EQ(peer->Read(14), std::string("\0\x0c", 2) + query);
  rig->CancelTcp(listener.endpoint(), 1, false);
}

TEST(PortableTransportSetup, ReachesIpv6Servers) {
  if (!HasIpv6()) GTEST_SKIP() << "no IPv6 loopback";
  Socket server(Family::kV6, SOCK_DGRAM);
  Rig rig(MakePortableTransport, {.ipv4 = true, .ipv6 = true, .sockets = 1});
  rig.Stage(1, server.endpoint(), "query", 1);
  rig->Flush(Time(), true);
  server.SendTo(server.Receive()->port, "reply");
  ASSERT_TRUE(
      rig.loop.RunUntil([&] { return rig.events.datagrams.size() == 1; }));
  EXPECT_EQ(rig.events.datagrams[0].socket, 1u);
  EXPECT_EQ(rig.events.datagrams[0].source, server.endpoint());
}

TEST(PortableTransportSetup, LeavesNothingBehindWhenItCannotBeMade) {
  loopback::Loop loop;  // checks at its end that no handle is left
  EXPECT_THROW(
      static_cast<void>(MakePortableTransport(
          loop.get(), {.ipv4 = true, .source = Address::V4(0xC0000201)})),
      Error);
}

}  // namespace
}  // namespace ptrcensus
