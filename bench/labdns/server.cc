#include "bench/labdns/server.h"

#include <poll.h>
#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "bench/labdns/hostile.h"
#include "io/clock.h"
#include "io/error.h"

namespace ptrcensus::labdns {
namespace {

constexpr uint64_t kListenerTag = 2;
constexpr uint64_t kStopTag = 3;

constexpr int kPortTries = 16;
constexpr int kRounds = 64;  // of receiving, before TCP gets its turn
constexpr uint64_t kMostBehind = 8;

Parcel MakeParcel(const Destination& to, Octets packet) {
  return {to, {packet.begin(), packet.end()}};
}

// Changes the question into another one, and not by case alone.
void ChangeQuestion(std::vector<uint8_t>& packet, const Query& query,
                    uint64_t choice) {
  if (choice % 2 == 0 || query.name[0] == 0) {
    packet[kHeaderBytes + query.name.size() + 1] ^= 0x40;  // the type
    return;
  }
  uint8_t& octet = packet[kHeaderBytes + 1];
  octet = octet == '1' ? '2' : '1';
}

}  // namespace

Server::Server(const ServerOptions& options, Answers& answers)
    : options_(options),
      local_(options.listen),
      epoll_(epoll_create1(EPOLL_CLOEXEC)),
      responder_(answers, options.faults),
      faults_(options.faults),
      rate_limit_(options.faults.rate_limit_qps),
      pending_(options.faults.pending_limit),
      any_fault_(options.faults.Any()) {
  Open();
  if (options.faults.wrong_source > 0) {
    other_port_ = OpenImpostor(local_, false);
    other_address_ = OpenImpostor(local_, true);
  }
  // Last of what may fail: a server that cannot start empties no log.
  if (!options.arrivals_path.empty()) log_.emplace(options.arrivals_path);
  receiver_.emplace(udp_.get(), log_.has_value(), options.gro);
  sender_.emplace(udp_.get());
}

// A port that is free for UDP may be taken for TCP: where the port is ours to
// choose, another one is tried.
void Server::Open() {
  for (int left = kPortTries;; --left) {
    local_ = options_.listen;
    udp_ = OpenUdp(local_);
    if (options_.faults.tcp_refuse) return;
    try {
      tcp_ = std::make_unique<TcpServer>(
          epoll_.get(), local_, options_.faults.tcp_close,
          [this](uint64_t connection, const Peer& from, Octets packet) {
            HandleTcp(connection, from, packet);
          });
      return;
    } catch (const Error&) {
      if (options_.listen.port() != 0 || left == 0) throw;
    }
  }
}

void Server::Watch(int fd, uint64_t tag) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = tag;
  epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event);
}

// The UDP socket is not in the epoll set: a set that watches it is called for
// every query, on the client's core. We wait on the socket only while there is
// nothing to do.
bool Server::Run(int stop_fd) {
  Watch(stop_fd, kStopTag);
  if (tcp_) Watch(tcp_->listener(), kListenerTag);
  std::array<pollfd, 2> sources = {
      {{udp_.get(), POLLIN, 0}, {epoll_.get(), POLLIN, 0}}};
  bool busy = false;
  while (true) {
    poll(sources.data(), sources.size(), busy ? 0 : WaitMs());
    busy = sources[0].revents != 0 && ReadUdp();
    if (!busy) sender_->Flush();
    if (sources[1].revents != 0 && !HandleEvents()) {
      // They are counted as replies.
      sender_->Flush();
      return !log_ || log_->Close();
    }
    ReleaseDue();
  }
}

bool Server::HandleEvents() {
  std::array<epoll_event, 64> events;
  const int count = epoll_wait(epoll_.get(), events.data(), events.size(), 0);
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = events[static_cast<size_t>(i)];
    if (event.data.u64 == kStopTag) return false;
    if (event.data.u64 == kListenerTag) {
      tcp_->Accept();
    } else {
      tcp_->Handle(event.data.u64, event.events);
    }
  }
  return true;
}

int Server::WaitMs() const {
  const auto due = outbox_.NextDue();
  if (!due) return -1;
  const auto wait =
      std::chrono::ceil<std::chrono::milliseconds>(*due - MonotonicNow());
  return static_cast<int>(std::max<int64_t>(0, wait.count()));
}

// While the socket is full, replies wait in their bins for more of their kind;
// once it is empty they leave at once.
bool Server::ReadUdp() {
  for (int round = 0; round < kRounds; ++round) {
    const bool more = receiver_->Receive(datagrams_);
    for (const Datagram& datagram : datagrams_) HandleUdp(datagram);
    if (!more) return false;
    if (any_fault_) ReleaseDue();
  }
  return true;
}

void Server::HandleUdp(const Datagram& datagram) {
  ++counters_.udp_queries;
  const auto query = ParseQuery(datagram.octets);
  if (log_) {
    log_->Add({datagram.time_ns, datagram.from->port(),
               query ? query->type : uint16_t{0},
               static_cast<uint32_t>(datagram.octets.size())});
  }
  if (!query) {
    ++counters_.unreadable;
    return;
  }
  if (any_fault_) return HandleUdpWithFaults(*query, *datagram.from);
  const Response response = responder_.Respond(*query, false, {});
  if (response.packet.empty()) {
    ++counters_.unanswered;
  } else if (response.delay_ms > 0) {
    outbox_.HoldUntil(
        MonotonicNow() + std::chrono::milliseconds(response.delay_ms),
        MakeParcel({*datagram.from, 0}, response.packet));
  } else {
    ++counters_.replies;
    sender_->Send(*datagram.from, response.packet);
  }
}

