// "Cannot start": a bad flag, an unreadable file, no socket. The message is one
// whole sentence for the user; it is caught once, in main.
#pragma once

#include <stdexcept>

namespace ptrcensus {

class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace ptrcensus
