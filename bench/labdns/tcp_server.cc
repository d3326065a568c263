#include "bench/labdns/tcp_server.h"

#include <sys/epoll.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace ptrcensus::labdns {
namespace {

constexpr size_t kMostConnections = 4096;
constexpr size_t kReadBytes = 65536;

}  // namespace

TcpServer::TcpServer(int epoll, const Peer& local, bool close_at_once,
                     OnQuery on_query)
    : epoll_(epoll),
      close_at_once_(close_at_once),
      on_query_(std::move(on_query)),
      listener_(OpenTcpListener(local)) {}

void TcpServer::Accept() {
  while (true) {
    Connection connection;
    socklen_t size = sizeof(sockaddr_in6);
    connection.fd = Descriptor(accept4(listener_.get(), &connection.client.any,
                                       &size, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (connection.fd.get() < 0) return;
    ++accepted_;
    if (close_at_once_ || connections_.size() >= kMostConnections) continue;
    connection.client.size = size;
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = next_;
    epoll_ctl(epoll_, EPOLL_CTL_ADD, connection.fd.get(), &event);
    connections_.emplace(next_++, std::move(connection));
  }
}

void TcpServer::Handle(uint64_t connection, uint32_t events) {
  const auto found = connections_.find(connection);
  if (found == connections_.end()) return;
  bool alive = true;
  if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0) {
    alive = Read(connection, found->second);
  }
  if (alive) alive = Write(connection, found->second);
  if (!alive) connections_.erase(found);
}

bool TcpServer::Read(uint64_t number, Connection& connection) {
  std::array<uint8_t, kReadBytes> chunk;
  const ssize_t got = read(connection.fd.get(), chunk.data(), chunk.size());
  if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) return false;
  if (got < 0) return true;
  connection.in.insert(connection.in.end(), chunk.data(), chunk.data() + got);
  TakeQueries(number, connection.in);
  return true;
}

void TcpServer::TakeQueries(uint64_t number, std::vector<uint8_t>& in) {
  const Connection& connection = connections_.at(number);
  size_t at = 0;
  while (in.size() - at >= 2) {
    const size_t length = static_cast<size_t>(in[at] << 8 | in[at + 1]);
    if (in.size() - at - 2 < length) break;
    on_query_(number, connection.client, Octets(in).subspan(at + 2, length));
    at += 2 + length;
  }
  in.erase(in.begin(), in.begin() + static_cast<std::ptrdiff_t>(at));
}

void TcpServer::Reply(uint64_t connection, Octets packet) {
  const auto found = connections_.find(connection);
  if (found == connections_.end()) return;
  std::vector<uint8_t>& out = found->second.out;
  const bool was_empty = out.empty();
  out.push_back(static_cast<uint8_t>(packet.size() >> 8));
  out.push_back(static_cast<uint8_t>(packet.size()));
  out.insert(out.end(), packet.begin(), packet.end());
  if (!was_empty) return;
  // Written by the loop, also for a reply made inside Handle.
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT;
  event.data.u64 = connection;
  epoll_ctl(epoll_, EPOLL_CTL_MOD, found->second.fd.get(), &event);
}

bool TcpServer::Write(uint64_t number, Connection& connection) {
  std::vector<uint8_t>& out = connection.out;
  if (out.empty()) return true;
  const ssize_t sent =
      send(connection.fd.get(), out.data() + connection.out_done,
           out.size() - connection.out_done, MSG_NOSIGNAL);
  if (sent < 0) return errno == EAGAIN || errno == EINTR;
  connection.out_done += static_cast<size_t>(sent);
  if (connection.out_done < out.size()) return true;
  out.clear();
  connection.out_done = 0;
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = number;
  epoll_ctl(epoll_, EPOLL_CTL_MOD, connection.fd.get(), &event);
  return true;
}

}  // namespace ptrcensus::labdns
