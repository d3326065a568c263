#include "scanner/verdict/packed_forms.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "scanner/verdict/characters.h"

namespace ptrcensus {
namespace {

constexpr size_t kNpos = std::string_view::npos;
constexpr int kLeastUnpadded = 7;
constexpr int kPadded = 3;  // digits of a padded octet

uint32_t Number(const Octets& ip) {
  return uint32_t{ip[0]} << 24 | uint32_t{ip[1]} << 16 | uint32_t{ip[2]} << 8 |
         ip[3];
}

uint32_t HexNumber(std::string_view digits) {
  uint32_t value = 0;
  for (const char c : digits) value = value << 4 | HexValue(c);
  return value;
}

uint64_t DecimalNumber(std::string_view digits) {
  uint64_t value = 0;
  for (const char c : digits) value = value * 10 + HexValue(c);
  return value;
}

void FillWhole(AddressMatch& match, Encoding encoding, size_t begin,
               size_t end) {
  match.encoding = encoding;
  match.where = {static_cast<uint8_t>(begin), static_cast<uint8_t>(end)};
  match.parts[0] = {match.where, AddressMatch::kAll};
  match.part_count = 1;
}

std::string_view TextOf(const DigitRuns& runs, size_t i) {
  return runs.text.substr(runs[i].begin, size_t{runs[i].end} - runs[i].begin);
}

// --- Eight hexadecimal digits

// Which of the three tokens of hex8: plain, glued, after 0x.
struct Hex8 {
  size_t begin;
  int kind;
};

std::optional<Hex8> Hex8In(std::string_view token) {
  constexpr size_t kDigits = 8;
  if (token.size() == kDigits + 2 && token.starts_with("0x") &&
      AllOf(token.substr(2), IsHex)) {
    return Hex8{2, 2};
  }
  const size_t begin = HexTail(token, kDigits);
  if (begin == kNpos) return std::nullopt;
  return Hex8{begin, begin == 0 ? 0 : 1};
}

bool MatchHex8(const Octets& ip, std::string_view text, AddressMatch& match) {
  const uint32_t forward = Number(ip);
  const uint32_t reversed = __builtin_bswap32(forward);
  bool found_forward = false;
  bool found = false;
  ForEachToken(text, [&](size_t begin, size_t end) {
    if (found_forward || end - begin < 8) return;
    const std::string_view token = text.substr(begin, end - begin);
    const auto hex = Hex8In(token);
    if (!hex) return;
    const uint32_t value = HexNumber(token.substr(hex->begin));
    if (value != forward && (found || value != reversed)) return;
    found = true;
    found_forward = value == forward;
    const Encoding base =
        found_forward ? Encoding::kHex8Fwd : Encoding::kHex8Rev;
    FillWhole(match, static_cast<Encoding>(static_cast<int>(base) + hex->kind),
              begin + hex->begin, end);
  });
  return found;
}

// --- A run of digits

bool IsPaddedOctets(const Octets& ip, std::string_view digits, bool reversed) {
  for (size_t i = 0; i < ip.size(); ++i) {
    const uint8_t octet = ip[reversed ? ip.size() - 1 - i : i];
    if (DecimalNumber(digits.substr(i * kPadded, kPadded)) != octet) {
      return false;
    }
  }
  return true;
}

// The four octets one after the other, without padding.
class Unpadded {
 public:
  explicit Unpadded(const Octets& ip) {
    char* end = digits_.data();
    for (const uint8_t octet : ip) {
      end = std::to_chars(end, digits_.data() + digits_.size(), octet).ptr;
    }
    size_ = static_cast<size_t>(end - digits_.data());
  }
  std::string_view text() const { return {digits_.data(), size_}; }

