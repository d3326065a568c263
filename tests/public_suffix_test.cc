#include "scanner/verdict/public_suffix.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "io/error.h"

namespace ptrcensus {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSystemText =
    "/usr/share/publicsuffix/public_suffix_list.dat";
constexpr const char* kSystemCompiled =
    "/usr/share/publicsuffix/public_suffix_list.dafsa";

constexpr std::string_view kSmall =
    "// A list.\n"
    "// ===BEGIN ICANN DOMAINS===\n"
    "com\nuk\nco.uk\n*.ck\n!www.ck\n"
    "// ===END ICANN DOMAINS===\n"
    "// ===BEGIN PRIVATE DOMAINS===\n"
    "blogspot.com\n"
    "// ===END PRIVATE DOMAINS===\n";

std::string Read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class PublicSuffix : public ::testing::Test {
 protected:
  PublicSuffix() {
    std::string pattern = ::testing::TempDir() + "public-suffix-XXXXXX";
    folder_ = mkdtemp(pattern.data());
  }
  ~PublicSuffix() override { fs::remove_all(folder_); }

  std::string Write(std::string_view bytes) {
    const std::string path = folder_ + "/list";
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }

  // Why the list of `path` is refused.
  static std::string Refusal(const std::string& path) {
    try {
      PublicSuffixes suffixes(path);
    } catch (const Error& error) {
      return error.what();
    }
    return "accepted";
  }

  std::string folder_;
};

TEST_F(PublicSuffix, TheSystemHasAList) {
  PublicSuffixes suffixes("");
  EXPECT_TRUE(suffixes.IsSuffix("com"));
  EXPECT_TRUE(suffixes.IsSuffix("co.uk"));
  EXPECT_FALSE(suffixes.IsSuffix("example.co.uk"));
  EXPECT_FALSE(suffixes.IsSuffix("nosuchtop"));
  EXPECT_FALSE(suffixes.version().empty());
}

TEST_F(PublicSuffix, OnlyTheIcannSectionCounts) {
  PublicSuffixes suffixes(Write(kSmall));
  EXPECT_TRUE(suffixes.IsSuffix("com"));
  EXPECT_FALSE(suffixes.IsSuffix("blogspot.com"));
}

TEST_F(PublicSuffix, WildcardsAndExceptionsAreRead) {
  PublicSuffixes suffixes(Write(kSmall));
  EXPECT_TRUE(suffixes.IsSuffix("ck"));
  EXPECT_TRUE(suffixes.IsSuffix("any.ck"));
  EXPECT_FALSE(suffixes.IsSuffix("www.ck"));
  EXPECT_FALSE(suffixes.IsSuffix("host.any.ck"));
}

TEST_F(PublicSuffix, ATopWithoutARuleIsNone) {
  PublicSuffixes suffixes(Write(kSmall));
  EXPECT_FALSE(suffixes.IsSuffix("net"));
  EXPECT_FALSE(suffixes.IsSuffix(""));
}

TEST_F(PublicSuffix, SomeTopsNeedNoRule) {
  PublicSuffixes suffixes(Write(kSmall));
  EXPECT_TRUE(suffixes.IsSuffix("test"));
  EXPECT_TRUE(suffixes.IsSuffix("example"));
  EXPECT_TRUE(suffixes.IsSuffix("za"));
  EXPECT_FALSE(suffixes.IsSuffix("foo.test"));
  EXPECT_FALSE(suffixes.IsSuffix("localhost"));
}

TEST_F(PublicSuffix, WhatIsRememberedIsWhatTheListSays) {
  PublicSuffixes suffixes("");
  // More names than are remembered, so that they push each other out.
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 5000; ++i) {
      const std::string label = "host" + std::to_string(i);
      ASSERT_FALSE(suffixes.IsSuffix(label + ".com")) << label;
      ASSERT_TRUE(suffixes.IsSuffix(label + ".ck")) << label;
    }
    ASSERT_TRUE(suffixes.IsSuffix("com"));
  }
}

TEST_F(PublicSuffix, LongNamesAreAskedToo) {
  PublicSuffixes suffixes("");
  const std::string label(63, 'a');
  EXPECT_TRUE(suffixes.IsSuffix(label + ".ck"));
  EXPECT_FALSE(suffixes.IsSuffix("b." + label + ".ck"));
  const std::string longest =
      label + "." + label + "." + label + "." + std::string(58, 'b') + ".ck";
  ASSERT_EQ(longest.size(), 253u);
  EXPECT_FALSE(suffixes.IsSuffix(longest));
}

