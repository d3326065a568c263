// The verdict of --profile in the JSON summary, under `profile`.
#pragma once

#include "scanner/cli/audit.h"
#include "scanner/cli/summary_writer.h"

namespace ptrcensus {

// A key and its object; docs/summary.md lists what is in it.
void PutProfile(SummaryWriter& json, const Audit& audit);

}  // namespace ptrcensus
