// What it costs to read a finished row back, of files with all fields: the
// fields that `ptrcensus audit` wants, and two. The rows are those of
// sample_rows.h, in turn: one with a value in every field, one almost empty,
// one negative.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "output/format.h"
#include "output/row_reader.h"
#include "tests/sample_rows.h"

namespace ptrcensus {
namespace {

constexpr int kRounds = 20'000;
constexpr std::array<std::string_view, 6> kAudit = {
    "ip", "ptr_status", "name", "fcrdns", "name_class", "findings"};
constexpr std::array<std::string_view, 2> kPair = {"ip", "name"};

// A file of 3 * kRounds rows, gone with its benchmark.
class SampleFile {
 public:
  explicit SampleFile(RowFormat& format) {
    std::string text;
    format.AppendHeader(text);
    for (int i = 0; i < kRounds; ++i) {
      format.AppendRow(text, FullRow());
      format.AppendRow(text, EmptyRow());
      format.AppendRow(text, NegativeV6Row());
    }
    bytes_ = text.size();
    const int fd = mkstemp(path_.data());
    std::FILE* file = fdopen(fd, "w");
    std::fwrite(text.data(), 1, text.size(), file);
    std::fclose(file);
  }
  ~SampleFile() { unlink(path_.c_str()); }

  const std::string& path() const { return path_; }
  int64_t bytes() const { return static_cast<int64_t>(bytes_); }

 private:
  std::string path_ = "/tmp/ptrcensus-bench-XXXXXX";
  size_t bytes_ = 0;
};

void Read(benchmark::State& state, std::unique_ptr<RowFormat> format,
          std::span<const std::string_view> fields) {
  const SampleFile file(*format);
  int64_t rows = 0;
  for (auto _ : state) {
    RowReader reader(file.path(), fields);
    while (const auto row = reader.Next()) {
      benchmark::DoNotOptimize(row->data());
      ++rows;
    }
  }
  state.SetItemsProcessed(rows);
  state.SetBytesProcessed(state.iterations() * file.bytes());
}

void BM_ReadCsvForAudit(benchmark::State& state) {
  Read(state, MakeCsv(AllFields()), kAudit);
}
BENCHMARK(BM_ReadCsvForAudit)->Unit(benchmark::kMillisecond);

void BM_ReadCsvPair(benchmark::State& state) {
  Read(state, MakeCsv(AllFields()), kPair);
}
BENCHMARK(BM_ReadCsvPair)->Unit(benchmark::kMillisecond);

void BM_ReadNdjsonForAudit(benchmark::State& state) {
  Read(state, MakeNdjson(AllFields()), kAudit);
}
BENCHMARK(BM_ReadNdjsonForAudit)->Unit(benchmark::kMillisecond);

void BM_ReadNdjsonPair(benchmark::State& state) {
  Read(state, MakeNdjson(AllFields()), kPair);
}
BENCHMARK(BM_ReadNdjsonPair)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace ptrcensus
