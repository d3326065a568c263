// What a process has cost so far: processor time and memory.
#pragma once

#include <cstdint>

#include "io/time.h"

namespace ptrcensus::simulation {

// Processor time of all threads.
[[nodiscard]] Duration CpuTime();
// Resident, now and at most.
[[nodiscard]] uint64_t ResidentBytes();
[[nodiscard]] uint64_t PeakResidentBytes();

}  // namespace ptrcensus::simulation
