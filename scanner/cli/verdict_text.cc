#include "scanner/cli/verdict_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>
#include <vector>

namespace ptrcensus {
namespace {

// Each meaning holds for its encoding and those after it, up to the next one:
// these differ in `.pad3`, `.glued` and `.0x` alone.
struct EncodingMeaning {
  Encoding first;
  std::string_view text;
};
constexpr EncodingMeaning kEncodings[] = {
    {Encoding::kNoName, "there is no name"},
    {Encoding::kNone, "no form of the address and no word that counts"},
    {Encoding::kFwd4Dash, "four octets forward, joined by `-`"},
    {Encoding::kFwd4Dot, "four octets forward, joined by `.`"},
    {Encoding::kFwd4Us, "four octets forward, joined by `_`"},
    {Encoding::kFwd4X, "four octets forward, joined by `x`"},
    {Encoding::kFwd4Mixed, "four octets forward, joined in different ways"},
    {Encoding::kRev4Dash, "four octets reversed, joined by `-`"},
    {Encoding::kRev4Dot, "four octets reversed, joined by `.`"},
    {Encoding::kRev4Us, "four octets reversed, joined by `_`"},
    {Encoding::kRev4X, "four octets reversed, joined by `x`"},
    {Encoding::kRev4Mixed, "four octets reversed, joined in different ways"},
    {Encoding::kPerm4, "four octets in another order"},
    {Encoding::kHex8Fwd, "the address as eight hexadecimal digits, forward"},
    {Encoding::kHex8Rev, "the address as eight hexadecimal digits, reversed"},
    {Encoding::kHexsepFwd, "four hexadecimal octets, forward"},
    {Encoding::kHexsepRev, "four hexadecimal octets, reversed"},
    {Encoding::kHexSoftlayer, "the labels d.c.ba of the octets in hexadecimal"},
    {Encoding::kDec32, "the address as one decimal number"},
    {Encoding::kDense12Fwd, "twelve digits, each octet padded, forward"},
    {Encoding::kDense12Rev, "twelve digits, each octet padded, reversed"},
    {Encoding::kDenseUnpadded, "four octets run together"},
    {Encoding::kOtherIp, "four octets of another address that resembles it"},
    {Encoding::kLow3Fwd, "the last three octets, forward"},
    {Encoding::kLow3Rev, "the last three octets, reversed"},
    {Encoding::kHi3, "the first three octets, forward"},
    {Encoding::kHi3Rev, "the first three octets, reversed"},
    {Encoding::kPerm3, "three octets in another order"},
    {Encoding::kDenseLow3, "nine digits, the last three octets padded"},
    {Encoding::kLow2Fwd, "the last two octets, forward"},
    {Encoding::kLow2Rev, "the last two octets, reversed"},
    {Encoding::kDenseLow2, "the last two octets run together"},
    {Encoding::kHi2, "the first two octets, forward"},
    {Encoding::kHi2Rev, "the first two octets, reversed"},
    {Encoding::kMid2, "the two octets in the middle, forward"},
    {Encoding::kMid2Rev, "the two octets in the middle, reversed"},
    {Encoding::kLast1, "the last octet alone, which proves nothing by itself"},
    {Encoding::kSingle, "one octet, which proves nothing"},
    {Encoding::kHexhi2,
     "four hexadecimal digits equal to the first two octets, which prove "
     "nothing"},
    {Encoding::kMac, "a MAC address, which says nothing of the IP address"},
    {Encoding::kV6Hex32, "all 32 hexadecimal digits of the address"},
    {Encoding::kV6NibblesRev, "32 hexadecimal digits reversed, with dots"},
    {Encoding::kV6Dash, "the address with `-` for `:` and `--` for `::`"},
    {Encoding::kV6DashFull, "the eight groups of the address with dashes"},
    {Encoding::kV6Iid16, "the lower half of the address, 16 digits"},
    {Encoding::kV6IidDash, "the lower half of the address, four groups"},
    {Encoding::kV6Mac, "the MAC address within the address (EUI-64)"},
    {Encoding::kV6Low32, "the last two groups, which could be words"},
    {Encoding::kV6Low16, "the last group alone, which proves nothing"},
    {Encoding::kSerial, "a provider's rule, with a number of its own"},
    {Encoding::kProvider, "a provider's rule"},
    {Encoding::kKeyword, "a word, without the address"},
    {Encoding::kShared, "a name that very many addresses are known to share"},
    {Encoding::kIface, "an interface of a router or switch"},
    {Encoding::kLiteral, "the name is an IP address itself"},
    {Encoding::kArpa, "the name lies in the reverse tree, or contains it"},
};

constexpr std::array<std::string_view, 14> kDecisions = {
    "",
    "the name cannot be a host's, or is a known shared name",
    "a word says that nobody has named the host",
    "the name begins like an interface of a router or switch",
    "the name shows the whole address, or three of its octets",
    "a provider's rule fits the name",
    "two octets, beside a word for network equipment that carries a number",
    "two octets or a MAC address, beside a word for a line or a customer",
    "two octets, a MAC address or the last 32 bits, and no word to decide",
    "a strong word for a changing line",
    "the last octet directly after a word for a customer",
    "the last octet after `host` or `ip` or as a label, or a weak word alone",
    "nothing in the name says that a template made it",
    "there is no name",
};
static_assert(kDecisions.size() == static_cast<size_t>(Decision::kNoName) + 1);

constexpr std::array<std::string_view, 9> kFaults = {
    "",
    "the name is the root",
    "the name is an IP address",
    "the name lies in the reverse tree, or contains it",
    "the name lies in special-use space, which nobody may ask in public DNS",
    "the name has a single label",
    "the name is a public suffix, under which others register theirs",
    "the top label has only digits",
    "the top label is not in the public suffix list, so all labels are read",
};
static_assert(kFaults.size() ==
              static_cast<size_t>(NameFault::kUnknownTop) + 1);

// A name that somebody could choose instead, in the same domain where that is
// one and is not itself made of the address.
std::string Instead(const NameParts& name, const Classification& verdict) {
  std::string_view domain = name.registrable_domain();
  const bool plain = std::ranges::all_of(domain, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  });
  if (domain.empty() || !plain || verdict.match.where.end > name.registrable) {
    domain = "example.com";
  }
  return fmt::format("mail.{}", domain);
}

// "the word `dsl`" or "the words `dsl`, `pool`": those found for which `test`
// holds, each once.
template <typename Test>
std::string WordsWhere(const Classification& verdict, Test test) {
  std::vector<std::string> quoted;
  for (const FoundWord& found : verdict.words.all()) {
    if (!test(found.word())) continue;
    std::string text = fmt::format("`{}`", found.word().text);
    if (std::ranges::find(quoted, text) == quoted.end()) {
      quoted.push_back(std::move(text));
    }
  }
  return fmt::format("the word{} {}", quoted.size() > 1 ? "s" : "",
                     fmt::join(quoted, ", "));
}

bool IsDynamic(const Word& word, Worth worth) {
  return word.list == WordList::kDynamic && word.alone == worth;
}
bool IsPlaceholder(const Word& word, Worth worth) {
  return word.list == WordList::kPlaceholder && word.alone == worth;
}
bool IsWeak(const Word& word) {
  return IsDynamic(word, Worth::kWeak) || IsPlaceholder(word, Worth::kWeak);
}
bool IsForLine(const Word& word) {
  return word.list == WordList::kDynamic || word.list == WordList::kAccess ||
         word.list == WordList::kCustomer;
}

std::string CustomName(const NameParts& name, const Classification& verdict) {
  return fmt::format("A name chosen for the host, such as {}, would be custom.",
                     Instead(name, verdict));
}

// What decides may hide another sign that would decide without it.
std::string WhatDecides(std::string_view what, const NameParts& name,
                        const Classification& verdict) {
  return fmt::format("What decides is {}. {}", what, CustomName(name, verdict));
}

std::string ForInvalid(const NameParts& name, const Classification& verdict) {
  if (verdict.name_class == NameClass::kPlaceholder) {
    return fmt::format(
        "A name that belongs to this host alone, such as {}, would be custom.",
        Instead(name, verdict));
  }
  return "A name below a registered domain, such as mail.example.com, would be "
         "a hostname and custom.";
}

std::string ForInterface(const NameParts& name, const Classification& verdict) {
  std::string text = fmt::format(
      "Nothing needs to change on a router. A host that sends mail needs a "
      "name of its own, such as {}.",
      Instead(name, verdict));
  if (verdict.confidence == Confidence::kWeak) {
    text +=
        " The verdict is weak because the numbers of the interface equal "
        "the address.";
  }
  return text;
}

std::string ForAddress(const NameParts& name, const Classification& verdict) {
  std::string text = WhatDecides("the address in it", name, verdict);
  if (verdict.confidence != Confidence::kWeak) return text;
  if (verdict.role == Role::kMail) {
    return text +
           " The verdict is weak because of a mail word: large senders number "
           "their mail hosts like this.";
  }
  return text +
         " The verdict is weak because hexadecimal digits without a decimal "
         "one could be a word.";
}

std::string ForTwoOctets(const Classification& verdict) {
  const std::string custom =
      " A name without these numbers would be custom beyond doubt.";
  if (verdict.encoding == Encoding::kV6Low32) {
    return "The last 32 bits can be words by chance, so the verdict is weak. "
           "The lower half of the address would make the name generic." +
           custom;
  }
  if (verdict.role == Role::kMail) {
    return "Such numbers can be chance, and mail hosts are often numbered, so "
           "the verdict is weak." +
           custom;
  }
  return "Such numbers can be chance, so the verdict is weak. A word for a "
         "line or a customer beside them (`dyn`, `dsl`, `cust`) or a third "
         "octet would make the name generic." +
         custom;
}

std::string ForTwoOctetsWord(const NameParts& name,
                             const Classification& verdict) {
  return fmt::format("Without {} such numbers would be weak evidence. {}",
                     WordsWhere(verdict, IsForLine), CustomName(name, verdict));
}

std::string ForCustomerNumber(const NameParts& name,
                              const Classification& verdict) {
  const std::string custom = WhatDecides(
      WordsWhere(
          verdict,
          [](const Word& word) { return word.list == WordList::kCustomer; }),
      name, verdict);
  const bool mail = verdict.role == Role::kMail;
  return fmt::format(
      "One octet is little evidence, so the verdict is weak.{} {}",
      mail ? "" : " A second octet would make it strong.", custom);
}

std::string ForWeakSign(const Classification& verdict) {
  const bool number = verdict.encoding == Encoding::kLast1;
  std::string what = WordsWhere(verdict, IsWeak);
  if (std::ranges::none_of(verdict.words.all(), [](const FoundWord& found) {
        return IsWeak(found.word());
      })) {
    what = "the number";
  } else if (number) {
    what += " and the number";
  }
  return fmt::format(
      "Such a sign alone is weak evidence: it can be what the host does, or "
      "how its owner counts. Three octets of the address in the name would "
      "make it generic; a name without {} would be custom beyond doubt.",
      what);
}

}  // namespace

