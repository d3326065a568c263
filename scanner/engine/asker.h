// Asks questions until each has an end: sends them, matches replies by
// comparison, retries over servers and over TCP, and gives up. It knows what a
// question is about only through its owner.
//
// Invariants: every question that was taken ends in exactly one OnReply that
// returned true, or one OnFailure; a packet reaches OnReply only if its
// source, port, socket, id and question are those of a query in flight.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "io/reply.h"
#include "io/transport.h"
#include "scanner/engine/counters.h"
#include "scanner/engine/in_flight.h"
#include "scanner/engine/pacer.h"
#include "scanner/engine/servers.h"

namespace ptrcensus {

// What is known of a question when it ends.
struct Asked {
  Question question;
  uint32_t queries = 0;    // sent for it
  bool truncated = false;  // a truncated reply came
  bool edns = false;       // the last query had an OPT record
};

// An accepted reply with rcode NOERROR or NXDOMAIN, never truncated.
struct Reply {
  Bytes packet;
  ReplyHeader header;
  ReplyFacts facts;
  uint32_t server = 0;
  uint32_t rtt_us = 0;
  bool tcp = false;
};

// How a question failed after all tries: the last reply with an rcode decides,
// else a malformed one, else it is a timeout.
struct Failure {
  enum class Why : uint8_t { kTimeout, kMalformed, kRcode };
  Why why = Why::kTimeout;
  // The rest is of that last reply.
  Rcode rcode = Rcode::kNoError;
  std::optional<uint16_t> ede;
  uint32_t server = 0;
  uint32_t rtt_us = 0;
  bool aa = false;
  bool ad = false;
  bool tcp = false;
};
[[nodiscard]] inline bool IsServfail(const Failure& failure) {
  return failure.why == Failure::Why::kRcode &&
         failure.rcode == Rcode::kServFail;
}

class QuestionOwner {
 public:
  virtual ~QuestionOwner() = default;

  // Writes the question's section (io/query.h) and returns its size; the same
  // for the same arguments while the question is in flight. Also called for
  // questions that have ended, when a late reply comes: any valid question
  // will do then.
  virtual size_t WriteQuestion(const Question& question, uint64_t case_bits,
                               uint8_t* out) const noexcept = 0;
  // A reply over UDP ended a query that was no probe; whatever it said.
  virtual void OnRoundTrip(Duration rtt, Time now) noexcept = 0;
  // False if the records that count cannot be read: then it is a malformed
  // reply and the question is still in flight.
  virtual bool OnReply(const Asked& asked, const Reply& reply,
                       Time now) noexcept = 0;
  virtual void OnFailure(const Asked& asked, const Failure& failure,
                         Time now) noexcept = 0;
  // After a batch of packets: the time to ask what follows from them.
  virtual void AfterReplies(Time now) noexcept = 0;
};

struct AskerOptions {
  Duration timeout{};
  int tries = 3;
  Duration probe_timeout{};
  std::function<uint64_t()> random;  // of the kernel's; for ids and 0x20 bits
};

class Asker : public TransportEvents {
 public:
  // All arguments are borrowed.
  Asker(const AskerOptions& options, Transport& transport, Pacer& pacer,
        Servers& servers, QuestionOwner& owner, ScanCounters& counters,
        Time start);

  // Sends a new question; false if no server or no id is to be had now. A
  // server that the question wants is waited for, unless it is silent.
  [[nodiscard]] bool Ask(const Question& question, Time now);
  // Sends a probe, a question that is not retried, to a server.
  [[nodiscard]] bool Probe(uint32_t server, bool edns, Time now);
  // Sends the retry that waits longest; false if it must wait.
  [[nodiscard]] bool Retry(Time now);
  bool has_retries() const { return in_flight_.Count(SlotList::kRetry) > 0; }
  // From this age on an unanswered query no longer counts as `unanswered`.
  void SetLateAfter(Duration age) { late_after_ = age; }
  // Queries whose answers are still to be expected.
  uint32_t unanswered() const {
    return in_flight_.Count(SlotList::kUdp) + in_flight_.Count(SlotList::kTcp);
  }

