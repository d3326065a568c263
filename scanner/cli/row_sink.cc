#include "scanner/cli/row_sink.h"

#include <exception>
#include <utility>

namespace ptrcensus {

RowSink::RowSink(std::unique_ptr<RowFile> file, std::span<const PtrStatus> only)
    : file_(std::move(file)) {
  wanted_.fill(only.empty());
  for (PtrStatus status : only) wanted_[static_cast<size_t>(status)] = true;
}

void RowSink::Take(const Row& row) noexcept {
  if (!started_) Start();
  if (!wanted_[static_cast<size_t>(row.ptr_status)]) {
    ++left_out_;
  } else if (!failed()) {
    file_->Write(row);
  }
}

void RowSink::Flush(Time now) noexcept {
  if (!started_ || now - flushed_ < kRowDelay) return;
  flushed_ = now;
  file_->Flush();
}

void RowSink::Finish() noexcept {
  if (!started_) Start();
  if (!error_.empty()) return;
  written_ = file_->Finish();
  error_ = file_->error();
}

void RowSink::Start() noexcept {
  started_ = true;
  try {
    file_->Start();
  } catch (const std::exception& error) {  // also a thread that cannot start
    error_ = error.what();
  }
}

}  // namespace ptrcensus
