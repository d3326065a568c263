#include "output/row_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cassert>
#include <cerrno>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "io/error.h"
#include "io/fd.h"
#include "output/write_queue.h"

namespace ptrcensus {
namespace {

std::string ErrnoText(int error) {
  return std::generic_category().message(error);
}

[[noreturn]] void ThrowCannotWrite(const std::string& path, int error) {
  throw Error(fmt::format(
      "cannot write to --output {}: {}; give a file that can be written", path,
      ErrnoText(error)));
}

[[noreturn]] void ThrowNotEmpty(const std::string& path) {
  throw Error(fmt::format(
      "--output {} exists and is not empty; give another path, or --overwrite",
      path));
}

std::string ParentOf(const std::string& path) {
  const std::string parent = std::filesystem::path(path).parent_path();
  return parent.empty() ? "." : parent;
}

// A closed descriptor 1 would become one of our own sockets.
void CheckStdout() {
  const int flags = fcntl(STDOUT_FILENO, F_GETFL);
  if (flags < 0 || (flags & O_ACCMODE) == O_RDONLY) {
    throw Error(
        "stdout cannot be written; redirect it to a file or a pipe, or give "
        "--output FILE");
  }
}

void CheckNewFile(const std::string& path) {
  if (std::filesystem::path(path).filename().empty()) {
    throw Error(fmt::format(
        "--output '{}' names no file; give a path that ends with a file name",
        path));
  }
  if (access(ParentOf(path).c_str(), W_OK | X_OK) != 0) {
    ThrowCannotWrite(path, errno);
  }
}

// True if `path` exists.
bool CheckPath(const std::string& path, bool overwrite) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) {
    if (errno != ENOENT) ThrowCannotWrite(path, errno);
    CheckNewFile(path);
    return false;
  }
  if (S_ISDIR(status.st_mode)) {
    throw Error(fmt::format("--output {} is a directory; give a file", path));
  }
  if (S_ISBLK(status.st_mode) || S_ISSOCK(status.st_mode)) {
    throw Error(fmt::format(
        "--output {} is a device or a socket; give a file, a FIFO or a "
        "terminal",
        path));
  }
  if (access(path.c_str(), W_OK) != 0) ThrowCannotWrite(path, errno);
  if (S_ISREG(status.st_mode) && status.st_size > 0 && !overwrite) {
    ThrowNotEmpty(path);
  }
  return true;
}

bool IsFifo(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 && S_ISFIFO(status.st_mode);
}

// Opens what CheckPath has seen, and checks again what may have changed since.
Fd Open(const std::string& path, bool exists, bool overwrite) {
  // A link that leads nowhere yet is made a file through.
  const bool through_link = std::filesystem::is_symlink(path);
  const int create = exists ? 0 : through_link ? O_CREAT : O_CREAT | O_EXCL;
  Fd fd(open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY | create, 0666));
  struct stat status {};
  if (!fd || fstat(fd.get(), &status) != 0) ThrowCannotWrite(path, errno);
  if (!S_ISREG(status.st_mode) || status.st_size == 0) return fd;
  if (!overwrite) ThrowNotEmpty(path);
  if (ftruncate(fd.get(), 0) != 0) ThrowCannotWrite(path, errno);
  return fd;
}

// The name of a new file is as durable as its directory. One that cannot be
// opened for reading cannot be synced; its files are written all the same.
void SyncDirectoryOf(const std::string& path) {
  const Fd directory(open(ParentOf(path).c_str(), O_RDONLY | O_CLOEXEC));
  if (directory) fsync(directory.get());
}

}  // namespace

struct RowFile::State {
  // Errno of close, which on a network file system is that of a write.
  int Close() {
    if (!file) return 0;
    if (!exists) SyncDirectoryOf(path);
    return close(file.Release()) == 0 || errno == EINTR ? 0 : errno;
  }

  std::string path;
  std::unique_ptr<RowFormat> format;
  bool overwrite = false;
  bool to_stdout = false;
  bool exists = false;
  Fd file;                          // none for stdout
  std::optional<WriteQueue> queue;  // from Start on
  uint64_t header_lines = 0;

  bool finished = false;
  uint64_t rows = 0;
  std::string error;
  bool broken_pipe = false;
};

RowFile::RowFile(const std::string& path, std::unique_ptr<RowFormat> format,
                 bool overwrite)
    : state_(std::make_unique<State>()) {
  state_->path = path;
  state_->format = std::move(format);
  state_->overwrite = overwrite;
  state_->to_stdout = path == "-";
  if (state_->to_stdout) {
    CheckStdout();
  } else {
    state_->exists = CheckPath(path, overwrite);
    // Waits for a reader, which is better done before anything is asked.
    if (IsFifo(path)) state_->file = Open(path, true, overwrite);
  }
}

RowFile::~RowFile() { Finish(); }

void RowFile::Start() {
  State& state = *state_;
  assert(!state.queue);
  if (!state.to_stdout && !state.file) {
    state.file = Open(state.path, state.exists, state.overwrite);
  }
  state.queue.emplace(state.to_stdout ? STDOUT_FILENO : state.file.get());
  state.format->AppendHeader(state.queue->open());
  if (state.queue->open().empty()) return;
  state.header_lines = 1;
  state.queue->EndLine();
}

void RowFile::Write(const Row& row) noexcept {
  State& state = *state_;
  assert(state.queue && !state.finished);
  state.format->AppendRow(state.queue->open(), row);
  state.queue->EndLine();
}

void RowFile::Flush() noexcept {
  if (state_->queue && !state_->finished) state_->queue->HandOver();
}

bool RowFile::full() const noexcept {
  return state_->queue && state_->queue->waiting() >= kMaxWaitingBytes;
}

bool RowFile::failed() const noexcept {
  return state_->queue && state_->queue->failed();
}

uint64_t RowFile::Finish() noexcept {
  State& state = *state_;
  if (!state.queue || state.finished) return state.rows;
  state.finished = true;
  WriteQueue& queue = *state.queue;
  queue.Finish();
  if (queue.lines() > 0) state.rows = queue.lines() - state.header_lines;

  const int close_error = state.Close();
  const int error = queue.error() != 0 ? queue.error() : close_error;
  state.broken_pipe = error == EPIPE;
  if (error != 0) {
    state.error = fmt::format(
        "cannot {} {}: {}", queue.sync_failed() ? "sync" : "write to",
        state.to_stdout ? "stdout" : state.path, ErrnoText(error));
  }
  return state.rows;
}

const std::string& RowFile::error() const { return state_->error; }

bool RowFile::broken_pipe() const { return state_->broken_pipe; }

}  // namespace ptrcensus
