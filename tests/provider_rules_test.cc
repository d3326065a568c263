#include "scanner/verdict/provider_rules.h"

#include <gtest/gtest.h>

#include "io/name.h"
#include "scanner/verdict/classify.h"

namespace ptrcensus {
namespace {

PublicSuffixes& SystemSuffixes() {
  static PublicSuffixes suffixes("");
  return suffixes;
}

std::string_view ProviderOf(std::string_view text) {
  NameParts parts;
  TakeApart(Name::FromText(text)->wire(), SystemSuffixes(), parts);
  const ProviderRule* rule = FindProviderRule(parts);
  return rule ? rule->provider : "-";
}

TEST(ProviderRules, EachEndsWithARegistrableDomainAndHasASource) {
  for (const ProviderRule& rule : ProviderRules()) {
    NameParts parts;
    TakeApart(Name::FromText(rule.suffix)->wire(), SystemSuffixes(), parts);
    EXPECT_FALSE(parts.registrable_domain().empty()) << rule.suffix;
    EXPECT_FALSE(rule.source.empty()) << rule.suffix;
  }
}

TEST(ProviderRules, FitsTheirForms) {
  EXPECT_EQ(ProviderOf("examplaaa1.miniserver.com"), "Memset");
  EXPECT_EQ(ProviderOf("ns310123.ovh.net"), "OVH");
  EXPECT_EQ(ProviderOf("vps-48dadaca.vps.ovh.net"), "OVH");
  EXPECT_EQ(ProviderOf("ks1234.kimsufi.com"), "Kimsufi");
  EXPECT_EQ(ProviderOf("4ser-1680255122.ip-ptr.tech"), "ip-ptr.tech");
  EXPECT_EQ(ProviderOf("li480-143.members.linode.com"), "Linode");
  EXPECT_EQ(ProviderOf("pcp04024417pcs.toresd01.pa.comcast.net"), "Comcast");
  EXPECT_EQ(ProviderOf("s0106001217ab12cd.vc.shawcable.net"), "Shaw");
  EXPECT_EQ(ProviderOf("h234n2fls32o895.telia.com"), "Telia");
  EXPECT_EQ(ProviderOf("p25-ipngn106.hokkaido.ocn.ne.jp"), "OCN");
  EXPECT_EQ(ProviderOf("p25-ipad106.hokkaido.ocn.ne.jp"), "OCN");
  EXPECT_EQ(ProviderOf("cpc10-sgyl38-2-0-cust1.18-2.cable.virginm.net"),
            "Virgin Media");
  EXPECT_EQ(ProviderOf("j13059.upc-j.chello.nl"), "Chello");
  EXPECT_EQ(ProviderOf("ol72-147.fibertel.com.ar"), "Fibertel");
}

TEST(ProviderRules, FitsNothingElse) {
  EXPECT_EQ(ProviderOf("miniserver.com"), "-");
  EXPECT_EQ(ProviderOf("a1.b.miniserver.com"), "-");
  EXPECT_EQ(ProviderOf("a1xminiserver.com"), "-");
  EXPECT_EQ(ProviderOf("a1.miniserver.com.example.net"), "-");
  EXPECT_EQ(ProviderOf("mail.miniserver.com"), "-");
  EXPECT_EQ(ProviderOf("ns123.ovh.net"), "-");
  EXPECT_EQ(ProviderOf("ns12345678.ovh.net"), "-");
  EXPECT_EQ(ProviderOf("vps-48dadac.vps.ovh.net"), "-");
  EXPECT_EQ(ProviderOf("vps-48dadaca0.vps.ovh.net"), "-");
  EXPECT_EQ(ProviderOf("www.comcast.net"), "-");
  EXPECT_EQ(ProviderOf("pcp1pcs.comcast.net"), "-");
  EXPECT_EQ(ProviderOf("cpc1-x.cable.virginm.net"), "-");
  EXPECT_EQ(ProviderOf("s0106001217ab12cd.core.x.shawcable.net"), "-");
}

TEST(ProviderRules, ReportsTwoOctetsOrTheLastWhereTheNameShowsThem) {
  const auto encoding = [](std::string_view ip, std::string_view text) {
    NameParts parts;
    TakeApart(Name::FromText(text)->wire(), SystemSuffixes(), parts);
    return Text(Classify(*ParseAddress(ip), parts).encoding);
  };
  EXPECT_EQ(encoding("50.116.43.143", "li480-143.members.linode.com"), "last1");
  EXPECT_EQ(encoding("50.116.43.144", "li480-143.members.linode.com"),
            "serial");
  EXPECT_EQ(encoding("24.232.147.72", "ol72-147.fibertel.com.ar"),
            "low2.rev.glued");
  EXPECT_EQ(encoding("24.132.13.60", "j13059.upc-j.chello.nl"), "serial");
}

}  // namespace
}  // namespace ptrcensus
