#include "io/name.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <vector>

namespace ptrcensus {
namespace {

using std::string_literals::operator""s;

Bytes BytesOf(const std::string& text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

std::string WireOf(const Name& name) {
  return {name.wire().begin(), name.wire().end()};
}

Name Parse(std::string_view text) {
  const auto name = Name::FromText(text);
  EXPECT_TRUE(name) << text;
  return name.value_or(Name());
}

// A wire name of `size` octets: labels of 63 octets and a rest.
std::string LongWire(size_t size) {
  std::string wire;
  while (wire.size() + 1 < size) {
    const size_t label = std::min<size_t>(63, size - wire.size() - 2);
    wire += static_cast<char>(label);
    wire.append(label, 'a');
  }
  return wire + '\0';
}

TEST(Name, IsTheRootByDefault) {
  EXPECT_EQ(WireOf(Name()), "\0"s);
  EXPECT_TRUE(Name().is_root());
  EXPECT_EQ(ToText(Name()), ".");
}

TEST(Name, TakesWireFormAndFoldsCase) {
  const auto name = Name::FromWire(BytesOf("\4MaIl\7Example\3COM\0"s));
  ASSERT_TRUE(name);
  EXPECT_EQ(WireOf(*name), "\4mail\7example\3com\0"s);
  EXPECT_EQ(ToText(*name), "mail.example.com");
}

TEST(Name, FoldsOnlyAsciiLetters) {
  const auto name = Name::FromWire(BytesOf("\4@[\xC0\xDE\0"s));
  ASSERT_TRUE(name);
  EXPECT_EQ(WireOf(*name), "\4@[\xC0\xDE\0"s);
}

TEST(Name, RefusesInvalidWire) {
  EXPECT_FALSE(Name::FromWire(BytesOf("")));
  EXPECT_FALSE(Name::FromWire(BytesOf("\1")));
  EXPECT_FALSE(Name::FromWire(BytesOf("\1a")));
  EXPECT_FALSE(Name::FromWire(BytesOf("\2a\0"s)));
  EXPECT_FALSE(Name::FromWire(BytesOf("\1a\0x"s)));
  EXPECT_FALSE(Name::FromWire(BytesOf("\0\0"s)));
  EXPECT_FALSE(Name::FromWire(BytesOf("\xC0\x0C"s)));
  EXPECT_FALSE(Name::FromWire(BytesOf("\x40" + std::string(64, 'a') + "\0"s)));
}

TEST(Name, HoldsAtMost255Octets) {
  EXPECT_TRUE(Name::FromWire(BytesOf(LongWire(255))));
  EXPECT_FALSE(Name::FromWire(BytesOf(LongWire(256))));
}

TEST(Name, ReadsPresentationForm) {
  EXPECT_EQ(WireOf(Parse("mail.Example.com")), "\4mail\7example\3com\0"s);
  EXPECT_EQ(WireOf(Parse("mail.example.com.")), "\4mail\7example\3com\0"s);
  EXPECT_EQ(WireOf(Parse(".")), "\0"s);
  EXPECT_EQ(WireOf(Parse("a\\.b.c")), "\3a.b\1c\0"s);
  EXPECT_EQ(WireOf(Parse("\\000\\255\\046\\\\")), "\4\0\xFF.\\\0"s);
  EXPECT_EQ(WireOf(Parse("\\065\\A\\ ")), "\3aa \0"s);
  EXPECT_EQ(WireOf(Parse("a\\.")), "\2a.\0"s);
}

TEST(Name, RefusesInvalidText) {
  for (const char* text : {"", "..", ".a", "a..b", "a..", "a\\", "a\\1",
                           "a\\12", "a\\12x", "a\\256", "a\\999"}) {
    EXPECT_FALSE(Name::FromText(text)) << text;
  }
}

TEST(Name, LimitsLabelsTo63Octets) {
  EXPECT_TRUE(Name::FromText(std::string(63, 'a') + ".b"));
  EXPECT_FALSE(Name::FromText(std::string(64, 'a') + ".b"));
  EXPECT_FALSE(Name::FromText(std::string(64, 'a')));
}

TEST(Name, LimitsTextTo255OctetsOnTheWire) {
  const std::string label63 = std::string(63, 'a') + ".";
  const std::string three = label63 + label63 + label63;
  EXPECT_EQ(Parse(three + std::string(61, 'b')).wire().size(), 255u);
  EXPECT_EQ(Parse(three + std::string(61, 'b') + ".").wire().size(), 255u);
  EXPECT_FALSE(Name::FromText(three + std::string(62, 'b')));
  EXPECT_FALSE(Name::FromText(three + std::string(59, 'b') + ".c.d"));
  std::string single;
  for (int i = 0; i < 127; ++i) single += "a.";
  EXPECT_EQ(Parse(single).label_count(), 127);
  EXPECT_FALSE(Name::FromText(single + "a"));
}

TEST(Name, EscapesEveryOctetButThePlainOnes) {
  const std::string plain = "abcdefghijklmnopqrstuvwxyz0123456789-_/*";
  for (int octet = 0; octet < 256; ++octet) {
    const std::string wire = "\2x"s + static_cast<char>(octet) + "\0"s;
    std::string text;
    AppendText(text, BytesOf(wire));
    std::string expected = "x\\"s + std::to_string(1000 + octet).substr(1);
    if (plain.find(static_cast<char>(octet)) != std::string::npos) {
      expected = "x"s + static_cast<char>(octet);
    }
    if (octet >= 'A' && octet <= 'Z') {
      expected = "x"s + static_cast<char>(octet + 32);
    }
    EXPECT_EQ(text, expected);
  }
}

TEST(Name, EscapesHostileText) {
  EXPECT_EQ(ToText(Parse("=cmd|.\\\"x\\\"")), "\\061cmd\\124.\\034x\\034");
  EXPECT_EQ(ToText(Parse("<script>.a b")), "\\060script\\062.a\\032b");
  EXPECT_EQ(ToText(Parse("\033[2J\n")), "\\027\\0912j\\010");
  EXPECT_EQ(ToText(Parse("a\\.b.c")), "a\\046b.c");
}

TEST(Name, EscapesAHyphenOnlyAtTheVeryStart) {
  EXPECT_EQ(ToText(Parse("-a-.-b-")), "\\045a-.-b-");
  EXPECT_EQ(ToText(Parse("--")), "\\045-");
}

TEST(Name, WritesTheLongestTextWhole) {
  std::string wire = LongWire(255);
  for (char& octet : wire) {
    if (octet == 'a') octet = '\xFF';
  }
  std::string text;
  AppendText(text, BytesOf(wire));
  EXPECT_EQ(text.size(), 4u * (63 * 3 + 61) + 3);
  EXPECT_EQ(WireOf(Parse(text)), wire);
}

TEST(Name, ReadsItsOwnTextBack) {
  std::mt19937 random(1);
  for (int i = 0; i < 5000; ++i) {
    std::string wire;
    const size_t labels = 1 + random() % 5;
    for (size_t label = 0; label < labels; ++label) {
      const size_t size = 1 + random() % 40;
      wire += static_cast<char>(size);
      for (size_t at = 0; at < size; ++at) {
        wire += static_cast<char>(random());
      }
    }
    const auto name = Name::FromWire(BytesOf(wire + '\0'));
    ASSERT_TRUE(name);
    EXPECT_EQ(Name::FromText(ToText(*name)), name);
  }
}

TEST(Name, NeverTakesAnInvalidNameFromRandomBytes) {
  std::mt19937 random(2);
  for (int i = 0; i < 20000; ++i) {
    std::string wire(random() % 80, '\0');
    for (char& octet : wire) octet = static_cast<char>(random() % 6);
    const auto name = Name::FromWire(BytesOf(wire));
    if (name) {
      EXPECT_EQ(WireOf(*name), wire);
    }
  }
}

TEST(Name, NeverTakesAnInvalidNameFromRandomText) {
  std::mt19937 random(3);
  const std::string alphabet = "a.\\019-\n";
  for (int i = 0; i < 20000; ++i) {
    std::string text(random() % 30, '\0');
    for (char& c : text) c = alphabet[random() % alphabet.size()];
    const auto name = Name::FromText(text);
    if (name) {
      EXPECT_EQ(Name::FromWire(name->wire()), name);
    }
  }
}

TEST(Name, MakesTheReverseNameOfIpv4) {
  EXPECT_EQ(ToText(Name::Reverse(Address::V4(0xC0000201))),
            "1.2.0.192.in-addr.arpa");
  EXPECT_EQ(ToText(Name::Reverse(Address::V4(0xFF0A6400))),
            "0.100.10.255.in-addr.arpa");
}

TEST(Name, MakesTheReverseNameOfIpv6) {
  // The example of RFC 3596 2.5.
  EXPECT_EQ(ToText(Name::Reverse(*ParseAddress("4321:0:1:2:3:4:567:89ab"))),
            "b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4."
            "ip6.arpa");
}

TEST(Name, CountsItsLabels) {
  EXPECT_EQ(Name().label_count(), 0);
  EXPECT_EQ(Parse("com").label_count(), 1);
  EXPECT_EQ(Parse("1.2.0.192.in-addr.arpa").label_count(), 6);
}

TEST(Name, LiesWithinItselfAndItsAncestors) {
  const Name name = Parse("a.example.com");
  EXPECT_TRUE(name.IsWithin(name));
  EXPECT_TRUE(name.IsWithin(Parse("Example.com")));
  EXPECT_TRUE(name.IsWithin(Parse("com")));
  EXPECT_TRUE(name.IsWithin(Name()));
  EXPECT_TRUE(Name().IsWithin(Name()));
}

TEST(Name, LiesWithinNothingElse) {
  EXPECT_FALSE(Parse("example.com").IsWithin(Parse("a.example.com")));
  EXPECT_FALSE(Parse("badexample.com").IsWithin(Parse("example.com")));
  EXPECT_FALSE(Parse("a.example.org").IsWithin(Parse("example.com")));
  EXPECT_FALSE(Name().IsWithin(Parse("com")));
  // The octets of a suffix that does not begin at a label.
  EXPECT_FALSE(Parse("x\\003com").IsWithin(Parse("com")));
}

// The example of RFC 4034 6.1, and octets at and above 128.
TEST(Name, SortsInCanonicalOrder) {
  const std::vector<const char*> ascending = {
      ".",           "example",         "a.example", "yljkjljk.a.example",
      "Z.a.example", "zABC.a.EXAMPLE",  "z.example", "\\001.z.example",
      "*.z.example", "\\200.z.example", "examplea"};
  for (size_t i = 0; i < ascending.size(); ++i) {
    for (size_t j = 0; j < ascending.size(); ++j) {
      EXPECT_EQ(Parse(ascending[i]) <=> Parse(ascending[j]), i <=> j)
          << ascending[i] << ' ' << ascending[j];
    }
  }
}

TEST(Name, SortsAShorterLabelFirst) {
  EXPECT_LT(Parse("ab.com"), Parse("abc.com"));
  EXPECT_LT(Parse("abc.com"), Parse("b.com"));
  EXPECT_LT(Parse("a\\000.com"), Parse("aa.com"));
  EXPECT_LT(Parse("a.com"), Parse("a\\000.com"));
}

TEST(Name, SortsByLabelsAndNotByTheOctetsBehindThem) {
  // Both names end in the same octets, but in the second these are the end
  // of one longer label.
  EXPECT_LT(Parse("a.com"), Parse("a.x\\003com"));
  EXPECT_GT(Parse("z.b.com"), Parse("a.b\\001b\\003com"));
  EXPECT_GT(Parse("b\\001b.com"), Parse("a.b.b.com"));
}

// Against the definition: labels from the right, octet by octet.
TEST(Name, SortsRandomNamesAsTheDefinitionSays) {
  std::mt19937 random(4);
  using Labels = std::vector<std::string>;
  const auto make = [&random](Labels& reversed) {
    std::string wire;
    const size_t labels = random() % 5;
    for (size_t i = 0; i < labels; ++i) {
      std::string label(1 + random() % 3, '\0');
      for (char& octet : label) octet = static_cast<char>(random() % 4);
      wire += static_cast<char>(label.size()) + label;
      reversed.insert(reversed.begin(), label);
    }
    return *Name::FromWire(BytesOf(wire + '\0'));
  };
  for (int i = 0; i < 20000; ++i) {
    Labels a_labels;
    Labels b_labels;
    const Name a = make(a_labels);
    const Name b = make(b_labels);
    ASSERT_EQ(a <=> b, a_labels <=> b_labels) << ToText(a) << ' ' << ToText(b);
  }
}

}  // namespace
}  // namespace ptrcensus
