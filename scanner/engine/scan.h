// The loop around an engine: sockets, timers, signals. Runs a scan from the
// first probe to the last row and says how it ended.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "io/transport.h"
#include "output/row.h"
#include "scanner/engine/counters.h"
#include "scanner/engine/options.h"
#include "scanner/targets/order.h"
#include "scanner/verdict/public_suffix.h"

namespace ptrcensus {

enum class ScanEnd : uint8_t {
  kDone,         // every position of options.positions has its row
  kNoServer,     // no server answered the probes at the start; no row
  kInterrupted,  // SIGINT
  kTerminated,   // SIGTERM
  kMaxRuntime,
  kOutage,        // all servers were silent for kMaxOutage
  kOutputFailed,  // the output said so
};

enum class TransportKind : uint8_t { kAuto, kSegmented, kPortable };

struct ScanHooks {
  // Called for each row, once a position.
  std::function<void(const Row&)> on_row;
  // Called after each batch of replies and on every tick: the rows made so far
  // should not wait long for others.
  std::function<void(Time now)> flush_rows;
  // Asked before drawing: true while too much waits to be written.
  std::function<bool()> output_full;
  // Asked on every tick: true once the output has failed for good.
  std::function<bool()> output_failed;
  // Called at the second signal; does not return.
  std::function<void(ScanEnd)> on_second_signal;
  // Called about once a second while the scan runs.
  std::function<void(const ScanCounters&, const TransportCounters&, Time now)>
      on_progress;
};

struct ScanRunOptions {
  TransportKind transport = TransportKind::kAuto;
  std::optional<Address> source;  // local address to send from
  std::optional<Duration> max_runtime;
};

struct ScanResult {
  ScanEnd end = ScanEnd::kDone;
  ScanCounters counters;
  TransportCounters transport;
  std::optional<WildcardZones> wildcards;  // with checks.wildcard
  Duration elapsed{};
  bool segmented = false;
  // Warnings worth a line, e.g. a receive buffer smaller than asked for.
  std::vector<std::string> warnings;
};

// Throws Error where it cannot start (no socket, --source not ours).
[[nodiscard]] ScanResult RunScan(const ScanOptions& options,
                                 const ScanRunOptions& run, const Order& order,
                                 PublicSuffixes& suffixes,
                                 const ScanHooks& hooks);

}  // namespace ptrcensus
