// No false strong verdict: names that people give, built from common words with
// numbers, dates, versions, interfaces, airports and hashes. None holds a word
// of the tables or a provider's suffix, so only the address itself, three of
// its octets or more, may make one generic.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "io/name.h"
#include "scanner/verdict/classify.h"

namespace ptrcensus {
namespace {

constexpr const char* kWords[] = {
    "able",    "acorn",   "alpha",     "amber",    "apple",    "arrow",
    "atlas",   "autumn",  "backup",    "badge",    "baker",    "bandit",
    "beacon",  "beef",    "billing",   "bishop",   "blog",     "bravo",
    "bridge",  "build",   "cafe",      "calendar", "candle",   "carbon",
    "castle",  "cedar",   "chat",      "cherry",   "citrix",   "console",
    "copper",  "crm",     "dashboard", "data",     "dead",     "decade",
    "delta",   "demo",    "desk",      "dns",      "docs",     "dragon",
    "eagle",   "echo",    "ember",     "erp",      "exchange", "face",
    "facade",  "falcon",  "files",     "finance",  "forum",    "fox",
    "ftp",     "galaxy",  "garden",    "git",      "glacier",  "granite",
    "harbor",  "hawk",    "hotel",     "image",    "intranet", "iris",
    "jenkins", "jupiter", "kafka",     "kilo",     "lab",      "lima",
    "lion",    "login",   "lotus",     "maple",    "media",    "meeting",
    "mercury", "mirror",  "monitor",   "moon",     "mysql",    "news",
    "nginx",   "oak",     "office",    "oracle",   "orion",    "owl",
    "panel",   "paper",   "payroll",   "portal",   "postgres", "print",
    "proxy",   "python",  "quartz",    "radius",   "raven",    "redis",
    "remote",  "river",   "robin",     "rome",     "saturn",   "scan",
    "search",  "secure",  "shop",      "sierra",   "silver",   "solar",
    "stage",   "store",   "stream",    "sun",      "tango",    "tiger",
    "titan",   "tokyo",   "ubuntu",    "vault",    "venus",    "video",
    "voice",   "vpn",     "web",       "webmail",  "whale",    "wiki",
    "willow",  "www",     "yankee",    "zebra",    "zulu"};
constexpr const char* kDomains[] = {"brightriver.com", "northlake.co.uk",
                                    "gruenfeld.de", "uni-sample.edu",
                                    "3cups.io"};
constexpr const char* kAirports[] = {"fra", "ams", "lhr", "nrt", "iad", "syd"};
constexpr const char* kInterfaces[] = {"xe", "ge", "et", "te", "eth", "ae"};

using Random = std::mt19937_64;

std::string Number(Random& random, uint64_t limit) {
  return std::to_string(random() % limit);
}

std::string Hex(Random& random, int digits) {
  std::string text;
  for (int i = 0; i < digits; ++i) text += "0123456789abcdef"[random() % 16];
  return text;
}

std::string TwoDigits(uint64_t value) {
  return (value < 10 ? "0" : "") + std::to_string(value);
}

// Year, month and day with `joint` between them.
std::string Date(Random& random, const std::string& joint) {
  return std::to_string(1990 + random() % 45) + joint +
         TwoDigits(1 + random() % 12) + joint + TwoDigits(1 + random() % 31);
}

// Left of the domain: what one word, `w`, becomes in the hands of people.
std::vector<std::string> Hosts(const std::string& w, Random& random) {
  const auto n = [&](uint64_t limit) { return Number(random, limit); };
  const std::string airport = kAirports[random() % std::size(kAirports)];
  const std::string port = kInterfaces[random() % std::size(kInterfaces)];
  return {
      w,
      w + n(10),
      w + TwoDigits(random() % 100),
      w + "-" + n(1000),
      w + n(100) + "-" + n(100),
      w + n(30) + "." + airport + n(20),
      airport + n(20) + "s" + n(50) + "-in-f" + n(256),
      n(100) + w,
      w + "-v" + n(5) + "-" + n(20) + "-" + n(30),
      "v" + n(5) + "." + n(20) + "." + n(30) + "." + n(9) + "." + w,
      w + n(4) + "." + n(20) + "." + n(20),
      w + "-" + Date(random, "-"),
      w + Date(random, ""),
      Date(random, ".") + "." + w,
      w + "_" + Date(random, "_"),
      w + "20" + TwoDigits(random() % 30),
      w + "-" + n(1000000),
      w + n(100000000),
      w + "-" + n(10000000000),
      w + n(100) + "x" + n(100),
      w + "-x86-64",
      w + "-ipv4",
      w + "-s3-us-west-" + n(4),
      w + ".eu-central-" + n(4),
      w + "-o365",
      port + "-" + n(10) + "-" + n(10) + "-" + n(64) + "." + w,
      port + n(100) + "." + w + n(10),
      port + "-" + n(10) + "-" + n(10) + "-" + n(64) + "-" + n(5) + "." + w,
      w + "-" + Hex(random, 4),
      Hex(random, 7) + "." + w,
      w + "-" + Hex(random, 8),
      Hex(random, 8) + "-" + Hex(random, 4) + "." + w,
      Hex(random, 12) + "." + w,
      Hex(random, 16) + "." + w,
      Hex(random, 32) + "." + w,
      w + "." + Hex(random, 40),
      w + n(10) + "." + w + n(10) + "." + w + n(10),
  };
}

std::vector<std::string> PlainNames() {
  Random random(7);
  std::vector<std::string> names;
  for (const char* word : kWords) {
    for (const std::string& host : Hosts(word, random)) {
      names.push_back(host + "." + kDomains[random() % std::size(kDomains)]);
    }
  }
  return names;
}

// The longest runs of digits of `base`, as numbers, and as texts.
template <typename IsDigitOf>
std::vector<std::string> Runs(const std::string& name, IsDigitOf is_digit) {
  std::vector<std::string> runs(1);
  for (const char c : name) {
    if (is_digit(c)) {
      runs.back() += c;
    } else if (!runs.back().empty()) {
      runs.emplace_back();
    }
  }
  return runs;
}

std::array<unsigned, 4> OctetsOf(const Address& ip) {
  return {ip.v4() >> 24, ip.v4() >> 16 & 0xFF, ip.v4() >> 8 & 0xFF,
          ip.v4() & 0xFF};
}

// How many octets of the address stand among `numbers`, each octet and each
// number counted once.
int CountOctets(const Address& ip, std::multiset<unsigned> numbers) {
  int count = 0;
  for (const unsigned octet : OctetsOf(ip)) {
    const auto found = numbers.find(octet);
    if (found == numbers.end()) continue;
    numbers.erase(found);
    ++count;
  }
  return count;
}

std::multiset<unsigned> Numbers(const std::vector<std::string>& runs,
                                size_t most_digits, int base) {
  std::multiset<unsigned> numbers;
  for (const std::string& run : runs) {
    if (run.empty() || run.size() > most_digits) continue;
    numbers.insert(static_cast<unsigned>(std::stoul(run, nullptr, base)));
  }
  return numbers;
}

std::string Joined(const std::array<unsigned, 4>& octets, const char* format,
                   size_t first) {
  std::string text;
  for (size_t i = first; i < octets.size(); ++i) {
    std::array<char, 16> octet;
    std::snprintf(octet.data(), octet.size(), format, octets[i]);
    text += octet.data();
  }
  return text;
}

// By brute force, and not as the classifier looks for them: three octets or
// more in the name, as numbers or run together.
bool HoldsAddress(const Address& ip, const std::string& name) {
  const auto decimal = Runs(name, [](char c) { return std::isdigit(c); });
  if (CountOctets(ip, Numbers(decimal, 3, 10)) >= 3) return true;
  const auto hex = Runs(name, [](char c) { return std::isxdigit(c); });
  if (CountOctets(ip, Numbers(hex, 2, 16)) >= 3) return true;
  auto octets = OctetsOf(ip);
  if (name.find(std::to_string(ip.v4())) != name.npos) return true;
  for (int order = 0; order < 2; ++order) {
    for (const char* format : {"%u", "%03u", "%02x"}) {
      if (name.find(Joined(octets, format, 0)) != name.npos) return true;
    }
    if (name.find(Joined(octets, "%03u", 1)) != name.npos) return true;
    std::ranges::reverse(octets);
  }
  return false;
}

// Any octet anywhere in the name, also within a longer number.
bool SharesDigits(const Address& ip, const std::string& name) {
  for (const unsigned octet : OctetsOf(ip)) {
    if (name.find(std::to_string(octet)) != name.npos) return true;
    std::array<char, 4> hex;
    std::snprintf(hex.data(), hex.size(), "%02x", octet);
    if (name.find(hex.data()) != name.npos) return true;
  }
  return false;
}

Classification VerdictOf(const Address& ip, const std::string& name) {
  static PublicSuffixes suffixes("");
  const auto parsed = Name::FromText(name);
  EXPECT_TRUE(parsed) << name;
  NameParts parts;
  TakeApart(parsed->wire(), suffixes, parts);
  return Classify(ip, parts);
}

std::string Told(const Address& ip, const std::string& name,
                 const Classification& verdict) {
  std::string text = ToText(ip) + " " + name + " ";
  text.append(Text(verdict.name_class)).append(" ");
  return text.append(Text(verdict.encoding));
}

TEST(PlainNames, AreMadeOfNoWordOfTheTables) {
  for (const char* word : kWords) {
    EXPECT_EQ(FindWord(word), nullptr) << word;
  }
}

TEST(PlainNames, AreNeverStrongWithoutTheAddress) {
  Random random(11);
  std::vector<Address> addresses;
  for (int i = 0; i < 60; ++i) {
    addresses.push_back(Address::V4(static_cast<uint32_t>(random())));
    addresses.push_back(
        Address::V6(0x20010DB8ull << 32 | random() >> 32, random()));
  }
  size_t checked = 0;
  for (const std::string& name : PlainNames()) {
    for (const Address& ip : addresses) {
      if (ip.is_v4() && SharesDigits(ip, name)) continue;
      const Classification verdict = VerdictOf(ip, name);
      ASSERT_NE(verdict.confidence, Confidence::kStrong)
          << Told(ip, name, verdict);
      ASSERT_FALSE(verdict.is_generic()) << Told(ip, name, verdict);
      ++checked;
    }
  }
  EXPECT_GT(checked, 300000u);
}

// Addresses as they come, and such whose octets are as small as the numbers
// that people use, or stand in the name itself.
TEST(PlainNames, AreStrongOnlyWhereTheyHoldThreeOctets) {
  Random random(13);
  size_t strong = 0;
  for (const std::string& name : PlainNames()) {
    const auto runs = Runs(name, [](char c) { return std::isdigit(c); });
    const auto numbers = Numbers(runs, 3, 10);
    const std::vector<unsigned> own(numbers.begin(), numbers.end());
    for (int i = 0; i < 60; ++i) {
      auto bits = static_cast<uint32_t>(random());
      if (i % 3 == 1) bits &= 0x1F1F1F1F;
      for (int shift = 0; i % 3 == 2 && !own.empty() && shift < 32;
           shift += 8) {
        const unsigned octet = own[random() % own.size()];
        if (octet > 255 || random() % 4 == 0) continue;
        bits = (bits & ~(0xFFu << shift)) | octet << shift;
      }
      const Address ip = Address::V4(bits);
      const Classification verdict = VerdictOf(ip, name);
      if (verdict.confidence != Confidence::kStrong) continue;
      ++strong;
      // Four numbers of which two are octets at their places are taken for
      // another address.
      if (verdict.encoding == Encoding::kOtherIp) {
        ASSERT_GE(CountOctets(ip, numbers), 2) << Told(ip, name, verdict);
        continue;
      }
      ASSERT_TRUE(HoldsAddress(ip, name)) << Told(ip, name, verdict);
    }
  }
  EXPECT_GT(strong, 100u);
}

}  // namespace
}  // namespace ptrcensus
