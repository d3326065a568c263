#include "output/row_parser.h"

#include <fmt/format.h>

namespace ptrcensus {

std::string LacksField(std::string_view field) {
  return fmt::format(
      "has no field '{}', which is needed here; `ptrcensus scan` without "
      "--fields writes every field",
      field);
}

std::string HasFieldTwice(std::string_view field) {
  return fmt::format("has the field '{}' twice", field);
}

std::string TooLong() {
  return fmt::format("is longer than {} bytes, which no row is", kMaxLineBytes);
}

}  // namespace ptrcensus
