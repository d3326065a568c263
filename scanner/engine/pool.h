// Values named by an index, which stay where they are while there come to be
// more. In blocks, so that an index costs one look at a small table.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace ptrcensus {

template <typename Value>
class Pool {
 public:
  uint32_t size() const { return size_; }
  // Adds a value; returns its index.
  uint32_t Grow() {
    if (size_ % kBlock == 0) blocks_.push_back(std::make_unique<Block>());
    return size_++;
  }
  // index < size()
  Value& operator[](uint64_t index) {
    return (*blocks_[index / kBlock])[index % kBlock];
  }
  const Value& operator[](uint64_t index) const {
    return (*blocks_[index / kBlock])[index % kBlock];
  }

 private:
  static constexpr size_t kBlock = 256;
  using Block = std::array<Value, kBlock>;

  std::vector<std::unique_ptr<Block>> blocks_;
  uint32_t size_ = 0;
};

}  // namespace ptrcensus
