// Queries wait in bins, one for each (socket, server, size), so that a bin can
// leave in one segmented send: segments must share socket, destination and
// length. The pool is made at the start; staging allocates nothing.
//
// Invariant: `order_` holds the bins in use, oldest first, each with 1 to
// kBinQueries queries; each is in the hash chain of its key, and no two have
// the same key. A full bin is sent by the next call, when its last query has
// been filled in.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "io/address.h"
#include "io/query.h"
#include "io/time.h"

namespace ptrcensus {

inline constexpr size_t kBinQueries = 64;
// One segmented send must stay below 65,508 bytes.
inline constexpr size_t kBinBytes = kBinQueries * kMaxQueryBytes;
static_assert(kBinBytes < 65508);
inline constexpr size_t kBins = 256;
inline constexpr Duration kBinWait = std::chrono::milliseconds(1);

struct SendBin {
  uint32_t socket = 0;
  uint16_t size = 0;   // of each query, bytes
  uint16_t count = 0;  // queries
  Endpoint server;
  Time opened;
  uint16_t next = 0;  // in its hash chain
  std::array<uint32_t, kBinQueries> tags;
  // Room for kBinBytes; count * size of these are queries, back to back.
  uint8_t* bytes = nullptr;
};

class SendBins {
 public:
  using Send = std::function<void(const SendBin&)>;

  // `send` is called with each bin that leaves, from Stage too; it must not
  // call back into this object.
  explicit SendBins(Send send, size_t bins = kBins);

  // Room for a query; to be filled before the next call. With all bins in use
  // the oldest one is sent.
  std::span<uint8_t> Stage(uint32_t socket, const Endpoint& server, size_t size,
                           uint32_t tag, Time now) noexcept;
  // Sends full bins and those opened kBinWait ago; with `all`, all.
  void Flush(Time now, bool all) noexcept;

  bool empty() const { return order_.empty(); }

 private:
  static constexpr uint16_t kNone = 0xFFFF;
  static constexpr size_t kChains = 512;

  uint16_t& Chain(uint32_t socket, const Endpoint& server, size_t size);
  uint16_t Open(uint32_t socket, const Endpoint& server, size_t size, Time now);
  void SendFull();
  void Leave(uint16_t index);
  void Unlink(uint16_t index);

  Send send_;
  // Not zeroed: most of it is never used.
  std::unique_ptr<uint8_t[]> bytes_;
  std::vector<SendBin> bins_;
  std::vector<uint16_t> free_;
  std::vector<uint16_t> order_;
  std::array<uint16_t, kChains> chains_;
  uint16_t full_ = kNone;  // filled up by the last Stage
};

}  // namespace ptrcensus
