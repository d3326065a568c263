#include "scanner/cli/print.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

#include "scanner/cli/ending.h"

namespace ptrcensus {

int PrintToStdout(std::string_view text) {
  const size_t written = std::fwrite(text.data(), 1, text.size(), stdout);
  if (written == text.size() && std::fflush(stdout) == 0) return kExitDone;
  if (errno != EPIPE) {
    PrintError(fmt::format("stdout cannot be written: {}",
                           std::generic_category().message(errno)));
  }
  return kExitFailed;
}

std::string Printable(std::string_view text) {
  std::string result;
  for (char c : text) {
    if (c >= ' ' && c <= '~') {
      result += c;
    } else {
      result += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    }
  }
  return result;
}

void PrintError(std::string_view sentence) {
  const std::string line = fmt::format("ptrcensus: {}\n", Printable(sentence));
  std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace ptrcensus
