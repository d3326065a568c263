// Which resolvers to ask: those named by flags and files, else the system's.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "io/address.h"

namespace ptrcensus {

// Where the system keeps its resolvers.
struct SystemFiles {
  std::string resolv_conf = "/etc/resolv.conf";
  // Those that systemd's stub resolver forwards to.
  std::string behind_stub = "/run/systemd/resolve/resolv.conf";
};

// The resolvers of `addresses` (-r) and `files` (--resolver-file), in that
// order, each once; where both are empty, the system's. Throws Error: a name
// instead of an address, a file that cannot be read, none at all.
[[nodiscard]] std::vector<Endpoint> Resolvers(
    const std::vector<std::string>& addresses,
    const std::vector<std::string>& files, const SystemFiles& system = {});

// For an error: the first few, and how many more there are.
[[nodiscard]] std::string ResolverNames(const std::vector<Endpoint>& resolvers);

// Throws Error naming the first resolver that cannot be reached from `source`
// because it is of the other family.
void CheckSource(const std::vector<Endpoint>& resolvers,
                 const std::optional<Address>& source);

}  // namespace ptrcensus
