#include "scanner/targets/order.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <iterator>
#include <set>
#include <string>
#include <vector>

namespace ptrcensus {
namespace {

TargetSet MakeSet(std::initializer_list<const char*> targets,
                  bool include_special = true) {
  TargetSetBuilder builder;
  for (const char* target : targets) builder.AddTarget(target, "TARGET");
  return builder.Build(include_special);
}

Address Parse(const char* text) { return ParseAddress(text).value(); }

// Every position's address, each seen once and found again at its position.
std::set<Address> Walk(const Order& order) {
  std::set<Address> seen;
  for (uint64_t position = 0; position < order.size(); ++position) {
    const Address address = order.At(position).address;
    EXPECT_TRUE(seen.insert(address).second) << ToText(address);
    EXPECT_EQ(order.Position(address), position) << ToText(address);
  }
  return seen;
}

TEST(Order, HoldsASingleAddress) {
  const Order order(MakeSet({"192.0.2.7"}), 0);
  EXPECT_EQ(order.size(), 1U);
  EXPECT_EQ(order.At(0).address, Parse("192.0.2.7"));
  EXPECT_EQ(order.Position(Parse("192.0.2.7")), 0U);
}

TEST(Order, HoldsTwoAndThreeAddresses) {
  EXPECT_EQ(Walk(Order(MakeSet({"192.0.2.6/31"}), 0)),
            (std::set{Parse("192.0.2.6"), Parse("192.0.2.7")}));
  EXPECT_EQ(
      Walk(Order(MakeSet({"192.0.2.6/31", "2001:db8::1"}), 9)),
      (std::set{Parse("192.0.2.6"), Parse("192.0.2.7"), Parse("2001:db8::1")}));
}

TEST(Order, VisitsEveryAddressOfABlockOnce) {
  const auto seen = Walk(Order(MakeSet({"10.1.0.0/16"}), 1));
  EXPECT_EQ(seen.size(), 65536U);
  EXPECT_EQ(*seen.begin(), Parse("10.1.0.0"));
  EXPECT_EQ(*seen.rbegin(), Parse("10.1.255.255"));
}

TEST(Order, VisitsManyRangesOfAllSizesOnce) {
  TargetSetBuilder builder;
  uint32_t first = 0x01000000;
  uint64_t expected = 0;
  for (uint32_t i = 0; i < 3000; ++i) {
    const uint32_t count = i % 500 == 0 ? 5000 : 1 + i % 7;
    builder.AddTarget(ToText(Address::V4(first)) + "-" +
                          ToText(Address::V4(first + count - 1)),
                      "TARGET");
    expected += count;
    first += count + 1 + i % 3;
  }
  EXPECT_EQ(Walk(Order(builder.Build(false), 2)).size(), expected);
}

TEST(Order, FindsNarrowRangesCrowdedBesideAWideOne) {
  TargetSetBuilder builder;
  builder.AddTarget("2600::/90", "TARGET");
  for (uint64_t i = 0; i < 5000; ++i) {
    builder.AddTarget(ToText(Address::V6(0x2700000000000000, i * 2)), "TARGET");
  }
  const Order order(builder.Build(false), 3);
  ASSERT_EQ(order.size(), (uint64_t{1} << 38) + 5000);
  for (uint64_t i = 0; i < 5000; ++i) {
    const Address narrow = Address::V6(0x2700000000000000, i * 2);
    const auto position = order.Position(narrow);
    ASSERT_TRUE(position.has_value());
    ASSERT_EQ(order.At(*position).address, narrow);
    ASSERT_EQ(order.Position(Address::V6(narrow.high(), i * 2 + 1)),
              std::nullopt);
  }
}

TEST(Order, InvertsSamplesOfTheLargestSet) {
  const Order order(MakeSet({"2600::/88"}), 11);
  ASSERT_EQ(order.size(), uint64_t{1} << 40);
  for (uint64_t i = 0; i < 10000; ++i) {
    const uint64_t position = i * 109951162 + i;
    const Target target = order.At(position);
    EXPECT_EQ(target.address.high(), 0x2600000000000000U);
    EXPECT_LT(target.address.low(), uint64_t{1} << 40);
    ASSERT_EQ(order.Position(target.address), position);
  }
  EXPECT_EQ(order.Position(Parse("2600::100:0:0")), std::nullopt);
}

TEST(Order, HoldsTheWholeOfIpv4) {
  const Order order(MakeSet({"0.0.0.0/0"}), 4);
  ASSERT_EQ(order.size(), uint64_t{1} << 32);
  for (const char* text : {"0.0.0.0", "255.255.255.255", "128.0.0.0"}) {
    const auto position = order.Position(Parse(text));
    ASSERT_TRUE(position.has_value());
    EXPECT_EQ(order.At(*position).address, Parse(text));
  }
}

TEST(Order, KnowsNoAddressThatIsNoTarget) {
  const Order order(MakeSet({"192.0.2.0/28", "192.0.2.32/28"}), 1);
  for (const char* text :
       {"192.0.1.255", "192.0.2.16", "192.0.2.31", "192.0.2.48", "0.0.0.0",
        "255.255.255.255", "::192.0.2.1", "::ffff:192.0.2.1"}) {
    EXPECT_EQ(order.Position(Parse(text)), std::nullopt) << text;
  }
}

TEST(Order, MarksSkippedTargetsAndGivesThemPositions) {
  const Order order(
      MakeSet({"8.8.8.0/30", "10.0.0.0/30", "2600::/126", "fe80::/126"},
              /*include_special=*/false),
      1);
  ASSERT_EQ(order.size(), 16U);
  for (const Address& address : Walk(order)) {
    const bool special = address.is_v4() ? address.v4() >> 24 == 10
                                         : address.high() >> 48 == 0xfe80;
    EXPECT_EQ(order.At(order.Position(address).value()).skipped, special);
  }
}

TEST(Order, KeepsTheFirstPositionsUnderALimit) {
  const Order all(MakeSet({"10.0.0.0/24"}), 6);
  const Order some(MakeSet({"10.0.0.0/24"}), 6, 10);
  ASSERT_EQ(some.size(), 10U);
  for (uint64_t position = 0; position < 256; ++position) {
    const Address address = all.At(position).address;
    if (position < 10) {
      EXPECT_EQ(some.At(position).address, address);
      EXPECT_EQ(some.Position(address), position);
    } else {
      EXPECT_EQ(some.Position(address), std::nullopt);
    }
  }
}

TEST(Order, IgnoresALimitBeyondItsSize) {
  EXPECT_EQ(Order(MakeSet({"10.0.0.0/24"}), 6, 1000).size(), 256U);
}

// Both families, asked and skipped, in batches that end anywhere.
TEST(OrderReader, ReadsWhatAtGives) {
  const Order order(MakeSet({"8.8.8.0/26", "9.9.0.0-9.9.0.4", "10.0.0.0/30",
                             "2600::/123", "fe80::/126"},
                            /*include_special=*/false),
                    3);
  OrderReader reader(order);
  for (uint64_t position = 0; position < order.size(); ++position) {
    const Target target = reader.At(position);
    EXPECT_EQ(target.address, order.At(position).address) << position;
    EXPECT_EQ(target.skipped, order.At(position).skipped) << position;
  }
  std::vector<Target> all(order.size());
  order.Read(0, all);
  EXPECT_EQ(all.back().address, order.At(order.size() - 1).address);
}

TEST(OrderReader, GoesBackAndForth) {
  const Order order(MakeSet({"10.0.0.0/24"}), 6);
  OrderReader reader(order);
  for (const uint64_t position : {200, 3, 4, 255, 0, 0, 16, 15}) {
    EXPECT_EQ(reader.At(position).address, order.At(position).address);
  }
}

TEST(Order, DependsOnTheSetAndNotOnHowItIsWritten) {
  const Order a(MakeSet({"10.0.0.0/24", "192.0.2.0/31"}), 8);
  const Order b(
      MakeSet({"192.0.2.1", "10.0.0.9-10.0.0.255", "10.0.0.0/28", "192.0.2.0"}),
      8);
  for (uint64_t position = 0; position < 258; ++position) {
    EXPECT_EQ(a.At(position).address, b.At(position).address);
  }
}

// These values belong to every run directory ever written: if this test
// fails, the change must be undone, not the test.
TEST(Order, GoldenValuesNeverChangeBetweenVersions) {
  const Order order(
      MakeSet({"8.8.8.0/28", "10.0.0.0/28", "2600::/124", "fe80::/124"},
              /*include_special=*/false),
      42);
  const char* const golden[] = {"8.8.8.0",  "8.8.8.10",  "2600::2", "8.8.8.9",
                                "2600::7",  "10.0.0.12", "8.8.8.3", "8.8.8.11",
                                "10.0.0.7", "2600::f"};
  for (uint64_t i = 0; i < std::size(golden); ++i) {
    EXPECT_EQ(ToText(order.At(i).address), golden[i]);
  }
}

TEST(Shard, PartitionsAllPositions) {
  for (const uint64_t n : {0, 1, 2, 3, 10, 255, 1000}) {
    for (const uint64_t count : {1, 2, 3, 7, 16, 1000}) {
      uint64_t next = 0;
      for (uint64_t index = 0; index < count; ++index) {
        const PositionRange shard = Shard(n, index, count);
        EXPECT_EQ(shard.first, next);
        EXPECT_LE(shard.first, shard.last);
        EXPECT_LE(shard.size(), n / count + 1);
        next = shard.last;
      }
      EXPECT_EQ(next, n);
    }
  }
}

TEST(Shard, CutsAtTheRoundedDownShare) {
  EXPECT_EQ(Shard(10, 1, 3).first, 3U);
  EXPECT_EQ(Shard(10, 1, 3).last, 6U);
  EXPECT_EQ(Shard(10, 2, 3).last, 10U);
}

TEST(Shard, DoesNotOverflowAtTheLimits) {
  const PositionRange last = Shard(kMaxTargets, (1 << 20) - 1, 1 << 20);
  EXPECT_EQ(last.first, kMaxTargets - (1 << 20));
  EXPECT_EQ(last.last, kMaxTargets);
}

}  // namespace
}  // namespace ptrcensus
