#include "scanner/cli/scan_plan.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "io/error.h"

namespace ptrcensus {
namespace {

namespace fs = std::filesystem;

ScanPlan PlanOf(std::vector<std::string> args) {
  args.insert(args.end(), {"-r", "127.0.0.1"});
  return MakeScanPlan(ParseScanFlags(args));
}

std::string Refusal(const std::vector<std::string>& args) {
  try {
    (void)PlanOf(args);
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

TEST(ScanPlan, SeedComesFromTheTargets) {
  const ScanPlan one = PlanOf({"9.9.9.0/25", "9.9.9.128/25"});
  const ScanPlan other = PlanOf({"9.9.9.0-9.9.9.255"});
  EXPECT_EQ(one.seed, one.targets.hash);
  EXPECT_EQ(one.seed, other.seed);
  EXPECT_EQ(PlanOf({"9.9.9.9", "--seed", "7"}).seed, 7u);
}

TEST(ScanPlan, ShardHasItsPartOfPositionsAndRates) {
  const ScanPlan plan =
      PlanOf({"9.9.0.0/16", "--max-targets", "1000", "--shard", "1/3", "--rate",
              "1000", "--server-rate", "5"});
  EXPECT_EQ(plan.order.size(), 1000u);
  EXPECT_EQ(plan.options.positions.first, 333u);
  EXPECT_EQ(plan.options.positions.last, 666u);
  EXPECT_EQ(plan.options.rate_qps, 333u);
  EXPECT_EQ(plan.options.server_rate_qps, 2u);
}

TEST(ScanPlan, RatesOfAllShardsAddUp) {
  uint64_t sum = 0;
  for (uint64_t i = 0; i < 7; ++i) {
    sum += RateShare(1000, {.index = i, .count = 7});
  }
  EXPECT_EQ(sum, 1000u);
  EXPECT_EQ(RateShare(1000, {.index = 0, .count = 7}), 143u);
  EXPECT_EQ(RateShare(1000, {.index = 6, .count = 7}), 142u);
}

TEST(ScanPlan, ARateThatShardsCannotShareIsRefused) {
  EXPECT_EQ(Refusal({"9.9.9.9", "--rate", "9", "--shard", "0/10"}),
            "--rate 9 cannot be shared by the 10 parts of --shard, which send "
            "at least 1 query a second each; the least --rate for them is 10");
  EXPECT_EQ(Refusal({"9.9.9.9", "--server-rate", "9", "--shard", "0/10"})
                .find("--server-rate 9 cannot be shared by the 10 parts"),
            0u);
  EXPECT_EQ(Refusal({"9.9.9.9", "--rate", "10", "--shard", "0/10"}),
            "accepted");
  EXPECT_EQ(Refusal({"9.9.9.9", "--rate", "max", "--shard", "0/10"}),
            "accepted");
}

TEST(ScanPlan, ChecksReachTheEngine) {
  EXPECT_TRUE(PlanOf({"9.9.9.9", "--check", "dnssec"}).options.checks.dnssec);
  EXPECT_EQ(Refusal({"9.9.9.9", "--check", "counterpart", "--no-forward"}),
            "--check counterpart looks names up forward and --no-forward "
            "forbids it; give one of the two");
  EXPECT_EQ(Refusal({"9.9.9.9", "--check", "wildcard", "--no-forward"}),
            "accepted");
}

TEST(ScanPlan, AShareOfNoLimitIsNoLimit) {
  EXPECT_EQ(RateShare(10, {.index = 9, .count = 10}), 1u);
  EXPECT_EQ(RateShare(0, {.index = 1, .count = 10}), 0u);
}

TEST(ScanPlan, FormatComesFromFlagThenPathThenTerminal) {
  ScanFlags flags;
  EXPECT_EQ(ChooseFormat(flags, true).name, "table");
  EXPECT_EQ(ChooseFormat(flags, false).name, "csv");
  flags.output = "rows.ndjson";
  EXPECT_EQ(ChooseFormat(flags, true).name, "ndjson");
  flags.output = "rows";
  EXPECT_EQ(ChooseFormat(flags, true).name, "csv");
  flags.format = FindFormat("table");
  EXPECT_EQ(ChooseFormat(flags, false).name, "table");
}

TEST(ScanPlan, EndingsWithoutAFormatAreRefused) {
  EXPECT_EQ(Refusal({"9.9.9.9", "-o", "rows.parquet"}),
            "--output 'rows.parquet' asks for Parquet, which is not in this "
            "version; accepted formats: csv, ndjson, table");
  EXPECT_EQ(Refusal({"9.9.9.9", "-o", "rows.xls"}),
            "--output 'rows.xls' names no format that is known by the ending "
            ".xls; name one with --format (csv, ndjson, table)");
}

TEST(ScanPlan, ADirectoryIsNoOutput) {
  EXPECT_EQ(Refusal({"9.9.9.9", "-o", "run/"}),
            "--output 'run/' is a directory; this version writes to a file, "
            "e.g. run/rows.csv");
  EXPECT_EQ(Refusal({"9.9.9.9", "-o", "/tmp"}),
            "--output '/tmp' is a directory; this version writes to a file, "
            "e.g. /tmp/rows.csv");
  EXPECT_NE(Refusal({"9.9.9.9", "-o", ""}), "accepted");
}

TEST(ScanPlan, WithoutTargetsThereIsNothingToDo) {
  EXPECT_EQ(Refusal({}),
            "no TARGET was given; it is an address, a CIDR block or "
            "first-last, and --input names a file of them (- is stdin)");
}

TEST(ScanPlan, StdinCanBeReadOnce) {
  EXPECT_EQ(Refusal({"-i", "-", "--exclude-file", "-"}),
            "stdin is named twice; - can stand once among --input, "
            "--exclude-file and --resolver-file");
  EXPECT_NE(Refusal({"-i", "-", "--resolver-file", "-"}), "accepted");
}

TEST(ScanPlan, TargetsAreCheckedBeforeResolversAndOutput) {
  EXPECT_EQ(Refusal({"9.9.9.9/99", "-r", "name", "-o", "/"}).find("TARGET"),
            0u);
  EXPECT_EQ(Refusal({"9.9.9.9", "-r", "name", "-o", "/"}).find("--resolver"),
            0u);
}

TEST(ScanPlan, TouchesNoFile) {
  std::string pattern = ::testing::TempDir() + "scan-plan-XXXXXX";
  const std::string folder = mkdtemp(pattern.data());
  const std::string kept = folder + "/kept.csv";
  std::ofstream(kept) << "precious";
  (void)PlanOf({"9.9.9.9", "-o", folder + "/new.csv", "--summary",
                folder + "/new.json"});
  (void)PlanOf({"9.9.9.9", "-o", kept, "--overwrite"});
  EXPECT_EQ(fs::file_size(kept), 8u);
  EXPECT_FALSE(fs::exists(folder + "/new.csv"));
  EXPECT_FALSE(fs::exists(folder + "/new.json"));
  EXPECT_NE(Refusal({"9.9.9.9", "-o", kept}).find("--overwrite"),
            std::string::npos);
  fs::remove_all(folder);
}

TEST(ScanPlan, ASummaryMustNotReplaceAnInput) {
  std::string pattern = ::testing::TempDir() + "scan-plan-XXXXXX";
  const std::string folder = mkdtemp(pattern.data());
  const std::string hosts = folder + "/hosts.txt";
  const std::string servers = folder + "/servers.txt";
  std::ofstream(hosts) << "9.9.9.9\n";
  std::ofstream(servers) << "127.0.0.1\n";
  const std::string same = "' is the same file as ";
  EXPECT_NE(Refusal({"-i", hosts, "--summary", hosts})
                .find(hosts + same + "--input '" + hosts),
            std::string::npos);
  EXPECT_NE(Refusal({"1.1.1.1", "--exclude-file", hosts, "--summary", hosts})
                .find(same + "--exclude-file"),
            std::string::npos);
  EXPECT_NE(Refusal({"1.1.1.1", "--resolver-file", servers, "--summary",
                     folder + "/./servers.txt"})
                .find(same + "--resolver-file"),
            std::string::npos);
  fs::remove_all(folder);
}

TEST(ScanPlan, OpensThePublicSuffixList) {
  std::string pattern = ::testing::TempDir() + "scan-plan-XXXXXX";
  const std::string folder = mkdtemp(pattern.data());
  const std::string list = folder + "/list.dat";
  std::ofstream(list) << "// VERSION: 7\n// ===BEGIN ICANN DOMAINS===\ncom\n"
                         "// ===END ICANN DOMAINS===\n";
  EXPECT_EQ(PlanOf({"9.9.9.9", "--psl", list}).suffixes.version(),
            "7 (" + list + ")");
  EXPECT_TRUE(PlanOf({"9.9.9.9"}).suffixes.IsSuffix("com"));
  EXPECT_EQ(Refusal({"9.9.9.9", "--psl", folder}).find("--psl '" + folder), 0u);
  EXPECT_NE(Refusal({"9.9.9.9", "--psl", list, "--summary", list})
                .find("' is the same file as --psl"),
            std::string::npos);
  fs::remove_all(folder);
}

TEST(ScanPlan, ProgressIsForATerminalWithoutRows) {
  ScanFlags flags;
  EXPECT_FALSE(WantsProgress(flags, true, true));
  EXPECT_TRUE(WantsProgress(flags, false, true));
  EXPECT_FALSE(WantsProgress(flags, false, false));
  flags.output = "rows.csv";
  EXPECT_TRUE(WantsProgress(flags, true, true));
  flags.progress = false;
  EXPECT_FALSE(WantsProgress(flags, true, true));
}

}  // namespace
}  // namespace ptrcensus
