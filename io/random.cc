#include "io/random.h"

#include <sys/random.h>

#include "io/error.h"

namespace ptrcensus {

uint64_t RandomNumber() {
  uint64_t number = 0;
  if (getrandom(&number, sizeof(number), 0) != sizeof(number)) {
    throw Error("the kernel gives no random numbers (getrandom failed)");
  }
  return number;
}

}  // namespace ptrcensus
