#include "output/write_queue.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <string>
#include <string_view>
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

void Append(WriteQueue& queue, std::string_view line) {
  queue.open() += line;
  queue.EndLine();
}

TEST(WriteQueue, WritesLinesInOrder) {
  Pipe pipe;
  WriteQueue queue(pipe.fds[1]);
  Append(queue, "one\n");
  Append(queue, "two\n");
  queue.Finish();
  pipe.CloseWriter();
  EXPECT_EQ(ReadAll(pipe.fds[0]), "one\ntwo\n");
  EXPECT_EQ(queue.lines(), 2u);
  EXPECT_EQ(queue.error(), 0);
  EXPECT_EQ(queue.waiting(), 0u);
}

TEST(WriteQueue, WritesWhatIsHandedOver) {
  Pipe pipe;
  WriteQueue queue(pipe.fds[1]);
  Append(queue, "alone\n");
  queue.HandOver();
  queue.HandOver();
  // Blocks until the thread has written it.
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
    Append(queue, line);
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
  for (int i = 0; i < 1000; ++i) Append(queue, line);
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
  for (int i = 0; i < 3; ++i) Append(queue, line);
  // The pipe holds less than the first line, so nothing is written whole.
  EXPECT_EQ(queue.waiting(), 3'000'000u);
  std::thread reader([&] { ReadAll(pipe.fds[0]); });
  queue.Finish();
  EXPECT_EQ(queue.waiting(), 0u);
  pipe.CloseWriter();
  reader.join();
}

TEST(WriteQueue, KeepsLinesWholeHoweverTheyAreHandedOver) {
  Pipe pipe;
  std::string sent;
  WriteQueue queue(pipe.fds[1]);
  // The pipe is soon full, so that most of these wait together.
  for (int i = 0; i < 20'000; ++i) {
    const std::string line = "line " + std::to_string(i) + "\n";
    sent += line;
    Append(queue, line);
    queue.HandOver();
  }
  std::string received;
  std::thread reader([&] { received = ReadAll(pipe.fds[0]); });
  queue.Finish();
  pipe.CloseWriter();
  reader.join();
  EXPECT_TRUE(received == sent);
  EXPECT_EQ(queue.lines(), 20'000u);
}

TEST(WriteQueue, KeepsTheFirstErrorAndDropsTheRest) {
  signal(SIGPIPE, SIG_IGN);
  Pipe pipe;
  pipe.CloseReader();
  WriteQueue queue(pipe.fds[1]);
  Append(queue, "lost\n");
  queue.HandOver();
  while (!queue.failed()) std::this_thread::yield();
  Append(queue, "dropped\n");
  queue.HandOver();
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
  for (int i = 0; i < 1000; ++i) Append(queue, line);
  queue.HandOver();
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
  Append(queue, "lost\n");
  queue.Finish();
  EXPECT_EQ(queue.error(), ENOSPC);
  EXPECT_EQ(queue.lines(), 0u);
  close(full);
}

}  // namespace
}  // namespace ptrcensus
