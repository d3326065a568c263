// The verdict of --profile in the JSON summary, under `profile`.
#pragma once

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include "scanner/cli/audit.h"

namespace ptrcensus {

using SummaryWriter = rapidjson::PrettyWriter<rapidjson::StringBuffer>;

// A key and its object; docs/summary.md lists what is in it.
void PutProfile(SummaryWriter& json, const Audit& audit);

}  // namespace ptrcensus
