#include "output/row_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>

#include "io/error.h"
#include "tests/sample_rows.h"

namespace ptrcensus {
namespace {

// What SmallCsv prints: a header of 7 octets, rows of 12.
constexpr std::string_view kHeader = "ip,ttl\n";
constexpr std::string_view kRow = "192.0.2.2,7\n";

Row SmallRow() {
  Row row = EmptyRow();
  row.ttl = 7;
  return row;
}

std::string Repeat(std::string_view text, size_t count) {
  std::string all;
  for (size_t i = 0; i < count; ++i) all += text;
  return all;
}

std::string ReadFile(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

void WriteFile(const std::string& path, std::string_view text) {
  std::ofstream(path, std::ios::binary) << text;
}

std::unique_ptr<RowFormat> SmallCsv() {
  return MakeCsv(ParseFieldList("ip,ttl"));
}

// What the constructor or Start says.
std::string StartError(const std::string& path, bool overwrite = false) {
  try {
    RowFile(path, SmallCsv(), overwrite).Start();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

// Ends the process's files at `bytes`, as a full disk would.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    getrlimit(RLIMIT_FSIZE, &before_);
    rlimit limit = before_;
    limit.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() { setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

// Puts `path`, opened with `flags`, in the place of stdout.
class Stdout {
 public:
  Stdout(const std::string& path, int flags) : saved_(dup(STDOUT_FILENO)) {
    std::fflush(stdout);
    const int fd = open(path.c_str(), O_WRONLY | O_CREAT | flags, 0666);
    dup2(fd, STDOUT_FILENO);
    close(fd);
  }
  ~Stdout() {
    dup2(saved_, STDOUT_FILENO);
    close(saved_);
  }

 private:
  int saved_;
};

class RowFileTest : public testing::Test {
 protected:
  RowFileTest() {
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    std::string name = testing::TempDir() + "row_file_XXXXXX";
    directory_ = mkdtemp(name.data());
  }
  ~RowFileTest() override { std::filesystem::remove_all(directory_); }

  std::string Path(const std::string& name) const {
    return directory_ + "/" + name;
  }

  std::string directory_;
};

TEST_F(RowFileTest, WritesHeaderAndRows) {
  RowFile file(Path("rows.csv"), SmallCsv(), false);
  file.Start();
  file.Write(SmallRow());
  file.Write(FullRow());
  EXPECT_EQ(file.Finish(), 2u);
  EXPECT_EQ(file.Finish(), 2u);
  EXPECT_EQ(file.error(), "");
  EXPECT_FALSE(file.failed());
  EXPECT_EQ(ReadFile(Path("rows.csv")),
            "ip,ttl\n192.0.2.2,7\n192.0.2.1,4294967295\n");
}

TEST_F(RowFileTest, WritesNoHeaderWhereTheFormatHasNone) {
  RowFile file(Path("rows"), MakeNdjson(ParseFieldList("ttl")), false);
  file.Start();
  file.Write(SmallRow());
  EXPECT_EQ(file.Finish(), 1u);
  EXPECT_EQ(ReadFile(Path("rows")), "{\"ttl\":7}\n");
}

TEST_F(RowFileTest, FinishesByItself) {
  {
    RowFile file(Path("rows.csv"), SmallCsv(), false);
    file.Start();
    file.Write(SmallRow());
  }
  EXPECT_EQ(ReadFile(Path("rows.csv")), "ip,ttl\n192.0.2.2,7\n");
}

TEST_F(RowFileTest, TouchesNothingBeforeStart) {
  WriteFile(Path("old.csv"), "old\n");
  RowFile fresh(Path("new.csv"), SmallCsv(), false);
  RowFile over(Path("old.csv"), SmallCsv(), true);
  EXPECT_EQ(fresh.Finish(), 0u);
  EXPECT_EQ(over.Finish(), 0u);
  EXPECT_FALSE(std::filesystem::exists(Path("new.csv")));
  EXPECT_EQ(ReadFile(Path("old.csv")), "old\n");
}

TEST_F(RowFileTest, RefusesAFileThatIsNotEmpty) {
  WriteFile(Path("old.csv"), "old\n");
  EXPECT_EQ(StartError(Path("old.csv")),
            "--output " + Path("old.csv") +
                " exists and is not empty; give another path, or "
                "--overwrite");
  EXPECT_EQ(ReadFile(Path("old.csv")), "old\n");
}

TEST_F(RowFileTest, TakesAnEmptyFile) {
  WriteFile(Path("empty.csv"), "");
  EXPECT_EQ(StartError(Path("empty.csv")), "");
  EXPECT_EQ(ReadFile(Path("empty.csv")), kHeader);
}

TEST_F(RowFileTest, OverwritesWhereAsked) {
  WriteFile(Path("old.csv"), Repeat("old ", 100));
  EXPECT_EQ(StartError(Path("old.csv"), true), "");
  EXPECT_EQ(ReadFile(Path("old.csv")), kHeader);
}

TEST_F(RowFileTest, MakesTheFileThatALinkNames) {
  ASSERT_EQ(symlink("rows.csv", Path("link").c_str()), 0);
  EXPECT_EQ(StartError(Path("link")), "");
  EXPECT_EQ(ReadFile(Path("rows.csv")), kHeader);
}

TEST_F(RowFileTest, RefusesAFileThatAppearedBeforeStart) {
  RowFile file(Path("rows.csv"), SmallCsv(), false);
  WriteFile(Path("rows.csv"), "");
  EXPECT_THROW(file.Start(), Error);
}

TEST_F(RowFileTest, RefusesAFileThatWasFilledBeforeStart) {
  WriteFile(Path("rows.csv"), "");
  RowFile file(Path("rows.csv"), SmallCsv(), false);
  WriteFile(Path("rows.csv"), "theirs\n");
  EXPECT_THROW(file.Start(), Error);
  EXPECT_EQ(ReadFile(Path("rows.csv")), "theirs\n");
}

TEST_F(RowFileTest, RefusesADirectory) {
  EXPECT_EQ(StartError(directory_),
            "--output " + directory_ + " is a directory; give a file");
}

TEST_F(RowFileTest, RefusesAPathThatCannotBeWritten) {
  WriteFile(Path("file"), "");
  EXPECT_EQ(StartError(Path("file/x.csv")),
            "cannot write to --output " + Path("file/x.csv") +
                ": Not a directory; give a file that can be written");
  EXPECT_EQ(StartError(Path("none/x.csv")),
            "cannot write to --output " + Path("none/x.csv") +
                ": No such file or directory; give a file that can be "
                "written");
}

TEST_F(RowFileTest, RefusesAPathWithoutAFileName) {
  EXPECT_EQ(StartError(""),
            "--output '' names no file; give a path that ends with a file "
            "name");
  EXPECT_NE(StartError(Path("none/")), "");
}

TEST_F(RowFileTest, WritesToADevice) { EXPECT_EQ(StartError("/dev/null"), ""); }

TEST_F(RowFileTest, KeepsWholeRowsOnAFullDisk) {
  RowFile file(Path("rows.csv"), SmallCsv(), false);
  file.Start();
  {
    // Room for the header, 1000 rows and five octets of the next.
    const FileSizeLimit limit(7 + 12 * 1000 + 5);
    for (int i = 0; i < 5000; ++i) file.Write(SmallRow());
    EXPECT_EQ(file.Finish(), 1000u);
  }
  EXPECT_TRUE(file.failed());
  EXPECT_FALSE(file.broken_pipe());
  EXPECT_EQ(file.error(),
            "cannot write to " + Path("rows.csv") + ": File too large");
  EXPECT_EQ(ReadFile(Path("rows.csv")),
            std::string(kHeader) + Repeat(kRow, 1000));
}

TEST_F(RowFileTest, KeepsWholeRowsOnADiskThatFillsInALaterChunk) {
  RowFile file(Path("rows.csv"), SmallCsv(), false);
  file.Start();
  {
    const FileSizeLimit limit(7 + 12 * 50'000 + 1);
    for (int i = 0; i < 100'000; ++i) file.Write(SmallRow());
    EXPECT_EQ(file.Finish(), 50'000u);
  }
  EXPECT_TRUE(ReadFile(Path("rows.csv")) ==
              std::string(kHeader) + Repeat(kRow, 50'000));
}

TEST_F(RowFileTest, TakesOffAPartOfTheHeader) {
  RowFile file(Path("rows.csv"), SmallCsv(), false);
  file.Start();
  {
    const FileSizeLimit limit(3);
    file.Write(SmallRow());
    EXPECT_EQ(file.Finish(), 0u);
  }
  EXPECT_TRUE(file.failed());
  EXPECT_EQ(ReadFile(Path("rows.csv")), "");
}

TEST_F(RowFileTest, DropsRowsAfterAFailure) {
  RowFile file("/dev/full", SmallCsv(), false);
  file.Start();
  while (!file.failed()) file.Write(SmallRow());
  file.Write(SmallRow());
  EXPECT_FALSE(file.full());
  EXPECT_EQ(file.Finish(), 0u);
  EXPECT_EQ(file.error(), "cannot write to /dev/full: No space left on device");
}

TEST_F(RowFileTest, WritesToStdout) {
  uint64_t rows = 0;
  {
    const Stdout redirected(Path("out"), O_TRUNC);
    RowFile file("-", SmallCsv(), false);
    file.Start();
    file.Write(SmallRow());
    rows = file.Finish();
    EXPECT_EQ(write(STDOUT_FILENO, "after\n", 6), 6);  // still open
  }
  EXPECT_EQ(rows, 1u);
  EXPECT_EQ(ReadFile(Path("out")), "ip,ttl\n192.0.2.2,7\nafter\n");
}

TEST_F(RowFileTest, TakesAPartialRowOffStdoutAndKeepsWhatStoodThere) {
  for (const int flags : {O_APPEND, 0}) {
    WriteFile(Path("out"), "before\n");
    uint64_t rows = 0;
    std::string error;
    {
      const Stdout redirected(Path("out"), flags);
      lseek(STDOUT_FILENO, 7, SEEK_SET);
      RowFile file("-", SmallCsv(), false);
      file.Start();
      const FileSizeLimit limit(7 + 7 + 12 * 10 + 3);
      for (int i = 0; i < 20; ++i) file.Write(SmallRow());
      rows = file.Finish();
      error = file.error();
      EXPECT_EQ(write(STDOUT_FILENO, "!\n", 2), 2);  // no hole
    }
    EXPECT_EQ(rows, 10u);
    EXPECT_EQ(error, "cannot write to stdout: File too large");
    EXPECT_EQ(ReadFile(Path("out")),
              "before\nip,ttl\n" + Repeat(kRow, 10) + "!\n");
  }
}

TEST_F(RowFileTest, RefusesAStdoutThatCannotBeWritten) {
  std::string error;
  {
    const Stdout redirected("/dev/null", 0);
    close(STDOUT_FILENO);
    error = StartError("-");
  }
  EXPECT_EQ(error,
            "stdout cannot be written; redirect it to a file or a pipe, or "
            "give --output FILE");
}

TEST_F(RowFileTest, EndsWhenTheReaderOfAPipeLeaves) {
  ASSERT_EQ(mkfifo(Path("fifo").c_str(), 0600), 0);
  const int reader = open(Path("fifo").c_str(), O_RDONLY | O_NONBLOCK);
  RowFile file(Path("fifo"), SmallCsv(), false);
  file.Start();
  close(reader);
  file.Write(SmallRow());
  EXPECT_EQ(file.Finish(), 0u);
  EXPECT_TRUE(file.broken_pipe());
  EXPECT_EQ(file.error(), "cannot write to " + Path("fifo") + ": Broken pipe");
}

TEST_F(RowFileTest, IsFullAt64MebibytesAndLosesNothing) {
  ASSERT_EQ(mkfifo(Path("fifo").c_str(), 0600), 0);
  const int reader = open(Path("fifo").c_str(), O_RDONLY | O_NONBLOCK);
  const std::string name(4095, 'a');  // and the line feed
  const std::array<NameResult, 1> names = {{{name, NameStatus::kUntried}}};
  Row row;
  row.names = names;
  RowFile file(Path("fifo"), MakeCsv(ParseFieldList("name")), false);
  file.Start();
  uint64_t written = 0;
  for (; !file.full() && written < 30'000; ++written) file.Write(row);
  // 64 MiB wait, and what the pipe and the chunk at work hold: up to 64 KiB
  // are gone, up to a whole chunk of 256 KiB was written in the meantime.
  EXPECT_TRUE(file.full());
  EXPECT_GE(written, 16'383u);
  EXPECT_LE(written, 16'384u + 80);

  fcntl(reader, F_SETFL, 0);
  uint64_t lines = 0;
  std::thread drain([&] {
    std::array<char, 65536> buffer;
    for (ssize_t n; (n = read(reader, buffer.data(), buffer.size())) > 0;) {
      lines += static_cast<uint64_t>(
          std::count(buffer.data(), buffer.data() + n, '\n'));
    }
  });
  EXPECT_EQ(file.Finish(), written);
  EXPECT_FALSE(file.full());
  drain.join();
  close(reader);
  EXPECT_EQ(lines, written + 1);  // the header
}

}  // namespace
}  // namespace ptrcensus
