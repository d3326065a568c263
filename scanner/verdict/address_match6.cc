#include "scanner/verdict/address_match6.h"

#include <algorithm>
#include <array>
#include <optional>

#include "scanner/verdict/characters.h"
#include "scanner/verdict/packed_forms.h"

namespace ptrcensus {
namespace {

constexpr size_t kNpos = std::string_view::npos;
constexpr size_t kNibbles = 32;
constexpr size_t kGroups = 8;

// A token of the text; a group if it is one to four hexadecimal digits.
struct Token {
  uint8_t begin;
  uint8_t end;
  uint8_t width;  // of a group; 0 for any other token
  uint16_t value;
};

// The tokens of a text, and what follows each: its separator, or 0.
struct Tokens {
  std::string_view text;
  std::array<Token, 256> items;
  size_t count = 0;

  char Behind(size_t i) const {
    return items[i].end < text.size() ? text[items[i].end] : '\0';
  }
  bool IsEmpty(size_t i) const { return items[i].begin == items[i].end; }
};

Token TokenAt(std::string_view text, size_t begin, size_t end) {
  Token token{static_cast<uint8_t>(begin), static_cast<uint8_t>(end), 0, 0};
  const std::string_view digits = text.substr(begin, end - begin);
  if (digits.empty() || digits.size() > 4 || !AllOf(digits, IsHex)) {
    return token;
  }
  token.width = static_cast<uint8_t>(digits.size());
  for (const char c : digits) {
    token.value = static_cast<uint16_t>(token.value << 4 | HexValue(c));
  }
  return token;
}

void FindTokens(std::string_view text, Tokens& tokens) {
  tokens.text = text;
  tokens.count = 0;
  ForEachToken(text, [&](size_t begin, size_t end) {
    tokens.items[tokens.count++] = TokenAt(text, begin, end);
  });
}

// The address in the pieces that names show.
struct Parts {
  std::array<char, kNibbles> nibbles;
  std::array<uint16_t, kGroups> groups;

