#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <sstream>

#include "bench/labdns/blocks.h"
#include "bench/labdns/scenario.h"
#include "io/error.h"

namespace ptrcensus::labdns {
namespace {

struct Word {
  std::string_view text;
  uint16_t value;
};

constexpr std::array<Word, 6> kTypes = {{{"A", kTypeA},
                                         {"AAAA", kTypeAaaa},
                                         {"CNAME", kTypeCname},
                                         {"DNAME", kTypeDname},
                                         {"PTR", kTypePtr},
                                         {"TXT", kTypeTxt}}};
constexpr std::array<Word, 7> kRcodes = {{{"NOERROR", 0},
                                          {"FORMERR", 1},
                                          {"SERVFAIL", 2},
                                          {"NXDOMAIN", 3},
                                          {"NOTIMP", 4},
                                          {"REFUSED", 5},
                                          {"NOTAUTH", 9}}};
constexpr uint32_t kMostRepeats = 100000;
constexpr uint32_t kMostSeconds = 0x7fffffff;
constexpr uint32_t kMostDelayMs = 3600 * 1000;

template <typename Words>
std::optional<uint16_t> Find(const Words& words, std::string_view text) {
  for (const Word& word : words) {
    if (word.text == text) return word.value;
  }
  return std::nullopt;
}

template <typename Words>
std::string List(const Words& words) {
  std::string list;
  for (const Word& word : words) {
    if (!list.empty()) list += ", ";
    list += word.text;
  }
  return list;
}

std::optional<uint32_t> ReadNumber(std::string_view text, uint32_t most) {
  uint32_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end || value > most) return std::nullopt;
  return value;
}

// The words of a line up to a `#`.
std::vector<std::string_view> Split(std::string_view line) {
  std::vector<std::string_view> words;
  size_t at = 0;
  while (true) {
    at = line.find_first_not_of(" \t\r", at);
    if (at == std::string_view::npos || line[at] == '#') return words;
    const size_t end = std::min(line.find_first_of(" \t\r", at), line.size());
    words.push_back(line.substr(at, end - at));
    at = end;
  }
}

std::vector<uint8_t> AddressOctets(const Address& address) {
  std::vector<uint8_t> octets;
  if (address.is_v4()) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      octets.push_back(static_cast<uint8_t>(address.v4() >> shift));
    }
    return octets;
  }
  for (const uint64_t half : {address.high(), address.low()}) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      octets.push_back(static_cast<uint8_t>(half >> shift));
    }
  }
  return octets;
}

// In a repeated record `%` stands for the record's number.
std::string Numbered(std::string_view text, uint32_t number) {
  std::string result;
  for (const char c : text) {
    result += c == '%' ? std::to_string(number) : std::string(1, c);
  }
  return result;
}

}  // namespace

class ScenarioParser {
 public:
  explicit ScenarioParser(std::string_view path) : path_(path) {}

