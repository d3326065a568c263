// The lab's world: for every address what its reverse lookup gives, and for
// every name that it hands out what the forward lookup gives. All of it is
// arithmetic from the seed; the server and the truth both read it from here.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/labdns/blocks.h"
#include "bench/labdns/names.h"
#include "bench/labdns/shares.h"

namespace ptrcensus::labdns {

enum class Kind : uint8_t {
  kSingle,
  kNxdomain,
  kNodata,
  kMulti,        // 2 to 5 names
  kChain,        // RFC 2317 alias and its target's names in one answer
  kChainSplit,   // the alias only
  kChainBroken,  // the target does not exist
  kChainLoop,    // the target is an alias back
  kMany,         // 30 names: TC over UDP
  kRoot,
  kLiteral,
  kLocal,
  kOdd,
  kServfail,
  kRefused,
  kOtherRcode,
  kSilent,
  kMalformed,
  // Not in the mix:
  kShared,  // carved out of kSingle
  kDead,    // in a dead prefix
};
inline constexpr std::array<std::string_view, 18> kKindWords = {
    "single",      "nxdomain",     "nodata",     "multi",    "chain",
    "chain_split", "chain_broken", "chain_loop", "many",     "root",
    "literal",     "local",        "odd",        "servfail", "refused",
    "other_rcode", "silent",       "malformed"};

enum class ForwardKind : uint8_t {
  kPass,
  kPassMany,
  kMismatch,
  kNxdomain,
  kNodata,
  kOtherFamily,
  kCname,
  kCnameSplit,
  kServfail,
  kSilent,
  kHuge,  // 100 addresses: TC over UDP
};
inline constexpr std::array<std::string_view, 11> kForwardWords = {
    "pass",  "pass_many",   "mismatch", "nxdomain", "nodata", "other_family",
    "cname", "cname_split", "servfail", "silent",   "huge"};

inline constexpr std::string_view kDefaultMix =
    "nxdomain=30,nodata=5,multi=3,chain=2,chain_split=1,chain_broken=0.3,"
    "chain_loop=0.2,many=0.2,root=0.2,literal=0.1,local=0.2,odd=0.5";
inline constexpr std::string_view kDefaultForwardMix =
    "pass_many=4,mismatch=8,nxdomain=10,nodata=3,other_family=2,cname=2,"
    "cname_split=1,huge=0.1";

struct WorldOptions {
  uint64_t seed = 1;
  std::string mix{kDefaultMix};
  std::string forward_mix{kDefaultForwardMix};
  double shared_percent = 5;  // of the addresses of kind single
  uint32_t shared_names = 8;  // in each /16 (IPv6: /112)
  double ede_percent = 2;     // of nxdomain, servfail and refused
  std::vector<Block> dead;
};

struct Place {
  Address address;
  Kind kind = Kind::kSingle;
  SharedName shared;  // of kShared
};

inline constexpr uint16_t kOtherRcode = 9;  // NOTAUTH (RFC 8945 5.2)
inline constexpr size_t kHugeAddresses = 100;

class World {
 public:
  // Throws Error for a bad mix.
  explicit World(const WorldOptions& options);

  [[nodiscard]] Place Look(const Address& address) const;
  // The PTR records: `index` counts from 0 to RecordCount.
  [[nodiscard]] uint32_t RecordCount(const Place& place) const;
  void MakeRecord(const Place& place, uint32_t index, WireName& out) const;
  [[nodiscard]] uint32_t PtrTtl(const Address& address) const;
  [[nodiscard]] std::optional<uint16_t> Ede(const Place& place) const;
  // The broken alias shows its end in the first reply, or only when its
  // target is asked.
  [[nodiscard]] bool BrokenAtOnce(const Address& address) const;
  // Which of the malformed forms the reply takes.
  [[nodiscard]] uint64_t MalformedForm(const Address& address) const;

  // The address whose record `index` is the name; nothing when the world has
  // no such name.
  struct Origin {
    Place place;
    uint32_t index = 0;
  };
  [[nodiscard]] std::optional<Origin> FindName(const WireName& lower) const;
  [[nodiscard]] ForwardKind Forward(const Place& place, uint32_t index) const;
  // All addresses of the name, of both families, in the order of the answer.
  void ForwardAddresses(const Place& place, uint32_t index,
                        std::vector<Address>& out) const;

 private:
  std::optional<uint32_t> AnchorOf(const Address& address) const;
  Address AnchorAddress(const SharedName& shared) const;
  void SharedAddresses(const SharedName& shared,
                       std::vector<Address>& out) const;
  Address Elsewhere(const Address& address, uint64_t hash, uint32_t j) const;
  void MakeLocal(const Address& address, WireName& out) const;

  uint64_t seed_;
  Shares mix_;
  Shares forward_mix_;
  uint64_t shared_threshold_;
  uint32_t shared_names_;
  uint64_t ede_threshold_;
  std::vector<Block> dead_;
  Names names_;
};

}  // namespace ptrcensus::labdns
