#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <thread>

#include "bench/labdns/server.h"
#include "bench/labdns/world_answers.h"
#include "io/error.h"
#include "tests/support/labdns_packets.h"

namespace ptrcensus::labdns {
namespace {

constexpr std::string_view kTen = "\00210\003113\0010\003203\7in-addr\4arpa";
constexpr std::string_view kName =
    "\014203-0-113-10\015dyn-lines0000\7example\3com";
constexpr int kPatienceSeconds = 30;

// A server on a free port, in a thread of its own.
class Serving {
 public:
  explicit Serving(FaultOptions faults = {}, const char* mix = "single=100")
      : world_(Options(mix)),
        answers_(world_),
        server_(ServerOptions{*ParsePeer("127.0.0.1:0"), faults, "", false},
                answers_),
        stop_(eventfd(0, EFD_CLOEXEC)),
        thread_([this] { (void)server_.Run(stop_.get()); }) {}
  ~Serving() {
    const uint64_t one = 1;
    EXPECT_EQ(write(stop_.get(), &one, sizeof(one)), 8);
    thread_.join();
  }

  // A blocking socket that is connected to the server.
  Descriptor Connect(int type) const {
    Descriptor fd(socket(AF_INET, type | SOCK_CLOEXEC, 0));
    const timeval patience{kPatienceSeconds, 0};
    setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    const Peer& to = server_.local();
    EXPECT_EQ(connect(fd.get(), &to.any, to.size), 0);
    return fd;
  }

 private:
  static WorldOptions Options(const char* mix) {
    WorldOptions options;
    options.mix = mix;
    options.forward_mix = "";
    options.shared_percent = 0;
    return options;
  }

  World world_;
  WorldAnswers answers_;
  Server server_;
  Descriptor stop_;
  std::thread thread_;
};

Packet Receive(const Descriptor& fd) {
  Packet packet(65536);
  const ssize_t size = recv(fd.get(), packet.data(), packet.size(), 0);
  packet.resize(size < 0 ? 0 : static_cast<size_t>(size));
  return packet;
}

void Send(const Descriptor& fd, const Packet& packet) {
  EXPECT_EQ(send(fd.get(), packet.data(), packet.size(), 0),
            static_cast<ssize_t>(packet.size()));
}

Packet Framed(const Packet& packet) {
  Packet framed = {0, static_cast<uint8_t>(packet.size())};
  framed.insert(framed.end(), packet.begin(), packet.end());
  return framed;
}

TEST(LabdnsServer, EmptiesNoLogUnlessItCanStart) {
  std::string path = testing::TempDir() + "arrivals-XXXXXX";
  const Descriptor file(mkstemp(path.data()));
  EXPECT_EQ(write(file.get(), "log", 3), 3);
  Peer taken = *ParsePeer("127.0.0.1:0");
  const Descriptor holder = OpenUdp(taken);
  const World world({});
  WorldAnswers answers(world);
  EXPECT_THROW(Server({taken, {}, path, false}, answers), Error);
  EXPECT_EQ(lseek(file.get(), 0, SEEK_END), 3);
  unlink(path.c_str());
}

TEST(LabdnsServer, AnswersOverUdp) {
  const Serving serving;
  const Descriptor udp = serving.Connect(SOCK_DGRAM);
  Send(udp, MakeQuery(kTen, kTypePtr, true));
  const Packet reply = Receive(udp);
  EXPECT_EQ(AnswerCount(reply), 1);
  EXPECT_TRUE(Holds(reply, kName));
}

TEST(LabdnsServer, AnswersABatchWithEveryIdOnce) {
  const Serving serving;
  const Descriptor udp = serving.Connect(SOCK_DGRAM);
  std::vector<int> seen(100, 0);
  Packet query = MakeQuery(kTen, kTypePtr, true);
  for (uint8_t id = 0; id < 100; ++id) {
    query[0] = 0;
    query[1] = id;
    Send(udp, query);
  }
  for (int i = 0; i < 100; ++i) {
    const Packet reply = Receive(udp);
    ASSERT_GT(reply.size(), 12u);
    ++seen[reply[1]];
  }
  EXPECT_EQ(seen, std::vector<int>(100, 1));
}

// The socket is still full when the server is told to stop.
TEST(LabdnsServer, SendsWhatItCountedBeforeItStops) {
  const World world({});
  WorldAnswers answers(world);
  Server server({*ParsePeer("127.0.0.1:0"), {}, "", false}, answers);
  Peer any = *ParsePeer("127.0.0.1:0");
  const Descriptor client = OpenUdp(any);
  const Peer& to = server.local();
  ASSERT_EQ(connect(client.get(), &to.any, to.size), 0);
  Send(client, MakeQuery(kTen, kTypePtr, true));
  for (int i = 0; i < 8300; ++i) Send(client, {0});  // no query, no reply
  const Descriptor stop(eventfd(1, EFD_CLOEXEC));
  EXPECT_TRUE(server.Run(stop.get()));
  EXPECT_EQ(server.counters().replies, 1u);
  EXPECT_FALSE(Receive(client).empty());
}

TEST(LabdnsServer, AnswersPipelinedQueriesOverTcp) {
  const Serving serving({}, "many=100");
  const Descriptor tcp = serving.Connect(SOCK_STREAM);
  const Packet query = Framed(MakeQuery(kTen, kTypePtr, true));
  Packet both = query;
  both.insert(both.end(), query.begin(), query.end());
  // Cut inside the second length.
  Send(tcp, Packet(both.begin(), both.begin() + 1 + ssize_t(query.size())));
  Send(tcp, Packet(both.begin() + 1 + ssize_t(query.size()), both.end()));
  Packet stream;
  size_t expected = 2;
  while (stream.size() < expected) {
    const Packet more = Receive(tcp);
    ASSERT_FALSE(more.empty());
    stream.insert(stream.end(), more.begin(), more.end());
    if (stream.size() >= 2) {
      expected = 2 * (2 + static_cast<size_t>(stream[0] << 8 | stream[1]));
    }
  }
  EXPECT_EQ(stream.size(), expected);
  EXPECT_EQ(AnswerCount(Octets(stream).subspan(2)), 30);
}

TEST(LabdnsServer, SendsForgedRepliesBeforeTheTrueOne) {
  FaultOptions faults;
  faults.wrong_id = 2;
  faults.wrong_question = 2;
  const Serving serving(faults);
  const Descriptor udp = serving.Connect(SOCK_DGRAM);
  const Packet query = MakeQuery(kTen, kTypePtr, false);
  Send(udp, query);
  for (int i = 0; i < 4; ++i) {
    const Packet forged = Receive(udp);
    EXPECT_TRUE(Holds(forged, "\6forged"));
    const bool right_id = forged[0] == 0xab && forged[1] == 0xcd;
    EXPECT_EQ(right_id, i >= 2);
    EXPECT_EQ(Holds(forged, Text(query).substr(12)), i < 2);
  }
  EXPECT_TRUE(Holds(Receive(udp), kName));
}

TEST(LabdnsServer, DelaysAndDuplicates) {
  FaultOptions faults;
  faults.delay_percent = 100;
  faults.delay_ms = 5;
  faults.duplicate_percent = 100;
  const Serving serving(faults);
  const Descriptor udp = serving.Connect(SOCK_DGRAM);
  Send(udp, MakeQuery(kTen, kTypePtr, false));
  EXPECT_TRUE(Holds(Receive(udp), kName));
  EXPECT_TRUE(Holds(Receive(udp), kName));
}

TEST(LabdnsServer, ClosesTcpWhereTold) {
  FaultOptions faults;
  faults.tcp_close = true;
  const Serving serving(faults);
  const Descriptor tcp = serving.Connect(SOCK_STREAM);
  EXPECT_TRUE(Receive(tcp).empty());
}

TEST(LabdnsServer, APortInUseIsAnError) {
  const World world(WorldOptions{});
  WorldAnswers answers(world);
  const Server first(ServerOptions{*ParsePeer("127.0.0.1:0"), {}, "", false},
                     answers);
  EXPECT_THROW(Server(ServerOptions{first.local(), {}, "", false}, answers),
               Error);
}

// A socket on a free port, and the address to reach it.
struct Client {
  Peer address = *ParsePeer("127.0.0.1:0");
  Descriptor fd = OpenUdp(address);

