// The public suffix list (publicsuffix.org), its ICANN section alone: under
// which names others register theirs. By libpsl; what was asked lately is
// remembered, since most names of a block lie in few domains.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace ptrcensus {

class PublicSuffixes {
 public:
  // The list of `path`, as text (public_suffix_list.dat) or compiled
  // (.dafsa); an empty path is the system's list, else the one that libpsl was
  // built with. Throws Error, a sentence that names --psl.
  explicit PublicSuffixes(const std::string& path);
  ~PublicSuffixes();
  PublicSuffixes(PublicSuffixes&&) noexcept;
  PublicSuffixes& operator=(PublicSuffixes&&) noexcept;

  // What tells this list from others, for the summary.
  const std::string& version() const;

  // True if `name`, lower case without a final dot and at most 253 characters,
  // is a public suffix by a rule of the list (the rule `*` does not count), or
  // one of three tops without a rule: `test` and `example`, which are read like
  // any other (RFC 6761 6.2, 6.5), and `za`, of which the list has only what
  // lies below. Allocates nothing.
  [[nodiscard]] bool IsSuffix(std::string_view name);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace ptrcensus
