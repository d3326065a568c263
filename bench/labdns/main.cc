// labdns: the lab's DNS server, its truth and its arrival log.

#include <fmt/format.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "bench/labdns/arrivals.h"
#include "bench/labdns/blocks.h"
#include "bench/labdns/scenario.h"
#include "bench/labdns/server.h"
#include "bench/labdns/truth.h"
#include "bench/labdns/world_answers.h"
#include "io/error.h"

namespace ptrcensus::labdns {
namespace {

constexpr size_t kOutputBytes = 1 << 16;
constexpr uint32_t kMostDelayMs = 3600 * 1000;
constexpr uint32_t kMostForged = 1000;  // a query
constexpr double kMostQps = 1e9;

// What was typed, before it is checked.
struct Typed {
  std::string listen = "127.0.0.1:5300";
  WorldOptions world;
  std::vector<std::string> dead_prefixes;
  FaultOptions faults;
  std::string delay;
  std::string no_edns;
  std::string scenario;
  std::string arrivals;
  bool gro = false;
  bool stats = false;
  TruthOptions truth;
  bool no_forward = false;
  std::vector<std::string> blocks;
  std::string log;
  double rate_qps = 0;
  bool json = false;
};

// A whole number or a decimal from `low` to `high`. Refuses NaN, and a sign
// that would wrap around.
template <typename Number>
std::optional<Number> ReadNumber(std::string_view text, Number low,
                                 Number high) {
  Number value{};
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  const bool whole = error == std::errc() && stop == end;
  if (!whole || !(value >= low && value <= high)) return std::nullopt;
  return value;
}

template <typename Number>
CLI::Validator Within(Number low, Number high) {
  const auto check = [low, high](const std::string& text) {
    if (ReadNumber(text, low, high)) return std::string();
    return fmt::format("'{}' is no number from {} to {}", text, low, high);
  };
  return CLI::Validator(check, "");
}

CLI::Validator Percent() { return Within(0.0, 100.0); }

template <typename Number>
CLI::Validator AnyNumber() {
  return Within<Number>(0, std::numeric_limits<Number>::max());
}

// "PERCENT:MS"
void ReadDelay(const std::string& text, FaultOptions& faults) {
  const std::string_view all = text;
  const size_t colon = std::min(all.find(':'), all.size());
  const auto percent = ReadNumber(all.substr(0, colon), 0.0, 100.0);
  const auto ms = ReadNumber(all.substr(std::min(colon + 1, all.size())),
                             uint32_t{0}, kMostDelayMs);
  if (!percent || !ms) {
    throw Error(
        fmt::format("--delay: '{}' is not PERCENT:MS, such as 5:200, with at "
                    "most 100 and {}.",
                    text, kMostDelayMs));
  }
  faults.delay_percent = *percent;
  faults.delay_ms = *ms;
}

Block CheckedBlock(std::string_view flag, const std::string& text) {
  const auto block = ReadBlock(text);
  if (!block) {
    throw Error(fmt::format(
        "{}: '{}' is no address and no CIDR block without host bits, such as "
        "192.0.2.0/24.",
        flag, text));
  }
  return *block;
}

WorldOptions CheckedWorld(const Typed& typed) {
  WorldOptions options = typed.world;
  for (const std::string& text : typed.dead_prefixes) {
    options.dead.push_back(CheckedBlock("--dead-prefix", text));
  }
  return options;
}

ServerOptions CheckedServer(const Typed& typed) {
  ServerOptions options;
  const auto listen = ParsePeer(typed.listen);
  if (!listen) {
    throw Error(fmt::format(
        "--listen: '{}' is not ADDRESS:PORT or [ADDRESS]:PORT.", typed.listen));
  }
  options.listen = *listen;
  options.faults = typed.faults;
  if (!typed.delay.empty()) ReadDelay(typed.delay, options.faults);
  if (typed.no_edns == "formerr") options.faults.no_edns = NoEdns::kFormerr;
  if (typed.no_edns == "notimp") options.faults.no_edns = NoEdns::kNotimp;
  if (typed.no_edns == "drop") options.faults.no_edns = NoEdns::kDrop;
  options.arrivals_path = typed.arrivals;
  options.gro = typed.gro;
  return options;
}

// Readable once the process is asked to end. Throws Error.
Descriptor BlockStopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  sigprocmask(SIG_BLOCK, &signals, nullptr);
  Descriptor fd(signalfd(-1, &signals, SFD_CLOEXEC));
  if (fd.get() < 0) throw Error("Cannot wait for signals.");
  return fd;
}

void PrintCounters(const ServerCounters& counters) {
  fmt::print(stderr,
             "udp_queries {}\ntcp_queries {}\ntcp_connections {}\nreplies {}\n"
             "unreadable {}\nunanswered {}\nforged {}\nunsent {}\nsends {}\n",
             counters.udp_queries, counters.tcp_queries,
             counters.tcp_connections, counters.replies, counters.unreadable,
             counters.unanswered, counters.forged, counters.unsent,
             counters.sends);
}

int RunServe(const Typed& typed) {
  const Descriptor stop = BlockStopSignals();
  const World world(CheckedWorld(typed));
  const Scenario scenario =
      typed.scenario.empty() ? Scenario() : Scenario::ReadFile(typed.scenario);
  WorldAnswers world_answers(world);
  ScenarioAnswers scenario_answers(scenario);
  Answers& answers = typed.scenario.empty()
                         ? static_cast<Answers&>(world_answers)
                         : scenario_answers;
  Server server(CheckedServer(typed), answers);
  fmt::print("listening {}\n", PeerText(server.local()));
  std::fflush(stdout);
  const bool logged = server.Run(stop.get());
  if (typed.stats) PrintCounters(server.counters());
  if (logged) return 0;
  fmt::print(stderr, "labdns: the arrival log is incomplete.\n");
  return 1;
}

// False when the reader has gone or the disk is full.
bool Print(std::string& text) {
  const bool good =
      std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  text.clear();
  return good;
}

int RunTruth(const Typed& typed) {
  const World world(CheckedWorld(typed));
  std::vector<Block> blocks;
  for (const std::string& text : typed.blocks) {
    blocks.push_back(CheckedBlock("BLOCK", text));
  }
  TruthOptions options = typed.truth;
  options.forward = !typed.no_forward;
  Truth truth(world, options);
  std::string out(kTruthHeader);
  for (const Block& block : Merged(blocks)) {
    for (Address address = block.first;; address = Next(address)) {
      truth.AppendRow(address, out);
      if (out.size() >= kOutputBytes && !Print(out)) return 1;
      if (address == block.last) break;
    }
  }
  return Print(out) && std::fflush(stdout) == 0 ? 0 : 1;
}

int RunArrivals(const Typed& typed) {
  const std::optional<double> rate =
      typed.rate_qps > 0 ? std::optional(typed.rate_qps) : std::nullopt;
  const ArrivalSummary summary = Summarize(ReadArrivals(typed.log), rate);
  std::string text = typed.json ? SummaryJson(summary) : SummaryText(summary);
  return Print(text) && std::fflush(stdout) == 0 ? 0 : 1;
}

void AddWorldFlags(CLI::App& app, Typed& typed) {
  WorldOptions& world = typed.world;
  const auto number = [&](const char* flag, auto& value, const char* help,
                          const CLI::Validator& valid) {
    app.add_option(flag, value, help)
        ->check(valid)
        ->group("World")
        ->capture_default_str();
  };
  // Their defaults are too long for a help: docs/labdns.md has them.
  const auto mix = [&](const char* flag, std::string& value, const char* help) {
    app.add_option(flag, value, help)->type_name("W=P,...")->group("World");
  };
  number("--seed", world.seed, "Every choice follows from it",
         AnyNumber<uint64_t>());
  mix("--mix", world.mix, "Kinds of addresses in percent, the rest is single");
  mix("--forward-mix", world.forward_mix,
      "Forward outcomes in percent, the rest is pass");
  number("--shared", world.shared_percent,
         "Percent of single addresses with a shared name", Percent());
  number("--shared-names", world.shared_names, "Shared names in each /16",
         Within<uint32_t>(1, 65536));
  number("--ede", world.ede_percent,
         "Percent of negative replies with an extended error", Percent());
  app.add_option("--dead-prefix", typed.dead_prefixes,
                 "Block whose reverse names are never answered (repeatable)")
      ->type_name("BLOCK")
      ->group("World");
}

void AddShareFaults(CLI::App& app, FaultOptions& faults) {
  const auto share = [&](const char* flag, double& value, const char* help) {
    app.add_option(flag, value, help)
        ->check(Percent())
        ->type_name("PERCENT")
        ->group("Faults");
  };
  share("--drop", faults.drop_percent, "Not answered");
  share("--duplicate", faults.duplicate_percent, "Answered twice");
  share("--reorder", faults.reorder_percent, "Held back behind up to 8 others");
  share("--truncate", faults.truncate_percent, "TC over UDP");
  share("--servfail", faults.servfail_percent, "SERVFAIL this time");
  share("--refused", faults.refused_percent, "REFUSED this time");
  share("--hostile", faults.hostile_percent,
        "A hostile packet before the true reply");
}

void AddCountFaults(CLI::App& app, FaultOptions& faults) {
  const auto count = [&](const char* flag, uint32_t& value, const char* type,
                         const CLI::Validator& valid, const char* help) {
    app.add_option(flag, value, help)
        ->check(valid)
        ->type_name(type)
        ->group("Faults");
  };
  const auto forged = Within<uint32_t>(0, kMostForged);
  count("--wrong-id", faults.wrong_id, "N", forged,
        "Forged replies with another id before each true one");
  count("--wrong-question", faults.wrong_question, "N", forged,
        "The same with another question");
  count("--wrong-source", faults.wrong_source, "N", forged,
        "The same from another port or address");
  count("--pending-limit", faults.pending_limit, "N", AnyNumber<uint32_t>(),
        "Ignore a client with N queries in dead prefixes pending");
  count("--rate-limit", faults.rate_limit_qps, "QPS", AnyNumber<uint32_t>(),
        "Answer no more a second, drop the rest");
  app.add_option("--fault-seed", faults.seed, "Of the random stream of faults")
      ->check(AnyNumber<uint64_t>())
      ->group("Faults")
      ->capture_default_str();
}

void AddFaultFlags(CLI::App& app, Typed& typed) {
  FaultOptions& faults = typed.faults;
  AddShareFaults(app, faults);
  app.add_option("--delay", typed.delay, "Answered so much later")
      ->type_name("PERCENT:MS")
      ->group("Faults");
  AddCountFaults(app, faults);
  app.add_option("--no-edns", typed.no_edns, "What a query with OPT gets")
      ->check(CLI::IsMember({"formerr", "notimp", "drop"}))
      ->group("Faults");
  const auto flag = [&](const char* name, bool& value, const char* help) {
    app.add_flag(name, value, help)->group("Faults");
  };
  flag("--formerr-bare", faults.formerr_bare, "... as a header alone");
  flag("--lower-case", faults.lower_case, "Answer the question in lower case");
  flag("--tcp-refuse", faults.tcp_refuse, "Do not listen on TCP");
  flag("--tcp-silent", faults.tcp_silent, "Accept and read, never answer");
  flag("--tcp-close", faults.tcp_close, "Accept and close");
}

void AddServe(CLI::App& app, Typed& typed) {
  app.add_option("--listen", typed.listen, "Address and port, 0 for a free one")
      ->type_name("ADDR:PORT")
      ->capture_default_str();
  app.add_option("--scenario", typed.scenario,
                 "Serve the records of a file in place of the world")
      ->type_name("FILE");
  app.add_option("--arrivals", typed.arrivals, "Log each query's arrival")
      ->type_name("FILE");
  app.add_flag("--gro", typed.gro, "Receive with UDP_GRO");
  app.add_flag("--stats", typed.stats, "Print counters on stderr at the end");
  AddWorldFlags(app, typed);
  AddFaultFlags(app, typed);
}

void AddTruth(CLI::App& app, Typed& typed) {
  app.add_option("BLOCK", typed.blocks, "Address or CIDR block")->required();
  app.add_option("--max-names", typed.truth.max_names, "Names tried a row")
      ->check(Within(1, 1'000'000))
      ->capture_default_str();
  app.add_flag("--no-forward", typed.no_forward, "No forward confirmation");
  AddWorldFlags(app, typed);
}

void AddArrivals(CLI::App& app, Typed& typed) {
  app.add_option("FILE", typed.log, "A log made with serve --arrivals")
      ->required();
  app.add_option("--rate", typed.rate_qps, "The rate that was meant")
      ->check(Within(0.001, kMostQps))
      ->type_name("QPS");
  app.add_flag("--json", typed.json, "Print JSON");
}

// One line whatever was typed: octets that a terminal might act on are escaped.
int Fail(std::string_view what) {
  std::string line;
  for (const char c : what) {
    if (c >= ' ' && c <= '~') {
      line += c;
    } else {
      line += fmt::format("\\x{:02x}", static_cast<uint8_t>(c));
    }
  }
  fmt::print(stderr, "labdns: {}\n", line);
  return 2;
}

int Main(int argc, char** argv) {
  CLI::App app("A DNS server whose every answer follows from a seed");
  app.require_subcommand(1);
  Typed typed;
  CLI::App* serve = app.add_subcommand("serve", "Answer over UDP and TCP");
  CLI::App* truth = app.add_subcommand(
      "truth", "Print the rows that a right scan of blocks must write");
  CLI::App* arrivals =
      app.add_subcommand("arrivals", "Sum up a log of arrivals");
  AddServe(*serve, typed);
  AddTruth(*truth, typed);
  AddArrivals(*arrivals, typed);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // Who asks for help gets it on stdout.
    if (error.get_exit_code() == 0) return app.exit(error);
    return Fail(error.what());
  }
  try {
    if (serve->parsed()) return RunServe(typed);
    return truth->parsed() ? RunTruth(typed) : RunArrivals(typed);
  } catch (const Error& error) {
    return Fail(error.what());
  }
}

}  // namespace
}  // namespace ptrcensus::labdns

int main(int argc, char** argv) {
  signal(SIGPIPE, SIG_IGN);
  return ptrcensus::labdns::Main(argc, argv);
}
