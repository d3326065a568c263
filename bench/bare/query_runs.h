// Queries written before the clock starts: runs of equal length, side by side
// in one buffer, so that a run is one segmented send as it stands.
#pragma once

#include <cstdint>
#include <vector>

#include "io/query.h"
#include "scanner/targets/range_set.h"

namespace ptrcensus::bare {

inline constexpr uint32_t kMostRunQueries = 64;  // segments on older kernels
// Beyond that they repeat: 64 MB are more than any cache holds.
inline constexpr uint64_t kMostDistinct = 1 << 20;

struct QueryRun {
  const uint8_t* bytes = nullptr;  // the first query
  uint32_t query_bytes = 0;
  uint32_t count = 0;

  const uint8_t* at(uint32_t index) const {
    return bytes + size_t{index} * query_bytes;
  }
};

class QueryRuns {
 public:
  // PTR queries for `count` IPv4 addresses of `block`, each once (then at most
  // as many as the block and kMostDistinct allow), spread over all of it. A
  // run has `run_queries`, but for the last of each length.
  QueryRuns(const AddressRange& block, uint64_t count, uint32_t run_queries);

  const std::vector<QueryRun>& runs() const { return runs_; }

 private:
  std::vector<uint8_t> bytes_;
  std::vector<QueryRun> runs_;
};

}  // namespace ptrcensus::bare
