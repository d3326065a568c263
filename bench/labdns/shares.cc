#include "bench/labdns/shares.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "io/error.h"

namespace ptrcensus::labdns {
namespace {

std::optional<double> ParsePercent(std::string_view text) {
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end || !(value >= 0) || value > 100) {
    return std::nullopt;
  }
  return value;
}

// Reads one `word=percent` into `percents`.
void ReadShare(std::string_view flag, std::span<const std::string_view> words,
               std::string_view item, std::vector<double>& percents) {
  const size_t equals = std::min(item.find('='), item.size());
  const auto word =
      std::find(words.begin(), words.end(), item.substr(0, equals));
  if (word == words.end()) {
    throw Error(fmt::format("{}: '{}' is none of: {}.", flag,
                            item.substr(0, equals), fmt::join(words, " ")));
  }
  const auto percent = equals < item.size()
                           ? ParsePercent(item.substr(equals + 1))
                           : std::nullopt;
  if (!percent) {
    throw Error(
        fmt::format("{}: '{}' is not word=percent with a number from 0 to 100.",
                    flag, item));
  }
  percents[static_cast<size_t>(word - words.begin())] = *percent;
}

}  // namespace

uint64_t Threshold(double percent) {
  return static_cast<uint64_t>(percent / 100 * 4294967296.0);
}

Shares::Shares(std::string_view flag, std::span<const std::string_view> words,
               std::string_view text) {
  std::vector<double> percents(words.size(), 0);
  while (!text.empty()) {
    const size_t comma = std::min(text.find(','), text.size());
    ReadShare(flag, words, text.substr(0, comma), percents);
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  double sum = 0;
  for (size_t i = 1; i < words.size(); ++i) sum += percents[i];
  if (sum + percents[0] > 100.0001) {
    throw Error(fmt::format("{}: the shares add up to {:g}, more than 100.",
                            flag, sum + percents[0]));
  }
  percents[0] = 100 - sum;
  double before = 0;
  for (size_t i = 0; i < words.size(); ++i) {
    if (percents[i] <= 0) continue;
    bounds_.push_back(Threshold(before));
    choices_.push_back(i);
    before += percents[i];
  }
}

}  // namespace ptrcensus::labdns
