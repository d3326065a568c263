#include "scanner/verdict/public_suffix.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <libpsl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <optional>
#include <utility>

#include "io/dns.h"
#include "io/error.h"
#include "io/fd.h"
#include "io/time.h"

namespace ptrcensus {
namespace {

// ICANN section; the rule `*`, by which every top is a suffix, does not count.
constexpr int kRules = PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE;
constexpr std::string_view kSectionBegin = "// ===BEGIN ICANN DOMAINS===";
constexpr std::string_view kSectionEnd = "// ===END ICANN DOMAINS===";
// A guard against a device: the list has 0.3 MB.
constexpr size_t kMaxListBytes = 16 << 20;

struct FreeList {
  void operator()(psl_ctx_t* list) const { psl_free(list); }
};
using List = std::unique_ptr<psl_ctx_t, FreeList>;

struct Loaded {
  List list;
  std::string version;
  std::string fault;  // why there is no list
};

Loaded NoList(std::string fault) { return {{}, {}, std::move(fault)}; }

struct File {
  std::string bytes;
  WallTime modified;
};

// Nothing, with errno set, where it cannot be read.
std::optional<File> ReadFile(const std::string& path) {
  const Fd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat facts;
  if (!fd || fstat(fd.get(), &facts) != 0) return std::nullopt;
  File file;
  file.modified = WallTime(std::chrono::seconds(facts.st_mtim.tv_sec));
  std::array<char, 64 * 1024> buffer;
  while (true) {
    const ssize_t got = read(fd.get(), buffer.data(), buffer.size());
    if (got == 0) return file;
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::nullopt;
    file.bytes.append(buffer.data(), static_cast<size_t>(got));
    if (file.bytes.size() > kMaxListBytes) {
      errno = EFBIG;
      return std::nullopt;
    }
  }
}

std::string_view TakeLine(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(line.size() + 1, text.size()));
  return line;
}

// A list that was cut has no end of the section.
bool HasIcannRules(std::string_view text) {
  const size_t begin = text.find(kSectionBegin);
  const size_t end = text.find(kSectionEnd);
  if (begin == text.npos || end == text.npos || end < begin) return false;
  std::string_view section = text.substr(begin, end - begin);
  while (!section.empty()) {
    const std::string_view line = TakeLine(section);
    const size_t first = line.find_first_not_of(" \t\r");
    if (first != line.npos && !line.substr(first).starts_with("//")) {
      return true;
    }
  }
  return false;
}

// libpsl takes any bytes for a list.
bool IsWhole(const psl_ctx_t* list, std::string_view bytes) {
  const bool compiled = psl_suffix_count(list) < 0;
  return compiled ? psl_is_public_suffix2(list, "com", kRules) != 0
                  : HasIcannRules(bytes);
}

std::string DateOf(WallTime time) {
  std::string text;
  AppendText(text, time);
  return text.substr(0, text.find('T'));
}

// What stands behind `// VERSION:`, a line that lists have since 2024.
std::string_view StatedVersion(std::string_view list) {
  constexpr std::string_view kMark = "// VERSION: ";
  const size_t at = list.find(kMark);
  if (at == list.npos) return {};
  const std::string_view stated = list.substr(at + kMark.size());
  return stated.substr(0, stated.find_first_of(" \r\n"));
}

std::string VersionOf(const File& file, const psl_ctx_t* list,
                      const std::string& path) {
  const std::string date = DateOf(file.modified);
  const int rules = psl_suffix_count(list);
  if (rules < 0) return fmt::format("{} ({})", date, path);
  const std::string_view stated = StatedVersion(file.bytes);
  return stated.empty() ? fmt::format("{}, {} rules ({})", date, rules, path)
                        : fmt::format("{} ({})", stated, path);
}

Loaded LoadFile(const std::string& path) {
  std::optional<File> file = ReadFile(path);
  if (!file) return NoList(fmt::format("cannot be read: {}", strerror(errno)));
  if (file->bytes.empty()) return NoList("is empty");
  FILE* stream = fmemopen(file->bytes.data(), file->bytes.size(), "r");
  if (stream == nullptr) return NoList(strerror(errno));
  List list(psl_load_fp(stream));
  std::fclose(stream);
  if (!list || !IsWhole(list.get(), file->bytes)) {
    return NoList(fmt::format("has no rules between the lines {} and {}",
                              kSectionBegin, kSectionEnd));
  }
  std::string version = VersionOf(*file, list.get(), path);
  return {std::move(list), std::move(version), {}};
}

// psl_free() leaves the list within the library alone.
Loaded LoadBuiltin() {
  List list(const_cast<psl_ctx_t*>(psl_builtin()));
  if (!list) return NoList("is missing");
  const WallTime made{std::chrono::seconds(psl_builtin_file_time())};
  return {
      std::move(list), fmt::format("{} (built into libpsl)", DateOf(made)), {}};
}

// The compiled list first: it loads in 0.1 ms, the text in 6.
Loaded LoadSystem() {
  for (const char* path :
       {psl_dist_filename(), "/usr/share/publicsuffix/public_suffix_list.dafsa",
        "/usr/share/publicsuffix/public_suffix_list.dat"}) {
    Loaded loaded = LoadFile(path);
    if (loaded.list) return loaded;
  }
  return LoadBuiltin();
}

Loaded Load(const std::string& path) {
  Loaded loaded = path.empty() ? LoadSystem() : LoadFile(path);
  if (loaded.list) return loaded;
  if (path.empty()) {
    throw Error(
        "no public suffix list was found on this system; install the package "
        "publicsuffix, or name a list with --psl");
  }
  throw Error(
      fmt::format("--psl '{}' {}; it takes the list of publicsuffix.org, as "
                  "text (public_suffix_list.dat) or compiled (.dafsa)",
                  path, loaded.fault));
}

}  // namespace

