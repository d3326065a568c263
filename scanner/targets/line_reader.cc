#include "scanner/targets/line_reader.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "io/error.h"
#include "scanner/targets/range_text.h"

namespace ptrcensus {
namespace {

constexpr size_t kBufferBytes = 64 * 1024;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// A path as it was typed, unless it could upset a terminal.
std::string PathText(const std::string& path) {
  const std::string quoted = Quoted(path);
  return quoted.size() == path.size() + 2 ? path : quoted;
}

}  // namespace

std::string_view Trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

LineReader::LineReader(const std::string& path, std::string_view flag,
                       std::string_view expected)
    : name_(fmt::format("{} {}", flag, path == "-" ? "stdin" : PathText(path))),
      expected_(expected),
      buffer_(kBufferBytes) {
  if (path == "-") {
    fd_ = STDIN_FILENO;
    return;
  }
  file_ = Fd(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file_) FailRead(errno);
  fd_ = file_.get();
}

std::optional<std::string_view> LineReader::Next() {
  auto line = TakeLine();
  if (!line) return std::nullopt;
  ++line_;
  if (line_ == 1 && line->starts_with(kByteOrderMark)) {
    line->remove_prefix(kByteOrderMark.size());
  }
  return Trimmed(line->substr(0, line->find('#')));
}

std::string LineReader::Where() const {
  return fmt::format("{} line {}", name_, line_);
}

std::optional<std::string_view> LineReader::TakeLine() {
  size_t searched = 0;
  while (true) {
    const char* from = buffer_.data() + begin_;
    const size_t size = end_ - begin_;
    if (const void* newline =
            std::memchr(from + searched, '\n', size - searched)) {
      const auto length =
          static_cast<size_t>(static_cast<const char*>(newline) - from);
      begin_ += length + 1;
      return std::string_view(from, length);
    }
    if (size == buffer_.size()) return TakeLongLine();
    searched = size;
    if (Fill()) continue;
    if (size == 0) return std::nullopt;
    begin_ = end_;
    return std::string_view(buffer_.data(), size);
  }
}

// Only a comment may run on for longer than the buffer: its rest is read past.
std::string_view LineReader::TakeLongLine() {
  const std::string_view whole(buffer_.data(), buffer_.size());
  const size_t comment = whole.find('#');
  if (comment == std::string_view::npos) {
    throw Error(fmt::format(
        "{} line {} is longer than {} bytes: {}; expected {}", name_, line_ + 1,
        buffer_.size(), Quoted(Trimmed(whole)), expected_));
  }
  long_line_ = whole.substr(0, comment);
  SkipLine();
  return long_line_;
}

void LineReader::SkipLine() {
  do {
    const char* from = buffer_.data() + begin_;
    const void* newline = std::memchr(from, '\n', end_ - begin_);
    if (newline) {
      begin_ += static_cast<size_t>(static_cast<const char*>(newline) - from);
      ++begin_;
      return;
    }
    begin_ = end_;
  } while (Fill());
}

bool LineReader::Fill() {
  std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  while (true) {
    const ssize_t got = read(fd_, buffer_.data() + end_, buffer_.size() - end_);
    if (got > 0) end_ += static_cast<size_t>(got);
    if (got >= 0) return got > 0;
    if (errno != EINTR) FailRead(errno);
  }
}

void LineReader::FailRead(int error) const {
  throw Error(fmt::format("{} cannot be read: {}; expected a text file with {}",
                          name_, std::generic_category().message(error),
                          expected_));
}

}  // namespace ptrcensus
