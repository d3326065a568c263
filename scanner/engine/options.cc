#include "scanner/engine/options.h"

#include <algorithm>

#include "scanner/engine/limits.h"

namespace ptrcensus {
namespace {

constexpr uint64_t kLeastWindow = 1000;
constexpr uint64_t kWindowWithoutRate = 200'000;

}  // namespace

uint32_t WindowFor(const ScanOptions& options) {
  if (options.rate_qps == 0) return kWindowWithoutRate;
  // The longest that one address takes when nothing answers, or when its only
  // server fails at each try but the last.
  Duration longest = options.timeout * options.tries;
  Duration backoffs{};
  for (int i = 0; i + 1 < options.tries; ++i) {
    backoffs += kServfailDelay * (1 << std::min(i, kServfailDoublings));
  }
  longest = std::max(longest, backoffs);
  const double need = static_cast<double>(options.rate_qps) *
                      std::chrono::duration<double>(longest).count();
  return static_cast<uint32_t>(
      std::clamp(need, double{kLeastWindow}, double{kMaxWindow}));
}

}  // namespace ptrcensus
