// The words that say what a name is for. A word is one line of the table in
// words.cc; it matches a piece between `.`, `-` and `_`, as it is or without
// its trailing digits, never a part of one. Phrases match consecutive pieces.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "scanner/verdict/name_parts.h"

namespace ptrcensus {

enum class WordList : uint8_t {
  kDynamic,
  kAccess,
  kCustomer,
  kStatic,
  kBusiness,
  kTemplate,
  kHosting,
  kPlaceholder,
  kMail,
  kInfrastructure,
};
inline constexpr int kWordListCount = 10;
[[nodiscard]] std::string_view Text(WordList list);

// What a word is worth without the address in the name.
enum class Worth : uint8_t {
  kSilent,  // nothing, and it is not reported
  kNoted,   // nothing
  kWeak,
  kStrong,
};

struct Word {
  std::string_view text;  // a phrase has `-` between its pieces
  WordList list;
  Worth alone;
  std::string_view source;
};

struct FoundWord {
  uint8_t index;  // in Words()
  uint8_t begin;  // in the name's text
  uint8_t end;    // of the digits behind it too
  bool numbered;  // digits follow it directly

  const Word& word() const;
};

// In the order in which they stand in the name. 255 octets cannot hold more.
struct FoundWords {
  std::array<FoundWord, 128> items;
  uint8_t count = 0;
  uint16_t lists = 0;  // a bit for each list met

  std::span<const FoundWord> all() const { return {items.data(), count}; }
  bool Has(WordList list) const {
    return (lists >> static_cast<int>(list) & 1) != 0;
  }
};

// The words of `name` in [0, end).
void FindWords(const NameParts& name, size_t end, FoundWords& found);

// All of them; those that begin with the same piece stand together.
[[nodiscard]] std::span<const Word> Words();

// The word, no phrase, that `piece` is, with or without its trailing digits;
// null where it is none.
[[nodiscard]] const Word* FindWord(std::string_view piece);

}  // namespace ptrcensus
