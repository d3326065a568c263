#include "scanner/verdict/words.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "io/name.h"
#include "scanner/verdict/public_suffix.h"

namespace ptrcensus {
namespace {

FoundWords FoundIn(std::string_view text) {
  static PublicSuffixes suffixes("");
  NameParts parts;
  TakeApart(Name::FromText(text)->wire(), suffixes, parts);
  FoundWords found;
  FindWords(parts, parts.registrable, found);
  return found;
}

std::string WordsIn(std::string_view text) {
  std::string words;
  const FoundWords all = FoundIn(text);
  for (const FoundWord& found : all.all()) {
    if (!words.empty()) words += ' ';
    words += found.word().text;
  }
  return words;
}

TEST(Words, EachStandsInOneListAndHasASource) {
  std::set<std::string_view> texts;
  for (const Word& word : Words()) {
    EXPECT_TRUE(texts.insert(word.text).second) << word.text;
    EXPECT_FALSE(word.source.empty()) << word.text;
  }
}

TEST(Words, EachIsFoundByItself) {
  for (const Word& word : Words()) {
    EXPECT_EQ(WordsIn(std::string(word.text) + ".example.net"), word.text);
    if (word.text == "ec2") continue;  // 7 would belong to its number
    EXPECT_EQ(WordsIn(std::string(word.text) + "7.example.net"), word.text);
  }
}

TEST(Words, MatchesWholePiecesOnly) {
  EXPECT_EQ(WordsIn("dyn-a.b_dsl.example.net"), "dyn dsl");
  EXPECT_EQ(WordsIn("aerodyn1.pppl.donate.carpool.cableguy.dynamics.a.net"),
            "");
  EXPECT_EQ(WordsIn("dyn1a.1dyn.example.net"), "");
  EXPECT_EQ(WordsIn("4g.5g12.ec2.example.net"), "4g 5g ec2");
  EXPECT_EQ(WordsIn("12345.example.net"), "");
}

TEST(Words, PrefersTheLongestPhrase) {
  EXPECT_EQ(WordsIn("no-dns-yet.example.net"), "no-dns-yet");
  EXPECT_EQ(WordsIn("no.dns_yet2.example.net"), "no-dns-yet");
  EXPECT_EQ(WordsIn("no-dns-yes.example.net"), "no-dns");
  EXPECT_EQ(WordsIn("no-dnsx.example.net"), "");
  EXPECT_EQ(WordsIn("network-addr.network.example.net"),
            "network-addr network");
  EXPECT_EQ(WordsIn("gateway-pool.example.net"), "gateway-pool");
}

TEST(Words, SaysWhereAndWhetherANumberFollows) {
  const FoundWords found = FoundIn("a-cust56.dsl.example.net");
  ASSERT_EQ(found.count, 2);
  EXPECT_EQ(found.items[0].begin, 2);
  EXPECT_EQ(found.items[0].end, 8);
  EXPECT_TRUE(found.items[0].numbered);
  EXPECT_FALSE(found.items[1].numbered);
  EXPECT_TRUE(found.Has(WordList::kCustomer));
  EXPECT_FALSE(found.Has(WordList::kDynamic));
}

TEST(Words, TakesAsManyAsANameCanHold) {
  std::string name;
  for (int label = 0; label < 4; ++label) {
    for (int i = 0; i < 31; ++i) name += i == 0 ? "r" : "-r";
    name += '.';
  }
  NameParts parts;
  PublicSuffixes suffixes("");
  TakeApart(Name::FromText(name)->wire(), suffixes, parts);
  FoundWords found;
  FindWords(parts, parts.size, found);
  EXPECT_EQ(found.count, 124);
}

}  // namespace
}  // namespace ptrcensus