 private:
  std::array<char, 12> digits_;
  size_t size_;
};

std::optional<Encoding> LongRun(const Octets& ip, std::string_view digits,
                                int kind) {
  switch (kind) {
    case 0:
      if (digits.size() == 12 && IsPaddedOctets(ip, digits, false)) {
        return Encoding::kDense12Fwd;
      }
      break;
    case 1:
      if (digits.size() == 12 && IsPaddedOctets(ip, digits, true)) {
        return Encoding::kDense12Rev;
      }
      break;
    case 2:
      if (digits.size() >= 8 && digits.size() <= 10 &&
          DecimalNumber(digits) == Number(ip)) {
        return Encoding::kDec32;
      }
      break;
    default:
      if (digits == Unpadded(ip).text()) return Encoding::kDenseUnpadded;
      break;
  }
  return std::nullopt;
}

bool MatchLongRun(const Octets& ip, const DigitRuns& runs,
                  AddressMatch& match) {
  constexpr int kKinds = 4;
  int best = kKinds;
  for (size_t i = 0; i < runs.count; ++i) {
    if (runs[i].width() < kLeastUnpadded || runs[i].width() > 12) continue;
    for (int kind = 0; kind < best; ++kind) {
      const auto encoding = LongRun(ip, TextOf(runs, i), kind);
      if (!encoding) continue;
      best = kind;
      FillWhole(match, Glued(*encoding, runs.IsGlued(i)), runs[i].begin,
                runs[i].end);
    }
  }
  return best < kKinds;
}

// --- Hexadecimal tokens

// A token that could be a part of an address: up to four hexadecimal digits.
struct HexToken {
  TextSpan where;
  uint16_t value = 0;
  bool hex = false;
  uint8_t width = 0;
};

HexToken HexTokenAt(std::string_view text, size_t begin, size_t end) {
  HexToken token{{static_cast<uint8_t>(begin), static_cast<uint8_t>(end)}};
  if (end == begin || end - begin > 4) return token;
  const std::string_view digits = text.substr(begin, end - begin);
  token.hex = AllOf(digits, IsHex);
  if (!token.hex) return token;
  token.value = static_cast<uint16_t>(HexNumber(digits));
  token.width = static_cast<uint8_t>(digits.size());
  return token;
}

// The last four tokens seen, oldest first.
class TokenWindow {
 public:
  void Push(const HexToken& token) {
    for (size_t i = 0; i + 1 < tokens_.size(); ++i) tokens_[i] = tokens_[i + 1];
    tokens_.back() = token;
  }
  const HexToken& operator[](size_t i) const { return tokens_[i]; }

