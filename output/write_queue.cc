#include "output/write_queue.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <utility>

namespace ptrcensus {
namespace {

// Most lines fit beyond a chunk that is nearly full.
constexpr size_t kLineRoom = 4 << 10;
constexpr size_t kMaxSpare = 4;

// Where the next byte will stand in a regular file.
int64_t Position(int fd, int64_t size) {
  const int flags = fcntl(fd, F_GETFL);
  if (flags >= 0 && (flags & O_APPEND) != 0) return size;
  return std::max<int64_t>(lseek(fd, 0, SEEK_CUR), 0);
}

// A descriptor that we did not open (stdout) may be non-blocking.
void WaitUntilWritable(int fd) {
  pollfd wanted = {fd, POLLOUT, 0};
  poll(&wanted, 1, -1);
}

struct Written {
  size_t bytes;
  int error;  // errno, or 0 when all is written
};

Written WriteAll(int fd, std::string_view bytes) {
  size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t n = write(fd, bytes.data() + done, bytes.size() - done);
    if (n >= 0) {
      done += static_cast<size_t>(n);
    } else if (errno == EAGAIN) {
      WaitUntilWritable(fd);
    } else if (errno != EINTR) {
      return {done, errno};
    }
  }
  return {done, 0};
}

}  // namespace

WriteQueue::WriteQueue(int fd) : fd_(fd) {
  struct stat status {};
  if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode)) {
    regular_ = true;
    end_ = Position(fd, status.st_size);
  }
  open_ = Fresh();
  thread_ = std::thread([this] { Run(); });
}

WriteQueue::~WriteQueue() { Finish(); }

void WriteQueue::HandOver() noexcept {
  if (open_.lines == 0) return;
  assert(open_.bytes.back() == '\n');
  const std::lock_guard lock(mutex_);
  assert(!closing_);
  if (failed()) return open_.Clear();
  waiting_ += open_.bytes.size();
  // A reader that stalls must not pile up chunks that hold a line each.
  if (!full_.empty() &&
      full_.back().bytes.size() + open_.bytes.size() <= kChunkBytes) {
    full_.back().bytes += open_.bytes;
    full_.back().lines += open_.lines;
    return open_.Clear();
  }
  full_.push_back(std::exchange(open_, Fresh()));
  wake_.notify_one();
}

void WriteQueue::Finish() noexcept {
  if (!thread_.joinable()) return;
  HandOver();
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

WriteQueue::Chunk WriteQueue::Fresh() {
  Chunk chunk;
  if (spare_.empty()) {
    chunk.bytes.reserve(kChunkBytes + kLineRoom);
  } else {
    chunk = std::move(spare_.back());
    spare_.pop_back();
  }
  return chunk;
}

void WriteQueue::Run() noexcept {
  Chunk chunk;
  while (Take(chunk) && Write(chunk)) Recycle(chunk);
  if (regular_) Sync();
}

bool WriteQueue::Take(Chunk& chunk) {
  std::unique_lock lock(mutex_);
  wake_.wait(lock, [this] { return closing_ || !full_.empty(); });
  if (full_.empty()) return false;
  chunk = std::move(full_.front());
  full_.pop_front();
  return true;
}

bool WriteQueue::Write(const Chunk& chunk) {
  const std::string_view bytes = chunk.bytes;
  const Written written = WriteAll(fd_, bytes);
  if (written.error == 0) {
    lines_ += chunk.lines;
    end_ += static_cast<int64_t>(bytes.size());
    return true;
  }
  const std::string_view part = bytes.substr(0, written.bytes);
  const size_t whole = part.rfind('\n') + 1;  // npos + 1 is 0
  lines_ += static_cast<uint64_t>(std::count(part.begin(), part.end(), '\n'));
  if (regular_) CutPartialLine(written.bytes, whole);
  Fail(written.error);
  return false;
}

void WriteQueue::Recycle(Chunk& chunk) {
  waiting_ -= chunk.bytes.size();
  chunk.Clear();
  const std::lock_guard lock(mutex_);
  if (spare_.size() < kMaxSpare) spare_.push_back(std::move(chunk));
  chunk = {};
}

void WriteQueue::Fail(int error) {
  error_ = error;
  const std::lock_guard lock(mutex_);
  failed_ = true;
  full_.clear();
  spare_.clear();
  waiting_ = 0;
}

// `written` bytes went out after end_, of which `whole` are whole lines. Where
// the file has grown by other hands (stdout may be shared) it is left alone.
void WriteQueue::CutPartialLine(size_t written, size_t whole) {
  struct stat status {};
  const int64_t now_ends = end_ + static_cast<int64_t>(written);
  end_ += static_cast<int64_t>(whole);
  if (written == whole || fstat(fd_, &status) != 0) return;
  if (status.st_size != now_ends) return;
  // Whoever writes to this descriptor next must not leave a hole.
  if (ftruncate(fd_, end_) == 0) lseek(fd_, end_, SEEK_SET);
}

void WriteQueue::Sync() {
  // EINVAL: a file system that cannot sync has nothing to be synced.
  if (fsync(fd_) == 0 || errno == EINVAL || error_ != 0) return;
  sync_failed_ = true;
  Fail(errno);
}

}  // namespace ptrcensus