  std::string_view text() const { return {nibbles.data(), kNibbles}; }
};

Parts PartsOf(const Address& ip) {
  Parts parts;
  const std::array<uint64_t, 2> halves = {ip.high(), ip.low()};
  for (size_t i = 0; i < kNibbles; ++i) {
    const auto shift = static_cast<int>(60 - i % 16 * 4);
    parts.nibbles[i] = "0123456789abcdef"[halves[i / 16] >> shift & 0xF];
  }
  for (size_t i = 0; i < kGroups; ++i) {
    const auto shift = static_cast<int>(48 - i % 4 * 16);
    parts.groups[i] = static_cast<uint16_t>(halves[i / 4] >> shift);
  }
  return parts;
}

AddressMatch Whole(Encoding encoding, size_t begin, size_t end) {
  AddressMatch match;
  match.encoding = encoding;
  match.where = {static_cast<uint8_t>(begin), static_cast<uint8_t>(end)};
  match.parts[0] = {match.where, AddressMatch::kAll};
  match.part_count = 1;
  return match;
}

// Tokens [first, first + count) as the groups from `group` on.
AddressMatch AsGroups(Encoding encoding, const Tokens& tokens, size_t first,
                      size_t count, size_t group) {
  AddressMatch match;
  match.encoding = encoding;
  match.where = {tokens.items[first].begin,
                 tokens.items[first + count - 1].end};
  match.part_count = static_cast<uint8_t>(count);
  for (size_t i = 0; i < count; ++i) {
    const Token& token = tokens.items[first + i];
    match.parts[i] = {{token.begin, token.end},
                      static_cast<uint8_t>(group + i)};
  }
  return match;
}

// A token of exactly these digits, after at most so many letters.
std::optional<AddressMatch> MatchDigits(const Tokens& tokens,
                                        std::string_view digits, Encoding base,
                                        size_t most_letters) {
  for (size_t i = 0; i < tokens.count; ++i) {
    const Token& token = tokens.items[i];
    const size_t size = size_t{token.end} - token.begin;
    if (size < digits.size()) continue;
    const std::string_view text = tokens.text.substr(token.begin, size);
    if (!text.ends_with(digits)) continue;
    const size_t begin = HexTail(text, digits.size());
    if (begin == kNpos || begin > most_letters) continue;
    const bool tells_glued = base == Encoding::kV6Hex32;
    return Whole(Glued(base, tells_glued && begin > 0), token.begin + begin,
                 token.end);
  }
  return std::nullopt;
}

std::optional<AddressMatch> MatchNibbles(const Tokens& tokens,
                                         const Parts& parts) {
  for (size_t i = 0; i + kNibbles <= tokens.count; ++i) {
    size_t same = 0;
    while (same < kNibbles) {
      const Token& token = tokens.items[i + same];
      if (token.width != 1 ||
          tokens.text[token.begin] != parts.nibbles[kNibbles - 1 - same]) {
        break;
      }
      if (++same < kNibbles && tokens.Behind(i + same - 1) != '.') break;
    }
    if (same < kNibbles) continue;
    return Whole(Encoding::kV6NibblesRev, tokens.items[i].begin,
                 tokens.items[i + kNibbles - 1].end);
  }
  return std::nullopt;
}

// `count` tokens from `first` on, joined by `-`, are the groups from `group`.
bool AreGroups(const Tokens& tokens, size_t first, size_t count,
               const Parts& parts, size_t group) {
  for (size_t i = 0; i < count; ++i) {
    const Token& token = tokens.items[first + i];
    if (token.width == 0 || token.value != parts.groups[group + i]) {
      return false;
    }
    if (i + 1 < count && tokens.Behind(first + i) != '-') return false;
  }
  return true;
}

std::optional<AddressMatch> MatchGroups(const Tokens& tokens,
                                        const Parts& parts, size_t count,
                                        Encoding encoding) {
  for (size_t i = 0; i + count <= tokens.count; ++i) {
    const size_t group = kGroups - count;
    if (!AreGroups(tokens, i, count, parts, group)) continue;
    return AsGroups(encoding, tokens, i, count, group);
  }
  return std::nullopt;
}

bool IsZero(const Parts& parts, size_t first, size_t last) {
  return std::all_of(parts.groups.begin() + static_cast<ptrdiff_t>(first),
                     parts.groups.begin() + static_cast<ptrdiff_t>(last),
                     [](uint16_t group) { return group == 0; });
}

// `head` groups, `--` for the zeros, and the last groups of the address, as
// many as there are; where that ends in the text. 0 if it is not there.
size_t EndOfCompressed(const Tokens& tokens, size_t first, size_t head,
                       const Parts& parts) {
  const size_t gap = first + head;  // the empty token between the two dashes
  if (tokens.Behind(gap - 1) != '-' || gap >= tokens.count ||
      !tokens.IsEmpty(gap)) {
    return 0;
  }
  const size_t end = tokens.items[gap].end;
  for (size_t tail = kGroups - 1 - head; tail > 0; --tail) {
    if (tokens.Behind(gap) != '-' || gap + tail >= tokens.count) continue;
    if (!IsZero(parts, head, kGroups - tail)) continue;
    if (!AreGroups(tokens, gap + 1, tail, parts, kGroups - tail)) continue;
    return tokens.items[gap + tail].end;
  }
  // Two dashes are two separators: behind an address that ends in zeros the
  // second one is followed by another token, or by the label's end.
  return IsZero(parts, head, kGroups)
             ? std::min(tokens.text.size(), end + size_t{1})
             : 0;
}

std::optional<AddressMatch> MatchCompressed(const Tokens& tokens,
                                            const Parts& parts) {
  for (size_t i = 0; i < tokens.count; ++i) {
    for (size_t head = 1; head < kGroups && i + head <= tokens.count; ++head) {
      if (!AreGroups(tokens, i, head, parts, 0)) break;
      const size_t end = EndOfCompressed(tokens, i, head, parts);
      if (end == 0) continue;
      return Whole(Encoding::kV6Dash, tokens.items[i].begin, end);
    }
  }
  return std::nullopt;
}

std::optional<AddressMatch> MatchDashes(const Tokens& tokens,
                                        const Parts& parts) {
  auto match = MatchGroups(tokens, parts, kGroups, Encoding::kV6Dash);
  if (!match) return MatchCompressed(tokens, parts);
  const auto full = [](const AddressMatch::Part& part) {
    return part.where.end - part.where.begin == 4;
  };
  if (std::ranges::all_of(match->parts, full)) {
    match->encoding = Encoding::kV6DashFull;
  }
  return match;
}

// The MAC address of an interface identifier that was made from one (RFC 4291
// 2.5.1, appendix A), as 12 digits; nothing if it was not.
std::optional<std::array<char, 12>> MacOf(const Parts& parts) {
  const std::string_view iid = parts.text().substr(16);
  if (iid.substr(6, 4) != "fffe") return std::nullopt;
  std::array<char, 12> mac;
  std::copy_n(iid.begin(), 6, mac.begin());
  std::copy_n(iid.begin() + 10, 6, mac.begin() + 6);
  mac[1] = "0123456789abcdef"[HexValue(mac[1]) ^ 2U];
  return mac;
}

std::optional<AddressMatch> MatchMacOf(const Tokens& tokens,
                                       const Parts& parts) {
  const auto mac = MacOf(parts);
  if (!mac) return std::nullopt;
  return MatchDigits(tokens, {mac->data(), mac->size()}, Encoding::kV6Mac,
                     kMostPrefixLetters);
}

// A token that is the last group, or letters and then its digits.
std::optional<AddressMatch> MatchLastGroup(const Tokens& tokens,
                                           const Parts& parts) {
  for (size_t i = 0; i < tokens.count; ++i) {
    Token token = tokens.items[i];
    if (token.width == 0) {
      const std::string_view text = tokens.text.substr(0, token.end);
      size_t begin = EndOf(text, token.begin, IsLetter);
      const size_t end = EndOf(text, begin, IsDigit);
      if (end != text.size()) continue;
      token = TokenAt(text, begin, end);
    }
    if (token.width == 0 || token.value != parts.groups.back()) continue;
    AddressMatch match = Whole(Encoding::kV6Low16, token.begin, token.end);
    match.parts[0].octet = kGroups - 1;
    return match;
  }
  return std::nullopt;
}

}  // namespace

AddressMatch MatchV6(const Address& ip, std::string_view text, bool whole) {
  Tokens tokens;
  FindTokens(text, tokens);
  const Parts parts = PartsOf(ip);
  auto match =
      MatchDigits(tokens, parts.text(), Encoding::kV6Hex32, kMostPrefixLetters);
  if (!match) match = MatchNibbles(tokens, parts);
  if (!match) match = MatchDashes(tokens, parts);
  if (!match) {
    match = MatchDigits(tokens, parts.text().substr(16), Encoding::kV6Iid16, 0);
  }
  if (!match) match = MatchGroups(tokens, parts, 4, Encoding::kV6IidDash);
  if (!match) match = MatchMacOf(tokens, parts);
  if (!match && !whole) {
    match = MatchGroups(tokens, parts, 2, Encoding::kV6Low32);
  }
  if (!match && !whole) match = MatchLastGroup(tokens, parts);
  return match ? *match : AddressMatch{};
}

}  // namespace ptrcensus
