// Lines on their way to a file descriptor, written by a thread of its own, so
// that the caller never waits for a disk or for a reader. The caller writes
// into a chunk of its own and hands it over whole, so a line costs no lock.
//
// Invariant: a chunk holds whole lines. The first failure is kept and nothing
// is written after it; a line that it cut short is taken off a regular file.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace ptrcensus {

class WriteQueue {
 public:
  // `fd` is borrowed and must stay open until Finish. Writing begins where it
  // stands (with O_APPEND, at its end). The process must ignore SIGPIPE and
  // SIGXFSZ: here they are errors like any other.
  explicit WriteQueue(int fd);
  ~WriteQueue();
  WriteQueue(const WriteQueue&) = delete;
  WriteQueue& operator=(const WriteQueue&) = delete;

  // The caller's chunk: append a line to it, then call EndLine.
  std::string& open() { return open_.bytes; }
  // A line was completed by its line feed. A full chunk is handed over; after
  // a failure it is dropped.
  void EndLine() noexcept {
    ++open_.lines;
    if (open_.bytes.size() >= kChunkBytes) HandOver();
  }
  // Gives the thread what the caller has; it is written at once, unless what
  // waits before it takes longer.
  void HandOver() noexcept;
  // Bytes handed over and not yet written.
  size_t waiting() const noexcept { return waiting_.load(); }
  bool failed() const noexcept { return failed_.load(); }

  // Hands over, writes what waits, syncs a regular file and ends the thread.
  // Idempotent.
  void Finish() noexcept;

  // After Finish:
  uint64_t lines() const { return lines_; }  // written whole
  int error() const { return error_; }       // errno of the failure, or 0
  // The failure was that of the final sync: all is written, none is certain.
  bool sync_failed() const { return sync_failed_; }

 private:
  static constexpr size_t kChunkBytes = 256 << 10;

  struct Chunk {
    std::string bytes;
    uint64_t lines = 0;

    void Clear() {  // keeps its memory
      bytes.clear();
      lines = 0;
    }
  };

  void Run() noexcept;
  // An empty chunk with memory. Needs mutex_.
  Chunk Fresh();
  // Waits for a chunk; false once there will be none.
  bool Take(Chunk& chunk);
  // False after a failure.
  bool Write(const Chunk& chunk);
  void Recycle(Chunk& chunk);
  void Fail(int error);
  void CutPartialLine(size_t written, size_t whole);
  void Sync();

  const int fd_;
  bool regular_ = false;
  int64_t end_ = 0;  // of what is written, in a regular file

  Chunk open_;  // the caller's

  std::mutex mutex_;
  std::condition_variable wake_;
  // Guarded by mutex_.
  std::deque<Chunk> full_;
  std::vector<Chunk> spare_;  // empty, with their memory
  bool closing_ = false;

  std::atomic<size_t> waiting_{0};
  std::atomic<bool> failed_{false};

  // The thread's, and the caller's once it has ended.
  uint64_t lines_ = 0;
  int error_ = 0;
  bool sync_failed_ = false;

  std::thread thread_;
};

}  // namespace ptrcensus
