#include "io/random.h"

#include <sys/random.h>

#include "io/error.h"

namespace ptrcensus {

uint64_t KernelRandom::operator()() {
  if (left_ == 0) {
    if (getrandom(numbers_.data(), sizeof numbers_, 0) != sizeof numbers_) {
      throw Error("the kernel gives no random numbers (getrandom failed)");
    }
    left_ = numbers_.size();
  }
  return numbers_[--left_];
}

}  // namespace ptrcensus
