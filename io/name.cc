#include "io/name.h"

#include <algorithm>
#include <cassert>
#include <cstring>

#include "io/query.h"

namespace ptrcensus {
namespace {

// Octets that stand for themselves in presentation form (DESIGN.md 4).
constexpr std::array<bool, 256> kPlain = [] {
  std::array<bool, 256> plain{};
  for (const char c :
       std::string_view("abcdefghijklmnopqrstuvwxyz0123456789-_/*")) {
    plain[static_cast<uint8_t>(c)] = true;
  }
  return plain;
}();

// The same, and the upper-case letters that become one of these.
constexpr std::array<bool, 256> kPlainFolded = [] {
  std::array<bool, 256> plain = kPlain;
  for (size_t c = 'A'; c <= 'Z'; ++c) plain[c] = true;
  return plain;
}();

// Each octet of a label as \DDD, and the dots.
constexpr size_t kMaxTextBytes = 4 * kMaxNameBytes;

constexpr char kHex[] = "0123456789abcdef";

char* WriteEscaped(char* to, uint8_t octet) {
  *to++ = '\\';
  *to++ = static_cast<char>('0' + octet / 100);
  *to++ = static_cast<char>('0' + octet / 10 % 10);
  *to++ = static_cast<char>('0' + octet % 10);
  return to;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Takes one octet, plain or escaped, from the front of `text`.
std::optional<uint8_t> TakeOctet(std::string_view& text) {
  size_t taken = 1;
  auto octet = static_cast<uint8_t>(text[0]);
  if (text[0] == '\\') {
    if (text.size() < 2) return std::nullopt;
    if (!IsDigit(text[1])) {
      octet = static_cast<uint8_t>(text[1]);
      taken = 2;
    } else {
      if (text.size() < 4 || !IsDigit(text[2]) || !IsDigit(text[3])) {
        return std::nullopt;
      }
      const int value =
          (text[1] - '0') * 100 + (text[2] - '0') * 10 + (text[3] - '0');
      if (value > 255) return std::nullopt;
      octet = static_cast<uint8_t>(value);
      taken = 4;
    }
  }
  text.remove_prefix(taken);
  return octet;
}

// Builds an uncompressed wire name label by label within its limits.
class WireWriter {
 public:
  explicit WireWriter(uint8_t* bytes) : bytes_(bytes) {}

  [[nodiscard]] bool AddOctet(uint8_t octet) {
    // The last octet is kept for the root.
    if (end_ + 1 >= kMaxNameBytes) return false;
    bytes_[end_++] = FoldCase(octet);
    return true;
  }
  [[nodiscard]] bool EndLabel() {
    const size_t size = end_ - label_ - 1;
    if (size == 0 || size > kMaxLabelBytes) return false;
    bytes_[label_] = static_cast<uint8_t>(size);
    label_ = end_++;
    return true;
  }
  // A label of a name that is known to fit.
  void AddLabel(std::string_view label) {
    bool fits = true;
    for (const char c : label) fits &= AddOctet(static_cast<uint8_t>(c));
    fits &= EndLabel();
    assert(fits);
    (void)fits;
  }
  bool in_label() const { return end_ > label_ + 1; }
  // Ends the name; returns its size.
  size_t Finish() {
    bytes_[label_] = 0;
    return label_ + 1;
  }

 private:
  uint8_t* bytes_;
  size_t label_ = 0;  // where the length octet of the open label goes
  size_t end_ = 1;
};

// Eight octets at once: those in A to Z get the bit that makes them lower case.
// The high bit of each octet of `upper` says that it is one of these; no sum
// of seven bits carries into the next octet.
uint64_t FoldWord(uint64_t word) {
  constexpr uint64_t kOnes = 0x0101010101010101;
  const uint64_t low = word & kOnes * 0x7F;
  const uint64_t from_a = low + kOnes * (0x80 - 'A');
  const uint64_t beyond_z = low + kOnes * (0x7F - 'Z');
  const uint64_t upper = from_a & ~beyond_z & ~word & kOnes * 0x80;
  return word | upper >> 2;
}

uint64_t LoadWord(const uint8_t* from) {
  uint64_t word;
  std::memcpy(&word, from, sizeof word);
  return word;
}

// The number of octets that both names end in alike.
size_t SharedSuffix(Bytes a, Bytes b) {
  const size_t limit = std::min(a.size(), b.size());
  const uint8_t* a_end = a.data() + a.size();
  const uint8_t* b_end = b.data() + b.size();
  size_t shared = 0;
  while (shared + 8 <= limit &&
         std::memcmp(a_end - shared - 8, b_end - shared - 8, 8) == 0) {
    shared += 8;
  }
  while (shared < limit && a_end[-1 - static_cast<ptrdiff_t>(shared)] ==
                               b_end[-1 - static_cast<ptrdiff_t>(shared)]) {
    ++shared;
  }
  return shared;
}

Bytes TakeLabel(Bytes& wire) {
  const Bytes label = wire.first(wire[0] + 1u);
  wire = wire.subspan(label.size());
  return label;
}

std::strong_ordering CompareLabels(Bytes a, Bytes b) {
  const size_t shared = std::min(a.size(), b.size());
  const int order = std::memcmp(a.data() + 1, b.data() + 1, shared - 1);
  if (order != 0) return order <=> 0;
  return a.size() <=> b.size();
}

// True if no octet of a wire name needs an escape.
bool IsPlain(Bytes wire) {
  if (wire[1] == '-') return false;
  bool plain = true;
  for (size_t at = 0; wire[at] != 0; at += wire[at] + 1u) {
    for (const uint8_t octet : wire.subspan(at + 1, wire[at])) {
      plain &= kPlainFolded[octet];
    }
  }
  return plain;
}

// Almost all names: the octets as they stand, and dots for the lengths.
void AppendPlain(std::string& out, Bytes wire) {
  uint8_t text[kMaxNameBytes];
  const size_t size = wire.size() - 2;
  FoldCase(wire.data() + 1, size, text);
  for (size_t at = wire[0] + 1u; wire[at] != 0; at += wire[at] + 1u) {
    text[at - 1] = '.';
  }
  out.append(reinterpret_cast<const char*>(text), size);
}

void AppendEscaped(std::string& out, Bytes wire) {
  char text[kMaxTextBytes];
  char* to = text;
  for (size_t at = 0; wire[at] != 0; at += wire[at] + 1u) {
    if (at > 0) *to++ = '.';
    for (const uint8_t raw : wire.subspan(at + 1, wire[at])) {
      const uint8_t octet = FoldCase(raw);
      if (kPlain[octet] && !(octet == '-' && to == text)) {
        *to++ = static_cast<char>(octet);
      } else {
        to = WriteEscaped(to, octet);
      }
    }
  }
  out.append(text, to);
}

}  // namespace

void FoldCase(const uint8_t* from, size_t size, uint8_t* to) noexcept {
  size_t at = 0;
  for (; at + 8 <= size; at += 8) {
    const uint64_t folded = FoldWord(LoadWord(from + at));
    std::memcpy(to + at, &folded, 8);
  }
  for (; at < size; ++at) to[at] = FoldCase(from[at]);
}

bool EqualButCase(Bytes a, Bytes b) noexcept {
  if (a.size() != b.size()) return false;
  size_t at = 0;
  for (; at + 8 <= a.size(); at += 8) {
    if (FoldWord(LoadWord(a.data() + at)) !=
        FoldWord(LoadWord(b.data() + at))) {
      return false;
    }
  }
  for (; at < a.size(); ++at) {
    if (FoldCase(a[at]) != FoldCase(b[at])) return false;
  }
  return true;
}

std::optional<Name> Name::FromWire(Bytes wire) {
  if (wire.empty() || wire.size() > kMaxNameBytes) return std::nullopt;
  size_t at = 0;
  while (wire[at] != 0) {
    if (wire[at] > kMaxLabelBytes) return std::nullopt;
    at += wire[at] + 1u;
    if (at >= wire.size()) return std::nullopt;
  }
  if (at + 1 != wire.size()) return std::nullopt;
  return FromValidWire(wire);
}

Name Name::FromValidWire(Bytes wire) {
  Name name;
  name.size_ = static_cast<uint8_t>(wire.size());
  // Length octets are at most 63 and so never look like a letter.
  FoldCase(wire.data(), wire.size(), name.bytes_.data());
  return name;
}

std::optional<Name> Name::FromText(std::string_view text) {
  if (text.empty()) return std::nullopt;
  Name name;
  if (text == ".") return name;
  WireWriter writer(name.bytes_.data());
  while (!text.empty()) {
    if (text[0] == '.') {
      if (!writer.EndLabel()) return std::nullopt;
      text.remove_prefix(1);
      continue;
    }
    const auto octet = TakeOctet(text);
    if (!octet || !writer.AddOctet(*octet)) return std::nullopt;
  }
  if (writer.in_label() && !writer.EndLabel()) return std::nullopt;
  name.size_ = static_cast<uint8_t>(writer.Finish());
  return name;
}

Name Name::Reverse(const Address& address) {
  Name name;
  if (address.is_v4()) {
    // The name of the question; its type and class are left where they stand.
    const size_t size =
        WriteReverseQuestion(address.v4(), 0, name.bytes_.data());
    name.size_ = static_cast<uint8_t>(size - kTypeAndClassBytes);
    return name;
  }
  WireWriter writer(name.bytes_.data());
  for (const uint64_t half : {address.low(), address.high()}) {
    for (int shift = 0; shift < 64; shift += 4) {
      writer.AddLabel(std::string_view(&kHex[half >> shift & 0xF], 1));
    }
  }
  writer.AddLabel("ip6");
  writer.AddLabel("arpa");
  name.size_ = static_cast<uint8_t>(writer.Finish());
  return name;
}

int Name::label_count() const {
  int count = 0;
  for (size_t at = 0; bytes_[at] != 0; at += bytes_[at] + 1u) ++count;
  return count;
}

bool Name::IsWithin(const Name& ancestor) const {
  if (size_ < ancestor.size_) return false;
  const size_t suffix = size_t{size_} - ancestor.size_;
  size_t at = 0;
  while (at < suffix) at += bytes_[at] + 1u;
  return at == suffix &&
         std::memcmp(bytes_.data() + suffix, ancestor.bytes_.data(),
                     ancestor.size_) == 0;
}

std::strong_ordering operator<=>(const Name& a, const Name& b) {
  return CompareCanonical(a.wire(), b.wire());
}

// Takes labels from the left until what is left are the labels that both names
// end in; the ones taken last decide. A message can hold thousands of names
// with the same long suffix, which so costs no walk over its labels.
std::strong_ordering CompareCanonical(Bytes a, Bytes b) {
  const size_t shared = SharedSuffix(a, b);
  Bytes a_label;
  Bytes b_label;
  while (a.size() != b.size() || a.size() > shared) {
    if (a.size() >= b.size()) {
      a_label = TakeLabel(a);
    } else {
      b_label = TakeLabel(b);
    }
  }
  if (a_label.empty() || b_label.empty()) {
    return a_label.size() <=> b_label.size();
  }
  return CompareLabels(a_label, b_label);
}

void AppendText(std::string& out, Bytes wire) {
  assert(!wire.empty() && wire.size() <= kMaxNameBytes);
  if (wire[0] == 0) {
    out += '.';
  } else if (IsPlain(wire)) {
    AppendPlain(out, wire);
  } else {
    AppendEscaped(out, wire);
  }
}

std::string ToText(const Name& name) {
  std::string text;
  AppendText(text, name.wire());
  return text;
}

}  // namespace ptrcensus
