#include "scanner/cli/busiest_zone.h"

#include <algorithm>
#include <functional>

namespace ptrcensus {
namespace {

void Add(const ReverseZone& zone, BusiestZones& zones) {
  if (zone.targets == 0) return;
  ++zones.count;
  const auto place = std::ranges::upper_bound(
      zones.first, zone.targets, std::greater(), &ReverseZone::targets);
  zones.first.insert(place, zone);
  if (zones.first.size() > BusiestZones::kMost) zones.first.pop_back();
}

// Spans ascend, so the targets of one zone come one after another.
template <typename Bits>
void Count(const Spans<Bits>& spans, int host_bits, int zone_bits,
           BusiestZones& zones) {
  const Bits hosts = static_cast<Bits>((Bits{1} << host_bits) - 1);
  ReverseZone zone;
  for (const Span<Bits>& span : spans) {
    for (Bits first = span.first;;) {
      const Bits end = std::min<Bits>(span.last, first | hosts);
      const Address address = ToAddress(static_cast<Bits>(first & ~hosts));
      if (zone.targets == 0 || address != zone.first) {
        Add(zone, zones);
        zone = {address, zone_bits, 0};
      }
      zone.targets += static_cast<uint64_t>(end - first + 1);
      if (end == span.last) break;
      first = end + 1;
    }
  }
  Add(zone, zones);
}

}  // namespace

BusiestZones FindBusiestZones(const RangeSet& asked) {
  BusiestZones zones;
  Count(asked.v4(), 16, 16, zones);
  Count(asked.v6(), 96, 32, zones);
  return zones;
}

}  // namespace ptrcensus
