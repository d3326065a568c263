// One row an address: the value that the engine makes and the formats print.
// Names here are presentation text (io/name.h). Views are borrowed and live
// while the row is being written.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "io/address.h"
#include "io/dns.h"
#include "io/time.h"

namespace ptrcensus {

// What the reverse query gave. Closed: a new value raises the schema version.
enum class PtrStatus : uint8_t {
  kOk,
  kNxdomain,
  kNodata,
  kServfail,
  kRefused,
  kOtherRcode,
  kTimeout,
  kCnameLoop,
  kCnameBroken,
  kMalformed,
  kSkipped,
};
inline constexpr int kPtrStatusCount = 11;

// Forward confirmation of one name.
enum class NameStatus : uint8_t {
  kPass,
  kMismatch,
  kNoForward,
  kInvalidName,
  kTemp,
  kUntried,
};
inline constexpr int kNameStatusCount = 6;

// Forward confirmation over the names tried.
enum class Fcrdns : uint8_t {
  kPass,
  kMismatch,
  kNoForward,
  kInvalidName,
  kForwardTemp,
  kPtrTemp,
  kNoPtr,
  kNotChecked,
};
inline constexpr int kFcrdnsCount = 8;

// RFC 8601 2.7.3.
enum class Iprev : uint8_t { kPass, kFail, kTemperror, kPermerror, kNone };

// Of the representative name; kUnset until the name is classified.
enum class NameClass : uint8_t {
  kUnset,
  kCustom,
  kGenericDynamic,
  kGenericStatic,
  kGeneric,
  kProviderDefault,
  kPlaceholder,
  kInfrastructure,
  kInvalid,
  kNone,
};
inline constexpr int kNameClassCount = 10;

enum class Confidence : uint8_t { kUnset, kStrong, kWeak };
enum class Role : uint8_t { kUnset, kMail };

// The words in the rows; kUnset is the empty text.
[[nodiscard]] std::string_view Text(PtrStatus status);
[[nodiscard]] std::string_view Text(NameStatus status);
[[nodiscard]] std::string_view Text(Fcrdns fcrdns);
[[nodiscard]] std::string_view Text(Iprev iprev);
[[nodiscard]] std::string_view Text(NameClass name_class);
[[nodiscard]] std::string_view Text(Confidence confidence);
[[nodiscard]] std::string_view Text(Role role);
[[nodiscard]] std::optional<PtrStatus> ParsePtrStatus(std::string_view text);
[[nodiscard]] std::optional<Fcrdns> ParseFcrdns(std::string_view text);
[[nodiscard]] std::optional<NameClass> ParseNameClass(std::string_view text);

// The RFC 8601 result that follows from `fcrdns`.
[[nodiscard]] Iprev IprevOf(Fcrdns fcrdns);

// The flags column, in the order in which they are written.
struct RowFlags {
  bool aa = false;
  bool ad = false;
  bool tc = false;
  bool tcp = false;
  bool cname = false;
  bool inferred = false;
};

struct NameResult {
  std::string_view name;
  NameStatus status = NameStatus::kUntried;
};

// The fields of DESIGN.md 4, in its order; an empty optional or view is an
// empty cell. `name` and `iprev` are not here: see Representative and IprevOf.
struct Row {
  Address ip;
  PtrStatus ptr_status = PtrStatus::kSkipped;
  std::span<const NameResult> names;  // canonical order
  std::optional<uint32_t> names_total;
  Fcrdns fcrdns = Fcrdns::kNotChecked;
  std::span<const Address> forward;
  NameClass name_class = NameClass::kUnset;
  bool is_generic = false;
  Confidence confidence = Confidence::kUnset;
  std::string_view encoding;
  std::span<const std::string_view> tokens;
  Role role = Role::kUnset;
  std::span<const std::string_view> findings;
  std::string_view owner;
  std::string_view zone;
  std::optional<uint32_t> ttl;  // seconds
  std::optional<Rcode> rcode;
  std::optional<uint16_t> ede;
  RowFlags flags;
  uint32_t attempts = 0;
  std::optional<uint32_t> rtt_us;
  std::optional<Endpoint> server;
  WallTime time;
};

// Index in row.names of the representative name: the first confirmed one, else
// the first; nothing where there is none.
[[nodiscard]] std::optional<size_t> Representative(const Row& row);

}  // namespace ptrcensus
