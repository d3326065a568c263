// A line on its way to the writer's thread: a copy, and for each chunk, about
// two thousand lines, a lock.
#include <benchmark/benchmark.h>
#include <fcntl.h>

#include <string>

#include "io/fd.h"
#include "output/write_queue.h"

namespace ptrcensus {
namespace {

void BM_Append(benchmark::State& state) {
  const Fd null(open("/dev/null", O_WRONLY | O_CLOEXEC));
  WriteQueue queue(null.get());
  std::string line(static_cast<size_t>(state.range(0)), 'x');
  line.back() = '\n';
  for (auto _ : state) {
    queue.open() += line;
    queue.EndLine();
  }
  queue.Finish();
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_Append)->Arg(130)->Arg(300);

}  // namespace
}  // namespace ptrcensus
