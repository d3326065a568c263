#include <fcntl.h>

#include <csignal>
#include <new>

#include "io/error.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/ending.h"
#include "scanner/cli/print.h"

namespace {

// A standard descriptor that was closed would become one of our sockets. It is
// opened the wrong way round, so that using it is still an error.
void FillStandardDescriptors() {
  for (int fd = 0; fd < 3; ++fd) {
    if (fcntl(fd, F_GETFD) < 0) {
      static_cast<void>(open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY));
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  FillStandardDescriptors();
  // A reader that goes away, or a file that may not grow, is then an error of
  // the write, which the output reports.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  try {
    return ptrcensus::RunCommand({argv + (argc > 0 ? 1 : 0), argv + argc});
  } catch (const ptrcensus::Error& error) {
    ptrcensus::PrintError(error.what());
  } catch (const std::bad_alloc&) {
    ptrcensus::PrintError("out of memory; a smaller --window needs less");
  }
  return ptrcensus::kExitCannotStart;
}
