// What the addresses of one template show together: how many they are, where
// their names count up with the address (generic_sequence), and whether the
// others carry serial numbers of one domain (provider_serial_template). Takes
// the addresses in order; memory is that of one /24, however many they are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "io/address.h"
#include "scanner/verdict/encoding.h"
#include "scanner/verdict/public_suffix.h"
#include "scanner/verdict/sequence.h"

namespace ptrcensus {

// What a row's `encoding` says about the address in the name.
enum class Shows : uint8_t {
  // No form of the address, or one octet of it: in names with a serial number
  // that is chance.
  kNothing,
  kAddress,  // two octets or more
  kOther,    // an interface, a literal, a shared name: neither
};
[[nodiscard]] Shows ShowsOf(Encoding encoding);

// Of the addresses with serial numbers at least so many in a hundred show
// nothing of the address; our choice, as for sequences.
inline constexpr uint64_t kSerialPercent = 90;

struct NamedAddress {
  Address ip;
  std::string name;
};

struct TemplateFindings {
  static constexpr size_t kExamples = 2;

  uint64_t addresses = 0;
  std::vector<NamedAddress> examples;  // the lowest, at most kExamples

  // generic_sequence: the /24s that have one.
  uint64_t sequence_blocks = 0;
  uint64_t sequence_addresses = 0;  // of this template in them
  uint64_t sequence_shown = 0;      // those whose names show the address
  Sequence sequence;                // of the lowest /24 that has one
  NamedAddress sequence_example;    // its lowest address that fits
  uint64_t sequence_alike = 0;      // the /24s of that rule, this one included
  // Most of the sequences' names show the address anyway.
  bool ShowsAddress() const { return sequence_shown * 2 > sequence_addresses; }

  // provider_serial_template: addresses outside sequences; 0 where it is none.
  uint64_t serial_addresses = 0;
  NamedAddress serial_example;
};

class TemplateTally {
 public:
  // In ascending order; an address that comes again is not counted again. All
  // names have the same template.
  void Add(const Address& ip, std::string_view name, Shows shows);

  // All that was found; the tally is then empty.
  [[nodiscard]] TemplateFindings Finish(PublicSuffixes& suffixes);

 private:
  // Addresses whose names show nothing of them, outside sequences.
  struct Serials {
    uint64_t addresses = 0;  // shown ones included
    uint64_t plain = 0;
    std::vector<std::string> names;  // different ones, at most kLeastOfTemplate
    NamedAddress first;

    void Add(const Address& ip, std::string_view name, bool is_plain);
    void Add(const Serials& other);
    void AddName(std::string_view name);
    void Clear();
  };

  bool IsInBlock(const Address& ip) const;
  void CloseBlock();
  bool IsSerial(PublicSuffixes& suffixes) const;

  TemplateFindings findings_;
  Serials serials_;
  Address last_;
  size_t common_suffix_ = 0;  // of all names, in characters

  // The /24 of last_; for IPv6 all addresses, and then there are no octets.
  std::vector<uint8_t> octets_;
  std::vector<int64_t> numbers_;
  Serials block_serials_;
  std::vector<std::string> block_names_;  // until there is a sequence_example
  uint64_t block_shown_ = 0;
};

}  // namespace ptrcensus
