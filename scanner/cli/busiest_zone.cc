#include "scanner/cli/busiest_zone.h"

#include <algorithm>

namespace ptrcensus {
namespace {

// Spans ascend, so the targets of one zone come one after another.
template <typename Bits>
void Count(const Spans<Bits>& spans, int host_bits, int zone_bits,
           ReverseZone& busiest) {
  const Bits hosts = static_cast<Bits>((Bits{1} << host_bits) - 1);
  ReverseZone zone;
  for (const Span<Bits>& span : spans) {
    for (Bits first = span.first;;) {
      const Bits end = std::min<Bits>(span.last, first | hosts);
      const Address address = ToAddress(static_cast<Bits>(first & ~hosts));
      if (zone.targets == 0 || address != zone.first) {
        zone = {address, zone_bits, 0};
      }
      zone.targets += static_cast<uint64_t>(end - first + 1);
      if (zone.targets > busiest.targets) busiest = zone;
      if (end == span.last) break;
      first = end + 1;
    }
  }
}

}  // namespace

ReverseZone BusiestZone(const RangeSet& asked) {
  ReverseZone busiest;
  Count(asked.v4(), 16, 16, busiest);
  Count(asked.v6(), 96, 32, busiest);
  return busiest;
}

}  // namespace ptrcensus