void Server::HandleUdpWithFaults(const Query& query, const Peer& from) {
  const Time now = MonotonicNow();
  const Fate fate = faults_.DrawUdp();
  const bool full = pending_.enabled() && pending_.Full(from, now);
  const Response response =
      full ? Response{} : responder_.Respond(query, false, fate);
  if (response.dead && pending_.enabled()) {
    pending_.Add(from, now);
    outbox_.HoldUntil(now + PendingLimit::kPendingTime,
                      MakeParcel({from, 0}, responder_.Servfail(query)));
    return;
  }
  if (response.packet.empty() || !rate_limit_.Take(now)) {
    ++counters_.unanswered;
    return;
  }
  SendForged(query, from);
  if (fate.hostile) SendHostile(query, from);
  if (fate.duplicate) SendUdp(from, response.packet);
  if (response.delay_ms > 0) {
    outbox_.HoldUntil(now + std::chrono::milliseconds(response.delay_ms),
                      MakeParcel({from, 0}, response.packet));
  } else if (fate.reorder) {
    const auto others =
        static_cast<uint32_t>(1 + faults_.Number() % kMostBehind);
    outbox_.HoldBehind(others, now, MakeParcel({from, 0}, response.packet));
  } else {
    SendUdp(from, response.packet);
  }
}

void Server::SendUdp(const Peer& to, Octets packet) {
  ++counters_.replies;
  sender_->Send(to, packet);
  if (const auto parcel = outbox_.Overtake()) Deliver(*parcel);
}

// Each goes out alone and at once, so that it is there before the true reply.
void Server::SendForged(const Query& query, const Peer& to) {
  const FaultOptions& options = options_.faults;
  const auto send = [&](const Descriptor& from, Octets packet) {
    ++counters_.forged;
    sendto(from.get(), packet.data(), packet.size(), 0, &to.any, to.size);
  };
  for (uint32_t i = 0; i < options.wrong_id; ++i) {
    std::vector<uint8_t> packet = ForgedReply(query);
    const uint64_t change = 1 + faults_.Number() % 0xffff;
    PutWord(packet.data(), static_cast<uint16_t>(query.id ^ change));
    send(udp_, packet);
  }
  for (uint32_t i = 0; i < options.wrong_question; ++i) {
    std::vector<uint8_t> packet = ForgedReply(query);
    ChangeQuestion(packet, query, faults_.Number());
    send(udp_, packet);
  }
  for (uint32_t i = 0; i < options.wrong_source; ++i) {
    send(i % 2 == 0 ? other_port_ : other_address_, ForgedReply(query));
  }
}

void Server::SendHostile(const Query& query, const Peer& to) {
  ++counters_.forged;
  const auto packet = HostilePacket(query, faults_.Number());
  sendto(udp_.get(), packet.data(), packet.size(), 0, &to.any, to.size);
}

void Server::HandleTcp(uint64_t connection, const Peer& from, Octets packet) {
  ++counters_.tcp_queries;
  const auto query = ParseQuery(packet);
  if (log_) {
    const auto now = std::chrono::nanoseconds(WallNow().time_since_epoch());
    log_->Add({static_cast<uint64_t>(now.count()), from.port(),
               query ? query->type : uint16_t{0},
               static_cast<uint32_t>(packet.size()) | kArrivalTcp});
  }
  if (!query) {
    ++counters_.unreadable;
    return;
  }
  const Response response = responder_.Respond(*query, true, faults_.DrawTcp());
  if (response.packet.empty() || options_.faults.tcp_silent) {
    ++counters_.unanswered;
    return;
  }
  const Destination to{from, connection};
  if (response.delay_ms > 0) {
    outbox_.HoldUntil(
        MonotonicNow() + std::chrono::milliseconds(response.delay_ms),
        MakeParcel(to, response.packet));
    return;
  }
  ++counters_.replies;
  tcp_->Reply(connection, response.packet);
}

void Server::Deliver(const Parcel& parcel) {
  ++counters_.replies;
  if (parcel.to.connection != 0) {
    tcp_->Reply(parcel.to.connection, parcel.octets);
  } else {
    sender_->Send(parcel.to.peer, parcel.octets);
  }
}

void Server::ReleaseDue() {
  if (!outbox_.NextDue()) return;
  const Time now = MonotonicNow();
  while (const auto parcel = outbox_.TakeDue(now)) Deliver(*parcel);
  sender_->Flush();
}

ServerCounters Server::counters() const {
  ServerCounters counters = counters_;
  counters.unsent = sender_->failed();
  counters.sends = sender_->sends();
  if (tcp_) counters.tcp_connections = tcp_->accepted();
  return counters;
}

}  // namespace ptrcensus::labdns
