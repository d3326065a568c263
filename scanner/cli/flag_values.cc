#include "scanner/cli/flag_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "io/error.h"
#include "output/nearest.h"
#include "scanner/targets/range_text.h"

namespace ptrcensus {
namespace {

// All of `text`, or nothing.
template <typename Number>
std::optional<Number> FromText(std::string_view text) {
  Number number{};
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end) return std::nullopt;
  return number;
}

std::string DidYouMean(std::string_view word,
                       std::span<const std::string_view> candidates) {
  const std::string_view nearest = NearestName(word, candidates);
  return nearest.empty() ? "" : fmt::format(", did you mean '{}'", nearest);
}

[[noreturn]] void ThrowUnknownStatus(
    std::string_view word, std::span<const std::string_view> statuses) {
  throw Error(fmt::format("--only names an unknown status {}{}; accepted: {}",
                          Quoted(word), DidYouMean(word, statuses),
                          fmt::join(statuses, ", ")));
}

PtrStatus StatusOf(std::string_view word) {
  if (const auto status = ParsePtrStatus(word)) return *status;
  std::array<std::string_view, kPtrStatusCount> statuses;
  for (size_t i = 0; i < statuses.size(); ++i) {
    statuses[i] = Text(static_cast<PtrStatus>(i));
  }
  ThrowUnknownStatus(word, statuses);
}

void AddCheck(std::string_view word, Checks& checks) {
  constexpr std::array<std::string_view, 3> kNames = {"wildcard", "counterpart",
                                                      "dnssec"};
  constexpr std::array<bool Checks::*, 3> kSwitches = {
      &Checks::wildcard, &Checks::counterpart, &Checks::dnssec};
  const auto found = std::ranges::find(kNames, word);
  if (found == kNames.end()) {
    throw Error(fmt::format("--check names an unknown check {}{}; accepted: {}",
                            Quoted(word), DidYouMean(word, kNames),
                            fmt::join(kNames, ", ")));
  }
  checks.*kSwitches[static_cast<size_t>(found - kNames.begin())] = true;
}

// The words between commas, at least one.
template <typename Call>
void ForEachWord(std::string_view text, Call call) {
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find(',', begin), text.size());
    call(text.substr(begin, end - begin));
    begin = end + 1;
  }
}

}  // namespace

uint64_t ParseWhole(std::string_view flag, std::string_view text,
                    uint64_t least, uint64_t most) {
  const auto number = FromText<uint64_t>(text);
  if (number && *number >= least && *number <= most) return *number;
  throw Error(fmt::format(
      "{} {} is not accepted; it takes a whole number from {} to {}", flag,
      Quoted(text), least, most));
}

Duration ParseSeconds(std::string_view flag, std::string_view text,
                      double least, double most) {
  const auto seconds = FromText<double>(text);
  // Written so that a NaN fails.
  if (seconds && *seconds >= least && *seconds <= most) {
    return std::chrono::round<Duration>(
        std::chrono::duration<double>(*seconds));
  }
  throw Error(fmt::format(
      "{} {} is not accepted; it takes seconds from {} to {}, fractions "
      "allowed",
      flag, Quoted(text), least, most));
}

uint64_t ParseRate(std::string_view flag, std::string_view text) {
  if (text == "max") return 0;
  const auto rate = FromText<uint64_t>(text);
  if (rate && *rate >= 1 && *rate <= kMaxRateQps) return *rate;
  throw Error(fmt::format(
      "{} {} is not accepted; it takes queries a second, a whole number from "
      "1 to {}, or max for no limit",
      flag, Quoted(text), kMaxRateQps));
}

ShardPart ParseShard(std::string_view text) {
  const size_t slash = text.find('/');
  if (slash != std::string_view::npos) {
    const auto index = FromText<uint64_t>(text.substr(0, slash));
    const auto count = FromText<uint64_t>(text.substr(slash + 1));
    if (index && count && *index < *count && *count <= kMaxShards) {
      return {.index = *index, .count = *count};
    }
  }
  throw Error(fmt::format(
      "--shard {} is not accepted; it takes I/N, shard I of N, counted from "
      "0, with I less than N and N at most {}",
      Quoted(text), kMaxShards));
}

Address ParseSource(std::string_view text) {
  if (const auto address = ParseAddress(text)) return *address;
  throw Error(fmt::format(
      "--source {} is not an IP address; it takes an IPv4 or IPv6 address of "
      "this machine",
      Quoted(text)));
}

TransportKind ParseTransport(std::string_view text) {
  constexpr std::array<std::string_view, 3> kKinds = {"auto", "segmented",
                                                      "portable"};
  const auto found = std::ranges::find(kKinds, text);
  if (found != kKinds.end()) {
    return static_cast<TransportKind>(found - kKinds.begin());
  }
  throw Error(fmt::format("--transport {} is unknown{}; accepted: {}",
                          Quoted(text), DidYouMean(text, kKinds),
                          fmt::join(kKinds, ", ")));
}

const FormatInfo& ParseFormat(std::string_view text) {
  if (const FormatInfo* format = FindFormat(text)) return *format;
  if (text == "parquet") {
    throw Error(
        fmt::format("--format parquet is not in this version; accepted: {}",
                    FormatNames()));
  }
  std::vector<std::string_view> names;
  for (const FormatInfo& format : Formats()) names.push_back(format.name);
  throw Error(fmt::format("--format {} is unknown{}; accepted: {}",
                          Quoted(text), DidYouMean(text, names),
                          FormatNames()));
}

std::vector<PtrStatus> ParseOnly(std::string_view text) {
  std::vector<PtrStatus> statuses;
  ForEachWord(
      text, [&](std::string_view word) { statuses.push_back(StatusOf(word)); });
  return statuses;
}

void AddChecks(std::string_view text, Checks& checks) {
  ForEachWord(text, [&](std::string_view word) { AddCheck(word, checks); });
}

const Profile& ParseProfile(std::string_view text) {
  if (const Profile* profile = FindProfile(text)) return *profile;
  std::vector<std::string_view> names;
  for (const Profile& profile : Profiles()) names.push_back(profile.name);
  throw Error(fmt::format("--profile {} is unknown{}; accepted: {}",
                          Quoted(text), DidYouMean(text, names),
                          fmt::join(names, ", ")));
}

std::string ParsePath(std::string_view flag, const std::string& text) {
  if (!text.empty()) return text;
  throw Error(fmt::format("{} is empty; it takes the path of a file", flag));
}

std::string FormatNames() {
  std::vector<std::string_view> names;
  for (const FormatInfo& format : Formats()) names.push_back(format.name);
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string ProfileList() {
  std::string list;
  for (const Profile& profile : Profiles()) {
    list += fmt::format("{}{}: {}", list.empty() ? "" : "; ", profile.name,
                        profile.asks);
  }
  return list;
}

}  // namespace ptrcensus
