#include "scanner/cli/summary_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include "io/error.h"

namespace ptrcensus {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kMode = 0666;  // less the umask, as for any other file

std::string FolderOf(const std::string& path) {
  const std::string folder = fs::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

bool WriteAll(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<size_t>(written));
  }
  return fsync(fd) == 0;
}

std::string Fault(const std::string& path) {
  return fmt::format("--summary '{}' cannot be written: {}", path,
                     std::generic_category().message(errno));
}

}  // namespace

void CheckSummaryPath(const std::string& path, const std::string& output) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    throw Error(
        fmt::format("--summary '{}' is not a file; it takes the path of a file "
                    "that may be replaced",
                    path));
  }
  if (path == output || fs::equivalent(path, output, error)) {
    throw Error(fmt::format("--summary and --output both name '{}'", path));
  }
  const std::string folder = FolderOf(path);
  if (access(folder.c_str(), W_OK | X_OK) != 0) {
    throw Error(fmt::format("--summary '{}' cannot be written, folder '{}': {}",
                            path, folder,
                            std::generic_category().message(errno)));
  }
}

std::string WriteSummaryFile(const std::string& path, std::string_view text) {
  // A symbolic link stays one: what it points to is replaced.
  std::error_code error;
  const fs::path real = fs::canonical(path, error);
  const std::string target = error ? path : real.string();
  const std::string temporary = fmt::format("{}.{}.tmp", target, getpid());
  const int fd =
      open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kMode);
  if (fd < 0) return Fault(path);
  bool done = WriteAll(fd, text);
  const int write_errno = errno;
  close(fd);
  errno = write_errno;
  done = done && std::rename(temporary.c_str(), target.c_str()) == 0;
  if (done) return {};
  std::string fault = Fault(path);
  unlink(temporary.c_str());
  return fault;
}

}  // namespace ptrcensus
