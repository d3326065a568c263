// The file of --summary: replaced as a whole or left as it was.
#pragma once

#include <string>
#include <string_view>

namespace ptrcensus {

// Throws Error where `path` cannot be a summary file: no regular file, in a
// folder that is not there or cannot be written, or the same as `output`.
void CheckSummaryPath(const std::string& path, const std::string& output);

// Writes `text` beside `path`, syncs, renames. Returns an empty text, or one
// sentence on what failed.
[[nodiscard]] std::string WriteSummaryFile(const std::string& path,
                                           std::string_view text);

}  // namespace ptrcensus
