#include "scanner/verdict/findings.h"

#include <gtest/gtest.h>

#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace ptrcensus {
namespace {

std::string TextOf(const FindingSet& set) {
  std::string text;
  set.ForEach([&](Finding finding) {
    if (!text.empty()) text += ' ';
    text += Info(finding).name;
  });
  return text;
}

PublicSuffixes& Suffixes() {
  static PublicSuffixes suffixes("");
  return suffixes;
}

NameParts PartsOf(std::string_view text) {
  const Name name = *Name::FromText(text);
  NameParts parts;
  TakeApart(name.wire(), Suffixes(), parts);
  return parts;
}

// The evidence of one address, built up answer by answer.
class Row {
 public:
  explicit Row(std::string_view ip = "203.0.113.10") {
    evidence_.ip = *ParseAddress(ip);
    evidence_.documentation = true;
  }
  Row& Status(PtrStatus status) {
    evidence_.ptr_status = status;
    return *this;
  }
  Row& Named(std::string_view text, NameStatus status,
             ForwardTraits forward = {}) {
    parts_.push_back(PartsOf(text));
    names_.push_back(
        {.parts = &parts_.back(), .status = status, .forward = forward});
    evidence_.ptr_status = PtrStatus::kOk;
    evidence_.names_total = static_cast<uint32_t>(names_.size());
    return *this;
  }
  Row& Total(uint32_t names) {
    evidence_.names_total = names;
    return *this;
  }
  Row& Confirmed(Fcrdns fcrdns) {
    evidence_.fcrdns = fcrdns;
    return *this;
  }
  Row& Class(NameClass name_class, Confidence confidence,
             Encoding encoding = Encoding::kNone) {
    evidence_.classification.name_class = name_class;
    evidence_.classification.confidence = confidence;
    evidence_.classification.encoding = encoding;
    return *this;
  }
  Row& Ttl(uint32_t ttl, bool aa = true) {
    evidence_.ttl = ttl;
    evidence_.flags.aa = aa;
    return *this;
  }
  Row& Undocumented() {
    evidence_.documentation = false;
    return *this;
  }
  RowFlags& flags() { return evidence_.flags; }
  CheckResults& checks() { return evidence_.checks; }

  std::string Findings() {
    evidence_.names = names_;
    return TextOf(FindingsOf(evidence_));
  }

