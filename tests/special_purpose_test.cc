#include "scanner/targets/special_purpose.h"

#include <gtest/gtest.h>

#include <string>

#include "scanner/targets/target_set.h"

namespace ptrcensus {
namespace {

// Whether a target set gives the address a row without asking.
bool Special(const char* text) {
  TargetSetBuilder builder;
  builder.AddTarget("8.8.8.8", "TARGET");
  builder.AddTarget(text, "TARGET");
  const TargetSet set = builder.Build(false);
  EXPECT_EQ(set.size(), 2U) << text;
  const bool skipped = set.skipped_size() == 1;
  EXPECT_EQ(IsSpecialPurpose(*ParseAddress(text)), skipped) << text;
  return skipped;
}

TEST(SpecialPurpose, HoldsBothEndsOfEachIpv4Block) {
  for (const char* text :
       {"0.0.0.0",     "0.255.255.255",   "10.0.0.0",     "10.255.255.255",
        "100.64.0.0",  "100.127.255.255", "127.0.0.0",    "127.255.255.255",
        "169.254.0.0", "169.254.255.255", "172.16.0.0",   "172.31.255.255",
        "192.0.0.0",   "192.0.0.255",     "192.0.2.0",    "192.0.2.255",
        "192.88.99.0", "192.88.99.255",   "192.168.0.0",  "192.168.255.255",
        "198.18.0.0",  "198.19.255.255",  "198.51.100.0", "198.51.100.255",
        "203.0.113.0", "203.0.113.255",   "224.0.0.0",    "239.255.255.255",
        "240.0.0.0",   "255.255.255.255"}) {
    EXPECT_TRUE(Special(text)) << text;
  }
}

TEST(SpecialPurpose, EndsWhereEachIpv4BlockEnds) {
  for (const char* text :
       {"1.0.0.0",      "9.255.255.255",   "11.0.0.0",     "100.63.255.255",
        "100.128.0.0",  "126.255.255.255", "128.0.0.0",    "169.253.255.255",
        "169.255.0.0",  "172.15.255.255",  "172.32.0.0",   "191.255.255.255",
        "192.0.1.0",    "192.0.1.255",     "192.0.3.0",    "192.88.98.255",
        "192.88.100.0", "192.167.255.255", "192.169.0.0",  "198.17.255.255",
        "198.20.0.0",   "198.51.99.255",   "198.51.101.0", "203.0.112.255",
        "203.0.114.0",  "223.255.255.255"}) {
    EXPECT_FALSE(Special(text)) << text;
  }
}

TEST(SpecialPurpose, HoldsIpv6OutsideGlobalUnicast) {
  for (const char* text :
       {"::", "::1", "::ffff:192.0.2.1", "64:ff9b::1", "64:ff9b:1::1", "100::1",
        "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "4000::", "5f00::1",
        "fc00::1", "fe80::1", "ff02::1",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"}) {
    EXPECT_TRUE(Special(text)) << text;
  }
}

TEST(SpecialPurpose, HoldsTheBlocksInsideGlobalUnicast) {
  for (const char* text :
       {"2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff",
        "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
        "2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff"}) {
    EXPECT_TRUE(Special(text)) << text;
  }
  for (const char* text :
       {"2000::", "2000:ffff::", "2001:200::", "2001:db7:ffff::", "2001:db9::",
        "2001:ffff::", "2003::", "2600::", "3ffe:ffff::", "3fff:1000::",
        "3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"}) {
    EXPECT_FALSE(Special(text)) << text;
  }
}

TEST(SpecialPurpose, LeavesOutWhatIsGlobalAlthoughRegistered) {
  for (const char* text :
       {"192.0.0.9", "192.0.0.10", "192.31.196.1", "192.52.193.1",
        "192.175.48.1", "2001:1::1", "2001:1::2", "2001:1::3",
        "2001:3::", "2001:3:ffff:ffff:ffff:ffff:ffff:ffff",
        "2001:4:112::", "2001:4:112:ffff:ffff:ffff:ffff:ffff",
        "2001:20::", "2001:2f:ffff:ffff:ffff:ffff:ffff:ffff",
        "2001:30::", "2001:3f:ffff:ffff:ffff:ffff:ffff:ffff"}) {
    EXPECT_FALSE(Special(text)) << text;
  }
  for (const char* text : {"192.0.0.8", "192.0.0.11", "2001:1::", "2001:1::4",
                           "2001:4::", "2001:2:ffff::", "2001:4:111:ffff::",
                           "2001:4:113::", "2001:1f:ffff::", "2001:40::"}) {
    EXPECT_TRUE(Special(text)) << text;
  }
}

TEST(SpecialPurpose, KnowsTheBlocksForDocumentation) {
  for (const char* text :
       {"192.0.2.0", "192.0.2.255", "198.51.100.0", "198.51.100.255",
        "203.0.113.0", "203.0.113.255",
        "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
        "3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff"}) {
    EXPECT_TRUE(IsDocumentation(*ParseAddress(text))) << text;
    EXPECT_TRUE(IsSpecialPurpose(*ParseAddress(text))) << text;
  }
  for (const char* text :
       {"0.0.0.0", "10.0.0.1", "192.0.1.255", "192.0.3.0", "198.51.99.255",
        "198.51.101.0", "203.0.112.255", "203.0.114.0", "255.255.255.255",
        "::", "2001:db7:ffff::", "2001:db9::", "2002::", "3ffe:ffff::",
        "3fff:1000::"}) {
    EXPECT_FALSE(IsDocumentation(*ParseAddress(text))) << text;
  }
}

TEST(SpecialPurpose, ListsDisjointBlocksInOrder) {
  for (const auto blocks : {SpecialBlocks(), SpecialExceptions()}) {
    for (size_t i = 1; i < blocks.size(); ++i) {
      EXPECT_LT(blocks[i - 1].range.last, blocks[i].range.first)
          << blocks[i].label;
    }
  }
}

TEST(SpecialPurpose, LabelsEachBlockWithItsOwnText) {
  for (const auto blocks : {SpecialBlocks(), SpecialExceptions()}) {
    for (const auto& block : blocks) {
      if (block.label == "outside 2000::/3") continue;
      const std::string text(block.label);
      EXPECT_EQ(ToText(block.range.first), text.substr(0, text.find('/')));
      const int bits = block.range.first.is_v4() ? 32 : 128;
      const int hosts = bits - std::stoi(text.substr(text.find('/') + 1));
      const uint64_t want = hosts < 64 ? uint64_t{1} << hosts : UINT64_MAX;
      EXPECT_EQ(Count(block.range), want) << text;
    }
  }
}

}  // namespace
}  // namespace ptrcensus
