#include "scanner/cli/pattern_store.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <array>
#include <cassert>

#include "io/error.h"
#include "scanner/verdict/name_template.h"

namespace ptrcensus {
namespace {

// Pages in memory, and again as much for what is being sorted.
constexpr int kCacheKib = 32 * 1024;

using DatabasePtr = std::unique_ptr<sqlite3, decltype([](sqlite3* database) {
                                      sqlite3_close(database);
                                    })>;
using StatementPtr =
    std::unique_ptr<sqlite3_stmt, decltype([](sqlite3_stmt* statement) {
                      sqlite3_finalize(statement);
                    })>;

// IPv4 is an integer and IPv6 are 16 octets: SQLite sorts them as Address does.
using V6Octets = std::array<uint8_t, 16>;

V6Octets ToOctets(const Address& ip) {
  V6Octets octets;
  for (size_t i = 0; i < 8; ++i) {
    octets[i] = static_cast<uint8_t>(ip.high() >> (56 - 8 * i));
    octets[8 + i] = static_cast<uint8_t>(ip.low() >> (56 - 8 * i));
  }
  return octets;
}

Address FromOctets(const uint8_t* octets) {
  uint64_t high = 0, low = 0;
  for (size_t i = 0; i < 8; ++i) {
    high = high << 8 | octets[i];
    low = low << 8 | octets[8 + i];
  }
  return Address::V6(high, low);
}

// SQL's template_of(name).
void TemplateOf(sqlite3_context* context, int, sqlite3_value** values) {
  const auto* name =
      reinterpret_cast<const char*>(sqlite3_value_text(values[0]));
  const int size = sqlite3_value_bytes(values[0]);
  auto* out = static_cast<char*>(sqlite3_malloc(size + 1));
  if (name == nullptr || out == nullptr) {
    sqlite3_free(out);
    sqlite3_result_error_nomem(context);
    return;
  }
  const size_t written = WriteTemplate({name, static_cast<size_t>(size)}, out);
  sqlite3_result_text(context, out, static_cast<int>(written), sqlite3_free);
}

std::string Setup() {
  return fmt::format(
      "PRAGMA temp_store=FILE; PRAGMA cache_size=-{};"
      "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
      "PRAGMA locking_mode=EXCLUSIVE;"
      "CREATE TABLE names(ip, name TEXT, traits INTEGER);"
      "BEGIN",
      kCacheKib);
}

}  // namespace

// The column `traits`: four fields of two bits.
struct PatternStore::Traits {
  NameKnown known = NameKnown::kNamed;
  Shows shows = Shows::kOther;
  bool placeholder = false;
  bool further = false;  // not the representative name

  int ToInt() const {
    return static_cast<int>(known) | static_cast<int>(shows) << 2 |
           (placeholder ? 16 : 0) | (further ? kFurther : 0);
  }
  static Traits FromInt(int bits) {
    return {.known = static_cast<NameKnown>(bits & 3),
            .shows = static_cast<Shows>(bits >> 2 & 3),
            .placeholder = (bits & 16) != 0,
            .further = (bits & kFurther) != 0};
  }

  static constexpr int kFurther = 64;  // also written in the SQL below
};

struct PatternStore::Statement {
  StatementPtr handle;

  std::string_view Text(int column) const {
    const auto* text = sqlite3_column_text(handle.get(), column);
    const int size = sqlite3_column_bytes(handle.get(), column);
    return {reinterpret_cast<const char*>(text), static_cast<size_t>(size)};
  }
  Traits TraitsAt(int column) const {
    return Traits::FromInt(sqlite3_column_int(handle.get(), column));
  }
  Address AddressAt(int column) const {
    if (sqlite3_column_type(handle.get(), column) == SQLITE_INTEGER) {
      return Address::V4(
          static_cast<uint32_t>(sqlite3_column_int64(handle.get(), column)));
    }
    return FromOctets(
        static_cast<const uint8_t*>(sqlite3_column_blob(handle.get(), column)));
  }
};

struct PatternStore::State {
  DatabasePtr database;
  Statement insert;

