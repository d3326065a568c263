#include "scanner/verdict/words.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "scanner/verdict/characters.h"

namespace ptrcensus {
namespace {

// One line of the table: words of one list and worth, separated by spaces.
struct WordLine {
  WordList list;
  Worth alone;
  std::string_view source;
  std::string_view words;
};

constexpr std::string_view kDraft =
    "draft-msullivan-dnsop-generic-naming-schemes";
constexpr std::string_view kHfilter = "rspamd hfilter, S25R";
constexpr std::string_view kSpamAssassin = "SpamAssassin RDNS_DYNAMIC";
constexpr std::string_view kObserved = "default names seen in public data";
constexpr std::string_view kRouters = "interface and device names of carriers";
constexpr std::string_view kHosters = "default names of hosting providers";
constexpr std::string_view kUnset = "names of addresses that nobody named";
constexpr std::string_view kRoles = "RFC 2142, and names of mail hosts";

constexpr WordLine kLines[] = {
    {WordList::kDynamic, Worth::kStrong, kDraft,
     "dyn dynamic dialup dial-up residential"},
    {WordList::kDynamic, Worth::kStrong, kHfilter,
     "dynip dynamicip dialin pppoe"},
    {WordList::kDynamic, Worth::kStrong, kObserved,
     "dinamic dinamico dinamica dynamique dialinbs"},
    {WordList::kDynamic, Worth::kWeak, kSpamAssassin,
     "dhcp pool ppp dial dip ddns"},
    {WordList::kDynamic, Worth::kWeak, kObserved,
     "pools pooles pptp nat cgn cgnat roaming hotspot guest"},

    {WordList::kAccess, Worth::kNoted, kDraft,
     "adsl sdsl vdsl xdsl dsl cable docsis isdn wireless satellite"},
    {WordList::kAccess, Worth::kNoted, kHfilter,
     "catv modem gprs umts broadband mobile wifi wimax"},
    {WordList::kAccess, Worth::kNoted, kObserved,
     "dslb hfc cm cablemodem modemcable ftth fttx fttb fttp fiber fibre gpon "
     "cdma lte 4g 5g wlan bb broad bredband kabel"},

    {WordList::kCustomer, Worth::kNoted, kDraft,
     "cust customer client user res"},
    {WordList::kCustomer, Worth::kNoted, kObserved,
     "customers clients cliente clientes abo resnet home homeuser subscriber "
     "cpe"},

    {WordList::kStatic, Worth::kNoted, kDraft, "static sta fixed dedicated"},
    {WordList::kStatic, Worth::kNoted, kObserved,
     "staticip stat fix fixip fixedip ded"},

    {WordList::kBusiness, Worth::kSilent, kDraft, "business biz"},
    {WordList::kBusiness, Worth::kSilent, kObserved, "corp colo leased"},

    {WordList::kTemplate, Worth::kSilent, kObserved,
     "host ip node rev reverse ptr red peer port"},

    {WordList::kHosting, Worth::kSilent, kHosters,
     "vps vm vmi srv server servers dedi compute instances instance cloud ec2 "
     "ecs hosted hosting"},

    {WordList::kPlaceholder, Worth::kStrong, kUnset,
     "unknown unassigned unallocated unused not-used notused not-in-use "
     "not-set not-set-yet no-dns no-dns-yet nodns no-rdns no-ptr no-reverse "
     "no-reverse-yet default-rdns placeholder reserved reserve empty "
     "undefined generic-host generichost hosted-by hostedby powered-by subnet "
     "network-addr broadcast gateway-pool domain-not-configured no-data"},
    {WordList::kPlaceholder, Worth::kWeak, kUnset, "none dummy network test"},

    {WordList::kMail, Worth::kSilent, kRoles,
     "mail mx mta smtp smtps out outbound outgoing relay mailout mailer send "
     "sender imap pop"},

    {WordList::kInfrastructure, Worth::kSilent, kRouters,
     "core edge border bdr gw gateway rtr router sw agg ccr ar br cr pe bar r "
     "rack dc"},
};

constexpr std::string_view FirstPiece(std::string_view word) {
  return word.substr(0, word.find('-'));
}

template <typename Call>
constexpr void ForEachWord(Call call) {
  for (const WordLine& line : kLines) {
    std::string_view rest = line.words;
    while (!rest.empty()) {
      const std::string_view text = rest.substr(0, rest.find(' '));
      call(Word{text, line.list, line.alone, line.source});
      rest.remove_prefix(std::min(rest.size(), text.size() + 1));
    }
  }
}

constexpr size_t kWordCount = [] {
  size_t count = 0;
  ForEachWord([&](const Word&) { ++count; });
  return count;
}();

// By first piece, and of one piece the longest first.
constexpr auto kWords = [] {
  std::array<Word, kWordCount> words{};
  size_t count = 0;
  ForEachWord([&](const Word& word) { words[count++] = word; });
  std::ranges::sort(words, [](const Word& a, const Word& b) {
    const auto order = FirstPiece(a.text).compare(FirstPiece(b.text));
    return order != 0 ? order < 0 : a.text.size() > b.text.size();
  });
  return words;
}();

// The words by first piece: an open hash table, compiled in.
constexpr size_t kSlots = 512;
constexpr size_t kLongestPiece = 16;
static_assert(kWordCount < 255 && kWordCount * 2 < kSlots);

constexpr size_t SlotOf(std::string_view piece) {
  uint32_t hash = 2166136261U;  // FNV-1a
  for (const char c : piece) {
    hash = (hash ^ static_cast<uint8_t>(c)) * 16777619U;
  }
  return (hash ^ hash >> 16) % kSlots;
}

// Index of the first word of a piece.
constexpr uint8_t kFree = 255;
constexpr auto kTable = [] {
  std::array<uint8_t, kSlots> table{};
  table.fill(kFree);
  for (size_t i = 0; i < kWordCount; ++i) {
    const std::string_view piece = FirstPiece(kWords[i].text);
    if (i > 0 && FirstPiece(kWords[i - 1].text) == piece) continue;
    size_t slot = SlotOf(piece);
    while (table[slot] != kFree) slot = (slot + 1) % kSlots;
    table[slot] = static_cast<uint8_t>(i);
  }
  return table;
}();

// For each first character the lengths of the pieces that begin with it, a bit
// each: most pieces of names are no words, and are told so at once.
constexpr auto kLengths = [] {
  std::array<uint32_t, 256> lengths{};
  for (const Word& word : kWords) {
    const std::string_view piece = FirstPiece(word.text);
    lengths[static_cast<uint8_t>(piece[0])] |= 1U << piece.size();
  }
  return lengths;
}();

// The indices [first, last) of the words that begin with `piece`.
struct WordRange {
  size_t first = 0;
  size_t last = 0;
};

WordRange WordsOf(std::string_view piece) {
  if (piece.empty() || piece.size() > kLongestPiece) return {};
  if ((kLengths[static_cast<uint8_t>(piece[0])] >> piece.size() & 1) == 0) {
    return {};
  }
  for (size_t slot = SlotOf(piece); kTable[slot] != kFree;
       slot = (slot + 1) % kSlots) {
    const size_t first = kTable[slot];
    if (FirstPiece(kWords[first].text) != piece) continue;
    size_t last = first + 1;
    while (last < kWordCount && FirstPiece(kWords[last].text) == piece) ++last;
    return {first, last};
  }
  return {};
}

// Index of the word, no phrase, that `piece` is; kFree where it is none.
uint8_t IndexOf(std::string_view piece) {
  const auto [first, last] = WordsOf(piece);
  for (size_t i = first; i < last; ++i) {
    if (kWords[i].text == piece) return static_cast<uint8_t>(i);
  }
  return kFree;
}

std::string_view WithoutDigits(std::string_view piece) {
  while (!piece.empty() && IsDigit(piece.back())) piece.remove_suffix(1);
  return piece;
}

// Where `phrase` ends that begins at the start of `text`, digits behind it
// included; 0 if it does not stand there.
size_t EndOfPhrase(std::string_view text, std::string_view phrase) {
  if (text.size() < phrase.size()) return 0;
  for (size_t i = 0; i < phrase.size(); ++i) {
    const bool same =
        phrase[i] == '-' ? IsSeparator(text[i]) : phrase[i] == text[i];
    if (!same) return 0;
  }
  const size_t end = EndOf(text, phrase.size(), IsDigit);
  return end == text.size() || IsSeparator(text[end]) ? end : 0;
}

// The word at the start of `text`, whose first piece has `piece` characters;
// its index is kFree where there is none.
FoundWord WordAt(std::string_view text, size_t piece) {
  const auto [first, last] = WordsOf(text.substr(0, piece));
  for (size_t i = first; i < last; ++i) {
    const size_t end = EndOfPhrase(text, kWords[i].text);
    if (end == 0) continue;
    return {static_cast<uint8_t>(i), 0, static_cast<uint8_t>(end),
            end > kWords[i].text.size()};
  }
  const std::string_view bare = WithoutDigits(text.substr(0, piece));
  const uint8_t index = bare.size() < piece ? IndexOf(bare) : kFree;
  return {index, 0, static_cast<uint8_t>(piece), true};
}

}  // namespace

std::string_view Text(WordList list) {
  constexpr std::array<std::string_view, kWordListCount> kTexts = {
      "dynamic",  "access",  "customer",    "static", "business",
      "template", "hosting", "placeholder", "mail",   "infrastructure"};
  return kTexts[static_cast<size_t>(list)];
}

std::span<const Word> Words() { return kWords; }

const Word& FoundWord::word() const { return kWords[index]; }

const Word* FindWord(std::string_view piece) {
  uint8_t index = IndexOf(piece);
  if (index == kFree) index = IndexOf(WithoutDigits(piece));
  return index == kFree ? nullptr : &kWords[index];
}

void FindWords(const NameParts& name, size_t end, FoundWords& found) {
  found.count = 0;
  found.lists = 0;
  const std::string_view text = name.text().substr(0, end);
  for (size_t begin = 0; begin < text.size();) {
    const size_t piece =
        EndOf(text, begin, [](char c) { return !IsSeparator(c); }) - begin;
    FoundWord word = WordAt(text.substr(begin), piece);
    if (word.index == kFree) {
      begin += piece + 1;
      continue;
    }
    word.begin = static_cast<uint8_t>(begin);
    word.end = static_cast<uint8_t>(begin + word.end);
    found.items[found.count++] = word;
    found.lists |=
        static_cast<uint16_t>(1U << static_cast<int>(word.word().list));
    begin = word.end + size_t{1};
  }
}

}  // namespace ptrcensus