TEST_F(PublicSuffix, OddOctetsAreNoSuffix) {
  for (const std::string path : {kSystemText, kSystemCompiled}) {
    PublicSuffixes suffixes(path);
    for (int octet = 0; octet < 256; ++octet) {
      const char c = static_cast<char>(octet);
      if (c > ' ' && c <= '~') continue;
      EXPECT_FALSE(suffixes.IsSuffix(std::string("com") + c)) << octet;
      EXPECT_FALSE(suffixes.IsSuffix(std::string("co") + c)) << octet;
      EXPECT_FALSE(suffixes.IsSuffix(std::string(1, c))) << octet;
      EXPECT_FALSE(suffixes.IsSuffix(std::string(1, c) + ".ck")) << octet;
    }
  }
}

TEST_F(PublicSuffix, TextAndCompiledListSayTheSame) {
  PublicSuffixes text(kSystemText);
  PublicSuffixes compiled(kSystemCompiled);
  std::istringstream rules(Read(kSystemText));
  for (std::string rule; std::getline(rules, rule);) {
    if (rule.empty() || rule.starts_with("//")) continue;
    if (rule.starts_with("*.")) rule.replace(0, 1, "any");
    if (rule.starts_with("!")) rule.erase(0, 1);
    ASSERT_EQ(text.IsSuffix(rule), compiled.IsSuffix(rule)) << rule;
    const std::string below = "host." + rule;
    ASSERT_EQ(text.IsSuffix(below), compiled.IsSuffix(below)) << rule;
  }
}

TEST_F(PublicSuffix, TheVersionIsThatOfTheTextOrTheDateOfTheFile) {
  const std::string path = Write(kSmall);
  // 2023-02-09
  fs::last_write_time(
      path, fs::file_time_type(std::chrono::file_clock::from_sys(
                std::chrono::sys_seconds(std::chrono::seconds(1675985160)))));
  EXPECT_EQ(PublicSuffixes(path).version(),
            "2023-02-09, 5 rules (" + path + ")");
  Write("// VERSION: 2024-10-01_12-00-00_UTC\r\n" + std::string(kSmall));
  EXPECT_EQ(PublicSuffixes(path).version(),
            "2024-10-01_12-00-00_UTC (" + path + ")");
}

TEST_F(PublicSuffix, ACompiledListHasItsFilesDate) {
  const std::string version = PublicSuffixes(kSystemCompiled).version();
  ASSERT_GT(version.size(), 13u);
  EXPECT_EQ(version.substr(10), std::string(" (") + kSystemCompiled + ")");
  EXPECT_EQ(version[4], '-');
}

TEST_F(PublicSuffix, WhatCannotBeReadIsNamed) {
  const std::string path = folder_ + "/none";
  EXPECT_EQ(Refusal(path),
            "--psl '" + path +
                "' cannot be read: No such file or directory; it takes the "
                "list of publicsuffix.org, as text (public_suffix_list.dat) "
                "or compiled (.dafsa)");
  EXPECT_NE(Refusal(folder_).find("cannot be read: Is a directory"),
            std::string::npos);
  EXPECT_NE(Refusal("/dev/zero").find("cannot be read: File too large"),
            std::string::npos);
}

TEST_F(PublicSuffix, WhatIsNoListIsRefused) {
  EXPECT_NE(Refusal(Write("")).find("' is empty; "), std::string::npos);
  const std::string no_rules =
      "' has no rules between the lines // ===BEGIN ICANN DOMAINS=== and // "
      "===END ICANN DOMAINS===; ";
  const std::string list(kSmall);
  const std::string cut = list.substr(0, list.find("// ===END ICANN"));
  const std::string swapped =
      "// ===END ICANN DOMAINS===\n// ===BEGIN ICANN DOMAINS===\ncom\n";
  const std::string bare =
      "// ===BEGIN ICANN DOMAINS===\n\n // com\n// ===END ICANN DOMAINS===\n";
  for (const std::string& bytes :
       {std::string("com\nco.uk\n"), cut, swapped, bare}) {
    EXPECT_NE(Refusal(Write(bytes)).find(no_rules), std::string::npos) << bytes;
  }
}

TEST_F(PublicSuffix, RandomAndDamagedFilesNeverCrash) {
  const std::string compiled = Read(kSystemCompiled);
  std::mt19937 random(1);
  for (int round = 0; round < 60; ++round) {
    std::string bytes = compiled;
    const int kind = round % 3;
    if (kind == 0) bytes.resize(16 + random() % 3000);
    const size_t changes = kind == 1 ? 2000 : kind == 2 ? bytes.size() : 0;
    for (size_t i = 0; i < changes; ++i) {
      bytes[16 + random() % (bytes.size() - 16)] = static_cast<char>(random());
    }
    const std::string path = Write(bytes);
    if (Refusal(path) != "accepted") continue;
    PublicSuffixes suffixes(path);
    for (const char* name : {"com", "co.uk", "www.ck", "a.b.kawasaki.jp"}) {
      (void)suffixes.IsSuffix(name);
    }
  }
}

}  // namespace
}  // namespace ptrcensus
