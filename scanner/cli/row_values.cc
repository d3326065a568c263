#include "scanner/cli/row_values.h"

#include <fmt/format.h>

#include "io/error.h"

namespace ptrcensus {

void ThrowUnknown(const RowReader& reader, std::string_view field,
                  std::string_view text) {
  throw Error(
      fmt::format("{} has {} '{}', which this version does not know; the rows "
                  "must be those of `ptrcensus scan`",
                  reader.Where(), field, text));
}

}  // namespace ptrcensus