  bool Prepare(const char* sql, Statement& statement) {
    sqlite3_stmt* handle = nullptr;
    const int code =
        sqlite3_prepare_v2(database.get(), sql, -1, &handle, nullptr);
    statement.handle.reset(handle);
    return code == SQLITE_OK;
  }
};

PatternStore::PatternStore() : state_(std::make_unique<State>()) {
  sqlite3* database = nullptr;
  // Without a name SQLite makes a file of its own and unlinks it at once.
  const int code = sqlite3_open("", &database);
  state_->database.reset(database);
  const bool ready =
      code == SQLITE_OK && Run(Setup().c_str()) &&
      sqlite3_create_function(database, "template_of", 1,
                              SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr,
                              TemplateOf, nullptr, nullptr) == SQLITE_OK &&
      state_->Prepare("INSERT INTO names VALUES(?,?,?)", state_->insert);
  if (ready) return;
  static_cast<void>(Failed());
  throw Error(error_);
}

PatternStore::~PatternStore() = default;

bool PatternStore::Failed() {
  error_ = fmt::format(
      "the rows cannot be sorted in a temporary file: {}; SQLITE_TMPDIR names "
      "a directory with more room",
      sqlite3_errmsg(state_->database.get()));
  return false;
}

bool PatternStore::Run(const char* sql) {
  const int code =
      sqlite3_exec(state_->database.get(), sql, nullptr, nullptr, nullptr);
  return code == SQLITE_OK;
}

bool PatternStore::Insert(const Address& ip, std::string_view name,
                          const Traits& traits) {
  sqlite3_stmt* insert = state_->insert.handle.get();
  const V6Octets octets = ToOctets(ip);
  if (ip.is_v4()) {
    sqlite3_bind_int64(insert, 1, ip.v4());
  } else {
    sqlite3_bind_blob(insert, 1, octets.data(), octets.size(), SQLITE_STATIC);
  }
  if (name.empty()) {
    sqlite3_bind_null(insert, 2);
  } else {
    sqlite3_bind_text(insert, 2, name.data(), static_cast<int>(name.size()),
                      SQLITE_STATIC);
  }
  sqlite3_bind_int(insert, 3, traits.ToInt());
  const bool done = sqlite3_step(insert) == SQLITE_DONE;
  if (!done) static_cast<void>(Failed());
  sqlite3_reset(insert);
  return done;
}

bool PatternStore::AddAddress(const Address& ip, std::string_view name,
                              NameKnown known, Shows shows, bool placeholder) {
  return Insert(ip, name,
                {.known = known, .shows = shows, .placeholder = placeholder});
}

bool PatternStore::AddName(const Address& ip, std::string_view name) {
  assert(!name.empty());
  return Insert(ip, name, {.further = true});
}

bool PatternStore::Each(const char* sql,
                        const std::function<void(Statement&)>& call) {
  Statement rows;
  if (!state_->Prepare(sql, rows)) return Failed();
  while (true) {
    const int code = sqlite3_step(rows.handle.get());
    if (code == SQLITE_DONE) return true;
    if (code != SQLITE_ROW) return Failed();
    call(rows);
  }
}

bool PatternStore::EachAddress(
    const std::function<void(const Address&, NameKnown)>& call) {
  return Each(
      "SELECT ip, traits FROM names WHERE traits < 64 ORDER BY ip",
      [&](Statement& row) { call(row.AddressAt(0), row.TraitsAt(1).known); });
}

bool PatternStore::EachName(
    const std::function<void(std::string_view, const Address&, bool)>& call) {
  return Each(
      "SELECT name, ip, traits FROM names WHERE name IS NOT NULL "
      "ORDER BY name, ip",
      [&](Statement& row) {
        call(row.Text(0), row.AddressAt(1), row.TraitsAt(2).placeholder);
      });
}

bool PatternStore::EachTemplate(
    const std::function<void(std::string_view, const Address&, std::string_view,
                             Shows)>& call) {
  return Each(
      "SELECT template_of(name), ip, name, traits FROM names "
      "WHERE name IS NOT NULL AND traits < 64 ORDER BY 1, 2, 3",
      [&](Statement& row) {
        call(row.Text(0), row.AddressAt(1), row.Text(2), row.TraitsAt(3).shows);
      });
}

}  // namespace ptrcensus
