// Rows that arrive in any order, given back in three orders, each streamed
// once. They wait in a private SQLite database in a temporary file that has no
// name any more, so nothing is left behind; memory does not follow the number
// of rows. The directory is that of SQLITE_TMPDIR, else TMPDIR, else /var/tmp.
// The only file that uses SQLite is pattern_store.cc.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "io/address.h"
#include "scanner/verdict/coverage.h"
#include "scanner/verdict/template_tally.h"

namespace ptrcensus {

class PatternStore {
 public:
  // Throws Error where no database can be made.
  PatternStore();
  ~PatternStore();
  PatternStore(const PatternStore&) = delete;
  PatternStore& operator=(const PatternStore&) = delete;

  // All return false when the database failed: then error() is one sentence,
  // and nothing more can be done.

  // One row of an address, with its representative name; empty for none.
  [[nodiscard]] bool AddAddress(const Address& ip, std::string_view name,
                                NameKnown known, Shows shows, bool placeholder);
  // A further name of an address.
  [[nodiscard]] bool AddName(const Address& ip, std::string_view name);

  // By address; an address once for each of its rows.
  [[nodiscard]] bool EachAddress(
      const std::function<void(const Address& ip, NameKnown known)>& call);
  // By name, then address; both may come together more than once.
  // `placeholder`: the representative name of a row of that class.
  [[nodiscard]] bool EachName(
      const std::function<void(std::string_view name, const Address& ip,
                               bool placeholder)>& call);
  // Representative names by their template, then by address and name.
  [[nodiscard]] bool EachTemplate(
      const std::function<void(std::string_view text, const Address& ip,
                               std::string_view name, Shows shows)>& call);

  const std::string& error() const { return error_; }

 private:
  struct Statement;
  struct State;
  struct Traits;

  bool Run(const char* sql);
  bool Insert(const Address& ip, std::string_view name, const Traits& traits);
  bool Each(const char* sql, const std::function<void(Statement&)>& call);
  bool Failed();

  std::unique_ptr<State> state_;
  std::string error_;
};

}  // namespace ptrcensus
