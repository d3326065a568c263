// bare_loops: how many queries a second the system calls alone can ask of a
// DNS server, the limit that the scanner is compared with.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <map>
#include <string>
#include <string_view>
#include <system_error>

#include "bench/bare/loop.h"
#include "io/dns.h"
#include "io/error.h"
#include "scanner/targets/range_text.h"

namespace ptrcensus::bare {
namespace {

constexpr uint64_t kMostQueries = 1'000'000'000;
constexpr uint32_t kMostWindow = 1'000'000;
constexpr uint32_t kMostSockets = 64;
constexpr uint32_t kMostSeconds = 3600;

const std::map<std::string, Mode> kModes = {{"plain", Mode::kPlain},
                                            {"batched", Mode::kBatched},
                                            {"segmented", Mode::kSegmented}};

// What was typed, before it is checked.
struct Typed {
  LoopOptions options;
  std::string mode = "segmented";
  std::string server;
  std::string block = "20.0.0.0/12";
  bool json = false;
};

void AddFlags(CLI::App& app, Typed& typed) {
  LoopOptions& options = typed.options;
  app.add_option("--mode", typed.mode,
                 "plain: sendto, recvfrom; batched: sendmmsg, recvmmsg; "
                 "segmented: sendmsg with UDP_SEGMENT, recvmmsg")
      ->check(CLI::IsMember(&kModes))
      ->type_name("MODE")
      ->capture_default_str();
  app.add_option("--server", typed.server, "Whom to ask")
      ->required()
      ->type_name("ADDR:PORT");
  app.add_option("BLOCK", typed.block, "IPv4 addresses to ask for")
      ->capture_default_str();
  const auto number = [&](const char* flag, auto& value, auto low, auto high,
                          const char* help) {
    app.add_option(flag, value, help)
        ->check(
            CLI::Range(static_cast<int64_t>(low), static_cast<int64_t>(high)))
        ->type_name("N")
        ->capture_default_str();
  };
  number("--queries", options.queries, 1, kMostQueries, "Queries to send");
  number("--window", options.window, kMostRunQueries, kMostWindow,
         "Most unanswered queries");
  number("--segments", options.segments, 1, kMostRunQueries,
         "Queries in one segmented send");
  number("--sockets", options.sockets, 1, kMostSockets, "Sockets, in turn");
  number("--seconds", options.limit_seconds, 1, kMostSeconds,
         "Sends no more after so long");
  app.add_flag("--gro", options.gro, "Receive with UDP_GRO");
  app.add_flag("--json", typed.json, "Print a JSON object");
}

LoopOptions Checked(const Typed& typed) {
  LoopOptions options = typed.options;
  options.mode = kModes.at(typed.mode);
  const auto server = ParseEndpoint(typed.server, kDnsPort);
  if (!server) {
    throw Error(
        fmt::format("--server: {} is not ADDRESS:PORT or [ADDRESS]:PORT",
                    Quoted(typed.server)));
  }
  options.server = *server;
  std::string problem;
  const auto block = ParseRange(typed.block, problem);
  if (!block) throw Error("BLOCK: " + problem);
  if (!block->first.is_v4()) {
    throw Error(fmt::format("BLOCK: {} is not IPv4, such as 20.0.0.0/12",
                            Quoted(typed.block)));
  }
  options.block = *block;
  if (options.gro && options.mode == Mode::kPlain) {
    throw Error(
        "--gro: --mode plain receives one reply a call; use batched "
        "or segmented");
  }
  return options;
}

double Seconds(Duration time) {
  return std::chrono::duration<double>(time).count();
}

void Print(const Typed& typed, const LoopResult& result) {
  const auto replies = static_cast<double>(result.replies);
  const double seconds = Seconds(result.elapsed);
  const double user_us = Seconds(result.user) * 1e6 / replies;
  const double system_us = Seconds(result.system) * 1e6 / replies;
  constexpr std::string_view kText =
      "{}: {} queries, {} replies in {:.3f} s, {:.0f} replies/s, CPU {:.3f} us "
      "a reply ({:.3f} user, {:.3f} system), {} lost, {} kernel drops\n";
  constexpr std::string_view kJson =
      R"({{"mode":"{}","queries":{},"replies":{},"seconds":{:.6f},)"
      R"("replies_per_second":{:.0f},"cpu_us":{:.4f},"user_us":{:.4f},)"
      R"("system_us":{:.4f},"lost":{},"kernel_drops":{}}})"
      "\n";
  const auto print = [&](auto format) {
    fmt::print(fmt::runtime(format), typed.mode, result.queries, result.replies,
               seconds, replies / seconds, user_us + system_us, user_us,
               system_us, result.lost, result.kernel_drops);
  };
  print(typed.json ? kJson : kText);
}

int Fail(std::string_view what, int code) {
  fmt::print(stderr, "bare_loops: {}\n", what);
  return code;
}

int Run(const Typed& typed) {
  const LoopResult result = RunLoop(Checked(typed));
  if (result.replies > 0) {
    Print(typed, result);
    return 0;
  }
  std::string why;
  if (result.send_error != 0) {
    why = ": " + std::generic_category().message(result.send_error);
  }
  return Fail(fmt::format("no reply came from {}{}", typed.server, why), 1);
}

int Main(int argc, char** argv) {
  CLI::App app("Asks a DNS server by bare system calls and counts replies");
  Typed typed;
  AddFlags(app, typed);
  try {
    app.parse(argc, argv);
    return Run(typed);
  } catch (const CLI::ParseError& error) {
    // Who asks for help gets it on stdout.
    if (error.get_exit_code() == 0) return app.exit(error);
    return Fail(error.what(), 2);
  } catch (const Error& error) {
    return Fail(error.what(), 2);
  }
}

}  // namespace
}  // namespace ptrcensus::bare

int main(int argc, char** argv) { return ptrcensus::bare::Main(argc, argv); }
