// What the reverse answers of addresses lead to: a row at once, or a lookup
// that asks a CNAME chain on, confirms names forward or checks further.
//
// Invariant: each address whose question was asked ends in one row.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "io/reply.h"
#include "scanner/engine/asker.h"
#include "scanner/engine/counterparts.h"
#include "scanner/engine/forward_lookups.h"
#include "scanner/engine/lookup.h"
#include "scanner/engine/options.h"
#include "scanner/engine/row_maker.h"
#include "scanner/engine/wildcards.h"
#include "scanner/targets/order.h"

namespace ptrcensus {

class ReverseLookups {
 public:
  // `ask` queues a question of Kind::kChain, kReverseUnchecked or
  // kReverseAgain; the rest is borrowed. `counterparts` and `wildcards` are
  // null where these are not to be checked.
  ReverseLookups(const ScanOptions& options, const Order& order,
                 LookupPool& lookups, const ForwardCache& cache,
                 ForwardLookups& forward, Counterparts* counterparts,
                 Wildcards* wildcards, RowMaker& rows,
                 std::function<void(const Question&)> ask);

  // The question for a target.
  [[nodiscard]] static Question QuestionFor(const Address& address,
                                            uint64_t position);
  // The row of a target that is never asked.
  void Skip(const Address& address, Time now);

  size_t WriteQuestion(const Question& question, uint64_t case_bits,
                       uint8_t* out) const;
  bool OnReply(const Asked& asked, const Reply& reply, Time now);
  void OnFailure(const Asked& asked, const Failure& failure, Time now);

  // The question without validation was answered by `server`.
  void OnUncheckedReply(const Asked& asked, uint32_t server);
  // The check has ended: unanswered, or with the question asked again.
  void OnCheckEnd(const Asked& asked, bool bogus, Time now);
  // Makes the rows that wait for such a check; from now on none is checked.
  void GiveUpChecks(Time now);

  // All names of a lookup are known: makes its row, or checks further.
  void Finish(uint32_t lookup, Time now);
  // All that was asked for a lookup is known.
  void MakeRow(uint32_t lookup, Time now);

 private:
  Address AddressOf(const Question& question) const;
  Name QnameOf(const Question& question) const;
  ReverseFacts FactsOf(const Asked& asked) const;
  void AddReply(const Reply& reply, ReverseFacts& facts) const;
  bool ExtendChain(const Asked& asked);
  void End(const Asked& asked, ReverseFacts& facts, Time now);
  bool EndInLoop(const Asked& asked, ReverseFacts& facts, Time now);
  void EndWithoutNames(const Asked& asked, const Reply& reply,
                       ReverseFacts& facts, Time now);
  void EndWithNames(const Asked& asked, ReverseFacts& facts, Time now);
  void AskOn(const Asked& asked, ReverseFacts& facts, Time now);
  void AskUnchecked(const Asked& asked, ReverseFacts& facts, uint32_t server);
  void EndCheck(uint32_t lookup, Time now);
  void MakeUntried(const ReverseFacts& facts, Time now);

  const ScanOptions& options_;
  const Order& order_;
  LookupPool& lookups_;
  const ForwardCache& cache_;
  ForwardLookups& forward_;
  Counterparts* counterparts_;  // null also once checks are given up
  Wildcards* wildcards_;
  RowMaker& rows_;
  std::function<void(const Question&)> ask_;
  Answer answer_;  // reused from reply to reply
  std::vector<RowMaker::NamePart> parts_;
  std::vector<Address> shown_;
};

}  // namespace ptrcensus
