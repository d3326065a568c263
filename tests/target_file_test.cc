// Target and exclusion files, read through the builder as a scan does it.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <random>
#include <string>
#include <string_view>

#include "io/error.h"
#include "io/fd.h"
#include "scanner/targets/target_set.h"

namespace ptrcensus {
namespace {

class TempFile {
 public:
  explicit TempFile(std::string_view text)
      : path_(testing::TempDir() + "targets.XXXXXX") {
    const Fd file(mkstemp(path_.data()));
    size_t written = 0;
    while (written < text.size()) {
      const ssize_t count =
          write(file.get(), text.data() + written, text.size() - written);
      if (count <= 0) break;
      written += static_cast<size_t>(count);
    }
    EXPECT_EQ(written, text.size());
  }
  ~TempFile() { unlink(path_.c_str()); }
  TempFile(const TempFile&) = delete;
  TempFile& operator=(const TempFile&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// How many targets the text holds.
uint64_t CountTargets(std::string_view text) {
  const TempFile file(text);
  TargetSetBuilder builder;
  builder.AddTargetFile(file.path(), "-i");
  return builder.Build(/*include_special=*/true).size();
}

std::string PathError(const std::string& path) {
  TargetSetBuilder builder;
  try {
    builder.AddTargetFile(path, "-i");
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

// The error with the file's path written as FILE.
std::string TextError(std::string_view text) {
  const TempFile file(text);
  std::string error = PathError(file.path());
  const size_t at = error.find(file.path());
  if (at != std::string::npos) error.replace(at, file.path().size(), "FILE");
  return error;
}

TEST(TargetFile, ReadsOneTargetALine) {
  EXPECT_EQ(CountTargets("8.8.8.8\n9.0.0.0/30\n2600::1-2600::3\n"), 8U);
}

TEST(TargetFile, AcceptsAMissingFinalNewline) {
  EXPECT_EQ(CountTargets("8.8.8.8\n9.0.0.0/30"), 5U);
}

TEST(TargetFile, IgnoresCommentsBlankLinesAndSpaces) {
  EXPECT_EQ(CountTargets("# a list\n\n  \t\n8.8.8.8 # here\n\t9.0.0.1#there\n"),
            2U);
}

TEST(TargetFile, AcceptsCrLf) {
  EXPECT_EQ(CountTargets("8.8.8.8\r\n\r\n9.0.0.0/30\r\n"), 5U);
}

TEST(TargetFile, AcceptsAByteOrderMark) {
  EXPECT_EQ(CountTargets("\xEF\xBB\xBF"
                         "8.8.8.8\n"),
            1U);
}

TEST(TargetFile, AcceptsACommentLongerThanTheBuffer) {
  const std::string comment(200000, 'x');
  EXPECT_EQ(CountTargets("8.8.8.8 #" + comment + "\n9.0.0.1\n#" + comment), 2U);
}

TEST(TargetFile, ReadsLinesAcrossBufferEnds) {
  std::string text;
  for (uint32_t i = 0; i < 40000; ++i) {
    text += ToText(Address::V4(0x08000000 + 2 * i)) + "\n";
  }
  EXPECT_EQ(CountTargets(text), 40000U);
}

TEST(TargetFile, TakesExclusionsFromAFile) {
  const TempFile file("8.8.8.0/25 # ours\n8.8.8.200\n");
  TargetSetBuilder builder;
  builder.AddTarget("8.8.8.0/24", "TARGET");
  builder.AddExclusionFile(file.path(), "--exclude-file");
  EXPECT_EQ(builder.Build(false).size(), 127U);
}

TEST(TargetFile, ReadsStdin) {
  const TempFile file("8.8.8.8\n9.0.0.1/33\n");
  const int saved = dup(STDIN_FILENO);
  const Fd input(open(file.path().c_str(), O_RDONLY));
  ASSERT_EQ(dup2(input.get(), STDIN_FILENO), STDIN_FILENO);
  const std::string error = PathError("-");
  dup2(saved, STDIN_FILENO);
  close(saved);
  EXPECT_EQ(error,
            "-i stdin line 2: '9.0.0.1/33' has no valid prefix length; "
            "expected /0 to /32 after an IPv4 address");
}

TEST(TargetFile, NamesFileLineAndValue) {
  EXPECT_EQ(TextError("8.8.8.8\n\n# x\n8.8.8.8/33\n"),
            "-i FILE line 4: '8.8.8.8/33' has no valid prefix length; expected "
            "/0 to /32 after an IPv4 address");
  EXPECT_EQ(TextError("8.8.8.8 9.9.9.9\n").substr(0, 49),
            "-i FILE line 1: '8.8.8.8 9.9.9.9' is not accepted");
}

TEST(TargetFile, ShowsBinaryRubbishShortAndPrintable) {
  EXPECT_EQ(TextError(std::string_view("\x7f"
                                       "ELF\0\x1b[2J\n",
                                       10)),
            "-i FILE line 1: '\\x7fELF\\x00\\x1b[2J' is not accepted; expected "
            "an IPv4 or IPv6 address, a CIDR block such as 192.0.2.0/24, or a "
            "range such as 192.0.2.1-192.0.2.9, without spaces");
}

TEST(TargetFile, RefusesALineThatIsTooLong) {
  const std::string start = "8.8.8.8\n";
  const std::string expected =
      "-i FILE line 2 is longer than 65536 bytes: '" + std::string(60, '8') +
      "'...; expected one address, CIDR block or range a line";
  EXPECT_EQ(TextError(start + std::string(1000000, '8')), expected);
}

TEST(TargetFile, RefusesATargetHiddenBehindALineOfSpaces) {
  EXPECT_EQ(TextError(std::string(100000, ' ') + "8.8.8.8\n").substr(0, 39),
            "-i FILE line 1 is longer than 65536 byt");
}

TEST(TargetFile, SaysThatAFileIsMissing) {
  EXPECT_EQ(PathError("/nonexistent/hosts.txt"),
            "-i /nonexistent/hosts.txt cannot be read: No such file or "
            "directory; expected a text file with one address, CIDR block or "
            "range a line");
}

TEST(TargetFile, SaysThatAFileIsADirectory) {
  EXPECT_EQ(PathError("/").substr(0, 38),
            "-i / cannot be read: Is a directory; e");
}

TEST(TargetFile, SaysThatAFileIsUnreadable) {
  const TempFile file("8.8.8.8\n");
  chmod(file.path().c_str(), 0);
  // Root reads every file, so it becomes somebody else for the moment.
  const uid_t user = geteuid();
  if (user == 0 && seteuid(65534) != 0) GTEST_SKIP() << "cannot leave root";
  const std::string error = PathError(file.path());
  ASSERT_EQ(seteuid(user), 0);
  EXPECT_NE(error.find(" cannot be read: Permission denied"),
            std::string::npos);
}

TEST(TargetFile, SaysThatReadingFailed) {
  EXPECT_EQ(PathError("/proc/self/mem").substr(0, 52),
            "-i /proc/self/mem cannot be read: Input/output error");
}

TEST(TargetFile, HoldsNoTargetWhenEmpty) {
  const TempFile file("# nothing yet\n");
  TargetSetBuilder builder;
  builder.AddTargetFile(file.path(), "-i");
  EXPECT_THROW((void)builder.Build(false), Error);
}

TEST(TargetFile, SurvivesTruncatedAndFlippedFiles) {
  const std::string text =
      "8.8.8.0/24 # c\r\n\n2600::/64\n9.0.0.1-9.0.0.9\n# x\n2600::1\n";
  std::mt19937_64 random(3);
  for (int trial = 0; trial < 500; ++trial) {
    std::string bad = text.substr(0, random() % (text.size() + 1));
    for (uint64_t flips = random() % 4; flips > 0 && !bad.empty(); --flips) {
      bad[random() % bad.size()] ^= static_cast<char>(1U << random() % 8);
    }
    for (const char c : TextError(bad)) ASSERT_TRUE(c >= ' ' && c <= '~');
  }
}

}  // namespace
}  // namespace ptrcensus
