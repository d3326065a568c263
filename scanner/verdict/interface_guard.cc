#include "scanner/verdict/interface_guard.h"

#include <algorithm>
#include <string_view>

#include "scanner/verdict/characters.h"
#include "scanner/verdict/words.h"

namespace ptrcensus {
namespace {

// Interface names of Cisco IOS and IOS XR, Juniper Junos, Huawei VRP and
// Linux, as they stand in the PTR records of carriers.
constexpr std::string_view kPrefixes[] = {
    "xe",      "et",  "ge",  "te",     "ten", "hu", "hundredge", "hundredgige",
    "tengige", "gi",  "fe",  "po",     "ae",  "be", "lo",        "lag",
    "vlan",    "irb", "eth", "bundle", "pos", "so", "gr"};
// Those that are one number: aggregates, loopbacks, VLANs.
constexpr std::string_view kSlotless[] = {"ae",  "be",     "lag", "vlan",
                                          "irb", "bundle", "lo",  "po"};

bool IsJoint(char c) { return IsSeparator(c) || c == '/'; }

// Where the number at `begin` ends; `begin` itself if none stands there, or
// letters go on: `1and1` is none.
size_t EndOfNumber(std::string_view text, size_t begin) {
  const size_t end = EndOf(text, begin, IsDigit);
  return end < text.size() && IsLetter(text[end]) ? begin : end;
}

// Where the numbers that follow `end`, joined by single joints, end.
size_t EndOfNumbers(std::string_view text, size_t end) {
  while (end < text.size() && IsJoint(text[end])) {
    const size_t next = EndOfNumber(text, end + 1);
    if (next == end + 1) break;
    end = next;
  }
  return end;
}

// True if a label behind the first one is an infrastructure word.
bool HasDeviceLabel(const NameParts& name) {
  const std::string_view left = name.text().substr(0, name.registrable);
  for (size_t begin = left.find('.'); begin != std::string_view::npos;) {
    const size_t end = left.find('.', begin + 1);
    const Word* word = FindWord(left.substr(begin + 1, end - begin - 1));
    if (word && word->list == WordList::kInfrastructure) return true;
    begin = end;
  }
  return false;
}

}  // namespace

InterfaceGuard FindInterface(const NameParts& name) {
  const std::string_view text = name.left_of_suffix();
  const size_t letters = EndOf(text, 0, IsLetter);
  size_t digits = letters;
  if (digits < text.size() && text[digits] == '-') ++digits;
  if (letters == 0 || digits >= text.size() || !IsDigit(text[digits])) {
    return {};
  }
  const std::string_view prefix = text.substr(0, letters);
  if (std::ranges::find(kPrefixes, prefix) == std::end(kPrefixes)) return {};
  const size_t first_end = EndOf(text, digits, IsDigit);
  const size_t end = EndOfNumbers(text, first_end);
  InterfaceGuard guard;
  guard.numbers = {static_cast<uint8_t>(digits), static_cast<uint8_t>(end)};
  guard.found = end > first_end;
  if (!guard.found && first_end < text.size() && text[first_end] == '.' &&
      std::ranges::find(kSlotless, prefix) != std::end(kSlotless)) {
    guard.found = HasDeviceLabel(name);
  }
  return guard;
}

}  // namespace ptrcensus
