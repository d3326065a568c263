#include "scanner/cli/summary_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "io/error.h"

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
  EXPECT_NO_THROW(CheckSummaryPath(Path("s.json"), Path("rows.csv")));
  EXPECT_EQ(FileCount(), 0u);
}

TEST_F(SummaryFile, CheckRefusesWhatCannotBeReplaced) {
  EXPECT_THROW(CheckSummaryPath(Path("none/s.json"), "-"), Error);
  EXPECT_THROW(CheckSummaryPath(folder_, "-"), Error);
  EXPECT_THROW(CheckSummaryPath("/dev/null", "-"), Error);
}

TEST_F(SummaryFile, CheckRefusesTheFileOfTheRows) {
  EXPECT_THROW(CheckSummaryPath(Path("a"), Path("a")), Error);
  std::ofstream(Path("a")) << "x";
  fs::create_symlink("a", Path("b"));
  EXPECT_THROW(CheckSummaryPath(Path("b"), Path("a")), Error);
}

}  // namespace
}  // namespace ptrcensus
