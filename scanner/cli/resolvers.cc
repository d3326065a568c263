#include "scanner/cli/resolvers.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "io/dns.h"
#include "io/error.h"

namespace ptrcensus {
namespace {

constexpr std::string_view kSpace = " \t\r\f\v";

std::string_view Trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

// The lines of a file; throws Error with `what` before it.
std::vector<std::string> ReadLines(const std::string& path,
                                   std::string_view what) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    throw Error(
        fmt::format("{} '{}' is a directory; a file is needed", what, path));
  }
  errno = 0;
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  if (!file.is_open() || file.bad()) {
    throw Error(fmt::format("{} '{}' cannot be read: {}", what, path,
                            std::generic_category().message(errno)));
  }
  return lines;
}

Endpoint ResolverOf(std::string_view text, std::string_view where) {
  if (const auto endpoint = ParseEndpoint(text, kDnsPort)) return *endpoint;
  throw Error(fmt::format(
      "{} '{}' is not the address of a resolver; accepted: an IPv4 or IPv6 "
      "address, or with a port 192.0.2.53:5353 or [2001:db8::53]:5353 (names "
      "are not looked up)",
      where, text));
}

void AddOnce(std::vector<Endpoint>& resolvers, const Endpoint& resolver) {
  if (std::ranges::find(resolvers, resolver) == resolvers.end()) {
    resolvers.push_back(resolver);
  }
}

void AddFile(std::vector<Endpoint>& resolvers, const std::string& path) {
  size_t number = 0;
  for (const std::string& line : ReadLines(path, "--resolver-file")) {
    ++number;
    const std::string_view text =
        Trimmed(std::string_view(line).substr(0, line.find('#')));
    if (text.empty()) continue;
    AddOnce(resolvers,
            ResolverOf(text, fmt::format("--resolver-file {} line {}:", path,
                                         number)));
  }
}

// The `nameserver` lines of a resolv.conf(5); addresses with a zone index
// (fe80::1%eth0) cannot be asked from here and are passed over.
std::vector<Endpoint> Nameservers(const std::string& path) {
  constexpr std::string_view kKeyword = "nameserver";
  std::vector<Endpoint> resolvers;
  for (const std::string& line :
       ReadLines(path, "no -r was given, and the system's list of resolvers")) {
    const std::string_view text = Trimmed(line);
    if (!text.starts_with(kKeyword)) continue;
    const std::string_view rest = text.substr(kKeyword.size());
    const std::string_view value = Trimmed(rest);
    if (value.empty() || value.size() == rest.size()) continue;
    const auto address =
        ParseAddress(value.substr(0, value.find_first_of(kSpace)));
    if (address) AddOnce(resolvers, {*address, kDnsPort});
  }
  return resolvers;
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
  std::vector<Endpoint> resolvers;
  for (const std::string& text : addresses) {
    AddOnce(resolvers, ResolverOf(text, "--resolver"));
  }
  for (const std::string& path : files) AddFile(resolvers, path);
  if (resolvers.empty()) {
    throw Error(fmt::format(
        "--resolver-file {} names no resolver; one address a line is needed",
        files.front()));
  }
  return resolvers;
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
