// simulation: what an address costs in time and memory, up to 10^8 of them and
// beyond, without a network.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>

#include "bench/simulation/report.h"
#include "bench/simulation/trial.h"
#include "io/error.h"

namespace ptrcensus::simulation {
namespace {

constexpr int kExitFailed = 1;
constexpr int kExitCannotStart = 2;

struct Typed {
  TargetList list;
  ScanSettings settings;
  std::string rate = "max";
  bool no_forward = false;
  bool json = false;
  std::string output = "/dev/null";
};

void AddTargetFlags(CLI::App& app, Typed& typed) {
  app.add_option("--targets", typed.list.targets, "Addresses")
      ->check(CLI::Range(uint64_t{10'000}, uint64_t{1} << 32))
      ->capture_default_str();
  app.add_option("--prefixes", typed.list.prefixes, "Blocks they lie in")
      ->check(CLI::Range(uint64_t{1}, uint64_t{1} << 24))
      ->capture_default_str();
  app.add_option("--exclusions", typed.list.exclusions,
                 "Addresses excluded from among them")
      ->check(CLI::Range(uint64_t{0}, uint64_t{1} << 24))
      ->capture_default_str();
}

void AddShare(CLI::App& app, const char* flag, double& share,
              const char* help) {
  app.add_option(flag, share, help)
      ->check(CLI::Range(0.0, 1.0))
      ->type_name("SHARE")
      ->capture_default_str();
}

void AddScanFlags(CLI::App& app, Typed& typed) {
  ScanSettings& settings = typed.settings;
  app.add_option("--window", settings.window, "Addresses under way")
      ->check(CLI::Range(uint32_t{1}, kMaxWindow))
      ->capture_default_str();
  app.add_option("--rate", typed.rate, "Queries a simulated second, or max")
      ->type_name("QPS")
      ->check(CLI::IsMember({"max"}) |
              CLI::Range(uint64_t{1}, uint64_t{1} << 32))
      ->capture_default_str();
  app.add_flag("--no-forward", typed.no_forward, "PTR alone");
  AddShare(app, "--nxdomain", settings.mix.nxdomain, "Answered NXDOMAIN");
  AddShare(app, "--nodata", settings.mix.nodata, "Answered NODATA");
  AddShare(app, "--repeat-share", settings.mix.repeated,
           "Of the names: those that many addresses have");
  AddShare(app, "--loss", settings.loss, "Of the queries: not answered");
  app.add_option("--seed", settings.seed, "Of all of it")
      ->capture_default_str();
}

int Fail(const std::string& what, int code) {
  fmt::print(stderr, "simulation: {}\n", what);
  return code;
}

int Run(const Typed& typed) {
  const auto show = [&](const std::string& text) {
    if (typed.json) return;
    fmt::print("{}", text);
    std::fflush(stdout);
  };
  show(HeaderText());
  const TrialResult result =
      RunTrial(typed.settings, typed.list, typed.output,
               [&](const Checkpoint& point) { show(Text(point)); });
  show(Text(result));
  if (typed.json) fmt::print("{}", Json(result));
  return result.fault.empty() ? 0 : Fail(result.fault, kExitFailed);
}

int Main(int argc, char** argv) {
  CLI::App app("Scans a simulated network: cost and memory of each address");
  Typed typed;
  AddTargetFlags(app, typed);
  AddScanFlags(app, typed);
  app.add_option("-o,--output", typed.output, "Where the rows go, as CSV")
      ->capture_default_str();
  app.add_flag("--json", typed.json, "Print JSON");
  try {
    app.parse(argc, argv);
    typed.settings.forward = !typed.no_forward;
    typed.settings.rate_qps = typed.rate == "max" ? 0 : std::stoull(typed.rate);
    return Run(typed);
  } catch (const CLI::ParseError& error) {
    // Who asks for help gets it on stdout.
    if (error.get_exit_code() == 0) return app.exit(error);
    return Fail(error.what(), kExitCannotStart);
  } catch (const Error& error) {
    return Fail(error.what(), kExitCannotStart);
  }
}

}  // namespace
}  // namespace ptrcensus::simulation

int main(int argc, char** argv) {
  return ptrcensus::simulation::Main(argc, argv);
}
