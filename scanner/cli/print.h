// Text for stdout that is not rows: help, the list of fields, a dry run.
#pragma once

#include <string>
#include <string_view>

namespace ptrcensus {

// Returns the exit code: 0, or 1 where stdout did not take it all, with a
// sentence on stderr unless its reader merely went away.
[[nodiscard]] int PrintToStdout(std::string_view text);

// Every octet but printable ASCII written `\xNN`: what an error quotes may come
// from a file and must not reach a terminal as it is.
[[nodiscard]] std::string Printable(std::string_view text);

// `ptrcensus: <sentence>` on stderr, made printable.
void PrintError(std::string_view sentence);

}  // namespace ptrcensus
