#include "bench/labdns/wire_name.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <vector>

namespace ptrcensus::labdns {
namespace {

std::vector<Octets> Labels(Octets wire) {
  std::vector<Octets> labels;
  for (size_t at = 0; wire[at] != 0; at += wire[at] + size_t{1}) {
    labels.push_back(wire.subspan(at + 1, wire[at]));
  }
  return labels;
}

bool IsPlain(uint8_t octet) {
  return (octet >= 'a' && octet <= 'z') || (octet >= '0' && octet <= '9') ||
         octet == '-' || octet == '_' || octet == '/' || octet == '*';
}

void AppendEscaped(std::string& out, uint8_t octet) {
  out += '\\';
  out += static_cast<char>('0' + octet / 100);
  out += static_cast<char>('0' + octet / 10 % 10);
  out += static_cast<char>('0' + octet % 10);
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Takes one octet of `text` at `at`, escaped or not; -1 when it is broken.
int TakeOctet(std::string_view text, size_t& at) {
  if (text[at] != '\\') return static_cast<uint8_t>(text[at++]);
  if (at + 1 >= text.size()) return -1;
  if (!IsDigit(text[at + 1])) {
    at += 2;
    return static_cast<uint8_t>(text[at - 1]);
  }
  if (at + 3 >= text.size() || !IsDigit(text[at + 2]) ||
      !IsDigit(text[at + 3])) {
    return -1;
  }
  const int value = (text[at + 1] - '0') * 100 + (text[at + 2] - '0') * 10 +
                    (text[at + 3] - '0');
  at += 4;
  return value <= 255 ? value : -1;
}

}  // namespace

void WireName::AddLabel(std::string_view octets) {
  assert(!octets.empty() && octets.size() <= kMaxLabelBytes);
  assert(size_ + octets.size() + 2 <= kMaxNameBytes);
  bytes_[size_++] = static_cast<uint8_t>(octets.size());
  AddWire(octets);
}

void WireName::AddWire(std::string_view octets) {
  assert(size_ + octets.size() <= bytes_.size());
  std::memcpy(bytes_.data() + size_, octets.data(), octets.size());
  size_ += octets.size();
}

WireName Lowered(Octets wire) {
  WireName name;
  name.AddWire({reinterpret_cast<const char*>(wire.data()), wire.size()});
  std::transform(wire.begin(), wire.end(), name.data(), Lower);
  return name;
}

bool EqualFolded(Octets a, Octets b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](uint8_t x, uint8_t y) { return Lower(x) == Lower(y); });
}

bool CanonicalLess(Octets a, Octets b) {
  const std::vector<Octets> left = Labels(a);
  const std::vector<Octets> right = Labels(b);
  const auto less = [](uint8_t x, uint8_t y) { return Lower(x) < Lower(y); };
  for (size_t i = 1; i <= std::min(left.size(), right.size()); ++i) {
    const Octets x = left[left.size() - i];
    const Octets y = right[right.size() - i];
    if (EqualFolded(x, y)) continue;
    return std::lexicographical_compare(x.begin(), x.end(), y.begin(), y.end(),
                                        less);
  }
  return left.size() < right.size();
}

std::string StrictText(Octets wire) {
  if (wire[0] == 0) return ".";
  std::string text;
  for (const Octets label : Labels(wire)) {
    if (!text.empty()) text += '.';
    for (const uint8_t octet : label) {
      const uint8_t lower = Lower(octet);
      if (IsPlain(lower) && !(text.empty() && lower == '-')) {
        text += static_cast<char>(lower);
      } else {
        AppendEscaped(text, lower);
      }
    }
  }
  return text;
}

std::optional<WireName> ParseNameText(std::string_view text) {
  WireName name;
  if (text.empty()) return std::nullopt;
  if (text == ".") text = {};
  std::string label;
  for (size_t at = 0; at < text.size();) {
    label.clear();
    while (at < text.size() && text[at] != '.') {
      const int octet = TakeOctet(text, at);
      if (octet < 0) return std::nullopt;
      label += static_cast<char>(octet);
    }
    ++at;
    if (label.empty() || label.size() > kMaxLabelBytes ||
        name.size() + label.size() + 2 > kMaxNameBytes) {
      return std::nullopt;
    }
    name.AddLabel(label);
  }
  name.AddRoot();
  return name;
}

}  // namespace ptrcensus::labdns
