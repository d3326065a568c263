#include "scanner/engine/lookup.h"

namespace ptrcensus {

uint32_t LookupPool::Make() {
  if (free_.empty()) return lookups_.Grow();
  const uint32_t id = free_.back();
  free_.pop_back();
  return id;
}

void LookupPool::Free(uint32_t id) {
  Lookup& lookup = lookups_[id];
  lookup.facts = {};
  lookup.names.clear();
  lookup.checked = false;
  lookup.waiting = 0;
  lookup.chain.reset();
  free_.push_back(id);
}

}  // namespace ptrcensus
