#include "output/row.h"

#include <array>
#include <cassert>
#include <cstddef>

namespace ptrcensus {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::array<std::string_view, kPtrStatusCount> kPtrStatusWords = {
    "ok"sv,           "nxdomain"sv,    "nodata"sv,  "servfail"sv,
    "refused"sv,      "other_rcode"sv, "timeout"sv, "cname_loop"sv,
    "cname_broken"sv, "malformed"sv,   "skipped"sv};
constexpr std::array<std::string_view, kNameStatusCount> kNameStatusWords = {
    "pass"sv,         "mismatch"sv, "no_forward"sv,
    "invalid_name"sv, "temp"sv,     "untried"sv};
constexpr std::array<std::string_view, kFcrdnsCount> kFcrdnsWords = {
    "pass"sv,         "mismatch"sv, "no_forward"sv, "invalid_name"sv,
    "forward_temp"sv, "ptr_temp"sv, "no_ptr"sv,     "not_checked"sv};
constexpr std::array<std::string_view, 5> kIprevWords = {
    "pass"sv, "fail"sv, "temperror"sv, "permerror"sv, "none"sv};
constexpr std::array<std::string_view, kNameClassCount> kNameClassWords = {
    ""sv,
    "custom"sv,
    "generic_dynamic"sv,
    "generic_static"sv,
    "generic"sv,
    "provider_default"sv,
    "placeholder"sv,
    "infrastructure"sv,
    "invalid"sv,
    "none"sv};
constexpr std::array<std::string_view, 3> kConfidenceWords = {""sv, "strong"sv,
                                                              "weak"sv};
constexpr std::array<std::string_view, 2> kRoleWords = {""sv, "mail"sv};

template <size_t kCount, typename Enum>
std::string_view Word(const std::array<std::string_view, kCount>& words,
                      Enum value) {
  assert(static_cast<size_t>(value) < kCount);
  return words[static_cast<size_t>(value)];
}

template <typename Enum, size_t kCount>
std::optional<Enum> Find(const std::array<std::string_view, kCount>& words,
                         std::string_view text) {
  for (size_t i = 0; i < kCount; ++i) {
    if (words[i] == text) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view Text(PtrStatus status) {
  return Word(kPtrStatusWords, status);
}
std::string_view Text(NameStatus status) {
  return Word(kNameStatusWords, status);
}
std::string_view Text(Fcrdns fcrdns) { return Word(kFcrdnsWords, fcrdns); }
std::string_view Text(Iprev iprev) { return Word(kIprevWords, iprev); }
std::string_view Text(NameClass name_class) {
  return Word(kNameClassWords, name_class);
}
std::string_view Text(Confidence confidence) {
  return Word(kConfidenceWords, confidence);
}
std::string_view Text(Role role) { return Word(kRoleWords, role); }

std::optional<PtrStatus> ParsePtrStatus(std::string_view text) {
  return Find<PtrStatus>(kPtrStatusWords, text);
}
std::optional<Fcrdns> ParseFcrdns(std::string_view text) {
  return Find<Fcrdns>(kFcrdnsWords, text);
}
std::optional<NameClass> ParseNameClass(std::string_view text) {
  return Find<NameClass>(kNameClassWords, text);
}

Iprev IprevOf(Fcrdns fcrdns) {
  switch (fcrdns) {
    case Fcrdns::kPass:
      return Iprev::kPass;
    case Fcrdns::kMismatch:
    case Fcrdns::kNoForward:
    case Fcrdns::kInvalidName:
      return Iprev::kFail;
    case Fcrdns::kForwardTemp:
    case Fcrdns::kPtrTemp:
      return Iprev::kTemperror;
    case Fcrdns::kNoPtr:
      return Iprev::kPermerror;
    case Fcrdns::kNotChecked:
      return Iprev::kNone;
  }
  assert(false);
  return Iprev::kNone;
}

std::optional<size_t> Representative(const Row& row) {
  if (row.names.empty()) return std::nullopt;
  for (size_t i = 0; i < row.names.size(); ++i) {
    if (row.names[i].status == NameStatus::kPass) return i;
  }
  return 0;
}

}  // namespace ptrcensus
