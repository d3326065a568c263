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

// Where a file of this name is or would be made. A link that points to nothing
// is followed too, which weakly_canonical does not do.
fs::path RealPath(fs::path path) {
  constexpr int kMostLinks = 40;  // as many as Linux follows
  std::error_code error;
  for (int i = 0; i < kMostLinks && fs::is_symlink(path, error); ++i) {
    if (fs::exists(path, error)) break;
    path = path.parent_path() / fs::read_symlink(path, error);
  }
  const fs::path real = fs::weakly_canonical(fs::absolute(path, error), error);
  return error ? path : real;
}

bool IsSameFile(const std::string& path, const NamedFile& other) {
  std::error_code error;
  if (other.path != "-") {
    return RealPath(path) == RealPath(other.path) ||
           fs::equivalent(path, other.path, error);
  }
  struct stat named = {};
  struct stat standard = {};
  return stat(path.c_str(), &named) == 0 &&
         fstat(other.standard, &standard) == 0 && S_ISREG(standard.st_mode) &&
         named.st_dev == standard.st_dev && named.st_ino == standard.st_ino;
}

}  // namespace

void CheckSummaryPath(const std::string& path,
                      std::span<const NamedFile> others) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    throw Error(
        fmt::format("--summary '{}' is not a file; it takes the path of a file "
                    "that may be replaced",
                    path));
  }
  for (const NamedFile& other : others) {
    if (!IsSameFile(path, other)) continue;
    throw Error(fmt::format(
        "--summary '{}' is the same file as {} '{}', which it would replace; "
        "give it a path of its own",
        path, other.flag, other.path));
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
