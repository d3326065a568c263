// Programs that read the CSV, and the call that reads it rightly: with every
// column's type given, since readers guess wrongly where a column is nearly
// empty or a name is `null`. A reader is one line of the table in readers.cc.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace ptrcensus {

struct ReaderInfo {
  std::string_view name;  // duckdb, pandas
  std::string_view help;
  // The complete call, for all fields of a file that it names FILE. Only the
  // empty text becomes a null; an empty list stays a list.
  std::string (*call)();
};
[[nodiscard]] std::span<const ReaderInfo> Readers();
// Null where there is none.
[[nodiscard]] const ReaderInfo* FindReader(std::string_view name);

}  // namespace ptrcensus
