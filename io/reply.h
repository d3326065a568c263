// Replies, cheapest question first. CheckHeader and CompareQuestion only
// compare; ReadReply walks the records within bounds (compression pointers go
// strictly backwards) and without allocation; ReadAnswer hands ldns the names
// in PTR, CNAME and DNAME records of the answer section, one at a time, and
// reads addresses in place. No packet, however made, can crash, stall or grow
// the program.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "io/address.h"
#include "io/dns.h"
#include "io/name.h"

namespace ptrcensus {

struct ReplyHeader {
  uint16_t id = 0;
  Rcode rcode = Rcode::kNoError;  // the four bits of the header
  bool aa = false;
  bool tc = false;
  bool ad = false;
  uint16_t question_count = 0;
  uint16_t answer_count = 0;
  uint16_t authority_count = 0;
  uint16_t additional_count = 0;
};

// Nothing when it is no reply to any query of ours: shorter than a header, QR
// clear, an opcode other than QUERY, or more than one question. A reply
// without a question is let through (servers that know no EDNS may answer
// FORMERR with the header alone, RFC 6891 7); its question_count is 0.
[[nodiscard]] std::optional<ReplyHeader> CheckHeader(Bytes packet) noexcept;

enum class QuestionMatch { kSame, kSameButCase, kDifferent };

// Compares the packet's question with `question` (as sent, see io/query.h).
[[nodiscard]] QuestionMatch CompareQuestion(Bytes packet,
                                            Bytes question) noexcept;

// What a reply with one question says beside its records.
struct ReplyFacts {
  Rcode rcode = Rcode::kNoError;  // with the OPT record's upper eight bits
  std::optional<uint16_t> ede;    // first INFO-CODE (RFC 8914)
  // Offset of the owner of the first SOA record of the authority section, 0
  // without one; DecodeName gives the name.
  uint16_t soa_owner_offset = 0;
};

// Walks all records of a packet whose header and question were accepted.
// Nothing when the packet is malformed: a count, length, label or pointer that
// does not fit, a second OPT record, or octets behind the last record (then
// the counts are wrong, and a reply that counts too few looks like NODATA).
[[nodiscard]] std::optional<ReplyFacts> ReadReply(Bytes packet) noexcept;

// The name at `offset`, decompressed; nothing if it is not valid.
[[nodiscard]] std::optional<Name> DecodeName(Bytes packet,
                                             size_t offset) noexcept;

// The name at `offset` where that is a pointer to a label of the question, so
// that it is the question's name or an ancestor: as it stands in the packet,
// without compression, its case kept. Empty where it is written otherwise.
[[nodiscard]] Bytes SuffixOfQuestion(Bytes packet, size_t offset) noexcept;

enum class ChainEnd {
  kRecords,     // the chain ended in records of the type asked
  kNone,        // no record of that type at the end of the chain
  kLoop,        // the chain meets a name twice, or has over kMaxChainLinks
  kUnreadable,  // a record that counts could not be decoded
};

inline constexpr int kMaxChainLinks = 16;

// The answer section's chain of CNAME and DNAME records from a question name
// (RFC 1034 3.6.2, RFC 6672), and the records of the asked type at its end.
// Records that are not on the chain do not count. Where records of that type
// stand at the question name itself, a CNAME beside them does not count.
struct Answer {
  ChainEnd end = ChainEnd::kNone;
  int links = 0;            // CNAMEs and DNAMEs followed
  std::vector<Name> chain;  // the names these led to, each once, in order
  std::vector<Name> names;  // PTR: distinct, canonical order
  std::vector<Address> addresses;  // A, AAAA: distinct, numerical order
  uint32_t ttl = 0;                // of that record set, seconds: its least
};

// Reads the answer to {`qname`, `type`, IN} from a packet that ReadReply has
// accepted. Reuses the memory of `answer`.
void ReadAnswer(Bytes packet, const Name& qname, RrType type, Answer& answer);

}  // namespace ptrcensus
