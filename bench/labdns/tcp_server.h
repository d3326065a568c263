// DNS over TCP (RFC 7766): many pipelined connections, each message behind a
// length of two octets. Replies may come in any order and at any time.
#pragma once

#include <cstdint>
#include <functional>
#include <unordered_map>
#include <vector>

#include "bench/labdns/peer.h"
#include "bench/labdns/wire_name.h"

namespace ptrcensus::labdns {

class TcpServer {
 public:
  using OnQuery = std::function<void(uint64_t connection, const Peer& client,
                                     Octets query)>;

  // The first number of a connection; smaller epoll tags are not ours.
  static constexpr uint64_t kFirstConnection = 16;

  // `epoll` is borrowed. `close_at_once` closes what was just accepted.
  TcpServer(int epoll, const Peer& local, bool close_at_once, OnQuery on_query);

  int listener() const { return listener_.get(); }
  void Accept();
  void Handle(uint64_t connection, uint32_t events);
  // Nothing happens when the connection has gone.
  void Reply(uint64_t connection, Octets packet);
  uint64_t accepted() const { return accepted_; }

 private:
  struct Connection {
    Descriptor fd;
    Peer client;
    std::vector<uint8_t> in;
    std::vector<uint8_t> out;
    size_t out_done = 0;
  };

  bool Read(uint64_t number, Connection& connection);
  void TakeQueries(uint64_t number, std::vector<uint8_t>& in);
  bool Write(uint64_t number, Connection& connection);

  int epoll_;
  bool close_at_once_;
  OnQuery on_query_;
  Descriptor listener_;
  uint64_t next_ = kFirstConnection;
  uint64_t accepted_ = 0;
  std::unordered_map<uint64_t, Connection> connections_;
};

}  // namespace ptrcensus::labdns
