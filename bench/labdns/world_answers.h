// Answers queries from the world, without a table and, for IPv4 reverse names,
// without allocation.
#pragma once

#include <vector>

#include "bench/labdns/answers.h"
#include "bench/labdns/reverse_name.h"
#include "bench/labdns/world.h"

namespace ptrcensus::labdns {

// The TTL of aliases differs from those of PTR records, so that a mix-up shows.
inline constexpr uint32_t kAliasTtl = 777;
inline constexpr uint32_t kForwardTtl = 300;

class WorldAnswers : public Answers {
 public:
  explicit WorldAnswers(const World& world) : world_(world) {}
  Outcome Answer(const Query& query, Message& message) override;

 private:
  Outcome AnswerReverse(const Query& query, const ReverseName& name,
                        Message& message);
  Outcome AnswerAddress(const Place& place, const ReverseName& name,
                        const Query& query, Message& message);
  void AnswerTarget(const Place& place, uint16_t zone, Message& message);
  void AddPtrs(const Place& place, uint16_t owner, Message& message);
  Outcome AnswerForward(const Query& query, Message& message);
  Outcome AnswerName(const Query& query, const WireName& lower, bool is_target,
                     Message& message);
  bool AddAddresses(const World::Origin& origin, uint16_t owner, uint16_t type,
                    Message& message);

  const World& world_;
  std::vector<Address> addresses_;  // scratch
};

}  // namespace ptrcensus::labdns
