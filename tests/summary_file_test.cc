#include "scanner/cli/summary_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "io/error.h"
#include "io/fd.h"

namespace ptrcensus {
namespace {

namespace fs = std::filesystem;

class SummaryFile : public ::testing::Test {
 protected:
  SummaryFile() {
    std::string pattern = ::testing::TempDir() + "summary-XXXXXX";
    folder_ = mkdtemp(pattern.data());
  }
  ~SummaryFile() override { fs::remove_all(folder_); }

  std::string Path(const std::string& name) const {
    return folder_ + "/" + name;
  }
  static std::string Content(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  static std::string Refusal(const std::string& path, const std::string& other,
                             int standard = STDOUT_FILENO) {
    try {
      CheckSummaryPath(path,
                       std::vector<NamedFile>{{"--output", other, standard}});
    } catch (const Error& error) {
      return error.what();
    }
    return "accepted";
  }
  size_t FileCount() const {
    return static_cast<size_t>(std::distance(fs::directory_iterator(folder_),
                                             fs::directory_iterator()));
  }

  std::string folder_;
};

TEST_F(SummaryFile, IsReplacedAndLeavesNothingBeside) {
  EXPECT_EQ(WriteSummaryFile(Path("s.json"), "first, and long\n"), "");
  EXPECT_EQ(WriteSummaryFile(Path("s.json"), "second\n"), "");
  EXPECT_EQ(Content(Path("s.json")), "second\n");
  EXPECT_EQ(FileCount(), 1u);
}

TEST_F(SummaryFile, ALinkStaysALink) {
  fs::create_directory(Path("real"));
  std::ofstream(Path("real/s.json")) << "old";
  fs::create_symlink("real/s.json", Path("link"));
  EXPECT_EQ(WriteSummaryFile(Path("link"), "new"), "");
  EXPECT_TRUE(fs::is_symlink(Path("link")));
  EXPECT_EQ(Content(Path("real/s.json")), "new");
}

TEST_F(SummaryFile, AFailureIsASentence) {
  EXPECT_EQ(WriteSummaryFile(Path("none/s.json"), "text"),
            "--summary '" + Path("none/s.json") +
                "' cannot be written: No such file or directory");
}

TEST_F(SummaryFile, CheckCreatesNothing) {
  EXPECT_EQ(Refusal(Path("s.json"), Path("rows.csv")), "accepted");
  EXPECT_EQ(FileCount(), 0u);
}

TEST_F(SummaryFile, CheckRefusesWhatCannotBeReplaced) {
  EXPECT_NE(Refusal(Path("none/s.json"), "-"), "accepted");
  EXPECT_NE(Refusal(folder_, "-"), "accepted");
  EXPECT_NE(Refusal("/dev/null", "-"), "accepted");
}

TEST_F(SummaryFile, CheckRefusesTheFileOfTheRows) {
  EXPECT_EQ(Refusal(Path("a"), Path("a")),
            "--summary '" + Path("a") + "' is the same file as --output '" +
                Path("a") +
                "', which it would replace; give it a path of its own");
  std::ofstream(Path("a")) << "x";
  fs::create_symlink("a", Path("b"));
  EXPECT_NE(Refusal(Path("b"), Path("a")), "accepted");
}

TEST_F(SummaryFile, CheckKnowsAFileThatIsNotThereYet) {
  EXPECT_NE(Refusal(folder_ + "/./a", Path("a")), "accepted");
  fs::create_directory_symlink(folder_, Path("here"));
  EXPECT_NE(Refusal(Path("here/a"), Path("a")), "accepted");
  fs::create_symlink("a", Path("link"));
  EXPECT_NE(Refusal(Path("link"), Path("a")), "accepted");
  EXPECT_NE(Refusal(Path("a"), Path("link")), "accepted");
}

TEST_F(SummaryFile, CheckRefusesTheFileThatStdoutIs) {
  std::ofstream(Path("a")) << "x";
  std::ofstream(Path("b")) << "x";
  const Fd fd(open(Path("a").c_str(), O_WRONLY | O_CLOEXEC));
  EXPECT_NE(Refusal(Path("a"), "-", fd.get()), "accepted");
  EXPECT_EQ(Refusal(Path("b"), "-", fd.get()), "accepted");
}

}  // namespace
}  // namespace ptrcensus
