// What one name costs: taking it apart, classifying it, its findings; over a
// mix of forms with the shares of a public set of 90,043 names, and each form
// alone.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "io/name.h"
#include "scanner/verdict/classify.h"
#include "scanner/verdict/findings.h"

namespace ptrcensus {
namespace {

// Names that stay in the caches, domains among those remembered; and so many
// that each comes from further away and its suffix is often asked anew.
constexpr int64_t kFew = 2048;
constexpr int64_t kMany = 16384;
constexpr size_t kDomains = 4000;

using Random = std::mt19937_64;

// What a name of a form is made from.
struct Seed {
  Random& random;
  std::array<unsigned, 4> o;  // the octets
  const std::string& domain;  // a customer's
};

const char* OneOf(Seed& seed, std::initializer_list<const char*> texts) {
  return texts.begin()[seed.random() % texts.size()];
}

std::string FwdDash(Seed& s) {
  const auto& o = s.o;
  const std::string text = fmt::format("{}-{}-{}-{}", o[0], o[1], o[2], o[3]);
  switch (s.random() % 6) {
    case 0:
      return "ec2-" + text + ".eu-west-1.compute.amazonaws.com";
    case 1:
      return "a" + text + ".deploy.static.akamaitechnologies.com";
    case 2:
      return "server-" + text + ".nrt20.r.cloudfront.net";
    case 3:
      return "pool-" + text + ".phlapa.fios.verizon.net";
    case 4:
      return text + ".rev.poneytelecom.eu";
    default:
      return "host-" + text + "." + s.domain;
  }
}

std::string RevDot(Seed& s) {
  const auto& o = s.o;
  const std::string text = fmt::format("{}.{}.{}.{}", o[3], o[2], o[1], o[0]);
  return s.random() % 3 == 0 ? "static." + text + ".clients.your-server.de"
                             : text + ".bc.googleusercontent.com";
}

std::string Permuted(Seed& s) {
  return fmt::format("ip{}.ip-{}-{}-{}.eu", s.o[3], s.o[0], s.o[1], s.o[2]);
}

std::string FwdDot(Seed& s) {
  const auto& o = s.o;
  return fmt::format("{}.{}.{}.{}.vultrusercontent.com", o[0], o[1], o[2],
                     o[3]);
}

std::string RevDash(Seed& s) {
  const auto& o = s.o;
  return fmt::format("{}-{}-{}-{}.instances.scw.cloud", o[3], o[2], o[1], o[0]);
}

std::string Padded(Seed& s) {
  const auto& o = s.o;
  return fmt::format("syn-{:03}-{:03}-{:03}-{:03}.res.spectrum.com", o[0], o[1],
                     o[2], o[3]);
}

std::string Hex(Seed& s) {
  const auto& o = s.o;
  return fmt::format("p{:02x}{:02x}{:02x}{:02x}.dip0.t-ipconnect.de", o[0],
                     o[1], o[2], o[3]);
}

std::string Mixed(Seed& s) {
  const auto& o = s.o;
  return fmt::format("{}.{}.{}-{}.dyn.dsl.cantv.net", o[0], o[1], o[2], o[3]);
}

std::string Dense(Seed& s) {
  const auto& o = s.o;
  return fmt::format("softbank{:03}{:03}{:03}{:03}.bbtec.net", o[0], o[1], o[2],
                     o[3]);
}

std::string Softlayer(Seed& s) {
  const auto& o = s.o;
  return fmt::format("{:x}.{:x}.{:x}{:02x}.ip4.static.sl-reverse.com", o[3],
                     o[2], o[1], o[0]);
}

std::string ThreeOctets(Seed& s) {
  return fmt::format("cpe-{}-{}-{}.{}", s.o[1], s.o[2], s.o[3], s.domain);
}

std::string TwoLow(Seed& s) {
  return fmt::format("dyn-{}-{}.{}", s.o[2], s.o[3], s.domain);
}

std::string TwoHigh(Seed& s) {
  return fmt::format("{}.{}.broad.ha.dynamic.163data.com.cn", s.o[1], s.o[0]);
}

std::string LastOctet(Seed& s) {
  return fmt::format("{}{}.{}", OneOf(s, {"host", "mail", "cust-", "srv"}),
                     s.o[3], s.domain);
}

std::string OtherDigits(Seed& s) {
  const uint64_t n = s.random();
  switch (n % 4) {
    case 0:
      return fmt::format("vmi{}.contaboserver.net", n % 1000003);
    case 1:
      return fmt::format("s{}-{}.par.{}", n % 9973, n % 97, s.domain);
    default:
      return fmt::format("{}{}.{}", OneOf(s, {"mx", "ns", "web", "db", "vps"}),
                         n % 13, s.domain);
  }
}

std::string NoDigits(Seed& s) {
  const char* host = OneOf(
      s, {"mail.", "www.", "smtp.", "gateway.", "static.host.", "cpanel.", ""});
  return host + s.domain;
}

std::string Interface(Seed& s) {
  return fmt::format("xe-0-0-{}-0.agg{}.nyc1.us.m247.com", s.o[2] % 48,
                     s.o[3] % 9);
}

std::string BelowArpa(Seed& s) {
  const auto& o = s.o;
  return fmt::format("static-{}.{}.{}.{}.in-addr.arpa", o[3], o[2], o[1], o[0]);
}

std::string UnknownTop(Seed&) { return "hn.kd.ny.adsl"; }
std::string SingleLabel(Seed&) { return "localhost"; }
std::string Root(Seed&) { return "."; }

struct Form {
  const char* name;
  int per_mille;  // of the set
  std::string (*make)(Seed&);
};
constexpr Form kForms[] = {{"fwd_dash", 429, FwdDash},
                           {"rev_dot", 126, RevDot},
                           {"permuted", 59, Permuted},
                           {"fwd_dot", 37, FwdDot},
                           {"rev_dash", 12, RevDash},
                           {"padded", 7, Padded},
                           {"hex8", 5, Hex},
                           {"mixed", 4, Mixed},
                           {"dense12", 3, Dense},
                           {"softlayer", 2, Softlayer},
                           {"three_octets", 5, ThreeOctets},
                           {"two_low", 8, TwoLow},
                           {"two_high", 8, TwoHigh},
                           {"last_octet", 15, LastOctet},
                           {"other_digits", 129, OtherDigits},
                           {"no_digits", 75, NoDigits},
                           {"interface", 10, Interface},
                           {"below_arpa", 4, BelowArpa},
                           {"unknown_top", 55, UnknownTop},
                           {"single_label", 5, SingleLabel},
                           {"root", 2, Root}};

std::vector<std::string> MakeDomains(Random& random) {
  const char* tops[] = {"com", "com",    "com",    "net",   "net", "org", "de",
                        "fr",  "co.uk",  "com.br", "ne.jp", "nl",  "it",  "ru",
                        "pl",  "com.au", "cz",     "in",    "io"};
  std::vector<std::string> domains;
  for (size_t i = 0; i < kDomains; ++i) {
    std::string label;
    for (uint64_t n = 6 + random() % 10; n > 0; --n) {
      label += static_cast<char>('a' + random() % 26);
    }
    domains.push_back(label + "." + tops[random() % std::size(tops)]);
  }
  return domains;
}

struct Named {
  Address ip;
  Name name;
};

const Form& DrawForm(Random& random) {
  size_t at = random() % 1000;
  for (const Form& form : kForms) {
    if (at < static_cast<size_t>(form.per_mille)) return form;
    at -= static_cast<size_t>(form.per_mille);
  }
  return kForms[0];
}

// `only` null: the mix.
std::vector<Named> MakeNames(const Form* only, size_t count) {
  Random random(5);
  const std::vector<std::string> domains = MakeDomains(random);
  std::vector<Named> names;
  for (size_t i = 0; i < count; ++i) {
    const auto bits = static_cast<uint32_t>(random());
    Seed seed{random,
              {bits >> 24, bits >> 16 & 0xFF, bits >> 8 & 0xFF, bits & 0xFF},
              domains[random() % domains.size()]};
    const Form& form = only != nullptr ? *only : DrawForm(random);
    names.push_back({Address::V4(bits), *Name::FromText(form.make(seed))});
  }
  return names;
}

// Calls `work` for one name after the other.
template <typename Work>
void ForNames(benchmark::State& state, const Form* only, Work work) {
  const std::vector<Named> names =
      MakeNames(only, static_cast<size_t>(state.range(0)));
  PublicSuffixes suffixes("");
  NameParts parts;
  size_t i = 0;
  for (auto _ : state) {
    const Named& named = names[i];
    i = i + 1 < names.size() ? i + 1 : 0;
    TakeApart(named.name.wire(), suffixes, parts);
    work(named.ip, parts);
  }
  state.SetItemsProcessed(state.iterations());
}

void BM_TakeApart(benchmark::State& state) {
  ForNames(state, nullptr, [](const Address&, const NameParts& parts) {
    benchmark::DoNotOptimize(parts.suffix);
  });
}
BENCHMARK(BM_TakeApart)->Name("BM_TakeApart/mix")->Arg(kFew)->Arg(kMany);

// Taking apart and classifying.
void BM_Classify(benchmark::State& state, const Form* only) {
  ForNames(state, only, [](const Address& ip, const NameParts& parts) {
    benchmark::DoNotOptimize(Classify(ip, parts).encoding);
  });
}

// The same, and the findings.
void BM_ClassifyAndFind(benchmark::State& state) {
  ForNames(state, nullptr, [](const Address& ip, const NameParts& parts) {
    const Classification verdict = Classify(ip, parts);
    FindingSet findings = FormFindings(ip, false, parts);
    findings.Add(ClassFindings(verdict));
    benchmark::DoNotOptimize(findings.empty());
  });
}
BENCHMARK(BM_ClassifyAndFind)
    ->Name("BM_ClassifyAndFind/mix")
    ->Arg(kFew)
    ->Arg(kMany);

[[maybe_unused]] const bool kRegistered = [] {
  benchmark::RegisterBenchmark("BM_Classify/mix", BM_Classify, nullptr)
      ->Arg(kFew)
      ->Arg(kMany);
  for (const Form& form : kForms) {
    benchmark::RegisterBenchmark(
        fmt::format("BM_Classify/{}", form.name).c_str(), BM_Classify, &form)
        ->Arg(kFew);
  }
  return true;
}();

}  // namespace
}  // namespace ptrcensus
