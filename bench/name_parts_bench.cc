// Taking names apart, and asking the public suffix list.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "scanner/verdict/findings.h"
#include "scanner/verdict/name_parts.h"

namespace ptrcensus {
namespace {

std::vector<Name> NamesOf(const std::vector<std::string>& texts) {
  std::vector<Name> names;
  for (const std::string& text : texts) names.push_back(*Name::FromText(text));
  return names;
}

// As they stand in a block: many hosts of few domains.
const std::vector<Name>& UsualNames() {
  static const std::vector<Name> names =
      NamesOf({"ec2-198-51-100-24.eu-west-1.compute.amazonaws.com",
               "static.24.100.51.198.clients.your-server.de",
               "mail.example.com", "24.100.51.198.bc.googleusercontent.com",
               "p5dd4a1b2.dip0.t-ipconnect.de", "host-198-51-100-24.isp.co.uk",
               "198-51-100-24.dynamic-ip.hinet.net", "mx1.example.org"});
  return names;
}

// More domains than are remembered: each name asks the list itself once.
const std::vector<Name>& ManyDomains() {
  static const std::vector<Name> names = [] {
    std::vector<std::string> texts;
    for (int i = 0; i < 100000; ++i) {
      texts.push_back("host-198-51-100-24.domain" + std::to_string(i) + ".com");
    }
    return NamesOf(texts);
  }();
  return names;
}

void TakeApartEach(benchmark::State& state, const std::vector<Name>& names) {
  PublicSuffixes suffixes("");
  NameParts parts;
  size_t i = 0;
  for (auto _ : state) {
    TakeApart(names[i].wire(), suffixes, parts);
    benchmark::DoNotOptimize(parts);
    if (++i == names.size()) i = 0;
  }
  state.SetItemsProcessed(state.iterations());
}

void BM_TakeApart(benchmark::State& state) {
  TakeApartEach(state, UsualNames());
}
BENCHMARK(BM_TakeApart);

void BM_TakeApartOfManyDomains(benchmark::State& state) {
  TakeApartEach(state, ManyDomains());
}
BENCHMARK(BM_TakeApartOfManyDomains);

void BM_FormFindings(benchmark::State& state) {
  PublicSuffixes suffixes("");
  std::vector<NameParts> parts(UsualNames().size());
  for (size_t i = 0; i < parts.size(); ++i) {
    TakeApart(UsualNames()[i].wire(), suffixes, parts[i]);
  }
  const Address ip = Address::V4(0xC6336418);
  size_t i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(FormFindings(ip, false, parts[i]));
    if (++i == parts.size()) i = 0;
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_FormFindings);

// What a start pays.
void BM_OpenPublicSuffixes(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(PublicSuffixes(""));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_OpenPublicSuffixes);

}  // namespace
}  // namespace ptrcensus
