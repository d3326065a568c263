#include "io/tcp_pool.h"

#include "tests/support/loopback.h"

namespace ptrcensus {
namespace {

using loopback::Events;
using loopback::Host;
using loopback::Loop;
using loopback::Socket;

std::string Framed(const std::string& message) {
  std::string frame;
  frame.push_back(static_cast<char>(message.size() >> 8));
  frame.push_back(static_cast<char>(message.size()));
  return frame + message;
}

// A pool on a loop; closed and run out at the end.
struct Rig {
  explicit Rig(TcpPoolOptions options = {})
      : pool(loop.get(), options, &counters) {
    pool.SetEvents(&events);
  }
  ~Rig() {
    pool.Close();
    loop.RunToClosure();
  }
  void Send(const Endpoint& server, const std::string& query, uint32_t tag) {
    pool.Send(server,
              {reinterpret_cast<const uint8_t*>(query.data()), query.size()},
              tag);
  }
  bool RunUntilSent(uint64_t queries) {
    return loop.RunUntil([&] { return counters.sent_tcp == queries; });
  }
  bool RunUntilMessages(size_t count) {
    return loop.RunUntil([&] { return events.tcp_messages.size() == count; });
  }
  bool RunUntilFailed(size_t count) {
    return loop.RunUntil([&] { return events.tcp_failed.size() == count; });
  }

