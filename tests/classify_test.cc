#include "scanner/verdict/classify.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "io/name.h"

namespace ptrcensus {
namespace {

PublicSuffixes& SystemSuffixes() {
  static PublicSuffixes suffixes("");
  return suffixes;
}

NameParts PartsOf(std::string_view text) {
  const auto name = Name::FromText(text);
  EXPECT_TRUE(name) << text;
  NameParts parts;
  TakeApart(name->wire(), SystemSuffixes(), parts);
  return parts;
}

// "custom weak low2.fwd": class, confidence if any, encoding.
std::string VerdictOf(std::string_view ip, std::string_view name) {
  const Classification c = Classify(*ParseAddress(ip), PartsOf(name));
  std::string text(Text(c.name_class));
  if (c.confidence != Confidence::kUnset) {
    text.append(" ").append(Text(c.confidence));
  }
  return text.append(" ").append(Text(c.encoding));
}

std::string TokensText(std::string_view ip, std::string_view name) {
  const Classification c = Classify(*ParseAddress(ip), PartsOf(name));
  TokenBuffer buffer;
  std::string text;
  for (const std::string_view token : TokensOf(c, buffer)) {
    text.append(text.empty() ? "" : " ").append(token);
  }
  return text;
}

struct Vector {
  std::string id, ip, name, generic, name_class, encoding;
};

// None of the first six cells is quoted.
std::vector<Vector> Vectors() {
  std::ifstream file(PTRCENSUS_TESTS "/vectors/generic_vectors.csv");
  std::vector<Vector> vectors;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::vector<std::string> cells;
    for (size_t begin = 0; cells.size() < 6;) {
      const size_t end = line.find(',', begin);
      cells.push_back(line.substr(begin, end - begin));
      begin = end + 1;
    }
    vectors.push_back(
        {cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]});
  }
  return vectors;
}

TEST(Classify, GivesWhatEachVectorSays) {
  const std::vector<Vector> vectors = Vectors();
  EXPECT_EQ(vectors.size(), 228u);
  for (const Vector& v : vectors) {
    const Classification c = Classify(*ParseAddress(v.ip), PartsOf(v.name));
    EXPECT_EQ(Text(c.name_class), v.name_class) << v.id << " " << v.name;
    EXPECT_EQ(Text(c.encoding), v.encoding) << v.id << " " << v.name;
    EXPECT_EQ(c.is_generic(), v.generic == "yes") << v.id << " " << v.name;
    if (v.name_class != "placeholder" && v.generic != "yes") {
      EXPECT_EQ(c.confidence,
                v.generic == "weak" ? Confidence::kWeak : Confidence::kUnset)
          << v.id << " " << v.name;
    }
  }
}

TEST(Classify, SaysNothingWithoutAName) {
  const Classification none{};
  EXPECT_EQ(none.name_class, NameClass::kNone);
  EXPECT_EQ(none.encoding, Encoding::kNoName);
  EXPECT_FALSE(none.is_generic());
}

TEST(Classify, CallsNamesInvalidThatNoHostCanHave) {
  EXPECT_EQ(VerdictOf("203.0.113.5", "."), "invalid none");
  EXPECT_EQ(VerdictOf("203.0.113.5", "1.2.3.4"), "invalid literal");
  EXPECT_EQ(VerdictOf("203.0.113.5", "2001:db8::1"), "invalid literal");
  EXPECT_EQ(VerdictOf("203.0.113.5", "a.in-addr.arpa.b.com"), "invalid arpa");
  EXPECT_EQ(VerdictOf("203.0.113.5", "mail.example.onion"), "invalid none");
  EXPECT_EQ(VerdictOf("203.0.113.5", "gw.home.arpa"), "invalid none");
  EXPECT_EQ(VerdictOf("203.0.113.5", "host.123"), "invalid none");
  EXPECT_EQ(VerdictOf("203.0.113.5", "com"), "invalid none");
}

TEST(Classify, KnowsSharedNamesAsAWholeOnly) {
  EXPECT_EQ(VerdictOf("203.0.113.5", "static.vnpt.vn"),
            "placeholder strong shared");
  EXPECT_EQ(VerdictOf("203.0.113.5", "a.b.localhost"),
            "placeholder strong shared");
  EXPECT_EQ(VerdictOf("203.0.113.5", "localhost.localdomain"),
            "placeholder strong shared");
  EXPECT_EQ(VerdictOf("203.0.113.5", "www.static.vnpt.vn"), "custom keyword");
}

TEST(Classify, LetsAPlaceholderWordDecideBeforeTheAddress) {
  EXPECT_EQ(VerdictOf("203.0.113.5", "unused-203-0-113-5.example.net"),
            "placeholder strong fwd4.dash");
  EXPECT_EQ(VerdictOf("203.0.113.5", "not.in_use.example.net"),
            "placeholder strong keyword");
  EXPECT_EQ(VerdictOf("203.0.113.5", "hosted-by.brand.example.net"),
            "placeholder strong keyword");
}

TEST(Classify, TellsInterfacesFromAddresses) {
  EXPECT_EQ(VerdictOf("10.0.0.1", "ge-203-0-113-5.core.example.net"),
            "infrastructure iface");
  EXPECT_EQ(VerdictOf("203.0.113.5", "ge-203-0-113-5.example.net"),
            "generic strong fwd4.dash");
  EXPECT_EQ(VerdictOf("203.0.113.5", "xe-0-0-1.203-0-113-5.example.net"),
            "generic strong fwd4.dash");
  EXPECT_EQ(VerdictOf("203.0.113.5", "ae0.113-5.core1.dyn.example.net"),
            "infrastructure iface");
  EXPECT_EQ(VerdictOf("2001:db8::1", "xe-0-0-1.r1.example.net"),
            "infrastructure iface");
}

