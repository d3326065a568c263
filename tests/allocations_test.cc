// Heap allocations of a lookup, from the draw to the row in the writer's queue,
// counted in this process by whoever makes them: new, malloc, and so ldns.
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <new>
#include <string>

#include "bench/simulation/simulated_scan.h"
#include "output/row_file.h"

namespace {

// What stands in for malloc can reach nothing but a global.
constinit std::atomic<uint64_t> allocations{0};

void CountOne() { allocations.fetch_add(1, std::memory_order_relaxed); }

}  // namespace

#ifdef __SANITIZE_ADDRESS__

// As in sanitizer/allocator_interface.h, which not every system has.
extern "C" int __sanitizer_install_malloc_and_free_hooks(
    void (*on_malloc)(const volatile void*, size_t),
    void (*on_free)(const volatile void*));

namespace {

[[maybe_unused]] const int kHooked = __sanitizer_install_malloc_and_free_hooks(
    [](const volatile void*, size_t) { CountOne(); },
    [](const volatile void*) {});

}  // namespace

#else

// In front of the C library's, which operator new calls too.
extern "C" {

void* __libc_malloc(size_t size);
void* __libc_calloc(size_t count, size_t size);
void* __libc_realloc(void* old, size_t size);
void* __libc_memalign(size_t alignment, size_t size);

void* malloc(size_t size) noexcept {
  CountOne();
  return __libc_malloc(size);
}
void* calloc(size_t count, size_t size) noexcept {
  CountOne();
  return __libc_calloc(count, size);
}
void* realloc(void* old, size_t size) noexcept {
  CountOne();
  return __libc_realloc(old, size);
}
void* aligned_alloc(size_t alignment, size_t size) noexcept {
  CountOne();
  return __libc_memalign(alignment, size);
}

}  // extern "C"

#endif

namespace ptrcensus {
namespace {

// Enough for every pool to have grown and the forward cache to evict.
constexpr uint64_t kWarmUp = 200'000;
constexpr uint32_t kWindow = 1000;
constexpr uint64_t kLookups = 50'000;

Order EveryAddress() {
  TargetSetBuilder builder;
  builder.AddTarget("0.0.0.0/0", "TARGET");
  return Order(builder.Build(/*include_special=*/true), 1);
}

// Allocations for each of kLookups lookups, after kWarmUp others, whose rows go
// to a CSV file.
double AllocationsPerLookup(const simulation::Mix& mix, bool forward = true) {
  const std::string path =
      std::filesystem::temp_directory_path() /
      ("allocations_test." + std::to_string(getpid()) + ".csv");
  RowFile file(path, MakeCsv(AllFields()), true);
  file.Start();
  const Order order = EveryAddress();
  simulation::SimulatedScan scan(
      {.window = kWindow, .forward = forward, .mix = mix}, order,
      [&](const Row& row) { file.Write(row); }, [&] { return file.full(); });
  scan.RunUntil(kWarmUp);
  const uint64_t rows = scan.rows();
  const uint64_t before = allocations.load();
  scan.RunUntil(rows + kLookups);
  const uint64_t made = allocations.load() - before;
  file.Finish();
  std::filesystem::remove(path);
  return static_cast<double>(made) / static_cast<double>(scan.rows() - rows);
}

// Of the writer's buffers, which each hold about two thousand rows, there are
// as many as it is behind.
constexpr double kNone = 1.0 / 500;
constexpr double kMaxOfPositive = 8;

constexpr simulation::Mix kNxdomain = {.nxdomain = 1, .nodata = 0};
constexpr simulation::Mix kNodata = {.nxdomain = 0, .nodata = 1};
constexpr simulation::Mix kNames = {.nxdomain = 0, .nodata = 0};
constexpr simulation::Mix kRepeatedNames = {
    .nxdomain = 0, .nodata = 0, .repeated = 0.9};

TEST(Allocations, AreCountedWhicheverWay) {
  const uint64_t before = allocations.load();
  void* volatile block = ::operator new(1);
  ::operator delete(block);
  block = std::malloc(1);
  block = std::realloc(block, 1 << 20);
  std::free(block);
  block = std::calloc(1, 1);
  std::free(block);
  EXPECT_GE(allocations.load() - before, 4U);
}

TEST(Allocations, NegativeLookupMakesNone) {
  EXPECT_LT(AllocationsPerLookup(kNxdomain), kNone);
}

TEST(Allocations, LookupWithoutDataMakesNone) {
  EXPECT_LT(AllocationsPerLookup(kNodata), kNone);
}

TEST(Allocations, PositiveLookupMakesAtMostEight) {
  EXPECT_LE(AllocationsPerLookup(kNames, false), kMaxOfPositive);
}

TEST(Allocations, ConfirmedLookupMakesAtMostEight) {
  EXPECT_LE(AllocationsPerLookup(kNames), kMaxOfPositive);
}

TEST(Allocations, LookupOfAKnownNameMakesAtMostEight) {
  EXPECT_LE(AllocationsPerLookup(kRepeatedNames), kMaxOfPositive);
}

}  // namespace
}  // namespace ptrcensus