  // Ends tries that have run out of time, and wakes what waited.
  void Expire(Time now);
  // When Expire has something to do.
  [[nodiscard]] std::optional<Time> NextDeadline(Time now) const;
  // Sends what was staged, and goes on to the next socket.
  void Flush(Time now, bool all);

  void OnDatagram(uint32_t socket, const Endpoint& source, Bytes packet,
                  Time now) noexcept override;
  void OnUnsent(uint32_t tag, Time now) noexcept override;
  void OnTcpMessage(const Endpoint& server, Bytes message,
                    Time now) noexcept override;
  void OnTcpFailed(uint32_t tag, bool is_try, Time now) noexcept override;
  void OnBatchEnd(Time now) noexcept override;

 private:
  // What earlier tries of a question gave; few questions need one.
  struct Trouble {
    std::vector<uint32_t> refused;  // servers not to be asked again
    std::vector<uint32_t> failed;   // servers to be asked again only later
    int backoffs = 0;
    bool malformed = false;
    std::optional<Failure> last;
  };

  bool IsTcp(uint32_t slot) const {
    return InFlight::SocketOf(slot) == tcp_socket_;
  }
  Asked AskedOf(const Slot& slot) const;
  uint64_t CaseBits(uint32_t slot) const;
  size_t WriteSentQuestion(uint32_t slot, uint8_t* out) const;

  // Sending.
  std::optional<uint32_t> FirstServer(const Question& question, Time now);
  std::optional<uint32_t> AcquireUdp(uint32_t server, SlotList list, Time now);
  void Launch(uint32_t slot, const Question& question, uint32_t server);
  void Transmit(uint32_t slot, Time now);
  void CountSent(const Slot& slot, int64_t sign);
  std::optional<uint32_t> NextServer(uint32_t slot) const;

  // Matching.
  void Drop(enum Drop why);
  void DropUnmatched(uint32_t slot, const Endpoint& source, Bytes packet,
                     Time now);
  bool SameQuestion(uint32_t slot, const ReplyHeader& header, Bytes packet);
  void Accept(uint32_t slot, const ReplyHeader& header, Bytes packet, Time now);
  void TakeReply(uint32_t slot, const Reply& reply, Time now);
  void NoteRoundTrip(uint32_t slot, Time now);
  void NoteTruncated(uint32_t slot, Time now);
  void NoteMalformed(uint32_t slot);
  void NoteRcode(uint32_t slot, const Reply& reply, Time now);

  // Ending.
  void TimeOut(uint32_t slot, Time now);
  // `early`: before its time was over.
  void EndTry(uint32_t slot, bool early, Time now);
  void Fail(uint32_t slot, Time now);
  void Release(uint32_t slot, bool answered);
  void CancelTcp(uint32_t slot, bool timed_out = false);
  Trouble& TroubleOf(uint32_t slot);
  std::span<const uint32_t> RefusedBy(const Slot& slot) const;
  bool HasFailedAt(const Slot& slot, uint32_t server) const;
  Duration LimitOf(SlotList list) const;
  void ExpireList(SlotList list, Time now);

  AskerOptions options_;
  std::array<uint64_t, 2> case_keys_;
  Transport& transport_;
  Pacer& pacer_;  // every query sent is taken from it
  Servers& servers_;
  QuestionOwner& owner_;
  ScanCounters& counters_;
  uint32_t tcp_socket_;  // the ids of TCP queries; the last "socket"
  InFlight in_flight_;
  std::vector<Trouble> troubles_ = std::vector<Trouble>(1);  // [kNoTrouble]
  std::vector<uint32_t> free_troubles_;
  uint32_t rotation_ = 0;
  Duration late_after_ = Duration::max();
  uint32_t turn_ = 0;  // queries from the present socket
};

}  // namespace ptrcensus
