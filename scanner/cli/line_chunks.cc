#include "scanner/cli/line_chunks.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "io/error.h"

namespace ptrcensus {
namespace {

constexpr size_t kBufferBytes = 256 * 1024;
static_assert(kBufferBytes > LineChunks::kMaxLineBytes);
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string CannotRead(std::string_view name, int error) {
  return fmt::format(
      "{} cannot be read: {}; expected a text file with lines `ip,name`", name,
      std::generic_category().message(error));
}

}  // namespace

LineChunks::LineChunks(const std::string& path)
    : name_(fmt::format("-i {}", path == "-" ? "stdin" : path)),
      buffer_(kBufferBytes) {
  if (path == "-") {
    fd_ = STDIN_FILENO;
  } else {
    file_ = Fd(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file_) throw Error(CannotRead(name_, errno));
    fd_ = file_.get();
  }
  if (!Fill() && !error_.empty()) throw Error(error_);
}

std::optional<LineChunks::Line> LineChunks::Next() {
  auto line = TakeLine();
  if (!line) return std::nullopt;
  ++number_;
  if (in_long_line_ || line->text.size() > kMaxLineBytes) {
    in_long_line_ = false;
    return Line{{}, true};
  }
  if (number_ == 1 && line->text.starts_with(kByteOrderMark)) {
    line->text.remove_prefix(kByteOrderMark.size());
  }
  return line;
}

std::optional<LineChunks::Line> LineChunks::TakeLine() {
  const char* from = buffer_.data() + begin_;
  const size_t size = end_ - begin_;
  size_t length = size;
  size_t taken = size;
  if (const void* newline = std::memchr(from, '\n', size)) {
    length = static_cast<size_t>(static_cast<const char*>(newline) - from);
    taken = length + 1;
  } else if (!at_end_ || (size == 0 && !in_long_line_)) {
    return std::nullopt;
  }
  begin_ += taken;
  return Line{{from, length}, false};
}

bool LineChunks::Fill() {
  if (at_end_) return false;
  if (end_ - begin_ > kMaxLineBytes) {
    in_long_line_ = true;
    begin_ = end_;
  }
  std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  ssize_t got;
  do {
    got = read(fd_, buffer_.data() + end_, buffer_.size() - end_);
  } while (got < 0 && errno == EINTR);
  if (got > 0) {
    end_ += static_cast<size_t>(got);
    return true;
  }
  at_end_ = true;
  if (got == 0) return true;
  error_ = CannotRead(name_, errno);
  return false;
}

}  // namespace ptrcensus
