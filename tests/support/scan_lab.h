// An engine on a fake network: scans a block to its end and keeps the rows.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <random>
#include <string>
#include <string_view>

#include "scanner/engine/engine.h"
#include "tests/support/fake_network.h"

namespace ptrcensus::testing {

// A row's values as text, copied from the row while it lives.
struct SeenRow {
  PtrStatus status = PtrStatus::kSkipped;
  Fcrdns fcrdns = Fcrdns::kNotChecked;
  std::string names;  // "a.example=pass b.example=mismatch"
  std::string forward;
  NameClass name_class = NameClass::kUnset;
  bool is_generic = false;
  std::string encoding, tokens, findings;
  std::string owner, zone, flags;
  std::optional<uint32_t> names_total, ttl, rtt_us;
  std::optional<Rcode> rcode;
  std::optional<uint16_t> ede;
  std::optional<Endpoint> server;
  uint32_t attempts = 0;
};

inline std::string FlagsText(const RowFlags& f) {
  std::string text;
  if (f.aa) text += "aa ";
  if (f.ad) text += "ad ";
  if (f.tc) text += "tc ";
  if (f.tcp) text += "tcp ";
  if (f.cname) text += "cname ";
  if (f.inferred) text += "inferred ";
  if (!text.empty()) text.pop_back();
  return text;
}

// "dyn pool"
inline std::string Joined(std::span<const std::string_view> words) {
  std::string text;
  for (const std::string_view word : words) {
    if (!text.empty()) text += ' ';
    text += word;
  }
  return text;
}

inline SeenRow Copy(const Row& row) {
  SeenRow seen{.status = row.ptr_status,
               .fcrdns = row.fcrdns,
               .names = {},
               .forward = {},
               .name_class = row.name_class,
               .is_generic = row.is_generic,
               .encoding = std::string(row.encoding),
               .tokens = Joined(row.tokens),
               .findings = Joined(row.findings),
               .owner = std::string(row.owner),
               .zone = std::string(row.zone),
               .flags = FlagsText(row.flags),
               .names_total = row.names_total,
               .ttl = row.ttl,
               .rtt_us = row.rtt_us,
               .rcode = row.rcode,
               .ede = row.ede,
               .server = row.server,
               .attempts = row.attempts};
  for (const NameResult& name : row.names) {
    if (!seen.names.empty()) seen.names += ' ';
    seen.names += std::string(name.name) + '=' + std::string(Text(name.status));
  }
  for (const Address& address : row.forward) {
    if (!seen.forward.empty()) seen.forward += ' ';
    AppendText(seen.forward, address);
  }
  return seen;
}

inline Endpoint ServerAt(int n) {
  return {Address::V4(0x7f000000U + static_cast<uint32_t>(n)), 53};
}

class ScanLab {
 public:
  explicit ScanLab(ServerFunction server) : network(std::move(server)) {
    options.resolvers = {ServerAt(1)};
    options.rate_qps = 1000;
    options.window = 1000;
  }

  // Scans `block` until every target has its row, at most for `limit`.
  void Scan(std::string_view block, Duration limit = 10min) {
    Begin(block);
    Continue(limit);
  }
  void Begin(std::string_view block) {
    TargetSetBuilder builder;
    builder.AddTarget(block, "test");
    order = std::make_unique<Order>(builder.Build(true), 1);
    options.positions = {0, order->size()};
    engine = std::make_unique<Engine>(
        options, *order, suffixes, network,
        EngineHooks{.on_row = [this](const Row& row) { Take(row); },
                    .output_full = [this] { return output_full; },
                    .after_replies = [](Time) {},
                    .random = std::mt19937_64(11)},
        network.now(), WallTime(std::chrono::milliseconds(1'000'000)));
  }
  void Continue(Duration limit) {
    const Time end = network.now() + limit;
    while (!engine->done() && !engine->nobody_there() && network.now() < end) {
      if (network.now() >= tick_at_) engine->Tick(network.now());
      SetTimer();
      Time next = tick_at_;
      if (network.next_event()) next = std::min(next, *network.next_event());
      network.AdvanceTo(std::max(next, network.now() + 1us));
    }
  }

  const SeenRow& RowOf(std::string_view ip) const {
    const auto row = rows.find(std::string(ip));
    static const SeenRow kNone;
    EXPECT_NE(row, rows.end()) << "no row for " << ip;
    return row == rows.end() ? kNone : row->second;
  }
  ScanCounters counters() const { return engine->counters(); }
  uint64_t drops(Drop why) const {
    return counters().drops[static_cast<size_t>(why)];
  }
  // Arrivals that are no probes.
  int Queries(std::string_view name, RrType type) const {
    int n = 0;
    for (const Arrival& a : network.arrivals()) {
      n += a.query.name == name && a.query.type == type;
    }
    return n;
  }

  FakeNetwork network;
  ScanOptions options;
  PublicSuffixes suffixes{""};
  bool output_full = false;
  std::unique_ptr<Order> order;
  std::unique_ptr<Engine> engine;
  std::map<std::string, SeenRow> rows;
  int double_rows = 0;

 private:
  // As a timerfd does: a period that goes on is left alone.
  void SetTimer() {
    const Engine::Wake wake = engine->NextWake(network.now());
    const bool goes_on = wake.every && wake.every == every_;
    every_ = wake.every;
    if (!wake.every) {
      tick_at_ = wake.at;
    } else if (!goes_on) {
      tick_at_ = network.now() + *wake.every;
    } else if (tick_at_ <= network.now()) {
      tick_at_ += *wake.every;
    }
  }
  void Take(const Row& row) {
    if (!rows.emplace(ToText(row.ip), Copy(row)).second) ++double_rows;
  }

  Time tick_at_{};
  std::optional<Duration> every_;
};

// True for the questions by which the engine asks whether a server is there.
inline bool IsProbe(const Query& query) {
  return query.name.ends_with(".invalid");
}
// Wraps a server so that probes are answered and the rest is its own.
inline ServerFunction Alive(ServerFunction server) {
  return [server = std::move(server)](const Arrival& a) -> Responses {
    if (!IsProbe(a.query)) return server(a);
    return {{ReplyTo(a.query).Rcode(Rcode::kNxDomain).Build()}};
  };
}

}  // namespace ptrcensus::testing
