#include "output/fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>
#include <type_traits>

#include "io/error.h"
#include "output/nearest.h"

namespace ptrcensus {
namespace {

void AppendUint(std::string& out, uint32_t value) {
  const fmt::format_int digits(value);
  out.append(digits.data(), digits.size());
}

// `append_one` is called for each element of `list`, in order.
template <typename List, typename AppendOne>
void AppendList(std::string& out, const List& list, AppendOne append_one) {
  bool first = true;
  for (const auto& element : list) {
    if (!first) out += ' ';
    first = false;
    append_one(element);
  }
}

// Writers of a member of Row as it stands.

template <auto kMember>
void Word(std::string& out, const Row& row) {
  out += Text(row.*kMember);
}

template <auto kMember>
void View(std::string& out, const Row& row) {
  out += row.*kMember;
}

template <auto kMember>
void Views(std::string& out, const Row& row) {
  AppendList(out, row.*kMember, [&](std::string_view view) { out += view; });
}

template <auto kMember>
void Number(std::string& out, const Row& row) {
  if (row.*kMember) AppendUint(out, *(row.*kMember));
}

template <auto kMember>
void Known(std::string& out, const Row& row) {
  if (row.*kMember) AppendText(out, *(row.*kMember));
}

// Writers of the other fields.

void Ip(std::string& out, const Row& row) { AppendText(out, row.ip); }

void RepresentativeName(std::string& out, const Row& row) {
  if (const auto i = Representative(row)) out += row.names[*i].name;
}

void Names(std::string& out, const Row& row) {
  AppendList(out, row.names, [&](const NameResult& n) { out += n.name; });
}

void NameStatuses(std::string& out, const Row& row) {
  AppendList(out, row.names,
             [&](const NameResult& n) { out += Text(n.status); });
}

void IprevWord(std::string& out, const Row& row) {
  out += Text(IprevOf(row.fcrdns));
}

void Forward(std::string& out, const Row& row) {
  AppendList(out, row.forward, [&](const Address& a) { AppendText(out, a); });
}

void IsGeneric(std::string& out, const Row& row) {
  out += row.is_generic ? "true" : "false";
}

void Flags(std::string& out, const Row& row) {
  const size_t begin = out.size();
  const auto add = [&](bool set, std::string_view word) {
    if (!set) return;
    if (out.size() > begin) out += ' ';
    out += word;
  };
  add(row.flags.aa, "aa");
  add(row.flags.ad, "ad");
  add(row.flags.tc, "tc");
  add(row.flags.tcp, "tcp");
  add(row.flags.cname, "cname");
  add(row.flags.inferred, "inferred");
}

void Attempts(std::string& out, const Row& row) {
  AppendUint(out, row.attempts);
}

void TimeText(std::string& out, const Row& row) { AppendText(out, row.time); }

constexpr FieldType kString = FieldType::kString;
constexpr FieldType kEnum = FieldType::kEnum;
constexpr FieldType kList = FieldType::kList;
constexpr FieldType kUint = FieldType::kUint;
constexpr FieldType kBool = FieldType::kBool;
constexpr FieldType kTime = FieldType::kTime;

constexpr auto kFields = std::to_array<Field>({
    {"ip", kString, "the address, canonical text (RFC 5952 for IPv6)", 15, Ip},
    {"ptr_status", kEnum, "what the reverse query gave", 12,
     Word<&Row::ptr_status>},
    {"name", kString,
     "the representative name: the first confirmed one in canonical order "
     "(RFC 4034 6.1), else the first in that order",
     32, RepresentativeName},
    {"names", kList,
     "the distinct names tried, canonical order, at most --max-names", 32,
     Names},
    {"name_status", kList,
     "aligned with names: pass mismatch no_forward invalid_name temp; untried "
     "with --no-forward",
     12, NameStatuses},
    {"names_total", kUint, "distinct names in the record set", 0,
     Number<&Row::names_total>},
    {"fcrdns", kEnum, "forward confirmation over the names tried", 12,
     Word<&Row::fcrdns>},
    {"iprev", kEnum, "the RFC 8601 result that follows from fcrdns", 9,
     IprevWord},
    {"forward", kList,
     "addresses of the representative name, this family: the matching one "
     "first, then numerically, at most 8",
     15, Forward},
    {"name_class", kEnum,
     "kind of the representative name; none without a name", 16,
     Word<&Row::name_class>},
    {"is_generic", kBool,
     "true or false, never empty: class in generic*, provider_default, "
     "placeholder with strong confidence",
     0, IsGeneric},
    {"confidence", kEnum, "strong, weak, or empty", 0, Word<&Row::confidence>},
    {"encoding", kString,
     "how the address stands in the name, e.g. fwd4.dash, hex8.fwd, low2.rev",
     9, View<&Row::encoding>},
    {"tokens", kList, "words that counted, e.g. dyn pool", 12,
     Views<&Row::tokens>},
    {"role", kEnum, "mail, or empty", 0, Word<&Row::role>},
    {"findings", kList, "audit findings", 24, Views<&Row::findings>},
    {"owner", kString,
     "owner of the PTR records where a CNAME chain (RFC 2317) led elsewhere",
     32, View<&Row::owner>},
    {"zone", kString, "reverse zone, where an SOA or a delegation showed it",
     24, View<&Row::zone>},
    {"ttl", kUint, "TTL of the PTR record set, seconds", 6, Number<&Row::ttl>},
    {"rcode", kString,
     "NOERROR, NXDOMAIN, ...; empty when nothing was accepted", 8,
     Known<&Row::rcode>},
    {"ede", kUint, "extended DNS error code (RFC 8914) of that reply", 0,
     Number<&Row::ede>},
    {"flags", kList, "of: aa ad tc tcp cname inferred", 8, Flags},
    {"attempts", kUint,
     "reverse queries sent, those along a CNAME chain included; 0 if never "
     "asked",
     0, Attempts},
    {"rtt_us", kUint, "round trip of the accepted reverse reply, microseconds",
     8, Number<&Row::rtt_us>},
    {"server", kString, "server of that reply, 192.0.2.53:53", 18,
     Known<&Row::server>},
    {"time", kTime, "when the row was final: RFC 3339, UTC, milliseconds", 24,
     TimeText},
});

constexpr std::string_view TypeName(FieldType type) {
  constexpr std::array<std::string_view, 6> kNames = {"string", "enum", "list",
                                                      "uint",   "bool", "time"};
  return kNames[static_cast<size_t>(type)];
}

size_t ParseField(std::string_view name, std::string_view list) {
  const auto field = std::ranges::find(kFields, name, &Field::name);
  if (field != kFields.end()) {
    return static_cast<size_t>(field - kFields.begin());
  }
  if (name.empty()) {
    throw Error(fmt::format(
        "--fields '{}' has an empty name; names are separated by single "
        "commas, and `ptrcensus fields` lists them",
        list));
  }
  std::array<std::string_view, kFields.size()> names;
  std::ranges::transform(kFields, names.begin(), &Field::name);
  const std::string_view nearest = NearestName(name, names);
  throw Error(fmt::format(
      "--fields names an unknown field '{}'{}; `ptrcensus fields` lists them",
      name,
      nearest.empty() ? "" : fmt::format(", did you mean '{}'", nearest)));
}

// Appends `text` in lines of at most `width` characters, broken at spaces;
// every line but the first is indented.
void AppendWrapped(std::string& out, std::string_view text, size_t width,
                   size_t indent) {
  while (text.size() > width) {
    const size_t space = text.rfind(' ', width);
    out.append(text.substr(0, space)).append("\n").append(indent, ' ');
    text.remove_prefix(space + 1);
  }
  out.append(text).append("\n");
}

}  // namespace

std::span<const Field> Fields() { return kFields; }

std::vector<size_t> AllFields() {
  std::vector<size_t> all(kFields.size());
  std::iota(all.begin(), all.end(), size_t{0});
  return all;
}

std::vector<size_t> ParseFieldList(std::string_view list) {
  std::vector<size_t> fields;
  for (std::string_view rest = list;;) {
    const size_t comma = rest.find(',');
    const size_t index = ParseField(rest.substr(0, comma), list);
    if (std::ranges::find(fields, index) != fields.end()) {
      throw Error(
          fmt::format("--fields names '{}' twice; each field can stand once",
                      kFields[index].name));
    }
    fields.push_back(index);
    if (comma == std::string_view::npos) return fields;
    rest.remove_prefix(comma + 1);
  }
}

std::string FieldsTable() {
  constexpr size_t kIndent = 21;
  std::string out = fmt::format("{:<13}{:<8}{}\n", "field", "type", "meaning");
  for (const Field& field : kFields) {
    out += fmt::format("{:<13}{:<8}", field.name, TypeName(field.type));
    AppendWrapped(out, field.help, 80 - kIndent, kIndent);
  }
  return out;
}

}  // namespace ptrcensus
