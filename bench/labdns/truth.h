// The rows that a right scan of a block must write, by arithmetic. Columns as
// in DESIGN.md 4; those that depend on the run (attempts, rtt_us, server, time)
// and those of the name's class are empty.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bench/labdns/world.h"

namespace ptrcensus::labdns {

struct TruthOptions {
  uint32_t max_names = 10;
  bool forward = true;
};

inline constexpr std::string_view kTruthHeader =
    "ip,ptr_status,name,names,name_status,names_total,fcrdns,iprev,forward,"
    "name_class,is_generic,confidence,encoding,tokens,role,findings,owner,"
    "zone,ttl,rcode,ede,flags,attempts,rtt_us,server,time\n";

class Truth {
 public:
  Truth(const World& world, const TruthOptions& options)
      : world_(world), options_(options) {}

  // Appends the row of one address, with its line end.
  void AppendRow(const Address& address, std::string& out);

 private:
  struct TriedName {
    WireName wire;
    std::string text;
    std::string_view status;
    std::vector<Address> addresses;  // of the family, distinct, ascending
  };

  std::vector<TriedName> TryNames(const Place& place) const;
  void TryForward(const Place& place, uint32_t index, TriedName& name) const;
  void AppendNames(const Place& place, std::string& out);
  void AppendReverse(const Place& place, std::string& out) const;

  const World& world_;
  TruthOptions options_;
};

}  // namespace ptrcensus::labdns
