#include "scanner/engine/servers.h"

#include <algorithm>

namespace ptrcensus {

Servers::Servers(std::span<const Endpoint> endpoints, uint64_t server_rate_qps,
                 Time start)
    : silent_(static_cast<uint32_t>(endpoints.size())) {
  servers_.reserve(endpoints.size());
  for (const Endpoint& endpoint : endpoints) {
    servers_.push_back({.endpoint = endpoint,
                        .pacer = Pacer(server_rate_qps, start),
                        .last_heard = start,
                        .waiting_since = std::nullopt,
                        .counters = {.server = endpoint}});
  }
}

std::optional<uint32_t> Servers::Pick(Time now) {
  for (uint32_t i = 0; i < size(); ++i) {
    const uint32_t id = turn_;
    turn_ = turn_ + 1 == size() ? 0 : turn_ + 1;
    Server& server = servers_[id];
    if (!server.silent && server.pacer.Available(now) > 0) return id;
  }
  return std::nullopt;
}

std::optional<uint32_t> Servers::PickNext(
    uint32_t last, std::span<const uint32_t> excluded) const {
  for (uint32_t i = 1; i <= size(); ++i) {
    const uint32_t id = (last + i) % size();
    if (servers_[id].silent) continue;
    if (std::ranges::find(excluded, id) == excluded.end()) return id;
  }
  return std::nullopt;
}

void Servers::OnSent(uint32_t id, Time now) {
  Server& server = servers_[id];
  server.pacer.Take();
  ++server.counters.sent;
  if (!server.waiting_since) server.waiting_since = now;
}

void Servers::OnHeard(uint32_t id, Time now) {
  Server& server = servers_[id];
  server.last_heard = now;
  server.waiting_since.reset();
  if (!server.silent) return;
  server.silent = false;
  --silent_;
}

void Servers::SetSilent(uint32_t id) {
  if (servers_[id].silent) return;
  servers_[id].silent = true;
  ++silent_;
}

}  // namespace ptrcensus
