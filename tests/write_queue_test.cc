#include "output/write_queue.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <string>
#include <thread>

namespace ptrcensus {
namespace {

struct Pipe {
  Pipe() {
    if (pipe2(fds.data(), O_CLOEXEC) != 0) ADD_FAILURE() << "no pipe";
  }
  ~Pipe() {
    CloseReader();
    CloseWriter();
  }
  void CloseReader() { Close(fds[0]); }
  void CloseWriter() { Close(fds[1]); }
  static void Close(int& fd) {
    if (fd >= 0) close(fd);
    fd = -1;
  }

  std::array<int, 2> fds = {-1, -1};
};

// What comes out of `fd` until its writer closes it.
std::string ReadAll(int fd) {
  std::string all;
  std::array<char, 65536> buffer;
  for (ssize_t n; (n = read(fd, buffer.data(), buffer.size())) > 0;) {
    all.append(buffer.data(), static_cast<size_t>(n));
  }
  return all;
}

TEST(WriteQueue, WritesLinesInOrder) {
  Pipe pipe;
  WriteQueue queue(pipe.fds[1]);
  queue.Append("one\n");
  queue.Append("two\n");
  queue.Finish();
  pipe.CloseWriter();
  EXPECT_EQ(ReadAll(pipe.fds[0]), "one\ntwo\n");
  EXPECT_EQ(queue.lines(), 2u);
  EXPECT_EQ(queue.error(), 0);
  EXPECT_EQ(queue.waiting(), 0u);
}

TEST(WriteQueue, WritesWithoutFurtherLines) {
  Pipe pipe;
  WriteQueue queue(pipe.fds[1]);
  queue.Append("alone\n");
  // Blocks until the thread has written it by itself.
  std::array<char, 16> buffer;
  ASSERT_EQ(read(pipe.fds[0], buffer.data(), buffer.size()), 6);
  EXPECT_EQ(std::string(buffer.data(), 6), "alone\n");
}

TEST(WriteQueue, FinishesWithoutALine) {
  Pipe pipe;
  WriteQueue queue(pipe.fds[1]);
  queue.Finish();
  queue.Finish();
  EXPECT_EQ(queue.lines(), 0u);
  EXPECT_EQ(queue.error(), 0);
}

TEST(WriteQueue, WritesManyChunksThroughASmallPipe) {
  Pipe pipe;
  std::string received;
  std::thread reader([&] { received = ReadAll(pipe.fds[0]); });
  std::string sent;
  WriteQueue queue(pipe.fds[1]);
  for (int i = 0; i < 100'000; ++i) {
    const std::string line = "line " + std::to_string(i) + "\n";
    sent += line;
    queue.Append(line);
  }
  queue.Finish();
  pipe.CloseWriter();
  reader.join();
  EXPECT_TRUE(received == sent);
  EXPECT_EQ(queue.lines(), 100'000u);
}

TEST(WriteQueue, WaitsForANonBlockingReader) {
  Pipe pipe;
  ASSERT_EQ(fcntl(pipe.fds[1], F_SETFL, O_NONBLOCK), 0);
  std::string received;
  WriteQueue queue(pipe.fds[1]);
  const std::string line = std::string(999, 'x') + "\n";
  for (int i = 0; i < 1000; ++i) queue.Append(line);
  std::thread reader([&] { received = ReadAll(pipe.fds[0]); });
  queue.Finish();
  pipe.CloseWriter();
  reader.join();
  EXPECT_EQ(received.size(), 1'000'000u);
  EXPECT_EQ(queue.error(), 0);
}

TEST(WriteQueue, CountsWhatWaits) {
  Pipe pipe;
  WriteQueue queue(pipe.fds[1]);
  const std::string line = std::string(999'999, 'x') + "\n";
  for (int i = 0; i < 3; ++i) queue.Append(line);
  // The pipe holds less than the first line, so nothing is written whole.
  EXPECT_EQ(queue.waiting(), 3'000'000u);
  std::thread reader([&] { ReadAll(pipe.fds[0]); });
  queue.Finish();
  EXPECT_EQ(queue.waiting(), 0u);
  pipe.CloseWriter();
  reader.join();
}

TEST(WriteQueue, KeepsTheFirstErrorAndDropsTheRest) {
  signal(SIGPIPE, SIG_IGN);
  Pipe pipe;
  pipe.CloseReader();
  WriteQueue queue(pipe.fds[1]);
  queue.Append("lost\n");
  while (!queue.failed()) std::this_thread::yield();
  queue.Append("dropped\n");
  EXPECT_EQ(queue.waiting(), 0u);
  queue.Finish();
  EXPECT_EQ(queue.error(), EPIPE);
  EXPECT_EQ(queue.lines(), 0u);
  EXPECT_FALSE(queue.sync_failed());
}

TEST(WriteQueue, CountsTheLinesWrittenBeforeTheReaderLeft) {
  signal(SIGPIPE, SIG_IGN);
  Pipe pipe;
  ASSERT_EQ(fcntl(pipe.fds[1], F_SETPIPE_SZ, 4096), 4096);
  WriteQueue queue(pipe.fds[1]);
  const std::string line = std::string(1023, 'x') + "\n";
  for (int i = 0; i < 1000; ++i) queue.Append(line);
  // The pipe takes exactly four lines, then nobody reads on.
  int readable = 0;
  while (readable < 4096) ioctl(pipe.fds[0], FIONREAD, &readable);
  pipe.CloseReader();
  queue.Finish();
  EXPECT_EQ(queue.error(), EPIPE);
  EXPECT_EQ(queue.lines(), 4u);
}

TEST(WriteQueue, ReportsAFullDevice) {
  const int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
  ASSERT_GE(full, 0);
  WriteQueue queue(full);
  queue.Append("lost\n");
  queue.Finish();
  EXPECT_EQ(queue.error(), ENOSPC);
  EXPECT_EQ(queue.lines(), 0u);
  close(full);
}

}  // namespace
}  // namespace ptrcensus
