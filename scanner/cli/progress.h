// The progress line on a terminal: one line on stderr, rewritten.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "io/time.h"
#include "scanner/engine/counters.h"

namespace ptrcensus {

// What the line needs of the counters at one moment.
struct Pulse {
  Time time;
  uint64_t rows = 0;
  uint64_t sent = 0;
  uint64_t answered = 0;
  uint64_t timeouts = 0;
  uint64_t in_flight = 0;
  Holdback holdback = Holdback::kNone;
};

// Rates and loss are those between `before` and `now`, the time left comes from
// the pace since `start`. In brackets: what holds the pace back.
[[nodiscard]] std::string ProgressLine(uint64_t targets, const Pulse& start,
                                       const Pulse& before, const Pulse& now);

class Progress {
 public:
  Progress(uint64_t targets, Time start);

  void Show(const ScanCounters& counters, Time now) noexcept;
  // Takes the line away, so that what follows starts on a clean one.
  void Clear() noexcept;

 private:
  uint64_t targets_;
  Pulse start_;
  Pulse before_;
  bool shown_ = false;
};

}  // namespace ptrcensus
