"""`ptrcensus patterns`: what finished rows show only together."""

import json
import random
import unittest

import lab

FIELDS = "ip,ptr_status,name,names,name_class,encoding"


def row(ip, name="", name_class="custom", encoding="none"):
    status = "ok" if name else "nxdomain"
    return ",".join([ip, status, name, name,
                     name_class if name else "none", encoding])


def to_csv(rows):
    return ("\n".join([FIELDS, *rows]) + "\n").encode("ascii")


def to_ndjson(rows):
    lines = []
    for text in rows:
        cells = dict(zip(FIELDS.split(","), text.split(",")))
        value = {key: cell or None for key, cell in cells.items()}
        value["names"] = cells["names"].split()
        lines.append(json.dumps(value))
    return ("\n".join(lines) + "\n").encode("ascii")


def patterns(rows, *args, **options):
    return lab.run("patterns", *args, "-", stdin=to_csv(rows), **options)


def mixed_rows():
    """Rows with one of each finding, in an order of chance."""
    rows = [row(f"192.0.2.{i}", f"host{i + 100}.example.com", encoding="none")
            for i in range(40)]
    rows += [row(f"192.0.2.{i}") for i in range(40, 256)]
    rows += [row(f"198.51.{100 + i}.{7 * i}", f"vmi{5003 * i + 77}.example.net")
             for i in range(12)]
    rows += [row(f"203.0.113.{i}", "unassigned.example.org", "placeholder",
                 "keyword") for i in range(11)]
    rows += [row(f"2001:db8::{i:x}", "www.example.org") for i in range(1, 5)]
    random.Random(5).shuffle(rows)
    return rows


EXPECTED = """\
283 rows: 283 addresses, 67 with a name (23.7%)

Templates: 4
    addresses  template
           40  host#.example.com
                 192.0.2.0  host100.example.com
                 192.0.2.1  host101.example.com
           12  vmi#.example.net
                 198.51.100.0  vmi77.example.net
                 198.51.101.7  vmi5080.example.net
           11  unassigned.example.org
                 203.0.113.0  unassigned.example.org
                 203.0.113.1  unassigned.example.org
            4  www.example.org
                 2001:db8::1  www.example.org
                 2001:db8::2  www.example.org

ptr_name_shared: 2 names on 3 addresses or more (a placeholder on 10)
    addresses  name
           11  unassigned.example.org
                 203.0.113.0 203.0.113.1 203.0.113.2
            4  www.example.org
                 2001:db8::1 2001:db8::2 2001:db8::3

generic_sequence: 1 template in 1 block of /24, 40 addresses
    addresses  template
           40  host#.example.com
                 number 1 is the last octet + 100 in 192.0.2.0/24
                 192.0.2.0  host100.example.com

provider_serial_template: 1 template, 12 addresses
    addresses  template
           12  vmi#.example.net
                 198.51.100.0  vmi77.example.net

Coverage: 14 blocks of /24
           13  every address has a name
            1  less than 50 % of at least 16 have one (coverage_low)

coverage_low: 1 block
  with a name  block
    40 of 256  192.0.2.0/24
"""


class Findings(unittest.TestCase):
    def test_all_of_them(self):
        result = patterns(mixed_rows())
        self.assertEqual(result.code, 0, result)
        self.assertEqual(result.stdout.decode("ascii"), EXPECTED)
        self.assertEqual(result.stderr, b"")

    def test_csv_and_ndjson_are_equal(self):
        result = lab.run("patterns", "-", stdin=to_ndjson(mixed_rows()))
        self.assertEqual(result.code, 0, result)
        self.assertEqual(result.stdout.decode("ascii"), EXPECTED)

    def test_two_runs_together_count_once(self):
        rows = mixed_rows()
        result = patterns(rows + rows[::-1])
        first, rest = result.stdout.decode("ascii").split("\n", 1)
        self.assertEqual(
            first, "566 rows: 283 addresses, 67 with a name (23.7%)")
        self.assertEqual(rest, EXPECTED.split("\n", 1)[1])

    def test_the_files_of_two_runs_are_joined(self):
        rows = mixed_rows()
        for join in (to_csv, to_ndjson):
            result = lab.run("patterns", "-",
                             stdin=join(rows) + join(rows[:9]) + b"\n")
            self.assertEqual(result.code, 0, result)
            first, rest = result.stdout.decode("ascii").split("\n", 1)
            self.assertEqual(
                first, "292 rows: 283 addresses, 67 with a name (23.7%)")
            self.assertEqual(rest, EXPECTED.split("\n", 1)[1])

    def test_a_header_alone_is_no_row(self):
        result = patterns([])
        self.assertEqual(result.code, 0, result)
        self.assertTrue(result.stdout.startswith(b"0 rows: 0 addresses"))

    def test_top_cuts_the_lists_and_not_the_totals(self):
        result = patterns(mixed_rows(), "--top", "1")
        text = result.stdout.decode("ascii")
        self.assertIn("Templates: 4\n    addresses  template (the most "
                      "frequent of 4)\n", text)
        self.assertIn("host#.example.com", text)
        self.assertNotIn("www.example.org", text)

    def test_scanned_rows_are_read(self):
        with lab.temp_dir() as path, lab.labdns() as server:
            rows = f"{path}/rows.csv"
            scanned = lab.scan(server.port, "20.0.0.0/22", "--rate", "5000",
                               "-o", rows)
            self.assertEqual(scanned.code, 0, scanned)
            with open(rows, "rb") as file:
                before = file.read()
            result = lab.run("patterns", rows)
            self.assertEqual(result.code, 0, result)
            named = sum(1 for x in lab.read_csv(rows) if x["name"])
            self.assertGreater(named, 0)
            self.assertIn(f"1,024 rows: 1,024 addresses, {named:,} with",
                          result.stdout.decode("ascii"))
            with open(rows, "rb") as file:
                self.assertEqual(file.read(), before)


