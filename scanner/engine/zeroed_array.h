// A large array that starts as zero octets and takes no memory where it was
// never touched.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>
#include <type_traits>

namespace ptrcensus {

struct FreeMemory {
  void operator()(void* memory) const { std::free(memory); }
};

template <typename Value>
using ZeroedArray = std::unique_ptr<Value[], FreeMemory>;

// Zero octets must be a valid Value.
template <typename Value>
[[nodiscard]] ZeroedArray<Value> MakeZeroedArray(size_t size) {
  static_assert(std::is_trivially_copyable_v<Value>);
  ZeroedArray<Value> array(
      static_cast<Value*>(std::calloc(size, sizeof(Value))));
  if (!array) throw std::bad_alloc();
  return array;
}

}  // namespace ptrcensus
