// Default names that providers give and that do not show the address, found by
// suffix. A rule is one line of the table in provider_rules.cc, with its
// source; the algorithm knows no provider by name.
#pragma once

#include <span>
#include <string_view>

#include "output/row.h"
#include "scanner/verdict/encoding.h"
#include "scanner/verdict/name_parts.h"

namespace ptrcensus {

struct ProviderRule {
  std::string_view provider;
  // The name ends with a dot and this, which ends with a registrable domain.
  std::string_view suffix;
  // The first label: `#` one digit or more, `9` a digit, `?` a digit or none,
  // `X` a hexadecimal digit, `@` a letter, `A` one letter or more, `W` one
  // letter or digit or more, `*` the rest; every other character stands for
  // itself.
  std::string_view form;
  // The labels between that and the suffix, likewise; empty: there are none.
  std::string_view between;
  Encoding encoding;  // where the name shows no two octets and not the last
  NameClass name_class;
  std::string_view source;
};

[[nodiscard]] std::span<const ProviderRule> ProviderRules();

// The rule that made `name`; null where there is none.
[[nodiscard]] const ProviderRule* FindProviderRule(const NameParts& name);

}  // namespace ptrcensus
