// How the parts of the JSON summary are written.
#pragma once

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include <cstdint>
#include <string_view>

namespace ptrcensus {

using SummaryWriter = rapidjson::PrettyWriter<rapidjson::StringBuffer>;

inline void Put(SummaryWriter& json, std::string_view text) {
  json.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

inline void Key(SummaryWriter& json, std::string_view key) {
  json.Key(key.data(), static_cast<rapidjson::SizeType>(key.size()));
}

inline void PutText(SummaryWriter& json, std::string_view key,
                    std::string_view text) {
  Key(json, key);
  Put(json, text);
}

inline void PutCount(SummaryWriter& json, std::string_view key,
                     uint64_t count) {
  Key(json, key);
  json.Uint64(count);
}

}  // namespace ptrcensus
