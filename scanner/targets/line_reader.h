// The lines of a text file or of stdin, one buffer at a time: memory does not
// follow the file's size, nor the length of its lines.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/fd.h"

namespace ptrcensus {

// What may stand around a value.
inline constexpr std::string_view kBlank = " \t\r\f\v";
// Without the blanks at both ends.
[[nodiscard]] std::string_view Trimmed(std::string_view text);

class LineReader {
 public:
  // `path` "-" is stdin. Throws Error, beginning with `flag` and ending with
  // what the lines should be, `expected`.
  LineReader(const std::string& path, std::string_view flag,
             std::string_view expected);

  // The next line's value: without comment, spaces around it, line end and
  // byte order mark; empty for a blank line. Nothing at the end. Valid until
  // the next call. Throws Error where the file cannot be read further, or a
  // line without a comment does not fit the buffer.
  [[nodiscard]] std::optional<std::string_view> Next();

  // "-i hosts.txt line 17", of the line returned last.
  [[nodiscard]] std::string Where() const;

 private:
  [[nodiscard]] std::optional<std::string_view> TakeLine();
  [[nodiscard]] std::string_view TakeLongLine();
  void SkipLine();
  // Makes room and reads on; false at the end of the file.
  bool Fill();
  [[noreturn]] void FailRead(int error) const;

  std::string name_;  // "-i hosts.txt"
  std::string expected_;
  Fd file_;
  int fd_ = -1;
  std::vector<char> buffer_;
  size_t begin_ = 0;  // unread: [begin_, end_)
  size_t end_ = 0;
  uint64_t line_ = 0;
  std::string long_line_;  // what stands before a comment that is too long
};

}  // namespace ptrcensus
