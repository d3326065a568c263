// `ptrcensus audit`: judges finished rows. Asks nothing.
#pragma once

#include <string>
#include <vector>

#include "output/row_reader.h"
#include "scanner/cli/audit.h"

namespace ptrcensus {

// `args` without program and command. Returns the exit code: 1 where the
// profile refuses a row. Throws Error.
[[nodiscard]] int AuditCommand(const std::vector<std::string>& args);

// The fields that an audit reads, for RowReader.
[[nodiscard]] std::span<const std::string_view> AuditFields();
// Takes all rows that are left; throws Error, naming the line of a value that
// this version does not know.
void ReadRows(RowReader& reader, Audit& audit);

}  // namespace ptrcensus
