#include "scanner/verdict/octet_windows.h"

#include <algorithm>
#include <optional>
#include <span>

namespace ptrcensus {
namespace {

// Letters that one gap of a window may hold.
constexpr size_t kLettersAmongFour = 6;
constexpr size_t kLettersAmongThree = 2;

// Which octets stand in a window, left to right.
using Order = std::span<const uint8_t>;

bool IsInOrder(const Octets& ip, const DigitRuns& runs, size_t first,
               Order order) {
  for (size_t i = 0; i < order.size(); ++i) {
    if (runs[first + i].value != ip[order[i]]) return false;
  }
  return true;
}

bool AllOctets(const DigitRuns& runs, size_t first, size_t count) {
  for (size_t i = first; i < first + count; ++i) {
    if (!runs[i].octet) return false;
  }
  return true;
}

// Gives each run of the window an octet of its value, each octet once. Octets
// of one value can stand for each other, so the first that is free will do.
bool AssignInAnyOrder(const Octets& ip, const DigitRuns& runs, size_t first,
                      std::span<uint8_t> order) {
  unsigned used = 0;
  for (size_t i = 0; i < order.size(); ++i) {
    uint8_t octet = 0;
    while (octet < ip.size() &&
           ((used >> octet & 1) != 0 || ip[octet] != runs[first + i].value)) {
      ++octet;
    }
    if (octet == ip.size()) return false;
    used |= 1U << octet;
    order[i] = octet;
  }
  return true;
}

// What joins the runs of a window; nothing if it is no window: one gap at most
// may hold letters.
std::optional<Gap> JoinOf(const DigitRuns& runs, size_t first, size_t count,
                          size_t most_letters) {
  Gap join = GapAfter(runs, first, most_letters);
  bool differ = false;
  int with_letters = 0;
  for (size_t i = first; i + 1 < first + count; ++i) {
    const Gap gap = GapAfter(runs, i, most_letters);
    if (gap == Gap::kOther) return std::nullopt;
    if (gap == Gap::kLetters) ++with_letters;
    differ = differ || gap != join;
  }
  if (with_letters > 1) return std::nullopt;
  return differ || with_letters == 1 ? Gap::kLetters : join;
}

void Fill(AddressMatch& match, Encoding encoding, const DigitRuns& runs,
          size_t first, Order order) {
  match.encoding = encoding;
  match.where = {runs[first].begin, runs[first + order.size() - 1].end};
  match.part_count = static_cast<uint8_t>(order.size());
  for (size_t i = 0; i < order.size(); ++i) {
    match.parts[i] = {{runs[first + i].begin, runs[first + i].end}, order[i]};
  }
}

bool AnyPadded(const DigitRuns& runs, size_t first, size_t count) {
  for (size_t i = first; i < first + count; ++i) {
    if (runs[i].padded()) return true;
  }
  return false;
}

Encoding WithModifiers(Encoding base, const DigitRuns& runs, size_t first,
                       size_t count) {
  return Modified(base, AnyPadded(runs, first, count), runs.IsGlued(first));
}

constexpr std::array<uint8_t, 4> kForward = {0, 1, 2, 3};
constexpr std::array<uint8_t, 4> kReversed = {3, 2, 1, 0};

// `base` is the form with dashes; those with other separators follow it.
Encoding WithSeparator(Encoding base, Gap join) {
  switch (join) {
    case Gap::kDash:
      return base;
    case Gap::kDot:
      return static_cast<Encoding>(static_cast<int>(base) + 4);
    case Gap::kUs:
      return static_cast<Encoding>(static_cast<int>(base) + 8);
    case Gap::kX:
      return static_cast<Encoding>(static_cast<int>(base) + 12);
    default:
      return static_cast<Encoding>(static_cast<int>(base) + 16);
  }
}

// A way in which a window can stand in a name, better ones first.
struct Form {
  Encoding encoding;
  std::array<uint8_t, 4> order;
  bool modified;  // it takes `.pad3` and `.glued`
};

constexpr Form kThreeForms[] = {
    {Encoding::kLow3Fwd, {1, 2, 3}, true},
    {Encoding::kHi3, {0, 1, 2}, false},
    {Encoding::kLow3Rev, {3, 2, 1}, true},
    {Encoding::kHi3Rev, {2, 1, 0}, false},
};
constexpr Form kTwoForms[] = {
    {Encoding::kLow2Fwd, {2, 3}, true}, {Encoding::kLow2Rev, {3, 2}, true},
    {Encoding::kHi2, {0, 1}, false},    {Encoding::kHi2Rev, {1, 0}, false},
    {Encoding::kMid2, {1, 2}, false},   {Encoding::kMid2Rev, {2, 1}, false},
};

// The index of the best form that this window has; forms.size() for none.
size_t FormOf(const Octets& ip, const DigitRuns& runs, size_t first,
              std::span<const Form> forms, size_t count) {
  size_t i = 0;
  while (i < forms.size() &&
         !IsInOrder(ip, runs, first, Order(forms[i].order).first(count))) {
    ++i;
  }
  return i;
}

void FillForm(AddressMatch& match, const Form& form, const DigitRuns& runs,
              size_t first, size_t count) {
  const Encoding encoding =
      form.modified ? WithModifiers(form.encoding, runs, first, count)
                    : form.encoding;
  Fill(match, encoding, runs, first, Order(form.order).first(count));
}

// Nothing but the pair itself: no other digits joined to it.
bool StandsFree(const DigitRuns& runs, size_t first) {
  return (first == 0 || !JoinedToNext(runs, first - 1)) &&
         !JoinedToNext(runs, first + 1);
}

bool IsPair(const DigitRuns& runs, size_t first) {
  if (!AllOctets(runs, first, 2)) return false;
  const Gap gap = GapAfter(runs, first, 0);
  return gap == Gap::kDash || gap == Gap::kDot || gap == Gap::kUs;
}

int EqualInPosition(const Octets& ip, const DigitRuns& runs, size_t first,
                    Order order) {
  int equal = 0;
  for (size_t i = 0; i < order.size(); ++i) {
    if (runs[first + i].value == ip[order[i]]) ++equal;
  }
  return equal;
}

}  // namespace

bool MatchFourOctets(const Octets& ip, const DigitRuns& runs,
                     AddressMatch& match) {
  std::array<uint8_t, 4> order{};
  int best = 0;  // of what `match` holds: 1 another order, 2 reversed
  for (size_t i = 0; i + 4 <= runs.count; ++i) {
    if (!AllOctets(runs, i, 4)) continue;
    if (!AssignInAnyOrder(ip, runs, i, order)) continue;
    const auto join = JoinOf(runs, i, 4, kLettersAmongFour);
    if (!join) continue;
    if (IsInOrder(ip, runs, i, kForward)) {
      const Encoding base = WithSeparator(Encoding::kFwd4Dash, *join);
      Fill(match, WithModifiers(base, runs, i, 4), runs, i, kForward);
      return true;
    }
    if (best < 2 && IsInOrder(ip, runs, i, kReversed)) {
      const Encoding base = WithSeparator(Encoding::kRev4Dash, *join);
      Fill(match, WithModifiers(base, runs, i, 4), runs, i, kReversed);
      best = 2;
    } else if (best < 1) {
      Fill(match, Encoding::kPerm4, runs, i, order);
      best = 1;
    }
  }
  return best > 0;
}

bool MatchOtherAddress(const Octets& ip, const DigitRuns& runs,
                       AddressMatch& match) {
  for (size_t i = 0; i + 4 <= runs.count; ++i) {
    if (!AllOctets(runs, i, 4)) continue;
    const int forward = EqualInPosition(ip, runs, i, kForward);
    const int reversed = EqualInPosition(ip, runs, i, kReversed);
    if (std::max(forward, reversed) < 2) continue;
    const auto join = JoinOf(runs, i, 4, 0);
    if (!join || *join == Gap::kLetters) continue;
    Fill(match, Encoding::kOtherIp, runs, i,
         forward >= reversed ? kForward : kReversed);
    return true;
  }
  return false;
}

bool MatchThreeOctets(const Octets& ip, const DigitRuns& runs,
                      AddressMatch& match) {
  constexpr size_t kAnyOrder = std::size(kThreeForms);
  std::array<uint8_t, 3> order{};
  size_t best = kAnyOrder + 1;
  for (size_t i = 0; i + 3 <= runs.count && best > 0; ++i) {
    if (!AllOctets(runs, i, 3)) continue;
    if (!AssignInAnyOrder(ip, runs, i, order)) continue;
    if (!JoinOf(runs, i, 3, kLettersAmongThree)) continue;
    const size_t form = FormOf(ip, runs, i, kThreeForms, 3);
    if (form >= best) continue;
    best = form;
    if (form < kAnyOrder) {
      FillForm(match, kThreeForms[form], runs, i, 3);
    } else {
      Fill(match, Encoding::kPerm3, runs, i, order);
    }
  }
  return best <= kAnyOrder;
}

bool MatchTwoOctets(const Octets& ip, const DigitRuns& runs,
                    AddressMatch& match) {
  size_t best = std::size(kTwoForms);
  for (size_t i = 0; i + 2 <= runs.count && best > 0; ++i) {
    if (!IsPair(runs, i)) continue;
    const size_t form = FormOf(ip, runs, i, kTwoForms, 2);
    if (form >= best) continue;
    const bool middle = kTwoForms[form].encoding >= Encoding::kMid2;
    if (middle && !StandsFree(runs, i)) continue;
    best = form;
    FillForm(match, kTwoForms[form], runs, i, 2);
  }
  return best < std::size(kTwoForms);
}

bool MatchOneOctet(const Octets& ip, const DigitRuns& runs,
                   AddressMatch& match) {
  const bool unlike = std::ranges::count(ip, ip[3]) == 1;
  bool found = false;
  for (size_t i = 0; i < runs.count; ++i) {
    if (!runs[i].octet) continue;
    const auto octet =
        static_cast<uint8_t>(std::ranges::find(ip, runs[i].value) - ip.begin());
    if (octet == ip.size()) continue;
    if (unlike && octet == 3) {
      Fill(match, Encoding::kLast1, runs, i, Order(&octet, 1));
      return true;
    }
    if (!found) Fill(match, Encoding::kSingle, runs, i, Order(&octet, 1));
    found = true;
  }
  return found;
}

}  // namespace ptrcensus
