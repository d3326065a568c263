#include "scanner/cli/flags.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "io/error.h"

namespace ptrcensus {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// The sentence that the arguments are refused with.
std::string Refusal(const std::vector<std::string>& args) {
  try {
    (void)ParseScanFlags(args);
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Flags, DefaultsAreThoseOfTheDesign) {
  const ScanFlags flags = ParseScanFlags({"192.0.2.1"});
  EXPECT_EQ(flags.targets, std::vector<std::string>{"192.0.2.1"});
  EXPECT_EQ(flags.rate_qps, 1000u);
  EXPECT_EQ(flags.server_rate_qps, 0u);
  EXPECT_EQ(flags.window, 0u);
  EXPECT_EQ(flags.timeout, seconds(2));
  EXPECT_EQ(flags.tries, 3);
  EXPECT_EQ(flags.max_names, 10);
  EXPECT_TRUE(flags.forward);
  EXPECT_EQ(flags.output, "-");
  EXPECT_EQ(flags.format, nullptr);
  EXPECT_FALSE(flags.seed.has_value());
  EXPECT_EQ(flags.shard.count, 1u);
  EXPECT_EQ(flags.transport, TransportKind::kAuto);
}

TEST(Flags, TargetsAndTheirFilesAreCollected) {
  const ScanFlags flags = ParseScanFlags(
      {"192.0.2.1", "-i", "a.txt", "--input=-", "2001:db8::/120", "-x",
       "192.0.2.9", "--exclude", "192.0.2.8", "--exclude-file", "x.txt",
       "--include-special", "--seed", "18446744073709551615", "--max-targets",
       "1099511627776", "--dry-run"});
  EXPECT_EQ(flags.targets,
            (std::vector<std::string>{"192.0.2.1", "2001:db8::/120"}));
  EXPECT_EQ(flags.inputs, (std::vector<std::string>{"a.txt", "-"}));
  EXPECT_EQ(flags.exclusions,
            (std::vector<std::string>{"192.0.2.9", "192.0.2.8"}));
  EXPECT_EQ(flags.exclusion_files, std::vector<std::string>{"x.txt"});
  EXPECT_TRUE(flags.include_special);
  EXPECT_EQ(flags.seed, 18446744073709551615u);
  EXPECT_EQ(flags.max_targets, 1099511627776u);
  EXPECT_TRUE(flags.dry_run);
}

TEST(Flags, ServersAreCollected) {
  const ScanFlags flags = ParseScanFlags(
      {"-r", "127.0.0.1", "-r[::1]:5353", "--resolver", "127.0.0.2:54",
       "--resolver-file", "r.txt", "--source", "192.0.2.7", "192.0.2.1"});
  EXPECT_EQ(flags.resolvers, (std::vector<std::string>{
                                 "127.0.0.1", "[::1]:5353", "127.0.0.2:54"}));
  EXPECT_EQ(flags.resolver_files, std::vector<std::string>{"r.txt"});
  EXPECT_EQ(flags.source, Address::V4(0xC0000207));
}

TEST(Flags, PaceAndChecksAreRead) {
  const ScanFlags flags =
      ParseScanFlags({"--rate", "250", "--server-rate", "20", "--window",
                      "1000000", "--timeout", "0.25", "--tries", "20",
                      "--no-forward", "--max-names", "1000", "--psl", "l.dat"});
  EXPECT_EQ(flags.rate_qps, 250u);
  EXPECT_EQ(flags.server_rate_qps, 20u);
  EXPECT_EQ(flags.window, 1000000u);
  EXPECT_EQ(flags.timeout, milliseconds(250));
  EXPECT_EQ(flags.tries, 20);
  EXPECT_FALSE(flags.forward);
  EXPECT_EQ(flags.max_names, 1000);
  EXPECT_EQ(flags.psl, "l.dat");
}

TEST(Flags, ChecksAddUp) {
  const Checks none = ParseScanFlags({"192.0.2.1"}).checks;
  EXPECT_FALSE(none.wildcard || none.counterpart || none.dnssec);
  const Checks one = ParseScanFlags({"--check", "counterpart"}).checks;
  EXPECT_TRUE(one.counterpart && !one.wildcard && !one.dnssec);
  const Checks all =
      ParseScanFlags({"--check", "dnssec,wildcard", "--check=counterpart"})
          .checks;
  EXPECT_TRUE(all.wildcard && all.counterpart && all.dnssec);
}

TEST(Flags, AnUnknownCheckIsRefusedWithTheNearest) {
  EXPECT_EQ(Refusal({"--check", "wildcard,dnsec"}),
            "--check names an unknown check 'dnsec', did you mean 'dnssec'; "
            "accepted: wildcard, counterpart, dnssec");
  EXPECT_EQ(Refusal({"--check", ""}),
            "--check names an unknown check ''; accepted: wildcard, "
            "counterpart, dnssec");
}

TEST(Flags, RateMaxIsNoLimit) {
  EXPECT_EQ(ParseScanFlags({"--rate", "max"}).rate_qps, 0u);
}

TEST(Flags, OutputIsRead) {
  const ScanFlags flags =
      ParseScanFlags({"-o", "rows.csv", "--format", "ndjson", "--fields",
                      "name,ip", "--overwrite", "--only", "ok,cname_loop", "-q",
                      "--no-progress", "--summary", "s.json"});
  EXPECT_EQ(flags.output, "rows.csv");
  ASSERT_NE(flags.format, nullptr);
  EXPECT_EQ(flags.format->name, "ndjson");
  EXPECT_EQ(flags.fields, (std::vector<size_t>{2, 0}));
  EXPECT_TRUE(flags.overwrite);
  EXPECT_EQ(flags.only,
            (std::vector<PtrStatus>{PtrStatus::kOk, PtrStatus::kCnameLoop}));
  EXPECT_TRUE(flags.quiet);
  EXPECT_FALSE(flags.progress);
  EXPECT_EQ(flags.summary, "s.json");
}

TEST(Flags, RunIsRead) {
  const ScanFlags flags = ParseScanFlags(
      {"--shard", "2/16", "--max-runtime", "1.5", "--transport", "portable"});
  EXPECT_EQ(flags.shard.index, 2u);
  EXPECT_EQ(flags.shard.count, 16u);
  EXPECT_EQ(flags.max_runtime, milliseconds(1500));
  EXPECT_EQ(flags.transport, TransportKind::kPortable);
}

TEST(Flags, TheLastOfTwoValuesCounts) {
  EXPECT_EQ(ParseScanFlags({"--tries", "2", "--tries", "5"}).tries, 5);
}

TEST(Flags, AfterTwoDashesAllAreTargets) {
  EXPECT_EQ(ParseScanFlags({"a", "--", "-b", "--rate"}).targets,
            (std::vector<std::string>{"a", "-b", "--rate"}));
}

TEST(Flags, BracketsInATargetStay) {
  EXPECT_EQ(ParseScanFlags({"[a,b]"}).targets,
            std::vector<std::string>{"[a,b]"});
}

TEST(Flags, HelpComesBeforeMistakes) {
  EXPECT_EQ(ParseScanFlags({"--rate", "x", "-h"}).help, HelpWanted::kShort);
  EXPECT_EQ(ParseScanFlags({"--bogus", "--help"}).help, HelpWanted::kLong);
}

TEST(Flags, UnknownFlagSuggestsTheNearest) {
  EXPECT_EQ(Refusal({"192.0.2.1", "--tmieout=3"}),
            "unknown flag '--tmieout', did you mean '--timeout'; `ptrcensus "
            "scan -h` lists the flags");
  EXPECT_EQ(Refusal({"-z"}),
            "unknown flag '-z'; `ptrcensus scan -h` lists the flags");
}

TEST(Flags, FlagsOfLaterVersionsDoNotExist) {
  for (const char* flag : {"--canary", "--no-canary", "--suspects", "--resume",
                           "--server-debt", "--max-outage"}) {
    EXPECT_EQ(Refusal({flag}).substr(0, 12), "unknown flag") << flag;
  }
}

TEST(Flags, MissingValueNamesTheFlag) {
  EXPECT_EQ(Refusal({"--rate"}), "--rate needs a value: --rate QPS|max");
  EXPECT_EQ(Refusal({"-qo"}), "--output needs a value: --output PATH");
  EXPECT_EQ(Refusal({"192.0.2.1", "--exclude-file"}),
            "--exclude-file needs a value: --exclude-file FILE");
}

TEST(Flags, SwitchTakesNoValue) {
  EXPECT_EQ(Refusal({"--dry-run=yes"}),
            "--dry-run takes no value, but '--dry-run=yes' gives it one");
  EXPECT_EQ(Refusal({"-q=1"}),
            "--quiet takes no value, but '-q=1' gives it "
            "one");
  EXPECT_EQ(Refusal({"--help=1"}),
            "--help takes no value, but '--help=1' gives it one");
}

TEST(Flags, AnEmptyValueIsNotTakenFromWhatFollows) {
  EXPECT_EQ(Refusal({"--rate=", "5"}), "--rate needs a value: --rate QPS|max");
  EXPECT_EQ(Refusal({"-x", "--rate=", "--tries", "5"}), "accepted");
  EXPECT_EQ(Refusal({"--", "--rate="}), "accepted");
  EXPECT_EQ(Refusal({"-orows.x", "--rate=", "5"}),
            "--rate needs a value: --rate QPS|max");
  EXPECT_EQ(ParseScanFlags({"-o/q=1.csv"}).output, "/q=1.csv");
}

TEST(Flags, AnEmptyPathIsRefused) {
  for (const char* flag :
       {"--input", "--exclude-file", "--resolver-file", "--psl", "--summary"}) {
    EXPECT_EQ(Refusal({flag, ""}), std::string(flag) +
                                       " is empty; it takes the path of a "
                                       "file");
  }
}

TEST(Flags, ALongValueIsCutWhereItIsQuoted) {
  const std::string longest(60, 'x');
  EXPECT_EQ(Refusal({"--source", longest + "yz"}),
            "--source '" + longest +
                "'... is not an IP address; it takes an IPv4 or IPv6 address "
                "of this machine");
  EXPECT_LT(Refusal({"--" + std::string(5000, 'x')}).size(), 200u);
}

TEST(Flags, RatesOutsideTheirRangeAreRefused) {
  for (const char* rate : {"0", "-5", "fast", "10x", "", "1.5", "10000001",
                           "99999999999999999999", " 5", "+5"}) {
    EXPECT_EQ(Refusal({"--rate", rate}),
              "--rate '" + std::string(rate) +
                  "' is not accepted; it takes queries a second, a whole "
                  "number from 1 to 10000000, or max for no limit");
  }
  EXPECT_NE(Refusal({"--server-rate", "0"}), "accepted");
}

TEST(Flags, NumbersOutsideTheirRangeAreRefused) {
  EXPECT_EQ(Refusal({"--tries", "21"}),
            "--tries '21' is not accepted; it takes a whole number from 1 to "
            "20");
  const std::vector<std::vector<std::string>> cases = {
      {"--tries", "0"},       {"--tries", "three"},
      {"--window", "0"},      {"--window", "1000001"},
      {"--max-names", "0"},   {"--max-names", "1001"},
      {"--max-targets", "0"}, {"--max-targets", "1099511627777"},
      {"--seed", "-1"},       {"--seed", "18446744073709551616"}};
  for (const auto& args : cases) {
    EXPECT_EQ(Refusal(args).find(args[0] + " '" + args[1] +
                                 "' is not accepted; it takes a whole number"),
              0u)
        << args[0];
  }
}

TEST(Flags, SecondsOutsideTheirRangeAreRefused) {
  EXPECT_EQ(Refusal({"--timeout", "61"}),
            "--timeout '61' is not accepted; it takes seconds from 0.05 to 60, "
            "fractions allowed");
  for (const char* text : {"0", "0.049", "-1", "nan", "inf", "2s", ""}) {
    EXPECT_NE(Refusal({"--timeout", text}), "accepted") << text;
  }
  EXPECT_NE(Refusal({"--max-runtime", "0"}), "accepted");
  EXPECT_EQ(ParseScanFlags({"--timeout", "0.05"}).timeout, milliseconds(50));
  EXPECT_EQ(ParseScanFlags({"--timeout", "60"}).timeout, seconds(60));
}

TEST(Flags, ShardMustBeLessThanTheirNumber) {
  EXPECT_EQ(Refusal({"--shard", "4/4"}),
            "--shard '4/4' is not accepted; it takes I/N, shard I of N, "
            "counted from 0, with I less than N and N at most 65536");
  for (const char* text : {"1", "/", "1/", "/2", "-1/2", "0/0", "0/65537",
                           "a/b", "1/2/3", "auto"}) {
    EXPECT_NE(Refusal({"--shard", text}), "accepted") << text;
  }
  EXPECT_EQ(ParseScanFlags({"--shard", "65535/65536"}).shard.index, 65535u);
}

TEST(Flags, SourceMustBeAnAddress) {
  EXPECT_EQ(Refusal({"--source", "eth0"}),
            "--source 'eth0' is not an IP address; it takes an IPv4 or IPv6 "
            "address of this machine");
}

TEST(Flags, UnknownFormatSuggestsTheNearest) {
  EXPECT_EQ(Refusal({"--format", "cvs"}),
            "--format 'cvs' is unknown, did you mean 'csv'; accepted: csv, "
            "ndjson, table");
  EXPECT_EQ(Refusal({"--format", "parquet"}),
            "--format parquet is not in this version; accepted: csv, ndjson, "
            "table");
}

TEST(Flags, UnknownStatusSuggestsTheNearest) {
  EXPECT_EQ(Refusal({"--only", "ok,nxdomian"}),
            "--only names an unknown status 'nxdomian', did you mean "
            "'nxdomain'; accepted: ok, nxdomain, nodata, servfail, refused, "
            "other_rcode, timeout, cname_loop, cname_broken, malformed, "
            "skipped");
  EXPECT_NE(Refusal({"--only", ""}), "accepted");
  EXPECT_NE(Refusal({"--only", "ok,"}), "accepted");
}

TEST(Flags, UnknownFieldIsRefused) {
  EXPECT_NE(Refusal({"--fields", "ip,nmae"}).find("'nmae'"), std::string::npos);
}

TEST(Flags, UnknownTransportIsRefused) {
  EXPECT_EQ(Refusal({"--transport", "segmentd"}),
            "--transport 'segmentd' is unknown, did you mean 'segmented'; "
            "accepted: auto, segmented, portable");
}

}  // namespace
}  // namespace ptrcensus
