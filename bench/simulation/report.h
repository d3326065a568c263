// A trial as text or as JSON, a line as soon as it is known.
#pragma once

#include <string>

#include "bench/simulation/trial.h"

namespace ptrcensus::simulation {

[[nodiscard]] std::string HeaderText();
[[nodiscard]] std::string Text(const Checkpoint& point);
[[nodiscard]] std::string Text(const TrialResult& result);

// One JSON object with every checkpoint.
[[nodiscard]] std::string Json(const TrialResult& result);

}  // namespace ptrcensus::simulation
