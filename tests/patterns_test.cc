#include "scanner/cli/patterns.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>

#include "io/error.h"
#include "scanner/cli/top_list.h"

namespace ptrcensus {
namespace {

constexpr std::string_view kHeader =
    "ip,ptr_status,name,names,name_class,encoding\n";

// A file that is there as long as this is.
class TextFile {
 public:
  explicit TextFile(std::string_view text) {
    const int fd = mkstemp(path_.data());
    if (fd < 0 || write(fd, text.data(), text.size()) !=
                      static_cast<ssize_t>(text.size())) {
      throw std::runtime_error("no temporary file");
    }
    close(fd);
  }
  ~TextFile() { unlink(path_.c_str()); }
  TextFile(const TextFile&) = delete;
  TextFile& operator=(const TextFile&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_ = testing::TempDir() + "patterns_XXXXXX";
};

Patterns Find(std::string_view rows, size_t top = 20) {
  const TextFile file(fmt::format("{}{}", kHeader, rows));
  RowReader reader(file.path(), PatternFields());
  PatternStore store;
  PublicSuffixes suffixes("");
  Patterns patterns(top);
  EXPECT_TRUE(ReadRows(reader, store, patterns.rows)) << store.error();
  EXPECT_TRUE(FindPatterns(store, suffixes, patterns)) << store.error();
  return patterns;
}

std::string Row(std::string_view ip, std::string_view name,
                std::string_view name_class = "custom",
                std::string_view encoding = "none") {
  return fmt::format("{},ok,{},{},{},{}\n", ip, name, name, name_class,
                     encoding);
}

// `count` addresses of 192.0.2.0/24 with one name.
std::string Sharing(int count, std::string_view name,
                    std::string_view name_class) {
  std::string rows;
  for (int i = 0; i < count; ++i) {
    rows += Row(fmt::format("192.0.2.{}", i), name, name_class);
  }
  return rows;
}

TEST(Patterns, OfNoRowsAreNone) {
  EXPECT_EQ(PatternsText(Find("")),
            "0 rows: 0 addresses, 0 with a name (0.0%)\n\n"
            "Templates: none\n\n"
            "ptr_name_shared: none\n\n"
            "generic_sequence: none\n\n"
            "provider_serial_template: none\n\n"
            "Coverage: 0 blocks of /24\n\n"
            "coverage_low: none\n");
}

TEST(Patterns, TheMostFrequentTemplatesStandFirst) {
  const Patterns found = Find(Row("192.0.2.9", "a1.example.com") +
                                  Row("192.0.2.8", "b1.example.com") +
                                  Row("192.0.2.7", "b22.example.com") +
                                  Row("192.0.2.6", "c.example.com") +
                                  Row("2001:db8::1", "b3.example.com"),
                              2);
  EXPECT_EQ(found.templates.offered(), 3u);
  const auto& items = found.templates.items();
  ASSERT_EQ(items.size(), 2u);
  EXPECT_EQ(items[0].text, "b#.example.com");
  EXPECT_EQ(items[0].found.addresses, 3u);
  EXPECT_EQ(items[0].found.examples[0].name, "b22.example.com");
  EXPECT_EQ(items[1].text, "a#.example.com");
}

TEST(Patterns, ANameIsSharedFromThreeAddressesOn) {
  EXPECT_EQ(Find(Sharing(2, "m.example.com", "custom")).shared.offered(), 0u);
  const Patterns found = Find(Sharing(3, "m.example.com", "custom"));
  ASSERT_EQ(found.shared.items().size(), 1u);
  EXPECT_EQ(found.shared.items()[0].name, "m.example.com");
  EXPECT_EQ(found.shared.items()[0].addresses, 3u);
}

TEST(Patterns, APlaceholderIsSharedFromTenAddressesOn) {
  const auto shared = [](int count) {
    return Find(Sharing(count, "unused.example.com", "placeholder"))
        .shared.offered();
  };
  EXPECT_EQ(shared(9), 0u);
  EXPECT_EQ(shared(10), 1u);
}

TEST(Patterns, EveryNameOfAnAddressCountsAsShared) {
  const Patterns found = Find(
      "192.0.2.1,ok,a.example.com,a.example.com m.example.com,custom,none\n"
      "192.0.2.2,ok,b.example.com,b.example.com m.example.com,custom,none\n"
      "2001:db8::1,ok,m.example.com,m.example.com x.example.com,custom,none\n");
  ASSERT_EQ(found.shared.items().size(), 1u);
  EXPECT_EQ(found.shared.items()[0].addresses, 3u);
  EXPECT_EQ(found.templates.offered(), 3u);
}

TEST(Patterns, AnAddressIsCountedOnce) {
  const std::string rows = Sharing(2, "m.example.com", "custom");
  const Patterns found = Find(rows + rows + rows);
  EXPECT_EQ(found.rows, 6u);
  EXPECT_EQ(found.coverage.addresses, 2u);
  EXPECT_EQ(found.shared.offered(), 0u);
  EXPECT_EQ(found.templates.items()[0].found.addresses, 2u);
}

TEST(Patterns, ANameStandsForAllNamesWhereThereIsNoList) {
  std::string rows;
  for (int i = 0; i < 3; ++i) {
    rows += fmt::format("192.0.2.{},ok,m.example.com,,custom,none\n", i);
  }
  EXPECT_EQ(Find(rows).shared.offered(), 1u);
}

TEST(Patterns, LowCoverageStandsLowestFirst) {
  std::string rows;
  for (int i = 0; i < 20; ++i) {
    const auto row = [&](int block, bool named) {
      const std::string ip = fmt::format("198.51.{}.{}", block, i);
      rows += named ? Row(ip, fmt::format("h{}.example.com", i * i))
                    : ip + ",nxdomain,,,none,\n";
    };
    row(1, i < 9);
    row(2, i < 10);
    row(3, i < 2);
    row(4, false);
    rows += fmt::format("198.51.5.{},timeout,,,none,\n", i);
  }
  const Patterns found = Find(rows);
  ASSERT_EQ(found.low.items().size(), 2u);
  EXPECT_EQ(found.low.items()[0].block, 0xC6330300u);
  EXPECT_EQ(found.low.items()[1].block, 0xC6330100u);
  using Counts = std::array<uint64_t, kCoverageCount>;
  EXPECT_EQ(found.coverage.blocks, (Counts{0, 1, 2, 1, 1}));
  EXPECT_EQ(found.coverage.unanswered, 20u);
}

TEST(Patterns, SequencesThatShowTheAddressStandLast) {
  std::string rows;
  for (int i = 0; i < 20; ++i) {
    rows +=
        Row(fmt::format("192.0.2.{}", i),
            fmt::format("192-0-2-{}.example.com", i), "generic", "fwd4.dash");
  }
  for (int i = 0; i < 8; ++i) {
    rows += Row(fmt::format("198.51.100.{}", i),
                fmt::format("h{}.example.com", i + 30));
  }
  const Patterns found = Find(rows);
  ASSERT_EQ(found.sequences.items().size(), 2u);
  EXPECT_EQ(found.sequences.items()[0].text, "h#.example.com");
  EXPECT_EQ(found.sequence_blocks, 2u);
  EXPECT_EQ(found.sequence_addresses, 28u);
}

TEST(Patterns, SaysWhichBlocksAreAlike) {
  std::string rows;
  const auto add = [&rows](int block, int constant) {
    for (int i = 1; i <= 8; ++i) {
      rows += Row(fmt::format("192.0.{}.{}", block, i),
                  fmt::format("h{}.example.com", constant + i));
    }
  };
  const auto text = [&rows] { return PatternsText(Find(rows)); };
  const std::string indent(17, ' ');
  const std::string rule =
      indent + "number 1 is the last octet + 100 in 192.0.1.0/24";
  const std::string example = indent + "192.0.1.1  h101.example.com\n";
  add(1, 100);
  EXPECT_NE(text().find(rule + "\n" + example), std::string::npos) << text();
  add(2, 200);
  EXPECT_NE(
      text().find(rule + "\n" + indent + "other rules in 1 more\n" + example),
      std::string::npos)
      << text();
  add(3, 100);
  EXPECT_NE(text().find(rule + ", alike in 1 more\n" + indent +
                        "other rules in 1 more\n" + example),
            std::string::npos)
      << text();
}

TEST(Patterns, AListThatWasCutSaysItsOrder) {
  const std::string rows = Row("192.0.2.1", "a.example.com") +
                           Row("192.0.2.2", "b.example.com") +
                           Row("192.0.2.3", "c.example.com");
  const auto has = [&rows](size_t top, std::string_view head) {
    return PatternsText(Find(rows, top)).find(head) != std::string::npos;
  };
  EXPECT_TRUE(has(1, "  template (the most frequent of 3)\n"));
  EXPECT_TRUE(has(2, "  template (the most frequent 2 of 3)\n"));
  EXPECT_TRUE(has(3, "  template\n"));
}

TEST(Patterns, RefusesAWordThatNoRowHas) {
  const auto error = [](std::string_view row) -> std::string {
    try {
      static_cast<void>(Find(row));
    } catch (const Error& thrown) {
      const std::string_view text = thrown.what();
      return std::string(text.substr(text.find(' ') + 1));
    }
    return "";
  };
  const std::string rest =
      ", which this version does not know; the rows must be those of "
      "`ptrcensus scan`";
  EXPECT_EQ(error("192.0.2.256,ok,a.example,a.example,custom,none\n"),
            "line 2 has ip '192.0.2.256'" + rest);
  EXPECT_EQ(error("192.0.2.1,fine,a.example,a.example,custom,none\n"),
            "line 2 has ptr_status 'fine'" + rest);
  EXPECT_EQ(error(Row("192.0.2.1", "a.example", "NONSENSE", "none")),
            "line 2 has name_class 'NONSENSE'" + rest);
  EXPECT_EQ(error(Row("192.0.2.1", "a.example", "custom", "fwd4")),
            "line 2 has encoding 'fwd4'" + rest);
  EXPECT_EQ(error("192.0.2.1,nxdomain,,,none,\n"), "");
}

TEST(Patterns, KeepsBothFamiliesAsTheyAre) {
  const Patterns found =
      Find(Row("255.255.255.255", "n1.example.com") +
           Row("0.0.0.0", "n2.example.com") + Row("::", "n3.example.com") +
           Row("ffff:ffff::8000:1", "n4.example.com"));
  ASSERT_EQ(found.templates.items().size(), 1u);
  EXPECT_EQ(found.templates.items()[0].found.addresses, 4u);
  EXPECT_EQ(found.coverage.addresses, 4u);

  PatternStore store;
  const std::vector<Address> sorted = {
      Address::V4(0), Address::V4(0xFFFFFFFF), Address::V6(0, 0),
      Address::V6(0x8000000000000000, 1), Address::V6(~uint64_t{0}, 7)};
  for (size_t i : {3u, 1u, 4u, 0u, 2u}) {
    ASSERT_TRUE(store.AddAddress(sorted[i], "", NameKnown::kNoName,
                                 Shows::kOther, false));
  }
  std::vector<Address> seen;
  EXPECT_TRUE(store.EachAddress(
      [&](const Address& ip, NameKnown) { seen.push_back(ip); }));
  EXPECT_EQ(seen, sorted);
}

struct Less {
  bool operator()(int a, int b) const { return a / 10 < b / 10; }
};

TEST(TopList, KeepsTheFirstAndCountsAll) {
  TopList<int, Less> list(3);
  for (const int item : {50, 30, 31, 90, 10, 32}) list.Offer(item);
  EXPECT_EQ(list.items(), (std::vector<int>{10, 30, 31}));
  EXPECT_EQ(list.offered(), 6u);
}

}  // namespace
}  // namespace ptrcensus