struct PublicSuffixes::State {
  // An answer of the list; size 0 is none. Longer names are rare, and asked
  // each time.
  struct Remembered {
    static constexpr size_t kMaxSize = 62;
    uint8_t size;
    bool is_suffix;
    std::array<char, kMaxSize> name;
  };
  static_assert(sizeof(Remembered) == 64);

  explicit State(Loaded loaded)
      : list(std::move(loaded.list)), version(std::move(loaded.version)) {}

  bool Ask(std::string_view name) const {
    // The compiled list is a graph of octets and trusts its keys.
    const auto odd = [](char c) { return c <= ' ' || c > '~'; };
    if (std::ranges::any_of(name, odd)) return false;
    if (name == "test" || name == "example" || name == "za") return true;
    std::array<char, kMaxNameBytes + 1> text;
    assert(name.size() < text.size());
    *std::ranges::copy(name, text.begin()).out = '\0';
    return psl_is_public_suffix2(list.get(), text.data(), kRules) != 0;
  }

  List list;
  std::string version;
  std::array<Remembered, 2048> memo{};
};

PublicSuffixes::PublicSuffixes(const std::string& path)
    : state_(std::make_unique<State>(Load(path))) {}
PublicSuffixes::~PublicSuffixes() = default;
PublicSuffixes::PublicSuffixes(PublicSuffixes&&) noexcept = default;
PublicSuffixes& PublicSuffixes::operator=(PublicSuffixes&&) noexcept = default;

const std::string& PublicSuffixes::version() const { return state_->version; }

bool PublicSuffixes::IsSuffix(std::string_view name) {
  if (name.size() > State::Remembered::kMaxSize) return state_->Ask(name);
  auto& memo = state_->memo;
  State::Remembered& slot =
      memo[XXH3_64bits(name.data(), name.size()) % memo.size()];
  if (slot.size != name.size() ||
      std::memcmp(slot.name.data(), name.data(), name.size()) != 0) {
    slot.is_suffix = state_->Ask(name);
    slot.size = static_cast<uint8_t>(name.size());
    std::ranges::copy(name, slot.name.begin());
  }
  return slot.is_suffix;
}

}  // namespace ptrcensus
