#include "scanner/cli/pair.h"

#include <csv.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <new>

#include "io/dns.h"
#include "scanner/targets/line_reader.h"
#include "scanner/targets/range_text.h"
#include "scanner/verdict/characters.h"

namespace ptrcensus {
namespace {

// Two cells, and how many the line had.
struct Cells {
  std::string_view ip;
  std::string_view name;
  size_t count = 0;
};

// Without the blanks around it; but one after a backslash belongs to the name.
std::string_view TrimmedName(std::string_view cell) {
  const std::string_view name = Trimmed(cell);
  const size_t last = name.find_last_not_of('\\');
  const size_t backslashes =
      last == std::string_view::npos ? name.size() : name.size() - last - 1;
  if (backslashes % 2 == 0) return name;
  const auto begin = static_cast<size_t>(name.data() - cell.data());
  return cell.substr(begin, name.size() + 1);
}

bool BeginsQuoted(std::string_view cell) {
  const size_t first = cell.find_first_not_of(kBlank);
  return first != std::string_view::npos && cell[first] == '"';
}

// The characters of `text` from a backslash on that stand for one octet; 0
// where they stand for none.
size_t EscapeSize(std::string_view text) {
  if (text.size() < 2) return 0;
  if (!IsDigit(text[1])) return 2;
  if (text.size() < 4 || !IsDigit(text[2]) || !IsDigit(text[3])) return 0;
  return text.substr(1, 3) <= "255" ? 4 : 0;
}

}  // namespace

// libcsv's parser, and the cells that it called back with.
struct PairParser::QuotedCells {
  csv_parser parser;
  std::array<std::string, 2> texts;
  size_t count = 0;

  QuotedCells() { Init(); }
  ~QuotedCells() { csv_free(&parser); }
  QuotedCells(const QuotedCells&) = delete;
  QuotedCells& operator=(const QuotedCells&) = delete;

  void Init() {
    csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI);
    // Line ends were taken off: what is left of them belongs to a cell.
    csv_set_term_func(&parser, [](unsigned char) { return 0; });
  }

  // False where quotes stand as RFC 4180 does not have them.
  bool Split(std::string_view line, Cells& cells) {
    count = 0;
    // So that a call back, through which nothing may be thrown, has its memory.
    for (std::string& text : texts) text.reserve(line.size());
    const size_t taken = csv_parse(
        &parser, line.data(), line.size(), OnCell, [](int, void*) {}, this);
    const bool whole = taken == line.size() &&
                       csv_fini(
                           &parser, OnCell, [](int, void*) {}, this) == 0;
    if (!whole) {
      if (csv_error(&parser) != CSV_EPARSE) throw std::bad_alloc();
      csv_free(&parser);
      Init();
      return false;
    }
    cells = {texts[0], texts[1], count};
    return true;
  }

  static void OnCell(void* text, size_t size, void* self) noexcept {
    auto* cells = static_cast<QuotedCells*>(self);
    if (cells->count < cells->texts.size()) {
      cells->texts[cells->count].assign(static_cast<const char*>(text), size);
    }
    ++cells->count;
  }
};

PairParser::PairParser() : quoted_(std::make_unique<QuotedCells>()) {}
PairParser::~PairParser() = default;

std::string WhyNoAddress(std::string_view text) {
  return fmt::format(
      "{} is no IP address; expected one such as 192.0.2.1 or 2001:db8::1",
      Quoted(text));
}

std::string WhyNoName(std::string_view text) {
  std::string_view reason = "it has more than 255 octets";
  size_t label = 0;
  if (text.empty()) reason = "it is empty";
  for (size_t at = 0; at < text.size();) {
    if (text[at] == '.') {
      if (label == 0) {
        reason = "a label is empty";
        break;
      }
      label = 0;
      ++at;
      continue;
    }
    const size_t size = text[at] == '\\' ? EscapeSize(text.substr(at)) : 1;
    if (size == 0) {
      reason = "a backslash needs three digits up to 255 or a character";
      break;
    }
    at += size;
    if (++label > kMaxLabelBytes) {
      reason = "a label has more than 63 octets";
      break;
    }
  }
  return fmt::format("{} is no domain name: {}", Quoted(text), reason);
}

bool PairParser::IsHeader(std::string_view line) {
  const std::string_view text = Trimmed(line);
  return text == "ip,name" || text == "\"ip\",\"name\"";
}

bool PairParser::Parse(std::string_view line, Pair& pair,
                       std::string& problem) {
  const size_t comma = std::min(line.find(','), line.size());
  const std::string_view rest = line.substr(std::min(comma + 1, line.size()));
  Cells cells;
  if (BeginsQuoted(line) || BeginsQuoted(rest)) {
    if (!quoted_->Split(Trimmed(line), cells)) {
      problem = fmt::format("{} has quotes that do not match", Quoted(line));
      return false;
    }
  } else {
    cells = {Trimmed(line.substr(0, comma)), TrimmedName(rest), 1};
    if (comma < line.size()) {
      cells.count = rest.find(',') == std::string_view::npos ? 2 : 3;
    }
  }
  if (cells.count != 2) {
    problem =
        fmt::format("{} has {} cells; expected two, `ip,name`", Quoted(line),
                    cells.count < 2 ? "fewer than two" : "more than two");
    return false;
  }
  const auto ip = ParseAddress(cells.ip);
  if (!ip) {
    problem = WhyNoAddress(cells.ip);
    return false;
  }
  pair.ip = *ip;
  pair.name.reset();
  if (cells.name.empty()) return true;
  pair.name = Name::FromText(cells.name);
  if (!pair.name) problem = WhyNoName(cells.name);
  return pair.name.has_value();
}

}  // namespace ptrcensus
