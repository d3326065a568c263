#include "bench/simulation/simulated_scan.h"

#include <algorithm>
#include <utility>

#include "scanner/engine/in_flight.h"
#include "scanner/engine/limits.h"

namespace ptrcensus::simulation {
namespace {

constexpr uint64_t kServiceQps = 1'000'000;
constexpr Duration kLongestRoundTrip = std::chrono::seconds(1);
constexpr Endpoint kServer{Address::V4(0x7f000001), kDnsPort};
constexpr WallTime kWallStart{std::chrono::hours(24 * 365 * 55)};

// So far away that at its pace the window is under way.
Duration RoundTripFor(const ScanSettings& settings) {
  const uint64_t qps = settings.rate_qps > 0
                           ? std::min(settings.rate_qps, kServiceQps)
                           : kServiceQps;
  const auto ns = uint64_t{settings.window} * 1'000'000'000 / qps;
  return std::min(Duration(ns), kLongestRoundTrip);
}

NetworkOptions NetworkFor(const ScanSettings& settings) {
  return {.server = kServer,
          .sockets = std::max(
              kLeastSockets, settings.window / InFlight::kMaxUsedPerSocket + 2),
          .queries = settings.window + kLeastUnanswered,
          .round_trip = RoundTripFor(settings),
          .service = std::chrono::nanoseconds(1'000'000'000 / kServiceQps),
          .loss = settings.loss,
          .mix = settings.mix,
          .seed = settings.seed};
}

ScanOptions OptionsFor(const ScanSettings& settings, const Order& order) {
  ScanOptions options;
  options.resolvers = {kServer};
  options.positions = {0, order.size()};
  options.rate_qps = settings.rate_qps;
  options.window = settings.window;
  options.forward = settings.forward;
  return options;
}

}  // namespace

SimulatedScan::SimulatedScan(const ScanSettings& settings, const Order& order,
                             std::function<void(const Row&)> on_row,
                             std::function<bool()> output_full)
    : network_(NetworkFor(settings)),
      on_row_(std::move(on_row)),
      draws_(Hash(settings.seed)),
      timer_(network_.now()),
      engine_(OptionsFor(settings, order), order, suffixes_, network_,
              {.on_row = [this](const Row& row) { OnRow(row); },
               .output_full =
                   output_full ? std::move(output_full) : [] { return false; },
               .after_replies = [this](Time now) { SetTimer(now); },
               .random = [this] { return Hash(++draws_); }},
              network_.now(), kWallStart) {}

void SimulatedScan::OnRow(const Row& row) {
  ++rows_;
  on_row_(row);
}

void SimulatedScan::RunUntil(uint64_t rows) {
  while (rows_ < rows && !engine_.done()) {
    const std::optional<Time> batch = network_.NextBatch();
    if (batch && *batch <= timer_) {
      network_.AdvanceTo(*batch);
    } else {
      network_.AdvanceTo(timer_);
      Tick();
    }
  }
}

void SimulatedScan::Tick() {
  const Time now = network_.now();
  if (period_) timer_ = now + *period_;
  engine_.Tick(now);
  SetTimer(now);
}

void SimulatedScan::SetTimer(Time now) {
  const Engine::Wake wake = engine_.NextWake(now);
  if (!wake.every) {
    timer_ = wake.at;
  } else if (wake.every != period_) {
    timer_ = now + *wake.every;
  }
  period_ = wake.every;
}

}  // namespace ptrcensus::simulation
