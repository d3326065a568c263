// Names made to break the classifier: any octets, any length, and mutations of
// what providers use. Whatever the name, the verdict keeps to its closed lists
// and its offsets lie within the text. Run with sanitizers, this also shows
// that nothing is read or written out of bounds.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "io/name.h"
#include "scanner/verdict/classify.h"
#include "scanner/verdict/findings.h"

namespace ptrcensus {
namespace {

constexpr int kRandomNames = 60000;
constexpr int kMutations = 60000;

class Dice {
 public:
  explicit Dice(uint64_t seed) : bits_(seed) {}
  // Below `limit`.
  size_t Roll(size_t limit) { return bits_() % limit; }
  uint64_t Bits() { return bits_(); }

 private:
  std::mt19937_64 bits_;
};

PublicSuffixes& SystemSuffixes() {
  static PublicSuffixes suffixes("");
  return suffixes;
}

// Small octets, and such that are equal, are where windows overlap.
Address AnyAddress(Dice& dice) {
  if (dice.Roll(4) == 0) {
    const uint64_t high = dice.Roll(2) == 0 ? dice.Bits() : 0x20010DB8ull << 32;
    const uint64_t eui64 = (dice.Bits() & ~(0xFFFFull << 24)) | 0xFFFEull << 24;
    const uint64_t lows[] = {dice.Bits(), dice.Roll(256), eui64};
    return Address::V6(high, lows[dice.Roll(3)]);
  }
  const auto bits = static_cast<uint32_t>(dice.Bits());
  const uint32_t masks[] = {0xFFFFFFFF, 0x0F0F0F0F, 0x01010101, 0x000000FF};
  return Address::V4(bits & masks[dice.Roll(4)]);
}

// A valid wire name of `labels`, as many of them as fit; without empty ones.
std::vector<uint8_t> WireOf(const std::vector<std::string>& labels) {
  std::vector<uint8_t> wire;
  for (const std::string& label : labels) {
    const size_t size = std::min(label.size(), kMaxLabelBytes);
    if (size == 0) continue;
    if (wire.size() + size + 2 > kMaxNameBytes) break;
    wire.push_back(static_cast<uint8_t>(size));
    for (size_t i = 0; i < size; ++i) {
      wire.push_back(FoldCase(static_cast<uint8_t>(label[i])));
    }
  }
  wire.push_back(0);
  return wire;
}

std::string Quad(const Address& ip, const char* joint, bool reversed) {
  std::string text;
  for (int i = 0; i < 4; ++i) {
    const int shift = 8 * (reversed ? i : 3 - i);
    if (i > 0) text += joint;
    text += std::to_string(ip.v4() >> shift & 0xFF);
  }
  return text;
}

std::string Hex(uint64_t value, int digits) {
  std::string text;
  for (int i = digits - 1; i >= 0; --i) {
    text += "0123456789abcdef"[value >> (4 * i) & 0xF];
  }
  return text;
}

// The address as providers write it, in one of many forms.
std::string AddressText(const Address& ip, Dice& dice) {
  if (!ip.is_v4()) {
    std::string text = ToText(ip);
    std::ranges::replace(text, ':', '-');
    const std::string forms[] = {text, Hex(ip.high(), 16) + Hex(ip.low(), 16),
                                 Hex(ip.low(), 16), Hex(ip.low(), 8)};
    return forms[dice.Roll(4)];
  }
  const char* joints[] = {"-", ".", "_", "x", "", "--", "0"};
  const std::string forms[] = {Quad(ip, joints[dice.Roll(7)], false),
                               Quad(ip, joints[dice.Roll(7)], true),
                               Hex(ip.v4(), 8), std::to_string(ip.v4()),
                               std::to_string(ip.v4() & 0xFF)};
  return forms[dice.Roll(5)];
}

// Pieces that the classifier looks for, one after another.
std::string Realistic(const Address& ip, Dice& dice) {
  const char* pieces[] = {"host",        "dyn",
                          "static",      "xe-0-0-1",
                          "ae1.core1",   "not-in-use",
                          "no-dns-yet",  "gateway-pool",
                          "4g",          "mx1",
                          "2024-01-15",  "ip",
                          "pcp12pcs",    "vmi12345",
                          "0x",          "r",
                          "vlan",        "00112233445566",
                          "255",         "256",
                          "0000",        "-",
                          "_",           ".",
                          "x",           "deadbeef",
                          "comcast.net", "contaboserver.net",
                          "co.uk",       "in-addr.arpa",
                          "ip6.arpa",    "localhost",
                          "ipngn",       "shawcable.net"};
  std::string text;
  for (size_t i = dice.Roll(6); i > 0; --i) {
    text += pieces[dice.Roll(std::size(pieces))];
    text += ".-_"[dice.Roll(3)];
  }
  text += AddressText(ip, dice);
  for (size_t i = dice.Roll(4); i > 0; --i) {
    text += ".-_"[dice.Roll(3)];
    text += pieces[dice.Roll(std::size(pieces))];
  }
  const char* ends[] = {".example.net", ".com", ".co.uk",        "",
                        ".adsl",        ".de",  ".in-addr.arpa", ".1"};
  return text + ends[dice.Roll(std::size(ends))];
}

void Mutate(std::string& text, Dice& dice) {
  const size_t at = dice.Roll(text.size() + 1);
  const auto octet = static_cast<char>(dice.Bits());
  switch (dice.Roll(5)) {
    case 0:
      text.insert(at, 1, octet);
      break;
    case 1:
      text.erase(at, 1 + dice.Roll(3));
      break;
    case 2:
      text.insert(at, text.substr(dice.Roll(text.size() + 1), 20));
      break;
    case 3:
      text.insert(at, std::string(dice.Roll(40), "09af-._"[dice.Roll(7)]));
      break;
    default:
      if (at < text.size()) text[at] = octet;
  }
}

std::vector<std::string> SplitAtDots(const std::string& text) {
  std::vector<std::string> labels(1);
  for (const char c : text) {
    if (c == '.') {
      labels.emplace_back();
    } else {
      labels.back() += c;
    }
  }
  return labels;
}

// The number that a part of the text shows in `base`; nothing if it is none.
std::optional<uint64_t> NumberIn(std::string_view text, int base) {
  uint64_t value = 0;
  for (const char c : text) {
    const int digit = c >= 'a' ? c - 'a' + 10 : c - '0';
    if (digit < 0 || digit >= base) return std::nullopt;
    value = value * static_cast<uint64_t>(base) + static_cast<uint64_t>(digit);
  }
  return value;
}

// What the parts say of single octets and groups must be so.
void CheckPart(const Address& ip, const NameParts& name,
               const AddressMatch& match, const AddressMatch::Part& part) {
  if (part.octet == AddressMatch::kAll) return;
  ASSERT_LT(part.octet, ip.is_v4() ? 4 : 8);
  if (match.encoding == Encoding::kOtherIp || !ip.is_v4()) return;
  const uint32_t octet = ip.v4() >> (24 - 8 * part.octet) & 0xFF;
  const std::string_view text = name.text().substr(
      part.where.begin, size_t{part.where.end} - part.where.begin);
  EXPECT_TRUE(NumberIn(text, 10) == octet || NumberIn(text, 16) == octet)
      << name.text() << " part " << text;
}

void CheckMatch(const Address& ip, const NameParts& name,
                const AddressMatch& match) {
  ASSERT_LE(match.where.begin, match.where.end);
  ASSERT_LE(match.where.end, name.size);
  ASSERT_LE(match.part_count, match.parts.size());
  size_t last = match.where.begin;
  for (size_t i = 0; i < match.part_count; ++i) {
    const AddressMatch::Part& part = match.parts[i];
    ASSERT_LE(last, part.where.begin);
    ASSERT_LT(part.where.begin, part.where.end);
    last = part.where.end;
    CheckPart(ip, name, match, part);
  }
  ASSERT_LE(last, match.where.end);
}

void CheckWords(const NameParts& name, const Classification& verdict) {
  size_t last = 0;
  for (const FoundWord& found : verdict.words.all()) {
    ASSERT_LE(last, found.begin);
    ASSERT_LT(found.begin, found.end);
    last = found.end;
    ASSERT_LT(found.index, Words().size());
  }
  ASSERT_LE(last, name.size);
  TokenBuffer buffer;
  for (const std::string_view token : TokensOf(verdict, buffer)) {
    EXPECT_TRUE(std::ranges::any_of(Words(), [&](const Word& word) {
      return word.text == token;
    })) << token;
  }
}

void CheckVerdict(const Classification& verdict) {
  ASSERT_LT(static_cast<int>(verdict.encoding), kEncodingCount);
  EXPECT_NE(verdict.encoding, Encoding::kNoName);
  EXPECT_NE(verdict.name_class, NameClass::kUnset);
  EXPECT_NE(verdict.name_class, NameClass::kNone);
  if (verdict.name_class == NameClass::kInvalid) {
    EXPECT_EQ(verdict.confidence, Confidence::kUnset);
  }
  if (verdict.is_generic()) {
    EXPECT_EQ(verdict.confidence, Confidence::kStrong);
    EXPECT_NE(verdict.name_class, NameClass::kCustom);
    EXPECT_NE(verdict.name_class, NameClass::kInfrastructure);
  }
}

void Check(const Address& ip, const std::vector<uint8_t>& wire) {
  NameParts name;
  TakeApart(wire, SystemSuffixes(), name);
  ASSERT_EQ(name.size, wire.size() < 2 ? 0 : wire.size() - 2);
  ASSERT_LE(name.registrable, name.suffix);
  ASSERT_LE(name.suffix, name.size);
  const Classification verdict = Classify(ip, name);
  CheckMatch(ip, name, verdict.match);
  CheckWords(name, verdict);
  CheckVerdict(verdict);
  FindingSet findings = FormFindings(ip, false, name);
  findings.Add(ClassFindings(verdict));
  findings.ForEach(
      [](Finding finding) { EXPECT_FALSE(Info(finding).name.empty()); });
}

TEST(ClassifyHostile, AnyOctetsOfAnyLength) {
  Dice dice(1);
  for (int i = 0; i < kRandomNames; ++i) {
    std::vector<std::string> labels(dice.Roll(129));
    const size_t longest = 1 + dice.Roll(63);
    for (std::string& label : labels) {
      label.resize(1 + dice.Roll(longest));
      for (char& c : label) c = static_cast<char>(dice.Bits());
    }
    Check(AnyAddress(dice), WireOf(labels));
    if (HasFatalFailure()) return;
  }
}

TEST(ClassifyHostile, OnlyCharactersThatMeanSomething) {
  constexpr std::string_view kAlphabet = "0123456789abcdefx-_.";
  Dice dice(2);
  for (int i = 0; i < kRandomNames; ++i) {
    std::string text(dice.Roll(256), '0');
    for (char& c : text) c = kAlphabet[dice.Roll(kAlphabet.size())];
    Check(AnyAddress(dice), WireOf(SplitAtDots(text)));
    if (HasFatalFailure()) return;
  }
}

TEST(ClassifyHostile, MutatedNamesOfProviders) {
  Dice dice(3);
  for (int i = 0; i < kMutations; ++i) {
    const Address ip = AnyAddress(dice);
    std::string text = Realistic(ip, dice);
    for (size_t count = dice.Roll(5); count > 0; --count) Mutate(text, dice);
    Check(ip, WireOf(SplitAtDots(text)));
    if (HasFatalFailure()) return;
  }
}

// The most labels, pieces, digit runs and words that a name can hold.
TEST(ClassifyHostile, AsManyPiecesAsFit) {
  for (const char* label : {"1", "r", "a", "-", "_", "f", "0", "x", "\xff"}) {
    Check(Address::V4(0x01010101),
          WireOf(std::vector<std::string>(127, label)));
  }
  for (const char* piece : {"r-", "1-", "1x", "r.", "1.", "5g-", "01-", "-r",
                            "no-", "no-dns-", "not-in-", "r1", "ae1-"}) {
    std::string text;
    while (text.size() < 300) text += piece;
    for (const bool dots : {false, true}) {
      std::vector<std::string> labels = SplitAtDots(text);
      if (!dots) {
        labels = {text.substr(0, 63), text.substr(63, 63), text.substr(126, 63),
                  text.substr(189, 61)};
      }
      Check(Address::V4(0x01010101), WireOf(labels));
      Check(Address::V6(0x0001000100010001, 0x0001000100010001),
            WireOf(labels));
    }
  }
}

}  // namespace
}  // namespace ptrcensus