 private:
  RowEvidence evidence_;
  std::deque<NameParts> parts_;
  std::vector<NameEvidence> names_;
};

std::string OfForm(std::string_view name, std::string_view ip = "192.0.2.1") {
  return TextOf(FormFindings(*ParseAddress(ip), false, PartsOf(name)));
}

constexpr ForwardTraits kNxdomain{.nxdomain = true};

// The scenarios F01 to F28 of tests/vectors/fcrdns_vectors.csv.

TEST(Findings, AGoodNameHasNone) {
  EXPECT_EQ(Row()
                .Named("mail.example.com", NameStatus::kPass)
                .Confirmed(Fcrdns::kPass)
                .Class(NameClass::kCustom, Confidence::kUnset)
                .Findings(),
            "");
}

TEST(Findings, WithoutANameTheStatusDecides) {
  const auto of = [](PtrStatus status) {
    return Row().Status(status).Findings();
  };
  EXPECT_EQ(of(PtrStatus::kNxdomain), "ptr_missing");
  EXPECT_EQ(of(PtrStatus::kNodata), "ptr_missing");
  EXPECT_EQ(of(PtrStatus::kServfail), "ptr_servfail");
  EXPECT_EQ(of(PtrStatus::kTimeout), "ptr_timeout");
  EXPECT_EQ(of(PtrStatus::kRefused), "ptr_refused");
  EXPECT_EQ(of(PtrStatus::kCnameBroken), "ptr_cname_broken");
  EXPECT_EQ(of(PtrStatus::kCnameLoop), "ptr_cname_loop");
  EXPECT_EQ(of(PtrStatus::kSkipped), "special_purpose_skipped");
  EXPECT_EQ(of(PtrStatus::kOtherRcode), "");
  EXPECT_EQ(of(PtrStatus::kMalformed), "");
}

TEST(Findings, AnAliasOnTheWayIsToldOfACompleteChain) {
  Row ok;
  ok.Named("mail.example.com", NameStatus::kPass).flags().cname = true;
  EXPECT_EQ(ok.Findings(), "ptr_via_cname");
  Row broken;
  broken.Status(PtrStatus::kCnameBroken).flags().cname = true;
  EXPECT_EQ(broken.Findings(), "ptr_cname_broken");
}

TEST(Findings, ANameThatLeadsNowhereSaysHow) {
  const auto of = [](ForwardTraits forward) {
    return Row()
        .Named("old.example.com", NameStatus::kNoForward, forward)
        .Confirmed(Fcrdns::kNoForward)
        .Findings();
  };
  EXPECT_EQ(of(kNxdomain), "ptr_target_nxdomain");
  EXPECT_EQ(of({}), "ptr_target_nodata");
  EXPECT_EQ(of({.other_family = true}), "ptr_target_no_address_family");
  EXPECT_EQ(of({.other_unknown = true}), "");
}

TEST(Findings, AFailedForwardLookupSaysHow) {
  const auto of = [](ForwardTraits forward) {
    return Row()
        .Named("mail.example.com", NameStatus::kTemp, forward)
        .Confirmed(Fcrdns::kForwardTemp)
        .Findings();
  };
  EXPECT_EQ(of({.timeout = true}), "forward_timeout");
  EXPECT_EQ(of({.error_code = true}), "forward_servfail");
}

TEST(Findings, AMismatchIsToldOfTheAddress) {
  Row row;
  row.Named("mail.example.com", NameStatus::kMismatch);
  EXPECT_EQ(row.Confirmed(Fcrdns::kMismatch).Findings(), "fcrdns_mismatch");
  EXPECT_EQ(Row()
                .Named("mail.example.com", NameStatus::kMismatch,
                       {.to_private = true})
                .Confirmed(Fcrdns::kMismatch)
                .Findings(),
            "fcrdns_mismatch forward_to_private");
}

TEST(Findings, SomeNamesMayConfirmAndSomeNot) {
  EXPECT_EQ(Row()
                .Named("a.example.com", NameStatus::kMismatch)
                .Named("mail.example.com", NameStatus::kPass)
                .Confirmed(Fcrdns::kPass)
                .Findings(),
            "ptr_multiple fcrdns_partial");
  EXPECT_EQ(Row()
                .Named("a.example.com", NameStatus::kTemp, {.timeout = true})
                .Named("mail.example.com", NameStatus::kPass)
                .Confirmed(Fcrdns::kPass)
                .Findings(),
            "ptr_multiple forward_timeout");
}

TEST(Findings, EachNameAddsItsOwn) {
  EXPECT_EQ(
      Row()
          .Named("a.example.com", NameStatus::kNoForward, kNxdomain)
          .Named("b.example.net", NameStatus::kTemp, {.error_code = true})
          .Confirmed(Fcrdns::kForwardTemp)
          .Findings(),
      "ptr_multiple ptr_multidomain ptr_target_nxdomain forward_servfail");
}

TEST(Findings, AnAliasAsTargetIsTold) {
  Row row;
  row.Named("alias.example.com", NameStatus::kPass, {.cname = true});
  EXPECT_EQ(row.Findings(), "ptr_target_is_cname");
}

TEST(Findings, NamesThatAreNoHostHaveNoTarget) {
  const auto of = [](std::string_view name, NameStatus status) {
    ForwardTraits forward = kNxdomain;
    forward.cname = true;
    return Row().Named(name, status, forward).Findings();
  };
  EXPECT_EQ(of(".", NameStatus::kInvalidName), "ptr_name_root");
  EXPECT_EQ(of("203.0.113.10", NameStatus::kInvalidName),
            "ptr_name_ip_literal");
  EXPECT_EQ(
      of("mail.example.com.113.0.203.in-addr.arpa", NameStatus::kNoForward),
      "ptr_name_arpa_suffix ptr_missing_dot_suspected");
  EXPECT_EQ(of("co.uk", NameStatus::kNoForward),
            "ptr_public_suffix ptr_target_nxdomain ptr_target_is_cname");
}

TEST(Findings, LocalhostIsSpecialUseAndAPlaceholder) {
  EXPECT_EQ(Row()
                .Named("localhost", NameStatus::kInvalidName)
                .Confirmed(Fcrdns::kInvalidName)
                .Class(NameClass::kPlaceholder, Confidence::kStrong,
                       Encoding::kShared)
                .Findings(),
            "ptr_name_special_use ptr_placeholder");
}

TEST(Findings, AnUnderscoreIsInNoHostname) {
  EXPECT_EQ(Row().Named("bad_host.example.com", NameStatus::kPass).Findings(),
            "ptr_name_not_hostname");
}

TEST(Findings, ACutAtMaxNamesIsTold) {
  Row row;
  for (int i = 0; i < 10; ++i) {
    row.Named("h" + std::to_string(i) + ".example.com", NameStatus::kMismatch);
  }
  EXPECT_EQ(row.Total(1000).Confirmed(Fcrdns::kMismatch).Findings(),
            "ptr_multiple ptr_names_truncated fcrdns_mismatch");
}

TEST(Findings, NamesWithoutADomainAreNoOtherDomain) {
  EXPECT_EQ(Row()
                .Named("a.example.com", NameStatus::kPass)
                .Named("router", NameStatus::kInvalidName)
                .Named("b.example.com", NameStatus::kPass)
                .Findings(),
            "ptr_single_label ptr_multiple");
}

TEST(Findings, OfTheFaultsOfANameTheFirstIsTold) {
  EXPECT_EQ(OfForm("host.123"), "ptr_tld_unknown");
  EXPECT_EQ(OfForm("host.example.nosuchtop"), "ptr_tld_unknown");
  EXPECT_EQ(OfForm("com"), "ptr_single_label");
  EXPECT_EQ(OfForm("co.uk"), "ptr_public_suffix");
  EXPECT_EQ(OfForm("x.local"), "ptr_name_special_use");
}

TEST(Findings, ADomainThatStandsTwiceLacksADot) {
  constexpr const char* kFound = "ptr_missing_dot_suspected";
  EXPECT_EQ(OfForm("mail.foo.com.foo.com"), kFound);
  EXPECT_EQ(OfForm("foo.com.foo.com"), kFound);
  EXPECT_EQ(OfForm("foo.com.bar.foo.com"), kFound);
  EXPECT_EQ(OfForm("mail.foo.co.uk.foo.co.uk"), kFound);
  EXPECT_EQ(OfForm("mail.xfoo.com.foo.com"), "");
  EXPECT_EQ(OfForm("foo.comx.foo.com"), "");
  EXPECT_EQ(OfForm("foo.bar.foo.com"), "");
}

TEST(Findings, TheOwnReverseZoneBehindAHostNameLacksADot) {
  constexpr const char* kBoth =
      "ptr_name_arpa_suffix ptr_missing_dot_suspected";
  constexpr const char* kArpa = "ptr_name_arpa_suffix";
  EXPECT_EQ(OfForm("mail.foo.com.10.113.0.203.in-addr.arpa", "203.0.113.10"),
            kBoth);
  EXPECT_EQ(OfForm("mail.foo.com.203.in-addr.arpa", "203.0.113.10"), kBoth);
  EXPECT_EQ(OfForm("mail.foo.com.0-25.113.0.203.in-addr.arpa", "203.0.113.10"),
            kBoth);
  EXPECT_EQ(OfForm("mail.foo.com.0-25.112.0.203.in-addr.arpa", "203.0.113.10"),
            kArpa);
  EXPECT_EQ(OfForm("host-62-252-0.0.not-set-yet.virginmedia.net.0.252.62."
                   "in-addr.arpa",
                   "62.252.0.0"),
            kBoth);
  EXPECT_EQ(OfForm("mail.foo.com.8.b.d.0.1.0.0.2.ip6.arpa", "2001:db8::25"),
            kBoth);
  EXPECT_EQ(OfForm("mail.foo.com.113.0.203.in-addr.arpa", "203.0.114.10"),
            kArpa);
  EXPECT_EQ(OfForm("mail.foo.com.13.0.203.in-addr.arpa", "203.0.113.10"),
            kArpa);
  EXPECT_EQ(OfForm("mail.foo.com.113.0.203.in-addr.arpa", "2001:db8::25"),
            kArpa);
  EXPECT_EQ(OfForm("10.113.0.203.in-addr.arpa", "203.0.113.10"), kArpa);
}

TEST(Findings, HostnamesHaveLettersDigitsAndInnerHyphens) {
  constexpr const char* kFound = "ptr_name_not_hostname";
  EXPECT_EQ(OfForm("a-1.foo-bar.com"), "");
  EXPECT_EQ(OfForm("3com.foo.com"), "");
  for (const char* name :
       {"-a.foo.com", "a-.foo.com", "a.-foo.com", "a.foo-.com", "*.foo.com",
        "a/b.foo.com", R"(a\.b.foo.com)", R"(a\200b.foo.com)"}) {
    EXPECT_EQ(OfForm(name), kFound) << name;
  }
}

TEST(Findings, ExampleNamesAreForDocumentationAlone) {
  constexpr const char* kFound = "ptr_example_domain";
  EXPECT_EQ(OfForm("mail.example.com"), kFound);
  EXPECT_EQ(OfForm("mail.example.net"), kFound);
  EXPECT_EQ(OfForm("mail.example.org"), kFound);
  EXPECT_EQ(OfForm("mail.foo.example"), kFound);
  EXPECT_EQ(OfForm("mail.foo.test"), kFound);
  EXPECT_EQ(OfForm("mail.anexample.com"), "");
  EXPECT_EQ(OfForm("mail.foo.contest"), "ptr_tld_unknown");
  EXPECT_EQ(Row().Named("mail.example.com", NameStatus::kPass).Findings(), "");
  EXPECT_EQ(Row()
                .Named("mail.example.com", NameStatus::kPass)
                .Undocumented()
                .Findings(),
            kFound);
}

TEST(Findings, ABareDomainAndAWebSiteAreTold) {
  EXPECT_EQ(OfForm("foo.com"), "ptr_bare_domain");
  EXPECT_EQ(OfForm("foo.co.uk"), "ptr_bare_domain");
  EXPECT_EQ(OfForm("www.foo.com"), "ptr_www_name");
  EXPECT_EQ(OfForm("www.com"), "ptr_bare_domain ptr_www_name");
  EXPECT_EQ(OfForm("www2.foo.com"), "");
  EXPECT_EQ(OfForm("203.in-addr.arpa"), "ptr_name_arpa_suffix");
}

TEST(Findings, TheClassIsToldWhereItIsGeneric) {
  const auto of = [](NameClass name_class, Confidence confidence) {
    return Row()
        .Named("mail.example.com", NameStatus::kPass)
        .Class(name_class, confidence)
        .Findings();
  };
  EXPECT_EQ(of(NameClass::kGenericDynamic, Confidence::kStrong),
            "ptr_generic_dynamic");
  EXPECT_EQ(of(NameClass::kGeneric, Confidence::kStrong), "ptr_generic");
  EXPECT_EQ(of(NameClass::kGenericStatic, Confidence::kStrong),
            "ptr_generic_static");
  EXPECT_EQ(of(NameClass::kProviderDefault, Confidence::kStrong),
            "ptr_provider_default");
  EXPECT_EQ(of(NameClass::kPlaceholder, Confidence::kStrong),
            "ptr_placeholder");
  EXPECT_EQ(of(NameClass::kGeneric, Confidence::kWeak), "");
  EXPECT_EQ(of(NameClass::kInfrastructure, Confidence::kUnset), "");
}

TEST(Findings, AnotherAddressInTheNameIsTold) {
  EXPECT_EQ(
      Row()
          .Named("host-65-120-143-100.foo.com", NameStatus::kPass)
          .Class(NameClass::kGeneric, Confidence::kStrong, Encoding::kOtherIp)
          .Findings(),
      "ptr_generic embeds_other_ip");
}

TEST(Findings, TtlsCountWhereTheZonesServerSaysThem) {
  const auto of = [](uint32_t ttl, bool aa = true) {
    return Row()
        .Named("mail.foo.com", NameStatus::kPass)
        .Ttl(ttl, aa)
        .Findings();
  };
  EXPECT_EQ(of(0), "ttl_zero");
  EXPECT_EQ(of(1), "ttl_low");
  EXPECT_EQ(of(299), "ttl_low");
  EXPECT_EQ(of(300), "");
  EXPECT_EQ(of(604800), "");
  EXPECT_EQ(of(604801), "ttl_high");
  EXPECT_EQ(of(0, false), "");
}

TEST(Findings, DnssecAndTheChecksAreTold) {
  Row signed_name;
  signed_name.Named("mail.foo.com", NameStatus::kPass).flags().ad = true;
  signed_name.checks().counterpart_missing = true;
  EXPECT_EQ(signed_name.Findings(), "dnssec_ad ipv6_counterpart_missing");
  Row bogus;
  bogus.Status(PtrStatus::kServfail).checks().bogus = true;
  EXPECT_EQ(bogus.Findings(), "ptr_servfail dnssec_bogus");
  Row no_ptr;
  no_ptr.Named("mail.foo.com", NameStatus::kPass);
  no_ptr.checks().counterpart_no_ptr = true;
  EXPECT_EQ(no_ptr.Findings(), "ipv6_no_ptr");
}

TEST(Findings, UntriedNamesShowTheirFormAlone) {
  Row row;
  row.Named("bad_host.foo.com", NameStatus::kUntried);
  row.Confirmed(Fcrdns::kNotChecked);
  EXPECT_EQ(row.Findings(), "ptr_name_not_hostname");
}

}  // namespace
}  // namespace ptrcensus
