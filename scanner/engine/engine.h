// Asks all targets of a part of the order, and what follows from their
// answers, at the pace allowed, and makes one row of each. Everything that it
// knows of the world comes through the transport and as `now`.
//
// Invariant: rows + addresses under way == targets drawn.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>

#include "io/transport.h"
#include "output/row.h"
#include "scanner/engine/asker.h"
#include "scanner/engine/congestion.h"
#include "scanner/engine/counterparts.h"
#include "scanner/engine/counters.h"
#include "scanner/engine/forward_cache.h"
#include "scanner/engine/forward_lookups.h"
#include "scanner/engine/lookup.h"
#include "scanner/engine/options.h"
#include "scanner/engine/pacer.h"
#include "scanner/engine/probes.h"
#include "scanner/engine/reverse_lookups.h"
#include "scanner/engine/row_maker.h"
#include "scanner/engine/servers.h"
#include "scanner/engine/wildcards.h"
#include "scanner/targets/order.h"
#include "scanner/verdict/public_suffix.h"

namespace ptrcensus {

struct EngineHooks {
  std::function<void(const Row&)> on_row;
  std::function<bool()> output_full;
  // After replies were taken: NextWake may be sooner now.
  std::function<void(Time now)> after_replies;
  // Numbers that nobody can guess: for ids, 0x20, hashing and probe names.
  std::function<uint64_t()> random;
};

class Engine final : public QuestionOwner {
 public:
  // `order`, `suffixes` and `transport` are borrowed. Becomes the transport's
  // receiver.
  Engine(const ScanOptions& options, const Order& order,
         PublicSuffixes& suffixes, Transport& transport, EngineHooks hooks,
         Time start, WallTime wall_start);

  // Ends what has run out of time, draws and sends what the pace allows.
  void Tick(Time now);
  // No further targets are drawn; what is under way goes on.
  void StopDrawing() { stopped_ = true; }
  // Makes the rows that wait only for what a check would find, without it.
  // Only after StopDrawing; nothing is to come in after it.
  void GiveUpChecks(Time now);

  // Every target has its row, and nothing else is to be asked.
  [[nodiscard]] bool complete() const;
  // The same of every target drawn, and no more will be drawn.
  [[nodiscard]] bool done() const;
  [[nodiscard]] bool nobody_there() const { return probes_.nobody_there(); }
  // All servers have been silent for kMaxOutage.
  [[nodiscard]] bool outage_lasts(Time now) const;
  // How often, or else when, Tick is to be called next.
  struct Wake {
    std::optional<Duration> every;
    Time at;
  };
  [[nodiscard]] Wake NextWake(Time now) const;
  [[nodiscard]] ScanCounters counters() const;
  // Nothing unless they are to be checked.
  [[nodiscard]] std::optional<WildcardZones> wildcard_zones() const;

  size_t WriteQuestion(const Question& question, uint64_t case_bits,
                       uint8_t* out) const noexcept override;
  void OnRoundTrip(Duration rtt, Time now) noexcept override;
  bool OnReply(const Asked& asked, const Reply& reply,
               Time now) noexcept override;
  void OnFailure(const Asked& asked, const Failure& failure,
                 Time now) noexcept override;
  void AfterReplies(Time now) noexcept override;

 private:
  // Queues a question that follows from others.
  [[nodiscard]] std::function<void(const Question&)> Asking();
  [[nodiscard]] std::unique_ptr<Counterparts> MakeCounterparts();
  void Pump(Time now);
  // One query or one row; says what holds the next one back, if anything.
  Holdback Step(Time now);
  Holdback Draw(Time now);
  [[nodiscard]] bool MaySend(Time now);
  [[nodiscard]] bool HasDemand() const;
  [[nodiscard]] bool NothingUnderWay() const;
  [[nodiscard]] bool FlushesAll() const;

  ScanOptions options_;
  OrderReader targets_;
  Transport& transport_;
  EngineHooks hooks_;
  ScanCounters counters_;
  Pacer pacer_;
  Congestion congestion_;
  Servers servers_;
  Asker asker_;
  Probes probes_;
  LookupPool lookups_;
  ForwardCache cache_;
  RowMaker rows_;
  std::deque<Question> follow_ups_;  // the next questions of addresses
  ForwardLookups forward_;
  std::unique_ptr<Counterparts> counterparts_;  // null: not to be checked
  std::unique_ptr<Wildcards> wildcards_;        // null: not to be checked
  ReverseLookups reverse_;
  uint64_t position_;
  uint64_t sent_ = 0;  // queries that congestion_ knows of
  bool stopped_ = false;
  bool goes_on_ = false;  // the last Pump stopped only to let others have a go
};

}  // namespace ptrcensus
