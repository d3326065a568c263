// A CNAME chain that is asked on, one question after the other (RFC 2317 for
// reverse names): where it stands and whether it goes in circles.
#pragma once

#include <vector>

#include "io/name.h"
#include "io/reply.h"

namespace ptrcensus {

class Chain {
 public:
  explicit Chain(const Name& start) : seen_{start} {}

  // The name to ask now.
  const Name& current() const { return seen_.back(); }
  // Adds the links that an answer to current() showed, at least one. False if
  // the chain now meets a name twice or has over kMaxChainLinks links.
  [[nodiscard]] bool Extend(const Answer& answer);

 private:
  std::vector<Name> seen_;
};

}  // namespace ptrcensus