std::string Meaning(Encoding encoding) {
  const auto next = std::ranges::upper_bound(kEncodings, encoding, {},
                                             &EncodingMeaning::first);
  std::string text(std::prev(next)->text);
  const std::string_view token = Text(encoding);
  if (token.find(".pad3") != std::string_view::npos) {
    text += ", padded to three digits";
  }
  if (token.ends_with(".glued")) text += ", directly after a letter";
  if (token.ends_with(".0x")) text += ", after `0x`";
  return text;
}

std::string_view Meaning(Decision decision) {
  return kDecisions[static_cast<size_t>(decision)];
}

std::string_view Meaning(NameFault fault) {
  return kFaults[static_cast<size_t>(fault)];
}

std::string WhatWouldChange(const NameParts& name,
                            const Classification& verdict) {
  switch (verdict.decision) {
    case Decision::kInvalidOrShared:
      return ForInvalid(name, verdict);
    case Decision::kPlaceholderWord:
      return WhatDecides(WordsWhere(verdict,
                                    [](const Word& word) {
                                      return IsPlaceholder(word,
                                                           Worth::kStrong);
                                    }),
                         name, verdict);
    case Decision::kInterface:
      return ForInterface(name, verdict);
    case Decision::kAddress:
      return ForAddress(name, verdict);
    case Decision::kProviderRule:
      return "A name other than the provider's, in a domain of your own, such "
             "as mail.example.com, would be custom.";
    case Decision::kRackNumber:
      return "The numbers can count equipment, so the verdict is weak. A third "
             "octet in the name would make it generic.";
    case Decision::kTwoOctetsWord:
      return ForTwoOctetsWord(name, verdict);
    case Decision::kTwoOctets:
      return ForTwoOctets(verdict);
    case Decision::kDynamicWord:
      return WhatDecides(WordsWhere(verdict,
                                    [](const Word& word) {
                                      return IsDynamic(word, Worth::kStrong);
                                    }),
                         name, verdict);
    case Decision::kCustomerNumber:
      return ForCustomerNumber(name, verdict);
    case Decision::kWeakSign:
      return ForWeakSign(verdict);
    case Decision::kNothing:
      return "Nothing to change.";
    case Decision::kNoName:
      return "Any name would.";
  }
  return {};
}

}  // namespace ptrcensus
