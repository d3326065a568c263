#include "scanner/verdict/classify.h"

#include <algorithm>

#include "scanner/verdict/characters.h"
#include "scanner/verdict/shared_names.h"

namespace ptrcensus {
namespace {

bool IsInvalid(NameFault fault) {
  return fault != NameFault::kNone && fault != NameFault::kUnknownTop;
}

Encoding EncodingOf(NameFault fault) {
  switch (fault) {
    case NameFault::kLiteral:
      return Encoding::kLiteral;
    case NameFault::kArpa:
      return Encoding::kArpa;
    default:
      return Encoding::kNone;
  }
}

// Names below the reverse tree and addresses are invalid even where they are
// shared; of the others a shared name says more than what is wrong with it.
bool IsShared(const NameParts& name) {
  return name.fault != NameFault::kRoot && name.fault != NameFault::kLiteral &&
         name.fault != NameFault::kArpa && IsSharedName(name.text());
}

bool IsTwoOctets(Encoding encoding) {
  return encoding >= Encoding::kLow2Fwd && encoding <= Encoding::kMid2Rev;
}

// Evidence of where words count: the labels left of the registrable domain,
// and its own label where the address reaches into it.
size_t EndOfWords(const NameParts& name, const AddressMatch& match) {
  if (name.registrable_domain().empty()) return name.size;
  const bool reaches = StrengthOf(match.encoding) >= Strength::kTwo &&
                       match.where.end > name.registrable;
  return reaches ? name.left_of_suffix().size() : name.registrable;
}

bool Overlap(const TextSpan& a, const TextSpan& b) {
  return a.begin < b.end && b.begin < a.end;
}

bool AnyOctetAbove99(const Address& ip) {
  for (int shift = 0; shift < 32; shift += 8) {
    if ((ip.v4() >> shift & 0xFF) > 99) return true;
  }
  return false;
}

// A whole address says more than an interface, unless it is made of the
// interface's numbers, which are small.
bool Prevails(const Address& ip, const Classification& c) {
  if (StrengthOf(c.match.encoding) != Strength::kFull) return false;
  if (!ip.is_v4() || !Overlap(c.match.where, c.interface.numbers)) return true;
  return AnyOctetAbove99(ip);
}

// Where the word itself ends, without the digits behind it.
size_t EndOfLetters(const FoundWord& found) {
  return found.begin + found.word().text.size();
}

// True if the number at `begin` follows `found` directly, or after one
// separator.
bool Precedes(const FoundWord& found, const NameParts& name, size_t begin) {
  const size_t end = EndOfLetters(found);
  return end == begin || (end + 1 == begin && IsSeparator(name.text()[end]));
}

// True if the number found follows a word that `test` accepts.
template <typename Test>
bool FollowsWord(const Classification& c, const NameParts& name, Test test) {
  return std::ranges::any_of(c.words.all(), [&](const FoundWord& found) {
    return test(found.word()) && Precedes(found, name, c.match.where.begin);
  });
}

bool IsCustomer(const Word& word) { return word.list == WordList::kCustomer; }
bool IsHostOrIp(const Word& word) {
  return word.text == "host" || word.text == "ip";
}

bool IsWholeLabel(const TextSpan& where, const NameParts& name) {
  const std::string_view text = name.text();
  return (where.begin == 0 || text[where.begin - size_t{1}] == '.') &&
         (where.end == text.size() || text[where.end] == '.');
}

bool HasWord(const Classification& c, WordList list, Worth alone) {
  return std::ranges::any_of(c.words.all(), [&](const FoundWord& found) {
    return found.word().list == list && found.word().alone == alone;
  });
}

bool HasNumberedDevice(const Classification& c) {
  return std::ranges::any_of(c.words.all(), [](const FoundWord& found) {
    return found.word().list == WordList::kInfrastructure && found.numbered;
  });
}

// Words for a line or for who is behind it.
bool HasLineWord(const Classification& c) {
  return c.words.Has(WordList::kDynamic) || c.words.Has(WordList::kAccess) ||
         c.words.Has(WordList::kCustomer);
}

NameClass GenericKind(const Classification& c) {
  if (c.words.Has(WordList::kStatic) || c.words.Has(WordList::kBusiness)) {
    return c.words.Has(WordList::kDynamic) ? NameClass::kGeneric
                                           : NameClass::kGenericStatic;
  }
  return HasLineWord(c) ? NameClass::kGenericDynamic : NameClass::kGeneric;
}

// The decision table, from its second row on: the first that applies.
Decision Decide(const Address& ip, const NameParts& name,
                const Classification& c) {
  const Encoding encoding = c.match.encoding;
  const Strength strength = StrengthOf(encoding);
  if (HasWord(c, WordList::kPlaceholder, Worth::kStrong)) {
    return Decision::kPlaceholderWord;
  }
  if (c.interface.found && !Prevails(ip, c)) return Decision::kInterface;
  if (strength >= Strength::kThree) return Decision::kAddress;
  if (c.rule != nullptr) return Decision::kProviderRule;
  if (IsTwoOctets(encoding) && HasNumberedDevice(c) && !HasLineWord(c)) {
    return Decision::kRackNumber;
  }
  if (strength == Strength::kTwo) {
    const bool line = HasLineWord(c) && !c.words.Has(WordList::kMail) &&
                      encoding != Encoding::kV6Low32;
    return line ? Decision::kTwoOctetsWord : Decision::kTwoOctets;
  }
  if (HasWord(c, WordList::kDynamic, Worth::kStrong)) {
    return Decision::kDynamicWord;
  }
  const bool last = encoding == Encoding::kLast1;
  if (last && FollowsWord(c, name, IsCustomer)) {
    return Decision::kCustomerNumber;
  }
  if (last &&
      (FollowsWord(c, name, IsHostOrIp) || IsWholeLabel(c.match.where, name))) {
    return Decision::kWeakSign;
  }
  if (HasWord(c, WordList::kDynamic, Worth::kWeak) ||
      HasWord(c, WordList::kPlaceholder, Worth::kWeak)) {
    return Decision::kWeakSign;
  }
  return Decision::kNothing;
}

// The form found, else that words alone were.
Encoding FoundOrWord(const Classification& c) {
  if (c.match.encoding != Encoding::kNone) return c.match.encoding;
  const bool reported =
      std::ranges::any_of(c.words.all(), [](const FoundWord& found) {
        return found.word().alone != Worth::kSilent;
      });
  return reported ? Encoding::kKeyword : Encoding::kNone;
}

struct Verdict {
  NameClass name_class;
  Confidence confidence;
  Encoding encoding;
};

Verdict VerdictOf(const Address& ip, const Classification& c,
                  const NameParts& name) {
  const Encoding found = c.match.encoding;
  switch (c.decision) {
    case Decision::kPlaceholderWord:
      return {NameClass::kPlaceholder, Confidence::kStrong,
              c.interface.found && !Prevails(ip, c) ? Encoding::kIface
                                                    : FoundOrWord(c)};
    case Decision::kInterface:
      return {NameClass::kInfrastructure,
              found == Encoding::kNone ? Confidence::kUnset : Confidence::kWeak,
              Encoding::kIface};
    case Decision::kAddress: {
      // Hexadecimal letters alone could be a word.
      const std::string_view digits = name.text().substr(
          c.match.where.begin, size_t{c.match.where.end} - c.match.where.begin);
      const bool weak = c.role == Role::kMail || !HasDigit(digits);
      return {GenericKind(c), weak ? Confidence::kWeak : Confidence::kStrong,
              found};
    }
    case Decision::kProviderRule: {
      const bool own = IsTwoOctets(found) || found == Encoding::kLast1;
      return {c.rule->name_class, Confidence::kStrong,
              own ? found : c.rule->encoding};
    }
    case Decision::kRackNumber:
      return {NameClass::kInfrastructure, Confidence::kWeak, found};
    case Decision::kTwoOctetsWord:
      return {GenericKind(c), Confidence::kStrong, found};
    case Decision::kTwoOctets:
      return {NameClass::kCustom, Confidence::kWeak, found};
    case Decision::kDynamicWord:
      return {c.words.Has(WordList::kStatic) ? NameClass::kGeneric
                                             : NameClass::kGenericDynamic,
              Confidence::kStrong, FoundOrWord(c)};
    case Decision::kCustomerNumber:
      return {NameClass::kGenericDynamic, Confidence::kWeak, found};
    case Decision::kWeakSign:
      return {NameClass::kCustom, Confidence::kWeak, FoundOrWord(c)};
    default:
      return {NameClass::kCustom, Confidence::kUnset, FoundOrWord(c)};
  }
}

void Set(Classification& c, const Verdict& verdict) {
  c.name_class = verdict.name_class;
  c.confidence = verdict.confidence;
  c.encoding = verdict.encoding;
}

// Words of a list that the row reports; business words say nothing alone.
bool IsReported(const Classification& c, const FoundWord& found) {
  if (found.word().list == WordList::kBusiness) {
    return c.decision == Decision::kAddress ||
           c.decision == Decision::kTwoOctetsWord;
  }
  return found.word().alone != Worth::kSilent;
}

}  // namespace

bool Classification::is_generic() const {
  switch (name_class) {
    case NameClass::kGeneric:
    case NameClass::kGenericDynamic:
    case NameClass::kGenericStatic:
    case NameClass::kProviderDefault:
    case NameClass::kPlaceholder:
      return confidence == Confidence::kStrong;
    default:
      return false;
  }
}

Classification Classify(const Address& ip, const NameParts& name) {
  Classification c;
  c.decision = Decision::kInvalidOrShared;
  if (IsShared(name)) {
    Set(c, {NameClass::kPlaceholder, Confidence::kStrong, Encoding::kShared});
    return c;
  }
  if (IsInvalid(name.fault)) {
    Set(c, {NameClass::kInvalid, Confidence::kUnset, EncodingOf(name.fault)});
    return c;
  }
  c.interface = FindInterface(name);
  c.match = MatchAddress(ip, name, c.interface.found);
  FindWords(name, EndOfWords(name, c.match), c.words);
  if (c.words.Has(WordList::kMail)) c.role = Role::kMail;
  c.rule = FindProviderRule(name);
  c.decision = Decide(ip, name, c);
  Set(c, VerdictOf(ip, c, name));
  return c;
}

std::span<const std::string_view> TokensOf(const Classification& c,
                                           TokenBuffer& out) {
  size_t count = 0;
  if (c.decision == Decision::kInterface) return {};
  for (const FoundWord& found : c.words.all()) {
    if (!IsReported(c, found) || count == out.size()) continue;
    const std::span<const std::string_view> before(out.data(), count);
    if (std::ranges::find(before, found.word().text) != before.end()) continue;
    out[count++] = found.word().text;
  }
  return std::span(out).first(count);
}

}  // namespace ptrcensus
