// The texts after flags, turned into values. Each throws Error with a sentence
// that names the flag, the text and what is accepted.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "io/address.h"
#include "io/time.h"
#include "output/format.h"
#include "output/row.h"
#include "scanner/engine/options.h"
#include "scanner/engine/scan.h"
#include "scanner/verdict/profile.h"

namespace ptrcensus {

struct ShardPart {
  uint64_t index = 0;
  uint64_t count = 1;
};

inline constexpr uint64_t kMaxRateQps = 10'000'000;
inline constexpr uint64_t kMaxShards = 65'536;

// A whole decimal number, least <= number <= most.
[[nodiscard]] uint64_t ParseWhole(std::string_view flag, std::string_view text,
                                  uint64_t least, uint64_t most);
// Decimal seconds, fractions allowed, least <= seconds <= most.
[[nodiscard]] Duration ParseSeconds(std::string_view flag,
                                    std::string_view text, double least,
                                    double most);
// Queries a second, or `max`, which gives 0.
[[nodiscard]] uint64_t ParseRate(std::string_view flag, std::string_view text);
// `I/N`
[[nodiscard]] ShardPart ParseShard(std::string_view text);
[[nodiscard]] Address ParseSource(std::string_view text);
[[nodiscard]] TransportKind ParseTransport(std::string_view text);
[[nodiscard]] const FormatInfo& ParseFormat(std::string_view text);
// `ok,nxdomain`: the listed statuses, at least one.
[[nodiscard]] std::vector<PtrStatus> ParseOnly(std::string_view text);

// `wildcard,dnssec`: switches the listed checks on, at least one.
void AddChecks(std::string_view text, Checks& checks);

// One of Profiles().
[[nodiscard]] const Profile& ParseProfile(std::string_view text);

// A path, which must not be empty.
[[nodiscard]] std::string ParsePath(std::string_view flag,
                                    const std::string& text);

// `csv, ndjson, table`
[[nodiscard]] std::string FormatNames();
// `mail-strict: fcrdns is pass and name_class is custom; mail-basic: ...`
[[nodiscard]] std::string ProfileList();

}  // namespace ptrcensus
