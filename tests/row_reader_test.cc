#include "output/row_reader.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "io/error.h"
#include "output/format.h"
#include "output/row_parser.h"
#include "tests/sample_rows.h"

namespace ptrcensus {
namespace {

namespace fs = std::filesystem;

using Rows = std::vector<std::vector<std::string>>;
using Names = std::vector<std::string_view>;

// What a reader of `text`, as a file of its own, gives.
struct Outcome {
  Rows rows;
  std::vector<std::string> wheres;
  std::string error;  // the file's name left out
};

class TextFile {
 public:
  explicit TextFile(std::string_view text) {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    path_ = testing::TempDir() + "ptrcensus_row_reader_" + test->name();
    std::ofstream(path_, std::ios::binary) << text;
  }
  ~TextFile() { fs::remove(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

Outcome ReadPath(const std::string& path, const Names& fields) {
  Outcome outcome;
  try {
    RowReader reader(path, fields);
    while (const auto row = reader.Next()) {
      outcome.rows.emplace_back(row->begin(), row->end());
      outcome.wheres.push_back(reader.Where().substr(path.size() + 1));
    }
  } catch (const Error& error) {
    outcome.error = error.what();
    EXPECT_TRUE(outcome.error.starts_with(path + " ")) << outcome.error;
    outcome.error.erase(0, path.size() + 1);
  }
  return outcome;
}

Outcome Read(std::string_view text, const Names& fields) {
  const TextFile file(text);
  return ReadPath(file.path(), fields);
}

const Names kIpName = {"ip", "name"};

// All sample rows with all fields.
std::string SampleText(RowFormat& format) {
  std::string text;
  format.AppendHeader(text);
  format.AppendRow(text, FullRow());
  format.AppendRow(text, EmptyRow());
  format.AppendRow(text, NegativeV6Row());
  return text;
}

Names AllNames() {
  Names names;
  for (const Field& field : Fields()) names.push_back(field.name);
  return names;
}

TEST(RowReader, GivesEveryValueThatWasWritten) {
  Rows want;
  for (const Row& row : {FullRow(), EmptyRow(), NegativeV6Row()}) {
    auto& cells = want.emplace_back();
    for (const Field& field : Fields()) field.append(cells.emplace_back(), row);
  }
  const Outcome csv = Read(SampleText(*MakeCsv(AllFields())), AllNames());
  EXPECT_EQ(csv.error, "");
  EXPECT_EQ(csv.rows, want);
  const Outcome ndjson = Read(SampleText(*MakeNdjson(AllFields())), AllNames());
  EXPECT_EQ(ndjson.error, "");
  EXPECT_EQ(ndjson.rows, want);
}

TEST(RowReader, GivesTheFieldsInTheOrderAskedFor) {
  const Rows want = {{"192.0.2.1", "a.example"}, {"192.0.2.2", ""}};
  EXPECT_EQ(
      Read("name,ttl,ip\na.example,7,192.0.2.1\n,,192.0.2.2\n", kIpName).rows,
      want);
  EXPECT_EQ(Read("{\"name\":\"a.example\",\"ttl\":7,\"ip\":\"192.0.2.1\"}\n"
                 "{\"ip\":\"192.0.2.2\",\"name\":null,\"flags\":[\"aa\"]}\n",
                 kIpName)
                .rows,
            want);
}

TEST(RowReader, SaysWhereARowStands) {
  const std::vector<std::string> want = {"line 2", "line 3"};
  EXPECT_EQ(Read("ip\n1\n2\n", {"ip"}).wheres, want);
  EXPECT_EQ(Read("ip\r\n1\r\n2\r\n", {"ip"}).wheres, want);
  EXPECT_EQ(Read("ip\r1\r2\r", {"ip"}).wheres, want);
  EXPECT_EQ(Read("{\"ip\":1}\n{\"ip\":2}\n", {"ip"}).wheres,
            (std::vector<std::string>{"line 1", "line 2"}));
}

TEST(RowReader, ToleratesAByteOrderMarkQuotesAndCrlf) {
  const Rows want = {{"192.0.2.1", "a.example"}};
  EXPECT_EQ(
      Read("\xEF\xBB\xBFip,name\r\n\"192.0.2.1\",a.example\r\n", kIpName).rows,
      want);
  EXPECT_EQ(
      Read("\xEF\xBB\xBF{\"ip\":\"192.0.2.1\",\"name\":\"a.example\"}\r\n",
           kIpName)
          .rows,
      want);
}

TEST(RowReader, ReadsValuesOfOtherJsonTypesAsText) {
  const Rows want = {{"a b", "true", "12.50", "\\045\"x"}};
  EXPECT_EQ(Read("{\"a\":[\"a\",\"b\"],\"b\":true,\"c\":12.50,"
                 "\"d\":\"\\u005c045\\\"x\"}\n",
                 {"a", "b", "c", "d"})
                .rows,
            want);
}

TEST(RowReader, AHeaderWithoutRowsIsFine) {
  const Outcome outcome = Read("ip,name\n", kIpName);
  EXPECT_EQ(outcome.error, "");
  EXPECT_TRUE(outcome.rows.empty());
}

TEST(RowReader, RefusesAnEmptyFile) {
  const std::string want =
      "has no header line; a file of rows is CSV or NDJSON, as `ptrcensus scan "
      "-o rows.csv` writes it";
  EXPECT_EQ(Read("", kIpName).error, want);
  EXPECT_EQ(Read("\xEF\xBB\xBF", kIpName).error, want);
}

TEST(RowReader, RefusesWhatIsNoFile) {
  EXPECT_EQ(ReadPath("/no/such/file", kIpName).error,
            "cannot be read: No such file or directory; a file of rows is CSV "
            "or NDJSON, as `ptrcensus scan -o rows.csv` writes it");
  EXPECT_EQ(ReadPath(testing::TempDir(), kIpName).error,
            "cannot be read: Is a directory; a file of rows is CSV or NDJSON, "
            "as `ptrcensus scan -o rows.csv` writes it");
}

TEST(RowReader, RefusesTextThatHoldsNoRows) {
  const std::string table = SampleText(*MakeTable(AllFields()));
  const std::array<std::string, 5> texts = {table, "hello\n", "[{\"ip\":1}]\n",
                                            "a\"b", "\n"};
  for (const std::string& text : texts) {
    EXPECT_TRUE(
        Read(text, kIpName).error.starts_with("line 1 is no header of rows: '"))
        << Read(text, kIpName).error;
  }
  EXPECT_EQ(Read("192.0.2.1,a\n", kIpName).error,
            "line 1 is no header of rows: '192.0.2.1'; a file of rows is CSV "
            "or NDJSON, as `ptrcensus scan -o rows.csv` writes it (a table is "
            "for people and cannot be read back)");
}

TEST(RowReader, NamesTheFieldThatIsMissing) {
  EXPECT_EQ(Read("ip,ttl\n192.0.2.1,7\n", kIpName).error,
            "line 1 has no field 'name', which is needed here; `ptrcensus "
            "scan` without --fields writes every field");
  const Outcome later = Read("{\"ip\":1,\"name\":2}\n{\"ip\":1}\n", kIpName);
  EXPECT_EQ(later.rows.size(), 1u);
  EXPECT_EQ(later.error,
            "line 2 has no field 'name', which is needed here; `ptrcensus "
            "scan` without --fields writes every field");
}

TEST(RowReader, RefusesAFieldThatStandsTwice) {
  EXPECT_EQ(Read("ip,name,ip\n1,2,3\n", kIpName).error,
            "line 1 has the field 'ip' twice");
  EXPECT_EQ(Read("{\"ip\":1,\"name\":2,\"ip\":3}\n", kIpName).error,
            "line 1 has the field 'ip' twice");
}

TEST(RowReader, GivesTheRowsBeforeABrokenOne) {
  const Outcome csv = Read("ip,name\n1,a\n2,b\n3\n4,d\n", kIpName);
  EXPECT_EQ(csv.rows, (Rows{{"1", "a"}, {"2", "b"}}));
  EXPECT_EQ(csv.error, "line 4 has 1 cells, but the header has 2");
  const Outcome ndjson =
      Read("{\"ip\":1,\"name\":2}\n{\"ip\":1,\"name\":}\n", kIpName);
  EXPECT_EQ(ndjson.rows, (Rows{{"1", "2"}}));
  EXPECT_EQ(ndjson.error,
            "line 2 is no JSON object: at octet 16: Invalid value");
}

TEST(RowReader, RefusesLinesThatAreNoRow) {
  EXPECT_EQ(Read("ip,name\n1,a,\n", kIpName).error,
            "line 2 has 3 cells, but the header has 2");
  EXPECT_EQ(Read("ip,name\r\n\r\n1,a\r\n", kIpName).error, "line 2 is empty");
  EXPECT_EQ(Read("ip,name\n1,a\"b\n", kIpName).error,
            "line 2 has a quote where none can stand");
  EXPECT_EQ(Read("ip,name\n1,\"a\nb\"\n", kIpName).error,
            "line 2 has a cell with a line break in it, which no row has");
  EXPECT_EQ(Read("ip,name\n1,a\x1b[1m\n", kIpName).error,
            "line 2 holds a character that no row has: they are printable "
            "ASCII");
}

TEST(RowReader, RefusesJsonThatIsNoRow) {
  const std::string first = "{\"ip\":1,\"name\":2}\n";
  const auto error = [&](std::string line) {
    return Read(first + line + "\n", kIpName).error;
  };
  EXPECT_EQ(error("7"), "line 2 is no JSON object");
  EXPECT_EQ(error("[1]"), "line 2 holds a list in a wrong place");
  EXPECT_EQ(error("{\"x\":{}}"), "line 2 holds an object within its object");
  EXPECT_EQ(error("{\"x\":[[]]}"), "line 2 holds a list in a wrong place");
  EXPECT_EQ(error("{\"ip\":1,\"name\":\"\\u001b\"}"),
            "line 2 holds a character that no row has: they are printable "
            "ASCII");
  EXPECT_EQ(error(std::string("{\"ip\":1,\"name\":2}\0x", 19)),
            "line 2 holds a zero octet");
  EXPECT_EQ(error("\n{\"ip\":1,\"name\":2}"), "line 2 is empty");
  EXPECT_EQ(error(std::string(1 << 20, '[')),
            "line 2 holds a list in a wrong place");
}

TEST(RowReader, SkipsEmptyLinesAtTheEnd) {
  const Rows want = {{"1", "a"}};
  for (const std::string end : {"\n", "\n\n\n", "\r\n", "\r\n\r\n"}) {
    const Outcome csv = Read("ip,name\n1,a\n" + end, kIpName);
    EXPECT_EQ(csv.error, "");
    EXPECT_EQ(csv.rows, want);
    const Outcome ndjson = Read("{\"ip\":1,\"name\":\"a\"}\n" + end, kIpName);
    EXPECT_EQ(ndjson.error, "");
    EXPECT_EQ(ndjson.rows, want);
  }
  EXPECT_EQ(Read("ip,name\r\n1,a\r\n\r\n", kIpName).rows, want);
  EXPECT_EQ(Read("ip,name\n\n", kIpName).error, "");
}

TEST(RowReader, NamesTheFirstEmptyLineThatIsNotAtTheEnd) {
  const Outcome csv = Read("ip,name\n1,a\n\n\n2,b\n", kIpName);
  EXPECT_EQ(csv.rows, (Rows{{"1", "a"}}));
  EXPECT_EQ(csv.error, "line 3 is empty");
  EXPECT_EQ(Read("ip,name\n1,a\n\nip,name\n", kIpName).error,
            "line 3 is empty");
  EXPECT_EQ(Read("ip,name\n1,a\n\n2", kIpName).error, "line 3 is empty");
  const Outcome ndjson =
      Read("{\"ip\":1,\"name\":2}\n\n \n{\"ip\":1,\"name\":2}", kIpName);
  EXPECT_EQ(ndjson.rows.size(), 1u);
  EXPECT_EQ(ndjson.error, "line 2 is empty");
}

TEST(RowReader, SkipsAHeaderThatComesAgain) {
  const std::string file = "x,name,ip\n7,a,1\n";
  const Outcome outcome = Read(file + file + "x,name,ip\n" + file, kIpName);
  EXPECT_EQ(outcome.error, "");
  EXPECT_EQ(outcome.rows, (Rows{{"1", "a"}, {"1", "a"}, {"1", "a"}}));
  EXPECT_EQ(outcome.wheres,
            (std::vector<std::string>{"line 2", "line 4", "line 7"}));
  EXPECT_EQ(Read("ip,name\r\n1,a\r\nip,name\r\n", kIpName).rows.size(), 1u);
}

TEST(RowReader, SkipsNoHeaderThatDiffers) {
  EXPECT_EQ(Read("x,ip,name\n7,1,a\ny,ip,name\n", kIpName).rows,
            (Rows{{"1", "a"}, {"ip", "name"}}));
  EXPECT_EQ(Read("ip,name\nip,nam\nip,names\nIP,name\n", kIpName).rows.size(),
            3u);
  EXPECT_EQ(Read("ip,name\nip\n", kIpName).error,
            "line 2 has 1 cells, but the header has 2");
  EXPECT_EQ(Read("ip,name\nip,name,ttl\n", kIpName).error,
            "line 2 has 3 cells, but the header has 2");
  EXPECT_EQ(Read("ip,name\n1,a\nip,name", kIpName).error,
            "line 3 has no line end: the file was cut there");
}

TEST(RowReader, RefusesAHeaderOfTooManyColumns) {
  const std::string more(kMaxColumns - 2, ',');
  EXPECT_EQ(Read("ip,name" + more + "\n1,a" + more + "\n", kIpName).rows,
            (Rows{{"1", "a"}}));
  const std::string want =
      "line 1 has more than 1000 columns; a file of rows is CSV or NDJSON, as "
      "`ptrcensus scan -o rows.csv` writes it";
  EXPECT_EQ(Read("ip,name" + more + ",\n", kIpName).error, want);
  EXPECT_EQ(Read(std::string(3 << 20, ','), kIpName).error, want);
}

// Of one that stops behind a whole row nothing shows that it was cut, nor of
// NDJSON that lacks the last line end alone.
TEST(RowReader, SeesAFileThatWasCutWithinARow) {
  for (const bool json : {false, true}) {
    const auto format = json ? MakeNdjson(AllFields()) : MakeCsv(AllFields());
    const std::string text = SampleText(*format);
    for (size_t size = 0; size < text.size(); ++size) {
      const Outcome outcome = Read(text.substr(0, size), AllNames());
      const bool whole = size > 0 && text[size - 1] == '\n';
      const bool last_end = json && text[size] == '\n';
      EXPECT_EQ(outcome.error.empty(), whole || last_end) << size;
    }
  }
  EXPECT_EQ(Read("ip,name\n1,a\n2,b", kIpName).error,
            "line 3 has no line end: the file was cut there");
  EXPECT_EQ(Read("ip,name\n1,a\n2,\"b\n", kIpName).error,
            "line 3 has no line end: the file was cut there");
}

TEST(RowReader, SurvivesFlippedBits) {
  std::mt19937 random(5);
  for (const bool json : {false, true}) {
    const auto format = json ? MakeNdjson(AllFields()) : MakeCsv(AllFields());
    const std::string text = SampleText(*format);
    for (size_t bit = 0; bit < text.size() * 8; ++bit) {
      std::string flipped = text;
      flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
      const size_t other = random() % text.size();
      if (bit % 2 == 1) flipped[other] = static_cast<char>(random());
      const Outcome outcome = Read(flipped, AllNames());
      EXPECT_LE(outcome.rows.size(), 4u);
      for (const auto& row : outcome.rows) {
        for (const std::string& cell : row) {
          for (const char c : cell) EXPECT_TRUE(c >= ' ' && c <= '~');
        }
      }
    }
  }
}

// Pieces of a file end within rows, whatever their size.
TEST(RowReader, GivesTheSameRowsWhereverPiecesEnd) {
  const std::vector<std::string> fields = {"findings", "ip", "names"};
  for (const bool json : {false, true}) {
    const auto format = json ? MakeNdjson(AllFields()) : MakeCsv(AllFields());
    const std::string once = SampleText(*format);
    const std::string text = once + once + "\n";
    Rows whole;
    for (size_t size = text.size(); size > 0; --size) {
      const auto parser =
          json ? MakeNdjsonParser(fields) : MakeCsvParser(fields);
      RowBatch batch(fields.size());
      Rows rows;
      for (size_t begin = 0; begin < text.size(); begin += size) {
        parser->Parse(std::string_view(text).substr(begin, size), batch);
        while (batch.Advance()) {
          rows.emplace_back(batch.row().begin(), batch.row().end());
        }
        batch.Clear();
      }
      parser->End(batch);
      EXPECT_EQ(batch.fault(), "");
      if (whole.empty()) whole = rows;
      EXPECT_EQ(rows, whole) << size;
    }
    EXPECT_EQ(whole.size(), 6u);
  }
}

TEST(RowReader, ReadsLongLinesButNotEndlessOnes) {
  const std::string most(kMaxLineBytes - 4, 'a');
  EXPECT_EQ(Read("ip,name\n1," + most + "\n2,b\n", kIpName).rows,
            (Rows{{"1", most}, {"2", "b"}}));
  const std::string wanted =
      "line 2 is longer than 4194304 bytes, which no row is";
  const std::string endless(kMaxLineBytes + 70000, 'a');
  EXPECT_EQ(Read("ip,name\n1," + endless, kIpName).error, wanted);
  EXPECT_EQ(Read("{\"ip\":1,\"name\":2}\n{\"ip\":\"" + endless, kIpName).error,
            wanted);
}

}  // namespace
}  // namespace ptrcensus
