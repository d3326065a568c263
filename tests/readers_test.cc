#include "output/readers.h"

#include <gtest/gtest.h>

namespace ptrcensus {
namespace {

TEST(Readers, AreFoundByName) {
  ASSERT_NE(FindReader("duckdb"), nullptr);
  EXPECT_EQ(FindReader("duckdb")->name, "duckdb");
  ASSERT_NE(FindReader("pandas"), nullptr);
  EXPECT_EQ(FindReader("pandas")->name, "pandas");
  EXPECT_EQ(FindReader("polars"), nullptr);
}

TEST(Readers, PrintTheWholeDuckdbCall) {
  EXPECT_EQ(FindReader("duckdb")->call(),
            R"(SELECT * REPLACE (
    coalesce(string_split(names, ' '), []) AS names,
    coalesce(string_split(name_status, ' '), []) AS name_status,
    coalesce(string_split(forward, ' '), []) AS forward,
    coalesce(string_split(tokens, ' '), []) AS tokens,
    coalesce(string_split(findings, ' '), []) AS findings,
    coalesce(string_split(flags, ' '), []) AS flags
) FROM read_csv('FILE', auto_detect = false, header = true,
  delim = ',', quote = '', escape = '', nullstr = '', columns = {
    'ip': 'VARCHAR',
    'ptr_status': 'VARCHAR',
    'name': 'VARCHAR',
    'names': 'VARCHAR',
    'name_status': 'VARCHAR',
    'names_total': 'BIGINT',
    'fcrdns': 'VARCHAR',
    'iprev': 'VARCHAR',
    'forward': 'VARCHAR',
    'name_class': 'VARCHAR',
    'is_generic': 'BOOLEAN',
    'confidence': 'VARCHAR',
    'encoding': 'VARCHAR',
    'tokens': 'VARCHAR',
    'role': 'VARCHAR',
    'findings': 'VARCHAR',
    'owner': 'VARCHAR',
    'zone': 'VARCHAR',
    'ttl': 'BIGINT',
    'rcode': 'VARCHAR',
    'ede': 'BIGINT',
    'flags': 'VARCHAR',
    'attempts': 'BIGINT',
    'rtt_us': 'BIGINT',
    'server': 'VARCHAR',
    'time': 'TIMESTAMPTZ'
  });
)");
}

TEST(Readers, PrintTheWholePandasCall) {
  EXPECT_EQ(FindReader("pandas")->call(),
            R"(import pandas as pd

rows = pd.read_csv(
    'FILE', keep_default_na=False, na_values=[''], quoting=3,
    parse_dates=['time'],
    dtype={
        'ip': 'string',
        'ptr_status': 'string',
        'name': 'string',
        'names_total': 'Int64',
        'fcrdns': 'string',
        'iprev': 'string',
        'name_class': 'string',
        'is_generic': 'boolean',
        'confidence': 'string',
        'encoding': 'string',
        'role': 'string',
        'owner': 'string',
        'zone': 'string',
        'ttl': 'Int64',
        'rcode': 'string',
        'ede': 'Int64',
        'attempts': 'Int64',
        'rtt_us': 'Int64',
        'server': 'string'
    },
    converters={
        'names': str.split,
        'name_status': str.split,
        'forward': str.split,
        'tokens': str.split,
        'findings': str.split,
        'flags': str.split
    })
)");
}

}  // namespace
}  // namespace ptrcensus
