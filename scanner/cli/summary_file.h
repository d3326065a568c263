// The file of --summary: replaced as a whole or left as it was.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace ptrcensus {

// Another file of the same command line. `-` is the open `standard` file.
struct NamedFile {
  std::string_view flag;
  std::string path;
  int standard;
};

// Throws Error where `path` cannot be a summary file: no regular file, in a
// folder that is not there or cannot be written, or one of `others`, whether
// or not those exist by now.
void CheckSummaryPath(const std::string& path,
                      std::span<const NamedFile> others);

// Writes `text` beside `path`, syncs, renames. Returns an empty text, or one
// sentence on what failed.
[[nodiscard]] std::string WriteSummaryFile(const std::string& path,
                                           std::string_view text);

}  // namespace ptrcensus
