// A scenario file: a hand-written little world for tests of single cases. The
// format stands in docs/labdns.md. What is not listed does not exist.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/labdns/answers.h"
#include "bench/labdns/wire_name.h"

namespace ptrcensus::labdns {

struct ScenarioRecord {
  uint32_t ttl = 0;
  std::vector<uint8_t> data;
};

// What the server does for one {name, type} besides its records.
struct Behaviour {
  std::optional<uint16_t> rcode;
  std::optional<uint16_t> ede;
  bool silent = false;
  bool malformed = false;
  bool truncate = false;
  bool first_link = false;
  uint32_t delay_ms = 0;
};

class Scenario {
 public:
  // Both throw Error, which names the line, what stands there and what would
  // be accepted.
  [[nodiscard]] static Scenario ReadFile(const std::string& path);
  [[nodiscard]] static Scenario Parse(std::string_view text,
                                      std::string_view path);

  using Key = std::pair<std::string, uint16_t>;  // lower-case wire name, type

  [[nodiscard]] bool HasName(Octets name) const;
  // Both: nothing where none is listed.
  [[nodiscard]] const std::vector<ScenarioRecord>* Records(Octets name,
                                                           uint16_t type) const;
  [[nodiscard]] const Behaviour* BehaviourOf(Octets name, uint16_t type) const;

 private:
  friend class ScenarioParser;
  std::map<Key, std::vector<ScenarioRecord>> records_;
  std::map<Key, Behaviour> behaviours_;
};

class ScenarioAnswers : public Answers {
 public:
  explicit ScenarioAnswers(const Scenario& scenario) : scenario_(scenario) {}
  Outcome Answer(const Query& query, Message& message) override;

 private:
  void AddChain(const Query& query, bool first_link, Message& message);
  [[nodiscard]] std::optional<ScenarioRecord> AddDname(Octets name,
                                                       uint16_t owner,
                                                       Message& message) const;

  const Scenario& scenario_;
};

}  // namespace ptrcensus::labdns
