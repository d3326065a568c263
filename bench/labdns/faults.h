// Transient harm, drawn for each query from a random stream. Never part of the
// truth: a scan that tries often enough must get around all of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "bench/labdns/hash.h"
#include "io/time.h"

namespace ptrcensus::labdns {

enum class NoEdns : uint8_t { kOff, kFormerr, kNotimp, kDrop };

struct FaultOptions {
  double drop_percent = 0;
  double delay_percent = 0;
  uint32_t delay_ms = 0;
  double duplicate_percent = 0;
  double reorder_percent = 0;
  double truncate_percent = 0;
  double servfail_percent = 0;
  double refused_percent = 0;
  double hostile_percent = 0;
  uint32_t wrong_id = 0;  // forged packets before each true reply
  uint32_t wrong_question = 0;
  uint32_t wrong_source = 0;
  NoEdns no_edns = NoEdns::kOff;
  bool formerr_bare = false;
  bool lower_case = false;
  uint32_t pending_limit = 0;   // 0: off
  uint32_t rate_limit_qps = 0;  // 0: off
  bool tcp_refuse = false;
  bool tcp_silent = false;
  bool tcp_close = false;
  uint64_t seed = 1;

  // Any that the UDP path must look at.
  [[nodiscard]] bool Any() const;
};

// What happens to one query.
struct Fate {
  bool drop = false;
  bool duplicate = false;
  bool reorder = false;
  bool truncate = false;
  bool hostile = false;
  std::optional<uint16_t> rcode;
  uint32_t delay_ms = 0;
};

class Faults {
 public:
  explicit Faults(const FaultOptions& options)
      : options_(options), random_(options.seed) {}

  [[nodiscard]] Fate DrawUdp();
  [[nodiscard]] Fate DrawTcp();
  [[nodiscard]] uint64_t Number() { return random_.Next(); }
  const FaultOptions& options() const { return options_; }

 private:
  bool Hit(double percent);

  FaultOptions options_;
  Random random_;
};

// At most so many a second: a bucket that holds 10 ms worth.
class RateLimit {
 public:
  explicit RateLimit(uint32_t qps) : qps_(qps) {}
  [[nodiscard]] bool Take(Time now);

 private:
  uint32_t qps_;
  Time last_{};
  double tokens_ = 0;
};

}  // namespace ptrcensus::labdns
