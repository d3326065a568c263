// An address and a name of it as people and files give them, `ip,name`. Input
// is hostile: no text is too strange to be refused in one printable clause.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "io/address.h"
#include "io/name.h"

namespace ptrcensus {

struct Pair {
  Address ip;
  std::optional<Name> name;  // nothing where the address has none
};

// Why `text` is not accepted by ParseAddress or Name::FromText: a clause such
// as "'a..b' is no domain name: a label is empty".
[[nodiscard]] std::string WhyNoAddress(std::string_view text);
[[nodiscard]] std::string WhyNoName(std::string_view text);

// Reads lines of CSV (RFC 4180), each by itself: a line feed cannot stand
// within a cell, so an unbalanced quote spoils no other line.
class PairParser {
 public:
  PairParser();
  ~PairParser();
  PairParser(const PairParser&) = delete;
  PairParser& operator=(const PairParser&) = delete;

  // False for a line that is no pair; `problem` then says why, in a clause.
  // An empty name is none.
  [[nodiscard]] bool Parse(std::string_view line, Pair& pair,
                           std::string& problem);
  // `ip,name`, the title line.
  [[nodiscard]] static bool IsHeader(std::string_view line);

 private:
  struct QuotedCells;
  std::unique_ptr<QuotedCells> quoted_;
};

}  // namespace ptrcensus