class Hostile(unittest.TestCase):
    def test_the_longest_names(self):
        name = ".".join(["\\000" * 63] * 3 + ["\\255" * 61])
        rows = [row(f"192.0.2.{i}", name) for i in range(256)]
        rows += [row(f"192.0.3.{i}", f"{i}" + "9" * 60 + "." + "1." * 90 + "x")
                 for i in range(256)]
        result = patterns(rows)
        self.assertEqual(result.code, 0, result)
        self.assertIn(name, result.stdout.decode("ascii"))

    def test_many_names_of_one_address(self):
        names = " ".join(f"n{i}.example.com" for i in range(5000))
        text = f"{FIELDS}\n192.0.2.1,ok,n0.example.com,{names},custom,none\n"
        result = lab.run("patterns", "-", stdin=text.encode("ascii"))
        self.assertEqual(result.code, 0, result)
        self.assertIn(b"1 row: 1 address, 1 with a name", result.stdout)


class Endings(unittest.TestCase):
    def assert_refused(self, result, *words):
        self.assertEqual(result.code, 2, result)
        self.assertEqual(result.stdout, b"")
        for word in words:
            self.assertIn(word, result.stderr.decode("utf-8"))

    def test_bad_use(self):
        self.assert_refused(lab.run("patterns"), "FILE")
        self.assert_refused(lab.run("patterns", "a", "b"), "'b'")
        self.assert_refused(lab.run("patterns", "--top", "0", "-"), "--top")
        self.assert_refused(lab.run("patterns", "--tpo", "1", "-"), "--top")
        self.assert_refused(lab.run("patterns", "/nonexistent"), "/nonexistent")
        self.assert_refused(lab.run("patterns", "-", stdin=b"ip,name\n"),
                            "ptr_status")

    def test_a_line_that_is_no_row(self):
        self.assert_refused(patterns([row("192.0.2.1"), row("192.0.2")]),
                            "line 3", "192.0.2")
        self.assert_refused(
            patterns([row("192.0.2.1", "a.example", name_class="NONSENSE")]),
            "line 2", "name_class 'NONSENSE'")
        self.assert_refused(
            patterns([row("192.0.2.1", "a.example", encoding="fwd5")]),
            "line 2", "encoding 'fwd5'")

    def test_what_is_no_file_of_rows(self):
        with lab.temp_dir() as path:
            self.assert_refused(lab.run("patterns", path), path, "directory")
        self.assert_refused(lab.run("patterns", "-", stdin=b""), "stdin")
        result = lab.run("patterns", "-", stdin=b"," * (3 << 20))
        self.assert_refused(result, "1000 columns")
        if lab.FULL_SIZE:
            self.assertLess(result.max_rss_kb, 64 * 1024)

    def test_help(self):
        short = lab.run("patterns", "-h")
        full = lab.run("patterns", "--help")
        for result in (short, full):
            self.assertEqual(result.code, 0, result)
            self.assertIn(b"--top", result.stdout)
            for line in result.stdout.splitlines():
                self.assertLessEqual(len(line), 80)

    def test_an_output_that_is_full(self):
        with lab.temp_dir() as path, open("/dev/full", "wb") as full:
            with open(f"{path}/rows.csv", "wb") as file:
                file.write(to_csv(mixed_rows()))
            child = lab.start(["patterns", f"{path}/rows.csv"], stdout=full)
            _, error = child.communicate(timeout=60)
        self.assertEqual(child.returncode, 1, error)
        self.assertIn(b"stdout cannot be written", error)

    @unittest.skipUnless(lab.FULL_SIZE, "a sanitizer makes this slow")
    def test_a_temporary_file_that_cannot_grow(self):
        # The cache holds 32 MB before anything is written.
        rows = [row(f"20.{i >> 16}.{i >> 8 & 255}.{i & 255}",
                    f"h{i}." + "x" * 60 + ".example.com")
                for i in range(400_000)]
        result = patterns(rows, preexec=lab.limit_file_size(1 << 20))
        self.assertEqual(result.code, 1, result)
        self.assertEqual(result.stdout, b"")
        self.assertEqual(len(result.error_lines), 1, result)
        self.assertIn("SQLITE_TMPDIR", result.error_lines[0])


class Memory(unittest.TestCase):
    @unittest.skipUnless(lab.FULL_SIZE, "a sanitizer needs its own memory")
    def test_does_not_follow_the_rows(self):
        small, large = self.used_kb(300_000), self.used_kb(1_200_000)
        self.assertLessEqual(large, 128 * 1024)
        self.assertLessEqual(large, small + 32 * 1024)

    def used_kb(self, count):
        with lab.temp_dir() as path:
            file_path = f"{path}/rows.csv"
            with open(file_path, "w", encoding="ascii") as file:
                file.write(FIELDS + "\n")
                for i in range(count):
                    # An odd factor: every address once, in no order.
                    bits = i * 7_368_787 & 0xFFFFFFFF
                    ip = ".".join(str(bits >> shift & 255)
                                  for shift in (24, 16, 8, 0))
                    name = f"node{i}.r{i % 997}.example.com"
                    file.write(row(ip, name) + "\n")
            result = lab.run("patterns", file_path, limit_seconds=200)
            self.assertEqual(result.code, 0, result)
            return result.max_rss_kb


if __name__ == "__main__":
    unittest.main()
