"""Rows against `labdns truth`, by address, on all columns that do not depend on
the run."""

import lab

HEADER = ("ip,ptr_status,name,names,name_status,names_total,fcrdns,iprev,"
          "forward,name_class,is_generic,confidence,encoding,tokens,role,"
          "findings,owner,zone,ttl,rcode,ede,flags,attempts,rtt_us,server,time")
COLUMNS = HEADER.split(",")
COMPARED = ("ptr_status", "name", "names", "name_status", "names_total",
            "fcrdns", "iprev", "forward", "owner", "zone", "ttl", "rcode",
            "ede", "flags")


class Faults(Exception):
    pass


def by_address(lines, columns):
    """ip -> the texts of `columns`; no value has a comma or a quote."""
    places = [COLUMNS.index(column) for column in columns]
    found = {}
    for line in lines:
        cells = line.split(",")
        if len(cells) != len(COLUMNS):
            raise Faults(f"{len(cells)} cells: {line}")
        if cells[0] in found:
            raise Faults(f"{cells[0]} has two rows")
        found[cells[0]] = ",".join([cells[i] for i in places])
    return found


def compare(test, lines, truth, without=()):
    """Fails `test` unless the CSV `lines` say what the lines of `truth` say,
    but for the columns `without`."""
    columns = [column for column in COMPARED if column not in without]
    test.assertEqual(lines[0], HEADER)
    expected = by_address(truth, columns)
    got = by_address(lines[1:], columns)
    missing = expected.keys() - got.keys()
    foreign = got.keys() - expected.keys()
    wrong = [ip for ip in expected.keys() & got.keys()
             if expected[ip] != got[ip]]
    if missing or foreign or wrong:
        examples = [f"missing {ip}" for ip in sorted(missing)[:5]]
        examples += [f"no target {ip}" for ip in sorted(foreign)[:5]]
        for ip in sorted(wrong)[:12]:
            pairs = zip(columns, got[ip].split(","), expected[ip].split(","))
            examples += [f"{ip}: {column} is {a!r}, not {b!r}"
                         for column, a, b in pairs if a != b]
        test.fail(f"{len(missing)} missing, {len(foreign)} foreign, "
                  f"{len(wrong)} wrong of {len(expected)}\n"
                  + "\n".join(examples))


def check(test, block, *flags, world=(), faults=(), truth_flags=(), without=(),
          limit_seconds=300):
    """Scans `block` of a lab world and compares with its truth; gives the
    summary. `world` and `faults` are flags of labdns."""
    with lab.temp_dir() as path:
        rows = f"{path}/rows.csv"
        with lab.labdns(*world, *faults) as server:
            result = lab.scan(server.port, block, "-o", rows, "--summary",
                              f"{path}/summary.json", *flags,
                              limit_seconds=limit_seconds)
        test.assertEqual(result.code, 0, result)
        with open(rows, encoding="ascii") as file:
            lines = file.read().splitlines()
        summary = lab.read_json(f"{path}/summary.json")
    compare(test, lines, lab.truth(block, *world, *truth_flags), without)
    check_totals(test, summary, len(lines) - 1)
    summary["labdns"] = server.counters
    return summary


def check_totals(test, summary, rows):
    test.assertEqual(summary["targets"], rows)
    test.assertEqual(summary["rows"], rows)
    test.assertEqual(sum(summary["by_status"].values()), rows)
    test.assertEqual(sum(summary["by_fcrdns"].values()), rows)
    test.assertEqual(summary["targets_without_row"], 0)
