// How a scan ended: whether its totals add up, and the exit code that follows.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "scanner/engine/scan.h"

namespace ptrcensus {

inline constexpr int kExitDone = 0;
inline constexpr int kExitFailed = 1;  // a row is missing, a file failed
inline constexpr int kExitCannotStart = 2;
inline constexpr int kExitStopped = 75;       // EX_TEMPFAIL of sysexits.h
inline constexpr int kExitInterrupted = 130;  // 128 + SIGINT, as shells say

struct Tally {
  uint64_t targets = 0;   // of this process
  uint64_t written = 0;   // rows known to be in the output
  uint64_t left_out = 0;  // rows that --only left out
  bool output_failed = false;
};

// Empty when the totals add up, else one sentence. A scan that was stopped may
// lack rows, but each row made must still be counted and written.
[[nodiscard]] std::string TotalsFault(const Tally& tally, ScanEnd end,
                                      const ScanCounters& counters);

// False where a scan was stopped before its first row: what was at the path of
// the output then stays.
[[nodiscard]] bool HasOutput(ScanEnd end, uint64_t rows);

// `failed`: a file failed or the totals do not add up; it beats the rest.
[[nodiscard]] int ExitCode(ScanEnd end, bool failed);

// `done`, `no_server`, `interrupted`, `terminated`, `max_runtime`, `outage`,
// `output_failed`
[[nodiscard]] std::string_view Text(ScanEnd end);

}  // namespace ptrcensus
