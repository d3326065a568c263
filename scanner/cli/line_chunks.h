// The lines of a file or of stdin, as much at a time as one read gives: what
// was read can be answered before more is waited for. Memory does not follow
// the file's size, nor the length of its lines.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/fd.h"

namespace ptrcensus {

class LineChunks {
 public:
  // Longer lines are not kept.
  static constexpr size_t kMaxLineBytes = 4096;

  struct Line {
    std::string_view text;  // without line end and byte order mark
    bool too_long = false;  // then `text` is empty
  };

  // Opens `path` ("-" is stdin) and reads its first lines. Throws Error.
  explicit LineChunks(const std::string& path);

  // The next whole line of what was read, valid until Fill; nothing where more
  // must be read.
  [[nodiscard]] std::optional<Line> Next();
  // Reads on, and waits for it; false at the end and where reading failed.
  [[nodiscard]] bool Fill();

  // Of the line returned last, from 1.
  uint64_t number() const { return number_; }
  // `-i names.csv`
  const std::string& name() const { return name_; }
  // One sentence; empty as long as nothing failed.
  const std::string& error() const { return error_; }

 private:
  std::optional<Line> TakeLine();

  std::string name_;
  Fd file_;
  int fd_ = -1;
  std::vector<char> buffer_;
  size_t begin_ = 0;  // unread: [begin_, end_)
  size_t end_ = 0;
  bool in_long_line_ = false;  // its beginning was thrown away
  bool at_end_ = false;
  uint64_t number_ = 0;
  std::string error_;
};

}  // namespace ptrcensus