  // The octets of the next packet; 0 where there is none.
  size_t Next() const {
    Packet packet(512);
    const ssize_t size = recv(fd.get(), packet.data(), packet.size(), 0);
    return size < 0 ? 0 : static_cast<size_t>(size);
  }
};

TEST(LabdnsUdpSender, SendsEqualLengthsToOneClientTogether) {
  const Client server;
  const Client first;
  const Client second;
  UdpSender sender(server.fd.get());
  for (int i = 0; i < 10; ++i) {
    sender.Send(first.address, Packet(100, 1));
    sender.Send(first.address, Packet(101, 1));
    sender.Send(second.address, Packet(100, 1));
  }
  EXPECT_EQ(sender.sends(), 0u);
  sender.Flush();
  EXPECT_EQ(sender.sends(), 3u);
  for (const size_t size : {100, 101}) {
    for (int i = 0; i < 10; ++i) EXPECT_EQ(first.Next(), size);
  }
  for (int i = 0; i < 10; ++i) EXPECT_EQ(second.Next(), 100u);
  EXPECT_EQ(first.Next() + second.Next(), 0u);
}

TEST(LabdnsUdpSender, HoldsNoReplyBehindTooManyOthers) {
  const Client server;
  const Client rare;
  const Client frequent;
  UdpSender sender(server.fd.get());
  sender.Send(rare.address, Packet(50, 1));
  for (uint64_t i = 1; i < UdpSender::kMostOthers; ++i) {
    sender.Send(frequent.address, Packet(100, 1));
  }
  EXPECT_EQ(rare.Next(), 0u);
  sender.Send(frequent.address, Packet(100, 1));
  EXPECT_EQ(rare.Next(), 50u);
}

TEST(LabdnsUdpSender, KeepsMoreClientsThanBinsApart) {
  const Client server;
  std::vector<Client> clients(40);
  UdpSender sender(server.fd.get());
  for (size_t size = 100; size < 140; ++size) {
    for (const Client& to : clients) sender.Send(to.address, Packet(size, 1));
  }
  sender.Flush();
  for (const Client& client : clients) {
    size_t total = 0;
    while (const size_t size = client.Next()) total += size;
    EXPECT_EQ(total, (100u + 139u) * 40 / 2);
  }
}

TEST(LabdnsPeer, ReadsAddressAndPort) {
  EXPECT_EQ(PeerText(*ParsePeer("127.0.0.1:53")), "127.0.0.1:53");
  EXPECT_EQ(PeerText(*ParsePeer("[::1]:0")), "[::1]:0");
  for (const char* text : {"127.0.0.1", "::1:53", "[::1]",
                           "127.0.0.1:", "127.0.0.1:65536", "localhost:53"}) {
    EXPECT_FALSE(ParsePeer(text)) << text;
  }
}

}  // namespace
}  // namespace ptrcensus::labdns
