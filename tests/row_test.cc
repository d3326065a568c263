#include "output/row.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace ptrcensus {
namespace {

// The words of the first `count` values of an enum, separated by spaces.
template <typename Enum>
std::string Words(int count) {
  std::string words;
  for (int i = 0; i < count; ++i) {
    if (i > 0) words += ' ';
    words += Text(static_cast<Enum>(i));
  }
  return words;
}

TEST(Row, NamesPtrStatuses) {
  EXPECT_EQ(Words<PtrStatus>(kPtrStatusCount),
            "ok nxdomain nodata servfail refused other_rcode timeout "
            "cname_loop cname_broken malformed skipped");
}

TEST(Row, NamesNameStatuses) {
  EXPECT_EQ(Words<NameStatus>(kNameStatusCount),
            "pass mismatch no_forward invalid_name temp untried");
}

TEST(Row, NamesFcrdnsResults) {
  EXPECT_EQ(Words<Fcrdns>(kFcrdnsCount),
            "pass mismatch no_forward invalid_name forward_temp ptr_temp "
            "no_ptr not_checked");
}

TEST(Row, NamesIprevResults) {
  EXPECT_EQ(Words<Iprev>(5), "pass fail temperror permerror none");
}

TEST(Row, NamesClassesAndLeavesTheUnsetOneEmpty) {
  EXPECT_EQ(Words<NameClass>(kNameClassCount),
            " custom generic_dynamic generic_static generic provider_default "
            "placeholder infrastructure invalid none");
}

TEST(Row, NamesConfidencesAndRoles) {
  EXPECT_EQ(Words<Confidence>(3), " strong weak");
  EXPECT_EQ(Words<Role>(2), " mail");
}

TEST(Row, ParsesPtrStatusesExactly) {
  EXPECT_EQ(ParsePtrStatus("ok"), PtrStatus::kOk);
  EXPECT_EQ(ParsePtrStatus("cname_broken"), PtrStatus::kCnameBroken);
  EXPECT_EQ(ParsePtrStatus("skipped"), PtrStatus::kSkipped);
  for (const char* text : {"", "OK", "ok ", "o", "nxdomains"}) {
    EXPECT_EQ(ParsePtrStatus(text), std::nullopt) << text;
  }
}

TEST(Row, ParsesFcrdnsAndNameClassesExactly) {
  for (int i = 0; i < kFcrdnsCount; ++i) {
    const auto fcrdns = static_cast<Fcrdns>(i);
    EXPECT_EQ(ParseFcrdns(Text(fcrdns)), fcrdns);
  }
  for (int i = 0; i < kNameClassCount; ++i) {
    const auto name_class = static_cast<NameClass>(i);
    EXPECT_EQ(ParseNameClass(Text(name_class)), name_class);
  }
  EXPECT_EQ(ParseNameClass(""), NameClass::kUnset);
  EXPECT_EQ(ParseFcrdns(""), std::nullopt);
  EXPECT_EQ(ParseFcrdns("passed"), std::nullopt);
  EXPECT_EQ(ParseNameClass("Custom"), std::nullopt);
}

TEST(Row, DerivesIprevFromFcrdns) {
  EXPECT_EQ(IprevOf(Fcrdns::kPass), Iprev::kPass);
  EXPECT_EQ(IprevOf(Fcrdns::kMismatch), Iprev::kFail);
  EXPECT_EQ(IprevOf(Fcrdns::kNoForward), Iprev::kFail);
  EXPECT_EQ(IprevOf(Fcrdns::kInvalidName), Iprev::kFail);
  EXPECT_EQ(IprevOf(Fcrdns::kForwardTemp), Iprev::kTemperror);
  EXPECT_EQ(IprevOf(Fcrdns::kPtrTemp), Iprev::kTemperror);
  EXPECT_EQ(IprevOf(Fcrdns::kNoPtr), Iprev::kPermerror);
  EXPECT_EQ(IprevOf(Fcrdns::kNotChecked), Iprev::kNone);
}

TEST(Row, IsRepresentedByTheFirstConfirmedName) {
  const std::array<NameResult, 4> names = {{{"a", NameStatus::kTemp},
                                            {"b", NameStatus::kMismatch},
                                            {"c", NameStatus::kPass},
                                            {"d", NameStatus::kPass}}};
  Row row;
  row.names = names;
  EXPECT_EQ(Representative(row), 2u);
}

TEST(Row, IsRepresentedByTheFirstNameWhereNoneIsConfirmed) {
  const std::array<NameResult, 2> names = {
      {{"a", NameStatus::kInvalidName}, {"b", NameStatus::kMismatch}}};
  Row row;
  row.names = names;
  EXPECT_EQ(Representative(row), 0u);
}

TEST(Row, HasNoRepresentativeWithoutNames) {
  EXPECT_EQ(Representative(Row{}), std::nullopt);
}

}  // namespace
}  // namespace ptrcensus
