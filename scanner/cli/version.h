// The version of this program, as CMake knows it.
#pragma once

#include <string_view>

namespace ptrcensus {

inline constexpr std::string_view kVersion = PTRCENSUS_VERSION;

}  // namespace ptrcensus
