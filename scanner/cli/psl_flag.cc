#include "scanner/cli/psl_flag.h"

#include "scanner/cli/flag_values.h"

namespace ptrcensus {

PublicSuffixes OpenSuffixes(const std::vector<std::string>& values) {
  return PublicSuffixes(values.empty() ? ""
                                       : ParsePath("--psl", values.back()));
}

}  // namespace ptrcensus