TEST(Classify, TakesNothingOfAnInterfaceForAnAddress) {
  EXPECT_EQ(VerdictOf("4.0.1.2", "xe-4-0-1.r2.example.net"),
            "infrastructure weak iface");
  EXPECT_EQ(VerdictOf("203.0.113.5", "xe-1-2.unassigned.example.net"),
            "placeholder strong iface");
  EXPECT_EQ(VerdictOf("203.0.113.5", "xe-1-2.unused.203-0-113-5.example.net"),
            "placeholder strong fwd4.dash");
}

TEST(Classify, TakesNoPartOfADateForEvidence) {
  EXPECT_EQ(VerdictOf("198.51.2.24", "dsl-2024-01-15.example.com"),
            "custom keyword");
  EXPECT_EQ(VerdictOf("198.51.2.24", "backup-2024-01-15.example.com"),
            "custom none");
  EXPECT_EQ(VerdictOf("32.36.1.1", "backup-2024-01-15.example.com"),
            "custom none");
  EXPECT_EQ(VerdictOf("198.51.2.24", "dsl-2024-51.example.com"),
            "generic_dynamic strong dense.low2");
}

TEST(Classify, NeedsALineWordForTwoOctets) {
  EXPECT_EQ(VerdictOf("203.0.113.200", "a-113-200.example.net"),
            "custom weak low2.fwd");
  EXPECT_EQ(VerdictOf("203.0.113.200", "a-113-200.ftth.example.net"),
            "generic_dynamic strong low2.fwd");
  EXPECT_EQ(VerdictOf("203.0.113.200", "113-200.static.dsl.example.net"),
            "generic_static strong low2.fwd");
  EXPECT_EQ(VerdictOf("203.0.113.200", "113-200.mail.dsl.example.net"),
            "custom weak low2.fwd");
  EXPECT_EQ(VerdictOf("203.0.113.200", "rack113-200.dsl.example.net"),
            "generic_dynamic strong low2.fwd.glued");
}

TEST(Classify, NeverTakesOneOctetForEvidence) {
  EXPECT_EQ(VerdictOf("203.0.113.17", "cust17.example.net"),
            "generic_dynamic weak last1");
  EXPECT_EQ(VerdictOf("203.0.113.17", "cust-17.example.net"),
            "generic_dynamic weak last1");
  EXPECT_EQ(VerdictOf("203.0.113.17", "cust5-17.example.net"), "custom last1");
  EXPECT_EQ(VerdictOf("203.0.113.17", "web17.ftth.example.net"),
            "custom last1");
}

TEST(Classify, WeighsWordsAlone) {
  EXPECT_EQ(VerdictOf("203.0.113.5", "a.dyn.example.net"),
            "generic_dynamic strong keyword");
  EXPECT_EQ(VerdictOf("203.0.113.5", "a.dyn.static.example.net"),
            "generic strong keyword");
  EXPECT_EQ(VerdictOf("203.0.113.5", "a.dhcp.example.net"),
            "custom weak keyword");
  EXPECT_EQ(VerdictOf("203.0.113.5", "a.dsl.example.net"), "custom keyword");
  EXPECT_EQ(VerdictOf("203.0.113.5", "a.vps.example.net"), "custom none");
  EXPECT_EQ(VerdictOf("203.0.113.5", "www.dsl.example"), "custom none");
}

TEST(Classify, ReadsTheRegistrableLabelWhereTheAddressReachesIntoIt) {
  EXPECT_EQ(VerdictOf("203.0.113.5", "5.dyn-203-0-113.com"),
            "generic_dynamic strong perm4");
  EXPECT_EQ(VerdictOf("203.0.113.5", "203-0-113-5.dyn.com"),
            "generic strong fwd4.dash");
}

TEST(Classify, GivesWayForMail) {
  EXPECT_EQ(VerdictOf("203.0.113.5", "mail-203-0-113-5.dyn.example.net"),
            "generic_dynamic weak fwd4.dash");
  EXPECT_EQ(
      Classify(*ParseAddress("203.0.113.5"), PartsOf("mx1.example.net")).role,
      Role::kMail);
  EXPECT_EQ(Classify(*ParseAddress("203.0.113.5"), PartsOf("www.mail.ru")).role,
            Role::kUnset);
}

TEST(Classify, ListsTheWordsThatCounted) {
  EXPECT_EQ(TokensText("203.0.113.5", "static-203-0-113-5.dhcp.example.net"),
            "static dhcp");
  EXPECT_EQ(TokensText("203.0.113.5", "dyn1.dyn2.dsl.example.net"), "dyn dsl");
  EXPECT_EQ(TokensText("203.0.113.5", "business.example.net"), "");
  EXPECT_EQ(TokensText("203.0.113.5", "203-0-113-5.business.example.net"),
            "business");
  EXPECT_EQ(TokensText("203.0.113.5", "not_in.use.example.net"), "not-in-use");
  EXPECT_EQ(TokensText("203.0.113.5", "xe-0-0-1.dsl.example.net"), "");
}

}  // namespace
}  // namespace ptrcensus
