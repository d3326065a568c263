// Where a scan's rows go: those that --only lets through, to the output.
//
// Invariant: the output is created or truncated with the first row or by
// Finish, never before, so that a scan that gets no answer from any server
// leaves no file.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "io/time.h"
#include "output/row.h"
#include "output/row_file.h"

namespace ptrcensus {

class RowSink {
 public:
  static constexpr Duration kRowDelay = std::chrono::milliseconds(20);

  // `only`: the statuses let through; empty means all.
  RowSink(std::unique_ptr<RowFile> file, std::span<const PtrStatus> only);

  void Take(const Row& row) noexcept;
  // Hands over the rows that wait, at most once in kRowDelay; the first at
  // once. To be called often.
  void Flush(Time now) noexcept;
  bool full() const noexcept { return file_->full(); }
  bool failed() const noexcept { return !error_.empty() || file_->failed(); }

  // Writes what waits and closes; makes an empty output if there was no row.
  void Finish() noexcept;

  // After Finish.
  uint64_t written() const { return written_; }
  uint64_t left_out() const { return left_out_; }
  // Empty, or one sentence.
  const std::string& error() const { return error_; }
  bool broken_pipe() const { return file_->broken_pipe(); }

 private:
  void Start() noexcept;

  std::unique_ptr<RowFile> file_;
  std::array<bool, kPtrStatusCount> wanted_{};
  bool started_ = false;
  Time flushed_{};
  uint64_t written_ = 0;
  uint64_t left_out_ = 0;
  std::string error_;
};

}  // namespace ptrcensus
