#include "scanner/cli/row_sink.h"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "output/format.h"

namespace ptrcensus {
namespace {

namespace fs = std::filesystem;

class RowSinkTest : public ::testing::Test {
 protected:
  RowSinkTest() {
    std::string pattern = ::testing::TempDir() + "row-sink-XXXXXX";
    folder_ = mkdtemp(pattern.data());
    path_ = folder_ + "/rows.csv";
  }
  ~RowSinkTest() override { fs::remove_all(folder_); }

  std::unique_ptr<RowFile> File() const {
    return std::make_unique<RowFile>(
        path_, MakeCsv(ParseFieldList("ip,ptr_status")), false);
  }
  static Row RowOf(uint32_t address, PtrStatus status) {
    Row row;
    row.ip = Address::V4(address);
    row.ptr_status = status;
    return row;
  }
  std::string Content() const {
    std::ifstream file(path_);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  std::string folder_;
  std::string path_;
};

TEST_F(RowSinkTest, WithoutARowOrFinishThereIsNoFile) {
  { RowSink sink(File(), {}); }
  EXPECT_FALSE(fs::exists(path_));
}

TEST_F(RowSinkTest, FlushWritesTheFirstRowAtOnce) {
  RowSink sink(File(), {});
  sink.Take(RowOf(1, PtrStatus::kOk));
  sink.Flush(Time{std::chrono::hours(1)});
  // By another thread; without the flush it would be written by Finish.
  while (Content().empty()) std::this_thread::yield();
  EXPECT_EQ(Content(), "ip,ptr_status\n0.0.0.1,ok\n");
}

TEST_F(RowSinkTest, FlushesNoOftenerThanRowsMayWait) {
  RowSink sink(File(), {});
  const Time now{std::chrono::hours(1)};
  sink.Take(RowOf(1, PtrStatus::kOk));
  sink.Flush(now);
  while (Content().empty()) std::this_thread::yield();
  sink.Take(RowOf(2, PtrStatus::kOk));
  sink.Flush(now + RowSink::kRowDelay - Duration(1));
  EXPECT_EQ(Content(), "ip,ptr_status\n0.0.0.1,ok\n");
  sink.Flush(now + RowSink::kRowDelay);
  const std::string both = "ip,ptr_status\n0.0.0.1,ok\n0.0.0.2,ok\n";
  while (Content().size() < both.size()) std::this_thread::yield();
  EXPECT_EQ(Content(), both);
}

TEST_F(RowSinkTest, FinishAloneMakesAFileWithItsHeader) {
  RowSink sink(File(), {});
  sink.Finish();
  EXPECT_EQ(Content(), "ip,ptr_status\n");
  EXPECT_EQ(sink.written(), 0u);
  EXPECT_EQ(sink.error(), "");
}

TEST_F(RowSinkTest, WritesEveryRow) {
  RowSink sink(File(), {});
  sink.Take(RowOf(0x09090909, PtrStatus::kOk));
  sink.Take(RowOf(0x0909090A, PtrStatus::kSkipped));
  sink.Finish();
  EXPECT_EQ(Content(), "ip,ptr_status\n9.9.9.9,ok\n9.9.9.10,skipped\n");
  EXPECT_EQ(sink.written(), 2u);
  EXPECT_EQ(sink.left_out(), 0u);
}

TEST_F(RowSinkTest, LeavesOutWhatOnlyDoesNotList) {
  constexpr std::array<PtrStatus, 2> kOnly = {PtrStatus::kServfail,
                                              PtrStatus::kOk};
  RowSink sink(File(), kOnly);
  sink.Take(RowOf(1, PtrStatus::kTimeout));
  sink.Take(RowOf(2, PtrStatus::kOk));
  sink.Take(RowOf(3, PtrStatus::kNxdomain));
  sink.Take(RowOf(4, PtrStatus::kServfail));
  sink.Finish();
  EXPECT_EQ(Content(), "ip,ptr_status\n0.0.0.2,ok\n0.0.0.4,servfail\n");
  EXPECT_EQ(sink.written(), 2u);
  EXPECT_EQ(sink.left_out(), 2u);
}

TEST_F(RowSinkTest, AFileThatCannotBeMadeIsAFailure) {
  RowSink sink(File(), {});
  fs::remove_all(folder_);
  sink.Take(RowOf(1, PtrStatus::kOk));
  EXPECT_TRUE(sink.failed());
  sink.Finish();
  EXPECT_EQ(sink.written(), 0u);
  EXPECT_NE(sink.error().find(path_), std::string::npos);
}

}  // namespace
}  // namespace ptrcensus
