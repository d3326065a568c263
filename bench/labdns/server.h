// The server: one UDP socket and one TCP listener on one port, one thread, one
// loop. Everything it knows comes from `Answers`; everything it does wrong, on
// purpose, from the fault options.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bench/labdns/arrivals.h"
#include "bench/labdns/outbox.h"
#include "bench/labdns/responder.h"
#include "bench/labdns/tcp_server.h"
#include "bench/labdns/udp_receiver.h"
#include "bench/labdns/udp_sender.h"

namespace ptrcensus::labdns {

struct ServerOptions {
  Peer listen;
  FaultOptions faults;
  std::string arrivals_path;  // empty: no log
  bool gro = false;
};

struct ServerCounters {
  uint64_t udp_queries = 0;
  uint64_t tcp_queries = 0;
  uint64_t tcp_connections = 0;
  uint64_t replies = 0;     // true ones, duplicates included
  uint64_t unreadable = 0;  // no query that we understand
  uint64_t unanswered = 0;  // silent, dropped or limited
  uint64_t forged = 0;      // forged and hostile packets
  uint64_t unsent = 0;      // refused by the kernel
  uint64_t sends = 0;       // system calls that sent UDP replies
};

class Server {
 public:
  // Binds both sockets. Throws Error. `answers` is borrowed.
  Server(const ServerOptions& options, Answers& answers);

  const Peer& local() const { return local_; }
  // Serves until `stop_fd` is readable. False when the log is incomplete.
  [[nodiscard]] bool Run(int stop_fd);
  [[nodiscard]] ServerCounters counters() const;

 private:
  void Open();
  void Watch(int fd, uint64_t tag);
  int WaitMs() const;
  // False once the stop descriptor is readable.
  bool HandleEvents();
  // True if there may be more to read.
  bool ReadUdp();
  void HandleUdp(const Datagram& datagram);
  void HandleUdpWithFaults(const Query& query, const Peer& from);
  void HandleTcp(uint64_t connection, const Peer& from, Octets packet);
  void SendForged(const Query& query, const Peer& to);
  void SendHostile(const Query& query, const Peer& to);
  void SendUdp(const Peer& to, Octets packet);
  void Deliver(const Parcel& parcel);
  void ReleaseDue();

  ServerOptions options_;
  Peer local_;
  Descriptor epoll_;
  Descriptor udp_;
  std::unique_ptr<TcpServer> tcp_;
  std::optional<UdpReceiver> receiver_;
  std::optional<UdpSender> sender_;
  Descriptor other_port_;  // impostors, where sources are forged
  Descriptor other_address_;
  Responder responder_;
  Faults faults_;
  RateLimit rate_limit_;
  PendingLimit pending_;
  Outbox outbox_;
  std::optional<ArrivalLog> log_;
  std::vector<Datagram> datagrams_;
  ServerCounters counters_;
  bool any_fault_;
};

}  // namespace ptrcensus::labdns
