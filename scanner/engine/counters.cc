#include "scanner/engine/counters.h"

namespace ptrcensus {

std::string_view Text(Drop drop) {
  constexpr std::string_view kTexts[kDropCount] = {
      "malformed",      "stray_id",  "wrong_source",
      "wrong_question", "duplicate", "late"};
  return kTexts[static_cast<size_t>(drop)];
}

std::string_view Text(Holdback holdback) {
  constexpr std::string_view kTexts[] = {
      "nothing", "rate", "servers", "window", "output", "outage", "targets"};
  return kTexts[static_cast<size_t>(holdback)];
}

}  // namespace ptrcensus
