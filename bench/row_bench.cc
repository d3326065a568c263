// What a row costs to print, and to hand to the writer thread.
#include <benchmark/benchmark.h>

#include <array>
#include <string>

#include "output/format.h"
#include "output/row_file.h"
#include "tests/sample_rows.h"

namespace ptrcensus {
namespace {

Row NegativeRow() {
  Row row;
  row.ip = Address::V4(0xC6336417);  // 198.51.100.23
  row.ptr_status = PtrStatus::kNxdomain;
  row.names_total = 0;
  row.fcrdns = Fcrdns::kNoPtr;
  row.name_class = NameClass::kNone;
  row.zone = "100.51.198.in-addr.arpa";
  row.rcode = Rcode::kNxDomain;
  row.attempts = 1;
  row.rtt_us = 12345;
  row.server = Endpoint{Address::V4(0xC0000235), 53};
  row.time = kSampleTime;
  return row;
}

Row PositiveRow() {
  static constexpr std::array<NameResult, 1> kNames = {
      {{"host-198-51-100-23.dyn.example.net", NameStatus::kPass}}};
  static constexpr std::array<Address, 1> kForward = {Address::V4(0xC6336417)};
  Row row = NegativeRow();
  row.ptr_status = PtrStatus::kOk;
  row.names = kNames;
  row.names_total = 1;
  row.fcrdns = Fcrdns::kPass;
  row.forward = kForward;
  row.name_class = NameClass::kGenericDynamic;
  row.is_generic = true;
  row.confidence = Confidence::kStrong;
  row.encoding = "fwd4.dash";
  row.tokens = kSampleTokens;
  row.zone = "";
  row.ttl = 86400;
  row.rcode = Rcode::kNoError;
  return row;
}

void Print(benchmark::State& state, std::unique_ptr<RowFormat> format,
           const Row& row) {
  std::string out;
  for (auto _ : state) {
    out.clear();
    format->AppendRow(out, row);
    benchmark::DoNotOptimize(out.data());
  }
  state.SetItemsProcessed(state.iterations());
  state.SetBytesProcessed(state.iterations() *
                          static_cast<int64_t>(out.size()));
}

void BM_CsvNegative(benchmark::State& state) {
  Print(state, MakeCsv(AllFields()), NegativeRow());
}
BENCHMARK(BM_CsvNegative);

void BM_CsvPositive(benchmark::State& state) {
  Print(state, MakeCsv(AllFields()), PositiveRow());
}
BENCHMARK(BM_CsvPositive);

void BM_NdjsonNegative(benchmark::State& state) {
  Print(state, MakeNdjson(AllFields()), NegativeRow());
}
BENCHMARK(BM_NdjsonNegative);

void BM_NdjsonPositive(benchmark::State& state) {
  Print(state, MakeNdjson(AllFields()), PositiveRow());
}
BENCHMARK(BM_NdjsonPositive);

void BM_TableNegative(benchmark::State& state) {
  Print(state, MakeTable(DefaultFields(*FindFormat("table"))), NegativeRow());
}
BENCHMARK(BM_TableNegative);

// The loop's share of a row in a file: printed and queued.
void BM_RowFileNegative(benchmark::State& state) {
  RowFile file("/dev/null", MakeCsv(AllFields()), false);
  file.Start();
  const Row row = NegativeRow();
  for (auto _ : state) file.Write(row);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_RowFileNegative);

}  // namespace
}  // namespace ptrcensus
