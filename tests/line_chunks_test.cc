#include "scanner/cli/line_chunks.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "io/error.h"

namespace ptrcensus {
namespace {

// A file that is removed with the test.
class TextFile {
 public:
  explicit TextFile(std::string_view text)
      : path_(testing::TempDir() + "line_chunks_test." +
              std::to_string(getpid())) {
    std::ofstream(path_, std::ios::binary) << text;
  }
  ~TextFile() { std::filesystem::remove(path_); }
  TextFile(const TextFile&) = delete;
  TextFile& operator=(const TextFile&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// Its lines; one that is too long is "<long>".
std::vector<std::string> LinesOf(std::string_view text) {
  const TextFile file(text);
  LineChunks lines(file.path());
  std::vector<std::string> result;
  do {
    while (const auto line = lines.Next()) {
      result.push_back(line->too_long ? "<long>" : std::string(line->text));
      EXPECT_EQ(lines.number(), result.size());
    }
  } while (lines.Fill());
  EXPECT_EQ(lines.error(), "");
  return result;
}

using Strings = std::vector<std::string>;

TEST(LineChunks, GivesLineByLine) {
  EXPECT_EQ(LinesOf("a\nb\n"), (Strings{"a", "b"}));
  EXPECT_EQ(LinesOf("a\n\nb"), (Strings{"a", "", "b"}));
  EXPECT_EQ(LinesOf("\n"), (Strings{""}));
  EXPECT_EQ(LinesOf(""), Strings{});
}

TEST(LineChunks, TakesTheByteOrderMarkOffTheFirstLineAlone) {
  EXPECT_EQ(LinesOf("\xEF\xBB\xBF"
                    "a\n\xEF\xBB\xBF"
                    "b\n"),
            (Strings{"a",
                     "\xEF\xBB\xBF"
                     "b"}));
}

TEST(LineChunks, ALongLineIsOneLineWithoutText) {
  const std::string most(LineChunks::kMaxLineBytes, 'x');
  EXPECT_EQ(LinesOf(most + "\nb"), (Strings{most, "b"}));
  EXPECT_EQ(LinesOf("a\n" + most + "x\nb\n"), (Strings{"a", "<long>", "b"}));
  const std::string endless(3 << 20, 'x');
  EXPECT_EQ(LinesOf("a\n" + endless + "\nb\n"), (Strings{"a", "<long>", "b"}));
  EXPECT_EQ(LinesOf("a\n" + endless), (Strings{"a", "<long>"}));
}

TEST(LineChunks, LinesGoOnFromOneReadToTheNext) {
  std::string text;
  Strings lines;
  for (int i = 0; i < 100000; ++i) {
    lines.push_back(std::to_string(i) + ",host");
    text += lines.back() + "\n";
  }
  EXPECT_EQ(LinesOf(text), lines);
}

TEST(LineChunks, AFileThatCannotBeReadIsRefused) {
  for (const std::string path : {"/nonexistent/names.csv", "/"}) {
    try {
      const LineChunks lines(path);
      ADD_FAILURE() << path << " was read";
    } catch (const Error& error) {
      EXPECT_TRUE(std::string(error.what()).starts_with("-i " + path))
          << error.what();
    }
  }
}

}  // namespace
}  // namespace ptrcensus