 private:
  std::array<HexToken, 4> tokens_{};
};

bool IsHexOctets(const Octets& ip, const TokenWindow& window, bool reversed) {
  for (size_t i = 0; i < ip.size(); ++i) {
    const HexToken& token = window[i];
    if (!token.hex || token.width > 2) return false;
    if (token.value != ip[reversed ? ip.size() - 1 - i : i]) return false;
  }
  return true;
}

void FillTokens(AddressMatch& match, Encoding encoding,
                const TokenWindow& window, bool reversed) {
  match.encoding = encoding;
  match.where = {window[0].where.begin, window[3].where.end};
  match.part_count = 4;
  for (size_t i = 0; i < 4; ++i) {
    match.parts[i] = {window[i].where,
                      static_cast<uint8_t>(reversed ? 3 - i : i)};
  }
}

bool MatchHexTokens(const Octets& ip, std::string_view text,
                    AddressMatch& match) {
  TokenWindow window;
  int best = 0;  // of what `match` holds: 1 reversed, 2 forward
  ForEachToken(text, [&](size_t begin, size_t end) {
    window.Push(HexTokenAt(text, begin, end));
    if (best < 2 && IsHexOctets(ip, window, false)) {
      FillTokens(match, Encoding::kHexsepFwd, window, false);
      best = 2;
    } else if (best < 1 && IsHexOctets(ip, window, true)) {
      FillTokens(match, Encoding::kHexsepRev, window, true);
      best = 1;
    }
  });
  return best > 0;
}

// True if the run that begins there is part of a date.
bool IsDated(const DigitRuns& runs, size_t begin) {
  const auto end = runs.items.begin() + static_cast<ptrdiff_t>(runs.count);
  return std::any_of(runs.items.begin(), end, [&](const DigitRun& run) {
    return run.dated && run.begin == begin;
  });
}

// The last three labels seen are `d`, `c` and `ba` in hexadecimal.
bool IsSoftlayer(const Octets& ip, const TokenWindow& window) {
  const HexToken& d = window[1];
  const HexToken& c = window[2];
  const HexToken& ba = window[3];
  return d.hex && c.hex && ba.hex && d.width <= 2 && c.width <= 2 &&
         ba.width >= 3 && d.value == ip[3] && c.value == ip[2] &&
         ba.value == (ip[1] << 8 | ip[0]);
}

bool MatchSoftlayer(const Octets& ip, std::string_view text,
                    AddressMatch& match) {
  TokenWindow window;
  for (size_t begin = 0; begin <= text.size();) {
    size_t end = EndOf(text, begin, [](char c) { return c != '.'; });
    window.Push(HexTokenAt(text, begin, end));
    if (IsSoftlayer(ip, window)) {
      match.encoding = Encoding::kHexSoftlayer;
      match.where = {window[1].where.begin, window[3].where.end};
      match.parts[0] = {window[1].where, 3};
      match.parts[1] = {window[2].where, 2};
      match.parts[2] = {window[3].where, AddressMatch::kAll};
      match.part_count = 3;
      return true;
    }
    begin = end + 1;
  }
  return false;
}

}  // namespace

size_t HexTail(std::string_view token, size_t digits) {
  if (token.size() < digits || token.size() > digits + kMostPrefixLetters) {
    return kNpos;
  }
  const size_t begin = token.size() - digits;
  if (!AllOf(token.substr(0, begin), IsLetter)) return kNpos;
  return AllOf(token.substr(begin), IsHex) ? begin : kNpos;
}

bool MatchPacked(const Octets& ip, const DigitRuns& runs, AddressMatch& match) {
  return MatchHex8(ip, runs.text, match) || MatchLongRun(ip, runs, match) ||
         MatchHexTokens(ip, runs.text, match) ||
         MatchSoftlayer(ip, runs.text, match);
}

bool MatchPackedThree(const Octets& ip, const DigitRuns& runs,
                      AddressMatch& match) {
  const uint64_t wanted =
      uint64_t{ip[1]} * 1'000'000 + uint64_t{ip[2]} * 1000 + ip[3];
  for (size_t i = 0; i < runs.count; ++i) {
    if (runs[i].width() != 9 || DecimalNumber(TextOf(runs, i)) != wanted) {
      continue;
    }
    FillWhole(match, Encoding::kDenseLow3, runs[i].begin, runs[i].end);
    return true;
  }
  return false;
}

bool MatchPackedTwo(const Octets& ip, const DigitRuns& runs,
                    AddressMatch& match) {
  for (size_t i = 0; i < runs.count; ++i) {
    const std::string_view digits = TextOf(runs, i);
    if (digits.size() < 4 || digits.size() > 6 || runs[i].dated) continue;
    const std::string_view third = digits.substr(0, digits.size() - kPadded);
    // Padded means to three digits.
    if (third.size() == 2 && third[0] == '0') continue;
    if (DecimalNumber(third) != ip[2]) continue;
    if (DecimalNumber(digits.substr(third.size())) != ip[3]) continue;
    FillWhole(match, Encoding::kDenseLow2, runs[i].begin, runs[i].end);
    return true;
  }
  return false;
}

bool MatchMac(std::string_view text, AddressMatch& match) {
  constexpr size_t kDigits = 12;
  bool found = false;
  ForEachToken(text, [&](size_t begin, size_t end) {
    if (found || end - begin < kDigits) return;
    const std::string_view token = text.substr(begin, end - begin);
    const size_t tail = HexTail(token, kDigits);
    if (tail == kNpos || !HasDigit(token.substr(tail))) return;
    FillWhole(match, Encoding::kMac, begin + tail, end);
    found = true;
  });
  return found;
}

bool MatchHexHighTwo(const Octets& ip, const DigitRuns& runs,
                     AddressMatch& match) {
  bool found = false;
  ForEachToken(runs.text, [&](size_t begin, size_t end) {
    const HexToken token = HexTokenAt(runs.text, begin, end);
    if (found || token.width != 4 || token.value != (ip[0] << 8 | ip[1]) ||
        IsDated(runs, begin)) {
      return;
    }
    FillWhole(match, Encoding::kHexhi2, begin, end);
    found = true;
  });
  return found;
}

}  // namespace ptrcensus
