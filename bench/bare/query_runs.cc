#include "bench/bare/query_runs.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

namespace ptrcensus::bare {
namespace {

// Coprime to `size`, and near the golden section of it, so that neighbours in
// time are far apart in the block.
uint64_t Stride(uint64_t size) {
  auto stride = static_cast<uint64_t>(0.618 * static_cast<double>(size)) | 1;
  while (std::gcd(stride, size) != 1) stride += 2;
  return stride;
}

size_t PtrQueryBytes(uint32_t address) {
  return QueryBytes(ReverseQuestionBytes(address), true);
}

using Group = std::vector<uint32_t>;  // addresses with names of one length

}  // namespace

QueryRuns::QueryRuns(const AddressRange& block, uint64_t count,
                     uint32_t run_queries) {
  const uint64_t size = Count(block);
  const uint64_t stride = Stride(size);
  count = std::min({count, size, kMostDistinct});
  const auto address_at = [&](uint64_t i) {
    return static_cast<uint32_t>(block.first.v4() + i * stride % size);
  };
  size_t bytes = 0;
  for (uint64_t i = 0; i < count; ++i) bytes += PtrQueryBytes(address_at(i));
  // Never grows: the runs point into it.
  bytes_.resize(bytes);
  uint8_t* to = bytes_.data();
  uint16_t id = 0;

  const auto write = [&](Group& group) {
    const size_t size_each = PtrQueryBytes(group.front());
    runs_.push_back({to, static_cast<uint32_t>(size_each),
                     static_cast<uint32_t>(group.size())});
    for (const uint32_t address : group) {
      WriteReverseQuestion(address, 0, to + kHeaderBytes);
      WriteEnvelope(id++, true, {to, size_each});
      to += size_each;
    }
    group.clear();
  };

  std::array<Group, kMaxQueryBytes + 1> groups;
  for (uint64_t i = 0; i < count; ++i) {
    const uint32_t address = address_at(i);
    Group& group = groups[PtrQueryBytes(address)];
    group.push_back(address);
    if (group.size() == run_queries) write(group);
  }
  for (Group& group : groups) {
    if (!group.empty()) write(group);
  }
}

}  // namespace ptrcensus::bare
