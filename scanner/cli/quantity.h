// Numbers as people read them, for help, progress, summary and dry run.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "io/time.h"

namespace ptrcensus {

// `1,048,576`
[[nodiscard]] std::string Grouped(uint64_t number);
// `1 row`, `1,048 rows`
[[nodiscard]] std::string Counted(uint64_t number, std::string_view noun);
// Three digits at most: `999`, `94.1k`, `1.05M`.
[[nodiscard]] std::string Compact(uint64_t number);
// Of `count` over `duration`; 0 where no time has passed.
[[nodiscard]] double PerSecond(uint64_t count, Duration duration);
// `0.8 s`, `11.2 s`, `3 min 20 s`, `2 h 05 min`, `3 d 4 h`
[[nodiscard]] std::string DurationText(Duration duration);
// Powers of 1000: `900 bytes`, `12.3 MB`.
[[nodiscard]] std::string BytesText(uint64_t bytes);
// `84.2%`; never 100.0% for less than all, and `<0.1%` for next to nothing.
// `of` 0 gives `0.0%`.
[[nodiscard]] std::string PercentText(uint64_t part, uint64_t of);

}  // namespace ptrcensus
