#include "scanner/verdict/template_tally.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

#include "scanner/verdict/encoding.h"

namespace ptrcensus {
namespace {

constexpr uint32_t kBlock = 0xC6336400;  // 198.51.100.0

class Templates : public testing::Test {
 protected:
  void Add(uint32_t ip, std::string_view name, Shows shows = Shows::kNothing) {
    tally_.Add(Address::V4(ip), name, shows);
  }
  // The numbers 1000, 1017, ... on the addresses from `ip` on.
  void AddSerials(uint32_t ip, int count, std::string_view format,
                  Shows shows = Shows::kNothing) {
    for (int i = 0; i < count; ++i) {
      Add(ip++, fmt::format(fmt::runtime(format), 1000 + 17 * serial_++),
          shows);
    }
  }
  TemplateFindings Finish() { return tally_.Finish(suffixes_); }

  PublicSuffixes suffixes_{""};
  TemplateTally tally_;
  int serial_ = 0;
};

TEST_F(Templates, CountEachAddressOnce) {
  Add(kBlock + 1, "mail1.example.com");
  Add(kBlock + 1, "mail1.example.com");
  Add(kBlock + 1, "mail2.example.com");
  Add(kBlock + 2, "mail1.example.com");
  Add(kBlock + 3, "mail3.example.com");
  const TemplateFindings found = Finish();
  EXPECT_EQ(found.addresses, 3u);
  ASSERT_EQ(found.examples.size(), 2u);
  EXPECT_EQ(found.examples[0].ip, Address::V4(kBlock + 1));
  EXPECT_EQ(found.examples[0].name, "mail1.example.com");
  EXPECT_EQ(found.examples[1].ip, Address::V4(kBlock + 2));
}

TEST_F(Templates, FinishLeavesNothingBehind) {
  AddSerials(kBlock, 9, "s{}.example.com");
  EXPECT_EQ(Finish().serial_addresses, 9u);
  Add(kBlock + 1, "x1.example.net");
  const TemplateFindings found = Finish();
  EXPECT_EQ(found.addresses, 1u);
  EXPECT_EQ(found.serial_addresses, 0u);
}

TEST_F(Templates, SequencesAreFoundBlockByBlock) {
  for (uint32_t i = 0; i < 8; ++i) {
    Add(kBlock + i, fmt::format("h{}.example.com", 500 + i));
  }
  for (uint32_t i = 0; i < 7; ++i) {
    Add(kBlock + 256 + i, fmt::format("h{}.example.com", 600 + i));
  }
  for (uint32_t i = 0; i < 9; ++i) {
    Add(kBlock + 512 + i, fmt::format("h{}.example.com", 700 + i));
  }
  const TemplateFindings found = Finish();
  EXPECT_EQ(found.addresses, 24u);
  EXPECT_EQ(found.sequence_blocks, 2u);
  EXPECT_EQ(found.sequence_addresses, 17u);
  EXPECT_EQ(found.sequence.constant, 500);
  EXPECT_EQ(found.sequence_example.name, "h500.example.com");
  EXPECT_FALSE(found.ShowsAddress());
  // Seven are left, and that is too few for serials.
  EXPECT_EQ(found.serial_addresses, 0u);
}

TEST_F(Templates, BlocksWithAnotherRuleAreNotAlike) {
  const auto add = [&](uint32_t block, uint32_t first, uint32_t second) {
    for (uint32_t i = 0; i < 8; ++i) {
      // The number that does not count goes up and down.
      const uint32_t other = 900 + 7 * (i % 3);
      Add(kBlock + 256 * block + i,
          fmt::format("h{}-{}.example.com", first > 0 ? first + i : other,
                      second > 0 ? second + i : other));
    }
  };
  add(0, 500, 0);
  add(1, 500, 0);
  add(2, 501, 0);
  add(3, 0, 500);
  add(4, 500, 0);
  const TemplateFindings found = Finish();
  EXPECT_EQ(found.sequence.number, 0u);
  EXPECT_EQ(found.sequence.constant, 500);
  EXPECT_EQ(found.sequence_blocks, 5u);
  EXPECT_EQ(found.sequence_alike, 3u);
}

TEST_F(Templates, TheExampleOfASequenceFitsItsRule) {
  Add(kBlock + 1, "h7.example.com");
  Add(kBlock + 2, "h1234567890123456789.example.com");
  for (uint32_t i = 3; i < 40; ++i) {
    Add(kBlock + i, fmt::format("h{:03}.example.com", i));
  }
  const TemplateFindings found = Finish();
  EXPECT_EQ(found.sequence.constant, 0);
  EXPECT_EQ(found.sequence_addresses, 39u);
  EXPECT_EQ(found.sequence_example.ip, Address::V4(kBlock + 3));
  EXPECT_EQ(found.sequence_example.name, "h003.example.com");
}

TEST_F(Templates, AddressesThatShareABlockAloneAreNoSequence) {
  for (uint32_t i = 0; i < 8; ++i) {
    Add(kBlock + 256 * i + i, fmt::format("h{}.example.com", i));
  }
  EXPECT_EQ(Finish().sequence_blocks, 0u);
}

TEST_F(Templates, SequencesSayWhetherTheNamesShowTheAddress) {
  for (uint32_t i = 0; i < 8; ++i) {
    Add(kBlock + i, fmt::format("198-51-100-{}.example.com", i),
        Shows::kAddress);
  }
  const TemplateFindings found = Finish();
  EXPECT_EQ(found.sequence.number, 3u);
  EXPECT_TRUE(found.ShowsAddress());
  EXPECT_EQ(found.serial_addresses, 0u);
}

TEST_F(Templates, SerialsNeedEightAddressesAndEightNumbers) {
  AddSerials(kBlock, 7, "vmi{}.example.com");
  EXPECT_EQ(Finish().serial_addresses, 0u);
  AddSerials(kBlock, 8, "vmi{}.example.com");
  EXPECT_EQ(Finish().serial_addresses, 8u);
  for (uint32_t i = 0; i < 100; ++i) {
    Add(kBlock + i, fmt::format("vmi{}.example.com", i % 7));
  }
  EXPECT_EQ(Finish().serial_addresses, 0u);
}

TEST_F(Templates, SerialsMayLieFarApart) {
  for (uint32_t i = 0; i < 8; ++i) {
    AddSerials(kBlock + 65536 * i, 1, "vmi{}.example.com");
  }
  EXPECT_EQ(Finish().serial_addresses, 8u);
}

TEST_F(Templates, SerialsShowNothingInNineOfTen) {
  AddSerials(kBlock, 90, "s{}.example.com");
  AddSerials(kBlock + 90, 10, "s{}.example.com", Shows::kAddress);
  EXPECT_EQ(Finish().serial_addresses, 90u);
  AddSerials(kBlock, 89, "s{}.example.com");
  AddSerials(kBlock + 89, 11, "s{}.example.com", Shows::kOther);
  EXPECT_EQ(Finish().serial_addresses, 0u);
}

TEST_F(Templates, SerialsLieUnderOneDomain) {
  AddSerials(kBlock, 20, "www.host{}.com");
  EXPECT_EQ(Finish().serial_addresses, 0u);
  AddSerials(kBlock, 20, "{}.co.uk");
  EXPECT_EQ(Finish().serial_addresses, 0u);
  AddSerials(kBlock, 20, "{}.1and1.co.uk");
  EXPECT_EQ(Finish().serial_addresses, 20u);
  // No domain is known of a top that is in no list.
  AddSerials(kBlock, 20, "s{}.nosuchtop");
  EXPECT_EQ(Finish().serial_addresses, 0u);
  AddSerials(kBlock, 20, "s{}");
  EXPECT_EQ(Finish().serial_addresses, 0u);
}

TEST_F(Templates, ASequenceIsNoSerial) {
  for (uint32_t i = 0; i < 200; ++i) {
    Add(kBlock + i, fmt::format("h{}.example.com", 500 + i));
  }
  AddSerials(kBlock + 256, 8, "h{}.example.com");
  const TemplateFindings found = Finish();
  EXPECT_EQ(found.sequence_addresses, 200u);
  EXPECT_EQ(found.serial_addresses, 8u);
  EXPECT_EQ(found.serial_example.ip, Address::V4(kBlock + 256));
}

TEST_F(Templates, Ipv6HasSerialsButNoSequence) {
  for (uint64_t i = 1; i <= 300; ++i) {
    tally_.Add(Address::V6(0x20010db800000000, i),
               fmt::format("h{}.example.com", i), Shows::kNothing);
  }
  const TemplateFindings found = Finish();
  EXPECT_EQ(found.addresses, 300u);
  EXPECT_EQ(found.sequence_blocks, 0u);
  EXPECT_EQ(found.serial_addresses, 300u);
}

TEST_F(Templates, FamiliesAreApart) {
  for (uint32_t i = 1; i <= 8; ++i) {
    Add(kBlock + i, fmt::format("h{}.example.com", i));
  }
  tally_.Add(Address::V6(0x20010db800000000, 9), "h9.example.com",
             Shows::kNothing);
  const TemplateFindings found = Finish();
  EXPECT_EQ(found.sequence_addresses, 8u);
  EXPECT_EQ(found.addresses, 9u);
}

TEST_F(Templates, HostileNamesAreCountedLikeOthers) {
  const std::string filler(250, '9');
  for (uint32_t i = 0; i < 300; ++i) {
    std::string name;
    for (int k = 0; k < 120; ++k) name += fmt::format("{}.", (i * k) % 10);
    Add(kBlock + i, name + "\\000\\255" + filler);
  }
  EXPECT_EQ(Finish().addresses, 300u);
}

TEST(Shows, OneOctetOrNoneIsNothing) {
  for (const auto encoding :
       {Encoding::kNone, Encoding::kSerial, Encoding::kProvider,
        Encoding::kKeyword, Encoding::kLast1, Encoding::kSingle,
        Encoding::kHexhi2, Encoding::kV6Low16}) {
    EXPECT_EQ(ShowsOf(encoding), Shows::kNothing) << Text(encoding);
  }
  for (const auto encoding :
       {Encoding::kFwd4Dash, Encoding::kLow2Rev, Encoding::kHi2, Encoding::kMac,
        Encoding::kV6Low32, Encoding::kOtherIp}) {
    EXPECT_EQ(ShowsOf(encoding), Shows::kAddress) << Text(encoding);
  }
  for (const auto encoding :
       {Encoding::kNoName, Encoding::kIface, Encoding::kLiteral,
        Encoding::kArpa, Encoding::kShared}) {
    EXPECT_EQ(ShowsOf(encoding), Shows::kOther) << Text(encoding);
  }
}

// So that a form added later is looked at here.
TEST(Shows, NothingIsAtMostOneOctet) {
  for (int i = 0; i < kEncodingCount; ++i) {
    const auto encoding = static_cast<Encoding>(i);
    if (StrengthOf(encoding) < Strength::kTwo) {
      EXPECT_NE(ShowsOf(encoding), Shows::kAddress) << Text(encoding);
    } else {
      EXPECT_EQ(ShowsOf(encoding), Shows::kAddress) << Text(encoding);
    }
  }
}

}  // namespace
}  // namespace ptrcensus
