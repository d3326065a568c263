#include "scanner/cli/classify_command.h"

#include <fmt/format.h>

#include <array>
#include <memory>
#include <string_view>
#include <utility>

#include "io/error.h"
#include "output/format.h"
#include "scanner/cli/arguments.h"
#include "scanner/cli/ending.h"
#include "scanner/cli/help.h"
#include "scanner/cli/line_chunks.h"
#include "scanner/cli/pair.h"
#include "scanner/cli/pair_verdict.h"
#include "scanner/cli/print.h"
#include "scanner/cli/psl_flag.h"
#include "scanner/targets/line_reader.h"

namespace ptrcensus {
namespace {

constexpr std::string_view kFields =
    "ip,name,name_class,is_generic,confidence,encoding,tokens,role,findings";

constexpr std::array<Flag, 2> kFlags = {{
    {"Input", "--input", 'i', "FILE", "lines `ip,name` [-]",
     "Reads lines `ip,name` of FILE; `-`, the default, is stdin. A first line "
     "`ip,name` is a title. Cells may be quoted as in RFC 4180. Names are in "
     "presentation form (RFC 1035 5.1), with or without the final dot; `.` is "
     "the root, and an empty cell means that the address has no name. A line "
     "that is something else is reported on stderr, the rest is processed, "
     "and the exit code is 1."},
    kPslFlag,
}};

constexpr std::string_view kUsage =
    "Usage: ptrcensus classify [-i FILE] [--psl FILE]\n\n"
    "Classifies names of addresses without asking anything, and writes one "
    "CSV\n"
    "row for each.\n\n";

// Makes rows of pairs, with the columns that need no lookup.
class PairRows {
 public:
  explicit PairRows(PublicSuffixes suffixes)
      : suffixes_(std::move(suffixes)),
        csv_(MakeCsv(ParseFieldList(kFields))) {}

  void AppendHeader(std::string& out) const { csv_->AppendHeader(out); }

  void Append(std::string& out, const Pair& pair) {
    if (pair.name) {
      JudgePair(pair.ip, *pair.name, suffixes_, verdict_);
      name_text_.clear();
      AppendText(name_text_, pair.name->wire());
    } else {
      verdict_.classification = Classification{};
      verdict_.findings = FindingSet{};
    }
    size_t findings = 0;
    verdict_.findings.ForEach([&](Finding finding) {
      finding_names_[findings++] = Info(finding).name;
    });
    const NameResult name{name_text_};
    const Classification& c = verdict_.classification;
    Row row;
    row.ip = pair.ip;
    if (pair.name) row.names = {&name, 1};
    row.name_class = c.name_class;
    row.is_generic = c.is_generic();
    row.confidence = c.confidence;
    row.encoding = Text(c.encoding);
    row.tokens = TokensOf(c, tokens_);
    row.role = c.role;
    row.findings = {finding_names_.data(), findings};
    csv_->AppendRow(out, row);
  }

 private:
  PublicSuffixes suffixes_;
  std::unique_ptr<RowFormat> csv_;
  PairVerdict verdict_;
  std::string name_text_;
  TokenBuffer tokens_;
  std::array<std::string_view, kFindingCount> finding_names_;
};

// Works through the lines; `failed` is true once one of them was no pair.
class Classifier {
 public:
  Classifier(LineChunks& lines, PairRows& rows) : lines_(lines), rows_(rows) {}

  // Answers the lines that were read, before more is waited for: whoever types
  // lines, or pipes them from a program, sees each answered at once.
  void AnswerChunk(std::string& out) {
    while (const auto line = lines_.Next()) Answer(*line, out);
  }
  bool failed() const { return failed_; }

 private:
  void Answer(const LineChunks::Line& line, std::string& out) {
    if (line.too_long) {
      return Report(
          fmt::format("is longer than {} bytes", LineChunks::kMaxLineBytes));
    }
    if (lines_.number() == 1 && PairParser::IsHeader(line.text)) return;
    if (parser_.Parse(line.text, pair_, problem_)) {
      rows_.Append(out, pair_);
    } else if (!Trimmed(line.text).empty()) {
      Report(problem_);
    }
  }
  void Report(std::string_view problem) {
    failed_ = true;
    PrintError(
        fmt::format("{} line {}: {}", lines_.name(), lines_.number(), problem));
  }

  LineChunks& lines_;
  PairRows& rows_;
  PairParser parser_;
  Pair pair_;
  std::string problem_;
  bool failed_ = false;
};

}  // namespace

int ClassifyCommand(const std::vector<std::string>& args) {
  const Arguments typed = ParseArguments("classify", kFlags, args);
  if (typed.help == HelpWanted::kShort) {
    return PrintToStdout(ClassifyShortHelp());
  }
  if (typed.help == HelpWanted::kLong) return PrintToStdout(ClassifyLongHelp());
  if (!typed.positionals.empty()) {
    throw Error(fmt::format(
        "classify takes no argument '{}'; it reads lines `ip,name` with -i, "
        "and `ptrcensus explain IP NAME` takes one pair",
        typed.positionals.front()));
  }
  PairRows rows(OpenSuffixes(typed.values[1]));
  const auto& inputs = typed.values[0];
  LineChunks lines(inputs.empty() ? "-" : inputs.back());
  Classifier classifier(lines, rows);
  std::string out;
  rows.AppendHeader(out);
  do {
    classifier.AnswerChunk(out);
    if (!out.empty() && PrintToStdout(out) != kExitDone) return kExitFailed;
    out.clear();
  } while (lines.Fill());
  if (!lines.error().empty()) PrintError(lines.error());
  const bool failed = classifier.failed() || !lines.error().empty();
  return failed ? kExitFailed : kExitDone;
}

std::string ClassifyShortHelp() {
  return std::string(kUsage) + FlagLines(kFlags);
}

std::string ClassifyLongHelp() {
  return std::string(kUsage) + FlagSections(kFlags) +
         "Examples\n\n"
         "  ptrcensus classify -i names.csv > classes.csv\n"
         "  echo 192.0.2.1,mail.example.com | ptrcensus classify\n";
}

}  // namespace ptrcensus
