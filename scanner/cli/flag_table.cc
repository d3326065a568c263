#include "scanner/cli/flag_table.h"

#include <fmt/format.h>

#include <array>

namespace ptrcensus {
namespace {

constexpr int kMaxTries = 20;
constexpr int kMaxMaxNames = 1000;
constexpr double kMinTimeout = 0.05;
constexpr double kMaxTimeout = 60;
constexpr double kMinRuntime = 0.05;
constexpr double kMaxRuntime = 366 * 86400;

template <typename Number>
std::string ToDecimal(Number number) {
  return fmt::format("{}", number);
}

constexpr auto kFlags = std::to_array<ScanFlag>({
    {{"Targets", "TARGET", '\0', "TARGET",
      "an address, CIDR block or first-last",
      "What to scan: an address (192.0.2.1), a CIDR block with no host bits "
      "set (192.0.2.0/24, 2001:db8::/120) or a range (192.0.2.1-192.0.2.9), "
      "IPv4 or IPv6. Overlaps are merged: every address has one row."},
     [](ScanFlags& flags, const std::string& value) {
       flags.targets.push_back(value);
     }},
    {{"Targets", "--input", 'i', "FILE", "more targets, one a line; - is stdin",
      "Reads targets from FILE, one a line. Blank lines and what follows a # "
      "are skipped. - is stdin. Can be given several times."},
     [](ScanFlags& flags, const std::string& value) {
       flags.inputs.push_back(ParsePath("--input", value));
     }},
    {{"Targets", "--exclude", 'x', "TARGET", "leave these addresses out",
      "Addresses that are no targets and have no row, written like TARGET. Can "
      "be given several times."},
     [](ScanFlags& flags, const std::string& value) {
       flags.exclusions.push_back(value);
     }},
    {{"Targets", "--exclude-file", '\0', "FILE", "the same, one a line",
      "Reads exclusions from FILE, written like those of --input."},
     [](ScanFlags& flags, const std::string& value) {
       flags.exclusion_files.push_back(ParsePath("--exclude-file", value));
     }},
    {{"Targets", "--include-special", '\0', "",
      "ask private and reserved space too",
      "Asks special-purpose addresses (private, loopback, documentation, "
      "multicast and the like) as any other. Without it those inside a wider "
      "TARGET are left out and counted, and a TARGET wholly inside such space "
      "gets rows with the status skipped."},
     [](ScanFlags& flags, const std::string&) {
       flags.include_special = true;
     }},
    {{"Targets", "--seed", '\0', "N",
      "makes the order (default: from the targets)",
      "The order in which targets are asked is a random permutation made from "
      "this number, 0 to 2^64-1. By default it comes from the set of targets, "
      "so that the same targets are asked in the same order."},
     [](ScanFlags& flags, const std::string& value) {
       flags.seed = ParseWhole("--seed", value, 0, UINT64_MAX);
     }},
    {{"Targets", "--max-targets", '\0', "N", "a random sample of N targets",
      "Takes the first N targets of the order, a random sample; the others are "
      "no targets. It applies before --shard."},
     [](ScanFlags& flags, const std::string& value) {
       flags.max_targets = ParseWhole("--max-targets", value, 1, kMaxTargets);
     }},
    {{"Targets", "--dry-run", '\0', "", "say what would be done, send nothing",
      "Checks everything, then prints how many targets and queries there are, "
      "how long they take at the rate, the load on the busiest /16s, and how "
      "much disk the rows need. Sends and writes nothing."},
     [](ScanFlags& flags, const std::string&) { flags.dry_run = true; }},

    {{"Servers", "--resolver", 'r', "ADDR[:PORT]",
      "ask this resolver (default: the system's)",
      "A resolver to ask, port 53 unless given; IPv6 with a port is written "
      "[2001:db8::53]:5353. Can be given several times; queries are spread "
      "over all, and a retry goes to another one. By default the nameservers "
      "of /etc/resolv.conf; behind systemd's stub, those it forwards to."},
     [](ScanFlags& flags, const std::string& value) {
       flags.resolvers.push_back(value);
     }},
    {{"Servers", "--resolver-file", '\0', "FILE", "resolvers, one a line",
      "Reads resolvers from FILE, one a line, # for comments; - is stdin. Can "
      "be given several times and together with --resolver."},
     [](ScanFlags& flags, const std::string& value) {
       flags.resolver_files.push_back(ParsePath("--resolver-file", value));
     }},
    {{"Servers", "--source", '\0', "ADDR", "send from this local address",
      "The local address that queries are sent from. Every resolver must be of "
      "its family."},
     [](ScanFlags& flags, const std::string& value) {
       flags.source = ParseSource(value);
     }},

    {{"Pace", "--rate", '\0', "QPS|max", "queries a second, of all kinds ({})",
      "Queries a second for the whole run: reverse, forward, retries, probes "
      "and TCP count alike. max sends as fast as the servers answer: only for "
      "servers of your own. With --shard each shard takes its part. Default: "
      "{}.",
      [] { return ToDecimal(ScanOptions{}.rate_qps); }},
     [](ScanFlags& flags, const std::string& value) {
       flags.rate_qps = ParseRate("--rate", value);
     }},
    {{"Pace", "--server-rate", '\0', "QPS|max", "the same for each server ({})",
      "Queries a second to any one resolver; with --shard each shard takes its "
      "part. Default: {}.",
      [] { return std::string("max"); }},
     [](ScanFlags& flags, const std::string& value) {
       flags.server_rate_qps = ParseRate("--server-rate", value);
     }},
    {{"Pace", "--window", '\0', "N",
      "addresses in flight (what the rate needs)",
      "How many addresses may be between their first query and their row. By "
      "default what --rate, --timeout and --tries need, at most a million."},
     [](ScanFlags& flags, const std::string& value) {
       flags.window =
           static_cast<uint32_t>(ParseWhole("--window", value, 1, kMaxWindow));
     }},
    {{"Pace", "--timeout", '\0', "SECONDS", "wait for one answer ({})",
      "How long one query is waited for, 0.05 to 60 seconds, fractions "
      "allowed. Default: {}.",
      [] {
        return ToDecimal(
            std::chrono::duration<double>(ScanOptions{}.timeout).count());
      }},
     [](ScanFlags& flags, const std::string& value) {
       flags.timeout =
           ParseSeconds("--timeout", value, kMinTimeout, kMaxTimeout);
     }},
    {{"Pace", "--tries", '\0', "N", "queries for one question ({})",
      "How many times a question is asked before its failure is final, 1 to "
      "20. A further try goes to another resolver where there is one. Default: "
      "{}.",
      [] { return ToDecimal(ScanOptions{}.tries); }},
     [](ScanFlags& flags, const std::string& value) {
       flags.tries =
           static_cast<int>(ParseWhole("--tries", value, 1, kMaxTries));
     }},

    {{"Checks", "--no-forward", '\0', "", "do not look the names up forward",
      "Asks reverse names only. fcrdns is then not_checked for every address "
      "that has a name."},
     [](ScanFlags& flags, const std::string&) { flags.forward = false; }},
    {{"Checks", "--max-names", '\0', "N", "names tried of one address ({})",
      "How many names of one address are listed and confirmed, 1 to 1000; "
      "names_total still counts all. Default: {}.",
      [] { return ToDecimal(ScanOptions{}.max_names); }},
     [](ScanFlags& flags, const std::string& value) {
       flags.max_names =
           static_cast<int>(ParseWhole("--max-names", value, 1, kMaxMaxNames));
     }},
    {{"Checks", "--check", '\0', "CHECK,...", "wildcard, counterpart, dnssec",
      "Asks more than names and their addresses; each check is paced, retried "
      "and counted like any other query. wildcard: one query for each IPv4 /24 "
      "in which an address has a name, for the name of an impossible address "
      "(256); the summary lists the zones that have one. counterpart: up to "
      "two queries for each name of IPv4 addresses, its AAAA record and the "
      "reverse name of the lowest address there (findings "
      "ipv6_counterpart_missing and ipv6_no_ptr). dnssec: for each question "
      "that ended in SERVFAIL one query more with checking disabled, and after "
      "an answer the question again; if that fails again, the zone's "
      "signatures are at fault (finding dnssec_bogus). Can be given several "
      "times. Default: none."},
     [](ScanFlags& flags, const std::string& value) {
       AddChecks(value, flags.checks);
     }},
    {{"Checks", "--psl", '\0', "FILE", "the public suffix list (the system's)",
      "The public suffix list to judge names by, as publicsuffix.org publishes "
      "it (public_suffix_list.dat) or compiled (.dafsa); of its rules those of "
      "the ICANN section count. By default the list of the system, else the "
      "one that libpsl was built with. The summary says which it was."},
     [](ScanFlags& flags, const std::string& value) {
       flags.psl = ParsePath("--psl", value);
     }},
    {{"Checks", "--profile", '\0', "NAME", "mail-strict, mail-basic, ptr-only",
      "Judges every row by this profile; the summary says which addresses "
      "receivers of mail would refuse, by which rule, and what Postfix would "
      "reject. A profile says what must be so. {}. mail-strict accepts "
      "generic_static with a warning. Default: none.",
      ProfileList},
     [](ScanFlags& flags, const std::string& value) {
       flags.profile = &ParseProfile(value);
     }},

    {{"Output", "--output", 'o', "PATH", "write rows here (stdout)",
      "The file that rows are written to; - is stdout. Its ending (.csv, "
      ".ndjson) gives the format. An existing file that is not empty is left "
      "alone unless --overwrite is given."},
     [](ScanFlags& flags, const std::string& value) { flags.output = value; }},
    {{"Output", "--format", '\0', "FORMAT", "csv, ndjson or table",
      "csv, ndjson or table. By default what the ending of PATH says; on "
      "stdout a table for a terminal, else csv."},
     [](ScanFlags& flags, const std::string& value) {
       flags.format = &ParseFormat(value);
     }},
    {{"Output", "--fields", '\0', "a,b,c", "columns (all; a table has few)",
      "The fields to write, in this order; `ptrcensus fields` lists them. By "
      "default all, in a table a few."},
     [](ScanFlags& flags, const std::string& value) {
       flags.fields = ParseFieldList(value);
     }},
    {{"Output", "--overwrite", '\0', "", "replace an existing file",
      "Lets --output replace a file that is not empty."},
     [](ScanFlags& flags, const std::string&) { flags.overwrite = true; }},
    {{"Output", "--only", '\0', "STATUS,...", "write rows of these ptr_status",
      "Writes only rows with one of these values of ptr_status, e.g. "
      "ok,servfail. The others are asked and counted all the same."},
     [](ScanFlags& flags, const std::string& value) {
       flags.only = ParseOnly(value);
     }},
    {{"Output", "--quiet", 'q', "", "neither progress nor summary",
      "Prints neither progress nor summary on stderr; errors still."},
     [](ScanFlags& flags, const std::string&) { flags.quiet = true; }},
    {{"Output", "--no-progress", '\0', "", "no progress line",
      "Prints no progress line. It is only there on a terminal, and not while "
      "rows are written to that terminal."},
     [](ScanFlags& flags, const std::string&) { flags.progress = false; }},
    {{"Output", "--summary", '\0', "FILE", "the summary as JSON",
      "Writes the summary as JSON to FILE, also when the scan was stopped. "
      "FILE is replaced as a whole at the end. docs/summary.md lists the "
      "keys."},
     [](ScanFlags& flags, const std::string& value) {
       flags.summary = ParsePath("--summary", value);
     }},

    {{"Run", "--shard", '\0', "I/N", "only part I of N, from 0",
      "Asks only part I of N parts of the order, counted from 0. N processes "
      "with the same targets and seed, one for each I, ask every target once. "
      "The rates given are those of all parts together."},
     [](ScanFlags& flags, const std::string& value) {
       flags.shard = ParseShard(value);
     }},
    {{"Run", "--max-runtime", '\0', "SECONDS", "stop after this time",
      "Stops after this time as on a signal: what is in flight is waited for, "
      "rows so far stay, exit code 75."},
     [](ScanFlags& flags, const std::string& value) {
       flags.max_runtime =
           ParseSeconds("--max-runtime", value, kMinRuntime, kMaxRuntime);
     }},
    {{"Run", "--transport", '\0', "KIND", "auto, segmented or portable",
      "How packets are sent: segmented hands the kernel many queries in one "
      "call (Linux), portable one at a time; auto takes segmented where it "
      "works. Default: auto."},
     [](ScanFlags& flags, const std::string& value) {
       flags.transport = ParseTransport(value);
     }},
});

}  // namespace

std::span<const ScanFlag> ScanFlagEntries() { return kFlags; }

}  // namespace ptrcensus
