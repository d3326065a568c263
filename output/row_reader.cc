#include "output/row_reader.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <vector>

#include "io/error.h"
#include "io/fd.h"
#include "output/row_parser.h"

namespace ptrcensus {
namespace {

constexpr size_t kPieceBytes = 64 * 1024;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

struct RowReader::State {
  State(const std::string& path, std::span<const std::string_view> wanted)
      : name(path == "-" ? "stdin" : path),
        fields(wanted.begin(), wanted.end()),
        rows(wanted.size()),
        buffer(kPieceBytes) {}

  void Open(const std::string& path) {
    fd = STDIN_FILENO;
    if (path == "-") return;
    file = Fd(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file) FailRead(errno);
    fd = file.get();
  }

  // Octets read into the buffer from `begin` on; 0 at the end of the file.
  size_t Read(size_t begin) {
    while (true) {
      const ssize_t got =
          read(fd, buffer.data() + begin, buffer.size() - begin);
      if (got >= 0) return static_cast<size_t>(got);
      if (errno != EINTR) FailRead(errno);
    }
  }

  // Chooses the parser, which gets the first piece.
  void Begin() {
    size_t size = 0;
    while (size < kByteOrderMark.size()) {
      const size_t got = Read(size);
      if (got == 0) break;
      size += got;
    }
    std::string_view piece(buffer.data(), size);
    if (piece.starts_with(kByteOrderMark)) {
      piece.remove_prefix(kByteOrderMark.size());
    }
    parser = piece.starts_with('{') ? MakeNdjsonParser(fields)
                                    : MakeCsvParser(fields);
    parser->Parse(piece, rows);
  }

  void ReadOn() {
    rows.Clear();
    const size_t size = Read(0);
    if (size > 0) {
      parser->Parse({buffer.data(), size}, rows);
    } else {
      parser->End(rows);
      ended = true;
    }
  }

  [[noreturn]] void FailRead(int error) const {
    throw Error(fmt::format("{} cannot be read: {}; {}", name,
                            std::generic_category().message(error),
                            kFileOfRows));
  }

  [[noreturn]] void FailRow() const {
    if (rows.fault_line() == 0) {
      throw Error(fmt::format("{} {}", name, rows.fault()));
    }
    throw Error(
        fmt::format("{} line {} {}", name, rows.fault_line(), rows.fault()));
  }

  std::string name;
  std::vector<std::string> fields;
  RowBatch rows;
  std::vector<char> buffer;
  Fd file;
  int fd = -1;
  bool ended = false;
  std::unique_ptr<RowParser> parser;
};

RowReader::RowReader(const std::string& path,
                     std::span<const std::string_view> fields)
    : state_(std::make_unique<State>(path, fields)) {
  state_->Open(path);
  state_->Begin();
  while (!state_->parser->begun() && !state_->rows.failed() && !state_->ended) {
    state_->ReadOn();
  }
  if (state_->rows.failed() && state_->rows.empty()) state_->FailRow();
}

RowReader::~RowReader() = default;

std::optional<std::span<const std::string_view>> RowReader::Next() {
  while (!state_->rows.Advance()) {
    if (state_->rows.failed()) state_->FailRow();
    if (state_->ended) return std::nullopt;
    state_->ReadOn();
  }
  return state_->rows.row();
}

std::string RowReader::Where() const {
  return fmt::format("{} line {}", state_->name, state_->rows.line());
}

}  // namespace ptrcensus
