#include "scanner/engine/chain.h"

#include <algorithm>

namespace ptrcensus {

bool Chain::Extend(const Answer& answer) {
  for (const Name& name : answer.chain) {
    if (std::ranges::find(seen_, name) != seen_.end()) return false;
    seen_.push_back(name);
  }
  return seen_.size() <= size_t{kMaxChainLinks} + 1;
}

}  // namespace ptrcensus
