// Where rows go: a file or stdout behind one writer thread, so that the loop
// never waits for a disk.
//
// Invariant: what stands in a regular file ends with a whole row, also after a
// failed write (a row cut by a full disk is taken off again). The first error
// is kept and nothing is written after it. The process must ignore SIGPIPE and
// SIGXFSZ, so that they arrive here as errors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "output/format.h"
#include "output/row.h"

namespace ptrcensus {

inline constexpr size_t kMaxWaitingBytes = 64 << 20;

class RowFile {
 public:
  // `path` "-" is stdout. Throws Error when the path cannot be opened, is a
  // directory, or is an existing non-empty regular file without `overwrite`.
  // Nothing is created or truncated before Start. A FIFO is opened here, which
  // waits for its reader.
  RowFile(const std::string& path, std::unique_ptr<RowFormat> format,
          bool overwrite);
  ~RowFile();
  RowFile(const RowFile&) = delete;
  RowFile& operator=(const RowFile&) = delete;

  // Creates or truncates the file, queues the header, starts the thread. Waits
  // for the reader of a FIFO. Throws Error.
  void Start();
  // Formats the row; it goes to the thread with many others, or at Flush.
  // Never waits; after a failure the row is dropped. Between Start and Finish
  // only.
  void Write(const Row& row) noexcept;
  // Gives the thread what was formatted.
  void Flush() noexcept;
  // True while kMaxWaitingBytes or more wait to be written.
  bool full() const noexcept;
  // True once a write has failed.
  bool failed() const noexcept;

  // Writes what waits, syncs a regular file, closes, joins. Returns the rows
  // known to be written whole. Idempotent.
  uint64_t Finish() noexcept;
  // After Finish: empty, or one sentence (file, what failed, errno text).
  const std::string& error() const;
  // The error was a reader that went away (EPIPE).
  bool broken_pipe() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace ptrcensus
