#include "scanner/cli/dry_run.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace ptrcensus {
namespace {

std::string TextOf(const std::vector<std::string>& args) {
  const ScanFlags flags = ParseScanFlags(args);
  return DryRunText(flags, MakeScanPlan(flags));
}

// From the line that begins with `label` to its end.
std::string LineOf(const std::string& text, const std::string& label) {
  const size_t begin = text.find(label);
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find('\n', begin) - begin);
}

TEST(DryRun, SaysAll) {
  const std::string text =
      TextOf({"--dry-run", "9.9.0.0/16", "9.8.0.0/24", "192.168.0.0/24",
              "192.0.0.0/23", "-r", "127.0.0.1", "-r", "[::1]:54", "--seed",
              "7", "--format", "csv", "--fields", "ip,ptr_status,name"});
  EXPECT_EQ(text.substr(0, text.rfind("seed")),
            "targets   66,306: 66,050 to ask, 256 skipped as special-purpose\n"
            "left out  254 of 192.0.0.0/24, special-purpose "
            "(--include-special)\n"
            "queries   66,050 reverse, up to 66,050 forward\n"
            "          assuming one name an address, no two alike; retries "
            "come on top\n"
            "time      1 min 06 s to 2 min 12 s at 1,000 queries/s, without "
            "retries\n"
            "load      9.9.0.0/16: 99.2% of the targets, up to 992.2 "
            "queries/s\n"
            "          192.0.0.0/16: 0.4% of the targets, up to 3.9 "
            "queries/s\n"
            "          9.8.0.0/16: 0.4% of the targets, up to 3.9 queries/s\n"
            "disk      2.92 MB as csv, at 44 bytes a row with one name\n"
            "resolvers 127.0.0.1:53\n"
            "          [::1]:54\n");
  EXPECT_EQ(LineOf(text, "seed").find("seed      7, targets "), 0u);
}

TEST(DryRun, SaysThatChecksComeOnTop) {
  const std::string text = TextOf({"--dry-run", "9.9.0.0/16", "-r", "127.0.0.1",
                                   "--no-forward", "--check", "wildcard"});
  EXPECT_EQ(LineOf(text, "queries"),
            "queries   65,536 reverse; retries and --check come on top");
}

TEST(DryRun, CountsASampleAndAShard) {
  const std::string text =
      TextOf({"--dry-run", "9.9.0.0/16", "-r", "127.0.0.1", "--max-targets",
              "1000", "--shard", "0/4", "--no-forward", "--rate", "100"});
  EXPECT_EQ(LineOf(text, "          1,000"),
            "          1,000 of them taken (--max-targets)");
  EXPECT_EQ(LineOf(text, "          250"),
            "          250 of them here (--shard 0/4)");
  EXPECT_EQ(LineOf(text, "queries"),
            "queries   250 reverse; retries come on top");
  EXPECT_EQ(LineOf(text, "time"),
            "time      10.0 s at 25 queries/s, without retries");
  EXPECT_EQ(LineOf(text, "load"),
            "load      9.9.0.0/16: 100.0% of the targets, up to 100.0 "
            "queries/s");
}

TEST(DryRun, WithoutALimitTheServersSetThePace) {
  const std::string text =
      TextOf({"--dry-run", "9.9.9.0/24", "-r", "127.0.0.1", "--rate", "max"});
  EXPECT_EQ(LineOf(text, "time"),
            "time      as fast as the servers answer (max)");
  EXPECT_EQ(LineOf(text, "load"),
            "load      9.9.0.0/16: 100.0% of the targets");
}

TEST(DryRun, ServerRatesBoundThePaceToo) {
  const std::string text =
      TextOf({"--dry-run", "9.9.9.0/24", "-r", "127.0.0.1", "-r", "127.0.0.2",
              "--server-rate", "10", "--no-forward"});
  EXPECT_EQ(LineOf(text, "time"),
            "time      12.8 s at 20 queries/s, without retries");
}

TEST(DryRun, TheLargestScanHasATime) {
  const std::string text =
      TextOf({"--dry-run", "2001:500::/88", "-r", "127.0.0.1", "--rate", "1"});
  EXPECT_EQ(LineOf(text, "time"),
            "time      104166 d 16 h to 104166 d 16 h at 1 queries/s, without "
            "retries");
}

TEST(DryRun, TheLoadFollowsTheSmallerRate) {
  const std::string text =
      TextOf({"--dry-run", "9.9.9.0/24", "-r", "127.0.0.1", "-r", "127.0.0.2",
              "--rate", "max", "--server-rate", "10"});
  EXPECT_EQ(LineOf(text, "load"),
            "load      9.9.0.0/16: 100.0% of the targets, up to 20.0 "
            "queries/s");
}

TEST(DryRun, ManyZonesAreCounted) {
  const std::string text =
      TextOf({"--dry-run", "20.0.0.0/12", "21.0.0.0", "-r", "127.0.0.1"});
  EXPECT_EQ(LineOf(text, "load"),
            "load      20.0.0.0/16: 6.2% of the targets, up to 62.5 "
            "queries/s");
  EXPECT_EQ(LineOf(text, "          and "),
            "          and 7 more with no higher load");
}

TEST(DryRun, ATinyPartIsNotRoundedUp) {
  const std::string text =
      TextOf({"--dry-run", "20.0.0.0/16", "21.0.0.0", "-r", "127.0.0.1"});
  EXPECT_EQ(LineOf(text, "          21.0"),
            "          21.0.0.0/16: <0.1% of the targets, less than 0.1 "
            "queries/s");
}

}  // namespace
}  // namespace ptrcensus