  Loop loop;
  Events events;
  TransportCounters counters;
  TcpPool pool;
};

class Server : public Socket {
 public:
  explicit Server(uint8_t last_octet = 1)
      : Socket(Family::kV4, SOCK_STREAM, last_octet) {
    Listen();
  }
};

TEST(TcpPool, PipelinesTwoQueriesOverOneConnection) {
  Server server;
  Rig rig;
  rig.Send(server.endpoint(), "first", 1);
  rig.Send(server.endpoint(), "second", 2);
  ASSERT_TRUE(rig.RunUntilSent(2));
  const auto peer = server.Accept();
  EXPECT_EQ(peer->Read(15), Framed("first") + Framed("second"));
  rig.Send(server.endpoint(), "third", 3);
  ASSERT_TRUE(rig.RunUntilSent(3));
  EXPECT_EQ(peer->Read(7), Framed("third"));
  EXPECT_EQ(rig.counters.tcp_connections, 1u);
}

TEST(TcpPool, HandsUpMessagesWithTheirServer) {
  Server server;
  Rig rig;
  rig.Send(server.endpoint(), "query", 1);
  ASSERT_TRUE(rig.RunUntilSent(1));
  server.Accept()->Write(Framed("one") + Framed("") + Framed("three"));
  ASSERT_TRUE(rig.RunUntilMessages(3));
  EXPECT_EQ(rig.events.tcp_messages[0].server, server.endpoint());
  EXPECT_EQ(rig.events.tcp_messages[0].bytes, "one");
  EXPECT_EQ(rig.events.tcp_messages[1].bytes, "");
  EXPECT_EQ(rig.events.tcp_messages[2].bytes, "three");
  EXPECT_EQ(rig.counters.received_tcp, 3u);
  EXPECT_GE(rig.events.batch_ends, 1);
}

TEST(TcpPool, PutsAMessageTogetherFromSingleOctets) {
  Server server;
  Rig rig;
  rig.Send(server.endpoint(), "query", 1);
  ASSERT_TRUE(rig.RunUntilSent(1));
  const auto peer = server.Accept();
  const int on = 1;
  setsockopt(peer->fd(), IPPROTO_TCP, 1 /* TCP_NODELAY */, &on, sizeof on);
  for (const char octet : Framed("reply") + Framed("more")) {
    peer->Write(std::string(1, octet));
    rig.loop.RunReady();
  }
  ASSERT_TRUE(rig.RunUntilMessages(2));
  EXPECT_EQ(rig.events.tcp_messages[0].bytes, "reply");
  EXPECT_EQ(rig.events.tcp_messages[1].bytes, "more");
}

TEST(TcpPool, KeepsTheBeginningOfAMessageBehindAWholeOne) {
  Server server;
  Rig rig;
  rig.Send(server.endpoint(), "query", 1);
  ASSERT_TRUE(rig.RunUntilSent(1));
  const auto peer = server.Accept();
  peer->Write(Framed("one") + Framed("second").substr(0, 4));
  ASSERT_TRUE(rig.RunUntilMessages(1));
  peer->Write("cond" + Framed("third"));
  ASSERT_TRUE(rig.RunUntilMessages(3));
  EXPECT_EQ(rig.events.tcp_messages[1].bytes, "second");
  EXPECT_EQ(rig.events.tcp_messages[2].bytes, "third");
}

TEST(TcpPool, TakesMessagesOfTheLargestSize) {
  Server server;
  Rig rig;
  rig.Send(server.endpoint(), "query", 1);
  ASSERT_TRUE(rig.RunUntilSent(1));
  const auto peer = server.Accept();
  const std::string large(65535, 'x');
  for (size_t i = 1; i <= 3; ++i) {
    const std::string frame = Framed(large);
    for (size_t begin = 0; begin < frame.size(); begin += 8192) {
      peer->Write(frame.substr(begin, 8192));
      rig.loop.RunReady();
    }
    ASSERT_TRUE(rig.RunUntilMessages(i));
    EXPECT_EQ(rig.events.tcp_messages.back().bytes, large);
  }
}

TEST(TcpPool, FailsEveryOutstandingTagWhenTheServerCloses) {
  Server server;
  Rig rig;
  rig.Send(server.endpoint(), "first", 1);
  rig.Send(server.endpoint(), "second", 2);
  rig.Send(server.endpoint(), "third", 3);
  ASSERT_TRUE(rig.RunUntilSent(3));
  auto peer = server.Accept();
  peer->Read(22);
  rig.pool.Cancel(server.endpoint(), 2);
  peer.reset();
  ASSERT_TRUE(rig.RunUntilFailed(2));
  EXPECT_EQ(rig.events.tcp_failed, (std::vector<uint32_t>{1, 3}));
  EXPECT_EQ(rig.counters.tcp_failures, 1u);
  EXPECT_EQ(rig.events.batch_ends, 1);
}

TEST(TcpPool, AnEndAfterRepliesIsNoTry) {
  Server server;
  Rig rig;
  rig.Send(server.endpoint(), "first", 1);
  rig.Send(server.endpoint(), "second", 2);
  ASSERT_TRUE(rig.RunUntilSent(2));
  auto peer = server.Accept();
  peer->Read(15);
  peer->Write(Framed("reply"));
  ASSERT_TRUE(rig.RunUntilMessages(1));
  rig.pool.Cancel(server.endpoint(), 1);
  peer.reset();
  ASSERT_TRUE(rig.RunUntilFailed(1));
  EXPECT_EQ(rig.events.failures_that_are_tries, 0);
}

TEST(TcpPool, AnEndWithoutAnyReplyIsATry) {
  Server server;
  Rig rig;
  rig.Send(server.endpoint(), "first", 1);
  ASSERT_TRUE(rig.RunUntilSent(1));
  auto peer = server.Accept();
  peer->Read(7);
  peer.reset();
  ASSERT_TRUE(rig.RunUntilFailed(1));
  EXPECT_EQ(rig.events.failures_that_are_tries, 1);
}

TEST(TcpPool, AConnectionThatHangsIsLeftForAFreshOne) {
  Server server;
  Rig rig;
  rig.Send(server.endpoint(), "first", 1);
  ASSERT_TRUE(rig.RunUntilSent(1));
  const auto hung = server.Accept();
  rig.pool.Cancel(server.endpoint(), 1, /*timed_out=*/true);
  rig.Send(server.endpoint(), "second", 2);
  ASSERT_TRUE(rig.RunUntilSent(2));
  EXPECT_EQ(rig.counters.tcp_connections, 2u);
}

TEST(TcpPool, HandsUpWhatCameBeforeTheEnd) {
  Server server;
  Rig rig;
  rig.Send(server.endpoint(), "query", 1);
  ASSERT_TRUE(rig.RunUntilSent(1));
  auto peer = server.Accept();
  peer->Read(7);
  peer->Write(Framed("reply") + "\x01");
  peer.reset();
  ASSERT_TRUE(rig.RunUntilFailed(1));
  ASSERT_EQ(rig.events.tcp_messages.size(), 1u);
  EXPECT_EQ(rig.events.tcp_messages[0].bytes, "reply");
}

TEST(TcpPool, DoesNotCountTheEndOfAnIdleConnectionAsAFailure) {
  Server server;
  Rig rig;
  rig.Send(server.endpoint(), "query", 1);
  ASSERT_TRUE(rig.RunUntilSent(1));
  auto peer = server.Accept();
  peer->Read(7);
  rig.pool.Cancel(server.endpoint(), 1);
  peer.reset();
  rig.loop.RunReady();
  // A new connection takes the place of the one that ended.
  rig.Send(server.endpoint(), "again", 2);
  ASSERT_TRUE(rig.RunUntilSent(2));
  EXPECT_EQ(server.Accept()->Read(7), Framed("again"));
  EXPECT_EQ(rig.counters.tcp_failures, 0u);
  EXPECT_EQ(rig.counters.tcp_connections, 2u);
}

TEST(TcpPool, FailsWhenTheConnectionIsRefused) {
  Socket silent(Family::kV4, SOCK_STREAM);  // bound, but does not listen
  Rig rig;
  rig.Send(silent.endpoint(), "first", 1);
  rig.Send(silent.endpoint(), "second", 2);
  EXPECT_TRUE(rig.events.tcp_failed.empty());
  ASSERT_TRUE(rig.RunUntilFailed(2));
  EXPECT_EQ(rig.events.tcp_failed, (std::vector<uint32_t>{1, 2}));
  EXPECT_EQ(rig.counters.tcp_failures, 1u);
  EXPECT_EQ(rig.counters.tcp_connections, 0u);
  EXPECT_EQ(rig.counters.sent_tcp, 0u);
}

TEST(TcpPool, ReportsAFailureAtOnceFromTheLoopOnly) {
  Rig rig;
  // connect() itself refuses the broadcast address.
  rig.Send({Address::V4(0xFFFFFFFF), 53}, "query", 9);
  EXPECT_TRUE(rig.events.tcp_failed.empty());
  ASSERT_TRUE(rig.RunUntilFailed(1));
  EXPECT_EQ(rig.events.tcp_failed, std::vector<uint32_t>{9});
}

TEST(TcpPool, ForgetsACancelledQuery) {
  Server server;
  Rig rig;
  rig.Send(server.endpoint(), "query", 1);
  rig.Send(server.endpoint(), "other", 2);
  ASSERT_TRUE(rig.RunUntilSent(2));
  rig.pool.Cancel(server.endpoint(), 1);
  server.Accept().reset();
  ASSERT_TRUE(rig.RunUntilFailed(1));
  EXPECT_EQ(rig.events.tcp_failed, std::vector<uint32_t>{2});
}

TEST(TcpPool, KeepsQueriesWaitingForAFreePlace) {
  Server one(1), two(2), three(3);
  Rig rig({.max_connections = 2});
  rig.Send(one.endpoint(), "1", 1);
  rig.Send(two.endpoint(), "2", 2);
  rig.Send(three.endpoint(), "3", 3);
  rig.Send(three.endpoint(), "4", 4);
  ASSERT_TRUE(rig.RunUntilSent(2));
  EXPECT_FALSE(three.Readable(0));
  // The connection to `one` is idle now and makes room.
  rig.pool.Cancel(one.endpoint(), 1);
  ASSERT_TRUE(rig.RunUntilSent(4));
  EXPECT_EQ(three.Accept()->Read(6), Framed("3") + Framed("4"));
  EXPECT_TRUE(rig.events.tcp_failed.empty());
  const auto first = one.Accept();
  EXPECT_EQ(first->Read(100), Framed("1"));  // and then the end
}

TEST(TcpPool, MakesNoMoreRoomThanIsNeeded) {
  Server one(1), two(2), three(3);
  Rig rig({.max_connections = 2});
  rig.Send(one.endpoint(), "1", 1);
  rig.Send(two.endpoint(), "2", 2);
  ASSERT_TRUE(rig.RunUntilSent(2));
  const auto first = one.Accept(), second = two.Accept();
  first->Read(3);
  second->Read(3);
  rig.Send(three.endpoint(), "3", 3);
  rig.pool.Cancel(one.endpoint(), 1);
  rig.pool.Cancel(two.endpoint(), 2);
  ASSERT_TRUE(rig.RunUntilSent(3));
  EXPECT_TRUE(first->Readable(0));  // its end
  EXPECT_FALSE(second->Readable(0));
}

TEST(TcpPool, OpensAtMostSixtyFourConnections) {
  std::vector<std::unique_ptr<Server>> servers;
  Rig rig;
  for (uint8_t i = 1; i <= 70; ++i) {
    servers.push_back(std::make_unique<Server>(i));
    rig.Send(servers.back()->endpoint(), "query", i);
  }
  ASSERT_TRUE(rig.RunUntilSent(64));
  int connected = 0;
  for (const auto& server : servers) connected += server->Readable(0);
  EXPECT_EQ(connected, 64);
  for (uint8_t i = 1; i <= 6; ++i) {
    rig.pool.Cancel(servers[i]->endpoint(), i + 1u);
  }
  ASSERT_TRUE(rig.RunUntilSent(70));
  EXPECT_EQ(rig.counters.tcp_connections, 70u);
}

TEST(TcpPool, DropsAWaitingQueryThatIsCancelled) {
  Server one(1), two(2), three(3);
  Rig rig({.max_connections = 1});
  rig.Send(one.endpoint(), "1", 1);
  rig.Send(two.endpoint(), "2", 2);
  rig.Send(three.endpoint(), "3", 3);
  rig.pool.Cancel(two.endpoint(), 2);
  rig.pool.Cancel(one.endpoint(), 1);
  ASSERT_TRUE(rig.loop.RunUntil([&] { return three.Readable(0); }));
  EXPECT_FALSE(two.Readable(0));
}

TEST(TcpPool, FailsWhatExceedsTheQueueFromTheLoopOnly) {
  Server one(1), two(2);
  Rig rig({.max_connections = 1, .max_waiting = 2});
  rig.Send(one.endpoint(), "1", 1);
  for (uint32_t tag = 2; tag <= 5; ++tag) rig.Send(two.endpoint(), "2", tag);
  EXPECT_TRUE(rig.events.tcp_failed.empty());
  ASSERT_TRUE(rig.RunUntilFailed(2));
  EXPECT_EQ(rig.events.tcp_failed, (std::vector<uint32_t>{4, 5}));
}

TEST(TcpPool, BoundsWhatWaitsToBeWritten) {
  Server server;
  Rig rig;
  const std::string query(282, 'q');
  // Not connected yet: 256 KiB hold 923 framed queries.
  for (uint32_t tag = 0; tag < 1000; ++tag) {
    rig.Send(server.endpoint(), query, tag);
  }
  ASSERT_TRUE(rig.RunUntilFailed(77));
  EXPECT_EQ(rig.events.tcp_failed.front(), 923u);
  EXPECT_EQ(rig.events.tcp_failed.back(), 999u);
}

TEST(TcpPool, ClosesAConnectionThatStaysIdle) {
  Server server;
  Rig rig({.idle = std::chrono::milliseconds(10)});
  rig.Send(server.endpoint(), "query", 1);
  ASSERT_TRUE(rig.RunUntilSent(1));
  const auto peer = server.Accept();
  rig.pool.Cancel(server.endpoint(), 1);
  peer->Read(7);
  ASSERT_TRUE(rig.loop.RunUntil([&] { return peer->Readable(0); }));
  EXPECT_EQ(peer->Read(1), "");  // the end
  EXPECT_TRUE(rig.events.tcp_failed.empty());
}

TEST(TcpPool, ConnectsFromTheSourceAskedFor) {
  Server server;
  Rig rig({.source = Host(Family::kV4, 9)});
  rig.Send(server.endpoint(), "query", 1);
  ASSERT_TRUE(rig.RunUntilSent(1));
  const auto peer = server.Accept();
  sockaddr_in from{};
  socklen_t size = sizeof from;
  getpeername(peer->fd(), reinterpret_cast<sockaddr*>(&from), &size);
  EXPECT_EQ(ntohl(from.sin_addr.s_addr), 0x7F000009u);
}

TEST(TcpPool, CallsNobodyBackOnceClosed) {
  Server server;
  Rig rig;
  rig.Send(server.endpoint(), "query", 1);
  ASSERT_TRUE(rig.RunUntilSent(1));
  rig.Send(server.endpoint(), "query", 2);
  rig.pool.Close();
  rig.loop.RunToClosure();
  EXPECT_TRUE(rig.events.tcp_failed.empty());
  EXPECT_EQ(rig.events.batch_ends, 0);
}

}  // namespace
}  // namespace ptrcensus