  Scenario Parse(std::string_view text) {
    while (!text.empty()) {
      ++line_;
      const size_t end = std::min(text.find('\n'), text.size());
      ReadLine(Split(text.substr(0, end)));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    return std::move(scenario_);
  }

 private:
  using Words = std::span<const std::string_view>;

  [[noreturn]] void Fail(const std::string& what) const {
    throw Error(
        fmt::format("--scenario: line {} of '{}': {}.", line_, path_, what));
  }

  void ReadLine(Words words) {
    if (words.empty()) return;
    if (words[0] == "@on") return ReadBehaviour(words.subspan(1));
    if (words[0] != "@repeat") {
      if (words[0].starts_with('@')) {
        Fail(fmt::format("'{}' is neither @on nor @repeat", words[0]));
      }
      return ReadRecord(words);
    }
    const auto count =
        words.size() < 2 ? std::nullopt : ReadNumber(words[1], kMostRepeats);
    if (!count) {
      Fail(fmt::format("@repeat needs a number up to {}", kMostRepeats));
    }
    RepeatRecord(words.subspan(2), *count);
  }

  void RepeatRecord(Words words, uint32_t count) {
    std::vector<std::string> numbered(words.size());
    for (uint32_t i = 1; i <= count; ++i) {
      for (size_t w = 0; w < words.size(); ++w) {
        numbered[w] = Numbered(words[w], i);
      }
      ReadRecord(
          std::vector<std::string_view>(numbered.begin(), numbered.end()));
    }
  }

  void ReadRecord(Words words) {
    if (words.size() != 4) Fail("a record is NAME TTL TYPE DATA");
    const auto ttl = ReadNumber(words[1], kMostSeconds);
    if (!ttl) Fail(fmt::format("'{}' is no TTL in seconds", words[1]));
    const Scenario::Key key = ReadKey(words[0], words[2]);
    scenario_.records_[key].push_back(
        {*ttl, ReadData(key.second, std::string(words[3]))});
  }

  Scenario::Key ReadKey(std::string_view name, std::string_view type) const {
    const auto code = Find(kTypes, type);
    if (!code) {
      Fail(fmt::format("'{}' is no type known here: {}", type, List(kTypes)));
    }
    const std::vector<uint8_t> wire = ReadName(name);
    const WireName lower = Lowered(wire);
    return {std::string(lower.wire().begin(), lower.wire().end()), *code};
  }

  std::vector<uint8_t> ReadName(std::string_view text) const {
    const auto name = ParseNameText(text);
    if (!name) Fail(fmt::format("'{}' is no domain name", text));
    return {name->wire().begin(), name->wire().end()};
  }

  std::vector<uint8_t> ReadData(uint16_t type, const std::string& text) const {
    if (type == kTypeTxt) {
      if (text.size() > 255) Fail("a TXT string has at most 255 octets");
      std::vector<uint8_t> data = {static_cast<uint8_t>(text.size())};
      data.insert(data.end(), text.begin(), text.end());
      return data;
    }
    if (type != kTypeA && type != kTypeAaaa) return ReadName(text);
    const auto address = ReadAddress(text);
    if (!address || address->is_v4() != (type == kTypeA)) {
      Fail(fmt::format("'{}' is no {} address", text,
                       type == kTypeA ? "IPv4" : "IPv6"));
    }
    return AddressOctets(*address);
  }

  void ReadBehaviour(Words words) {
    if (words.size() < 3 || words.size() > 4) {
      Fail("a behaviour is @on NAME TYPE WHAT, some with a value behind it");
    }
    Behaviour& behaviour = scenario_.behaviours_[ReadKey(words[0], words[1])];
    const std::string_view what = words[2];
    if (words.size() == 4) return ReadValue(what, words[3], behaviour);
    if (what == "silent") {
      behaviour.silent = true;
    } else if (what == "malformed") {
      behaviour.malformed = true;
    } else if (what == "tc") {
      behaviour.truncate = true;
    } else if (what == "first-link") {
      behaviour.first_link = true;
    } else {
      FailBehaviour(what);
    }
  }

  void ReadValue(std::string_view what, std::string_view value,
                 Behaviour& behaviour) const {
    if (what == "rcode") {
      behaviour.rcode = Find(kRcodes, value);
      if (!behaviour.rcode) {
        Fail(fmt::format("'{}' is no rcode known here: {}", value,
                         List(kRcodes)));
      }
    } else if (what == "delay") {
      const auto delay = ReadNumber(value, kMostDelayMs);
      if (!delay) Fail(fmt::format("'{}' is no delay in ms", value));
      behaviour.delay_ms = *delay;
    } else if (what == "ede") {
      const auto code = ReadNumber(value, 0xffff);
      if (!code) Fail(fmt::format("'{}' is no extended error code", value));
      behaviour.ede = static_cast<uint16_t>(*code);
    } else {
      FailBehaviour(what);
    }
  }

  [[noreturn]] void FailBehaviour(std::string_view what) const {
    Fail(
        fmt::format("'{}' is none of: silent, malformed, tc, first-link, "
                    "rcode CODE, ede NUMBER, delay MS",
                    what));
  }

  std::string path_;
  int line_ = 0;
  Scenario scenario_;
};

Scenario Scenario::ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  if (!file || !(text << file.rdbuf())) {
    throw Error(fmt::format("--scenario: cannot read '{}': {}.", path,
                            std::strerror(errno)));
  }
  return Parse(text.str(), path);
}

Scenario Scenario::Parse(std::string_view text, std::string_view path) {
  return ScenarioParser(path).Parse(text);
}

}  // namespace ptrcensus::labdns
