#include "scanner/cli/resolvers.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "io/dns.h"
#include "io/error.h"
#include "scanner/targets/line_reader.h"
#include "scanner/targets/range_text.h"

namespace ptrcensus {
namespace {

Endpoint ResolverOf(std::string_view text, std::string_view where) {
  if (const auto endpoint = ParseEndpoint(text, kDnsPort)) return *endpoint;
  throw Error(fmt::format(
      "{} {} is not the address of a resolver; accepted: an IPv4 or IPv6 "
      "address, or with a port 192.0.2.53:5353 or [2001:db8::53]:5353 (names "
      "are not looked up)",
      where, Quoted(text)));
}

// In the order in which they were first named.
class ResolverList {
 public:
  void AddOnce(const Endpoint& resolver) {
    if (known_.insert(resolver).second) list_.push_back(resolver);
  }
  std::vector<Endpoint> Take() { return std::move(list_); }

 private:
  std::vector<Endpoint> list_;
  std::set<Endpoint> known_;
};

void AddFile(ResolverList& resolvers, const std::string& path) {
  LineReader lines(path, "--resolver-file", "one resolver's address a line");
  while (const auto text = lines.Next()) {
    if (text->empty()) continue;
    resolvers.AddOnce(ResolverOf(*text, lines.Where() + ":"));
  }
}

// The `nameserver` lines of a resolv.conf(5); addresses with a zone index
// (fe80::1%eth0) cannot be asked from here and are passed over.
std::vector<Endpoint> Nameservers(const std::string& path) {
  constexpr std::string_view kKeyword = "nameserver";
  ResolverList resolvers;
  LineReader lines(path, "no -r was given, and the system's list of resolvers",
                   "nameserver lines");
  while (const auto text = lines.Next()) {
    if (!text->starts_with(kKeyword)) continue;
    const std::string_view rest = text->substr(kKeyword.size());
    const std::string_view value = Trimmed(rest);
    if (value.empty() || value.size() == rest.size()) continue;
    const auto address =
        ParseAddress(value.substr(0, value.find_first_of(kBlank)));
    if (address) resolvers.AddOnce({*address, kDnsPort});
  }
  return resolvers.Take();
}

// systemd-resolved(8): 127.0.0.53, and 127.0.0.54 as a plain proxy.
bool IsStub(const Endpoint& resolver) {
  return resolver.address == Address::V4(0x7F000035) ||
         resolver.address == Address::V4(0x7F000036);
}

std::vector<Endpoint> SystemResolvers(const SystemFiles& system) {
  std::vector<Endpoint> resolvers = Nameservers(system.resolv_conf);
  std::string file = system.resolv_conf;
  if (!resolvers.empty() && std::ranges::all_of(resolvers, IsStub)) {
    file = system.behind_stub;
    resolvers = Nameservers(file);
  }
  if (resolvers.empty()) {
    throw Error(fmt::format(
        "no -r was given, and {} names no resolver that can be asked; name one "
        "with -r ADDR[:PORT]",
        file));
  }
  return resolvers;
}

}  // namespace

std::vector<Endpoint> Resolvers(const std::vector<std::string>& addresses,
                                const std::vector<std::string>& files,
                                const SystemFiles& system) {
  if (addresses.empty() && files.empty()) return SystemResolvers(system);
  ResolverList list;
  for (const std::string& text : addresses) {
    list.AddOnce(ResolverOf(text, "--resolver"));
  }
  for (const std::string& path : files) AddFile(list, path);
  std::vector<Endpoint> resolvers = list.Take();
  if (resolvers.empty()) {
    throw Error(fmt::format(
        "--resolver-file {} names no resolver; one address a line is needed",
        files.front()));
  }
  return resolvers;
}

std::string ResolverNames(const std::vector<Endpoint>& resolvers) {
  constexpr size_t kMostNames = 5;
  const size_t named = std::min(resolvers.size(), kMostNames);
  std::string names;
  for (size_t i = 0; i < named; ++i) {
    names += (i == 0 ? "" : ", ") + ToText(resolvers[i]);
  }
  if (named == resolvers.size()) return names;
  return fmt::format("{} and {} more", names, resolvers.size() - named);
}

void CheckSource(const std::vector<Endpoint>& resolvers,
                 const std::optional<Address>& source) {
  if (!source) return;
  for (const Endpoint& resolver : resolvers) {
    if (resolver.address.family() == source->family()) continue;
    throw Error(fmt::format(
        "--source {} cannot reach the resolver {}, which is of the other "
        "address family; name only {} resolvers with -r",
        ToText(*source), ToText(resolver), source->is_v4() ? "IPv4" : "IPv6"));
  }
}

}  // namespace ptrcensus
