// What a name says: whether somebody chose it for the host or a template made
// it, where the address stands in it, and which words decided. DESIGN.md 10
// has the rules. Linear in the name's length, without allocation, without
// regular expressions; the result keeps the reasons, so that a person can be
// told (`ptrcensus explain`).
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "io/address.h"
#include "output/row.h"
#include "scanner/verdict/address_match.h"
#include "scanner/verdict/interface_guard.h"
#include "scanner/verdict/name_parts.h"
#include "scanner/verdict/provider_rules.h"
#include "scanner/verdict/words.h"

namespace ptrcensus {

// The rows of the decision table, the first that applies; DESIGN.md 10.
enum class Decision : uint8_t {
  kInvalidOrShared = 1,
  kPlaceholderWord,
  kInterface,
  kAddress,  // the whole address, or three octets
  kProviderRule,
  kRackNumber,      // two octets and a numbered infrastructure word
  kTwoOctetsWord,   // two octets or MAC, and a word for a line or customer
  kTwoOctets,       // two octets or MAC otherwise
  kDynamicWord,     // strong, alone
  kCustomerNumber,  // the last octet directly after a customer word
  kWeakSign,        // last octet after host or ip, or a weak word
  kNothing,
  kNoName,
};

struct Classification {
  NameClass name_class = NameClass::kNone;
  Confidence confidence = Confidence::kUnset;
  Role role = Role::kUnset;
  Encoding encoding = Encoding::kNoName;

  // Why.
  Decision decision = Decision::kNoName;
  AddressMatch match;  // the form found, also where `encoding` is another
  InterfaceGuard interface;
  FoundWords words;  // all that were found, of every list
  const ProviderRule* rule = nullptr;

  // The row's is_generic: a class that says template, with strong confidence.
  bool is_generic() const;
};

// Of the name of `ip`. Classification{} is the verdict without a name.
[[nodiscard]] Classification Classify(const Address& ip, const NameParts& name);

// The row's tokens: the dynamic, access, customer, static, business and
// placeholder words that counted, each once, as they stand in the name.
// Returns those of `out` that were filled; their texts live for ever.
inline constexpr size_t kMaxTokens = 64;
using TokenBuffer = std::array<std::string_view, kMaxTokens>;
[[nodiscard]] std::span<const std::string_view> TokensOf(
    const Classification& classification, TokenBuffer& out);

}  // namespace ptrcensus
