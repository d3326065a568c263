"""What is written: formats agree, choices are kept, hostile names are tame."""

import json
import os
import pty
import re
import subprocess
import unittest

import dns.name

import expect
import lab
import names
import zones

BLOCK = "20.0.0.0/24"
# The columns in which two scans of the same zone differ.
CHANGING = {"attempts", "rtt_us", "time"}
LISTS = {"names", "name_status", "forward", "tokens", "findings", "flags"}
NUMBERS = {"names_total", "ttl", "ede", "attempts", "rtt_us"}
FIELDS = ("ip ptr_status name names name_status names_total fcrdns iprev "
          "forward name_class is_generic confidence encoding tokens role "
          "findings owner zone ttl rcode ede flags attempts rtt_us server "
          "time").split()


def as_csv(row):
    """An NDJSON row as the texts of a CSV row."""
    def text(value):
        if value is None:
            return ""
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, list):
            return " ".join(value)
        return str(value)
    return {field: text(value) for field, value in row.items()}


class Formats(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        data = zones.Zones(256, loops=True)
        server = lab.nsd(data.files())
        cls.port = server.__enter__()
        cls.addClassCleanup(server.__exit__, None, None, None)
        cls.data = data

    def scan(self, *args):
        result = lab.scan(self.port, BLOCK, *args)
        self.assertEqual(result.code, 0, result)
        return result

    def test_csv_is_the_default_and_has_all_fields_in_order(self):
        result = self.scan()
        header, rest = result.stdout.split(b"\n", 1)
        self.assertEqual(header.decode(), ",".join(FIELDS))
        self.assertEqual(rest.count(b"\n"), 256)
        self.assertNotIn(b'"', result.stdout)
        self.assertNotIn(b"\r", result.stdout)
        expect.compare(self, result.rows, self.data, authoritative=True)

    def test_ndjson_says_the_same_as_csv(self):
        rows = {row["ip"]: row for row in self.scan().rows}
        lines = self.scan("--format", "ndjson").stdout.splitlines()
        self.assertEqual(len(lines), len(rows))
        for line in lines:
            parsed = json.loads(line)
            self.assertEqual(list(parsed), FIELDS)
            for field in LISTS:
                self.assertIsInstance(parsed[field], list, field)
            for field in NUMBERS:
                self.assertIsInstance(parsed[field], (int, type(None)), field)
            self.assertIsInstance(parsed["is_generic"], bool)
            want = rows.pop(parsed["ip"])
            got = as_csv(parsed)
            for field in set(FIELDS) - CHANGING:
                self.assertEqual(got[field], want[field], field)
        self.assertEqual(rows, {})

    def test_values_have_their_form(self):
        for row in self.scan().rows:
            self.assertRegex(
                row["time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
            self.assertEqual(row["server"], f"127.0.0.1:{self.port}")
            self.assertGreaterEqual(int(row["attempts"]), 1)
            self.assertGreaterEqual(int(row["rtt_us"]), 0)
            self.assertIn(row["is_generic"], ("true", "false"))

    def test_zone_comes_from_the_soa(self):
        rows = [row for row in self.scan().rows
                if row["ptr_status"] in ("nxdomain", "nodata")]
        self.assertTrue(rows)
        self.assertEqual({row["zone"] for row in rows}, {zones.REVERSE})

    def test_format_follows_the_file_name(self):
        with lab.temp_dir() as path:
            self.scan("-o", f"{path}/a.csv")
            self.assertEqual(len(lab.read_csv(f"{path}/a.csv")), 256)
            result = self.scan("-o", f"{path}/a.ndjson")
            self.assertEqual(result.stdout, b"")
            with open(f"{path}/a.ndjson", encoding="ascii") as file:
                self.assertEqual(len([json.loads(x) for x in file]), 256)

    def test_overwrite_replaces_the_file(self):
        with lab.temp_dir() as path:
            name = f"{path}/a.csv"
            with open(name, "w", encoding="ascii") as file:
                file.write("old\n" * 100000)
            self.scan("-o", name, "--overwrite")
            self.assertEqual(len(lab.read_csv(name)), 256)

    def test_fields_are_written_in_the_order_asked_for(self):
        result = self.scan("--fields", "fcrdns,ip,name")
        self.assertTrue(result.stdout.startswith(b"fcrdns,ip,name\n"))
        self.assertEqual(len(result.rows), 256)

    def test_only_leaves_rows_out_and_counts_them(self):
        with lab.temp_dir() as path:
            every = self.scan().rows
            result = self.scan("--only", "ok,cname_loop", "--summary",
                               f"{path}/summary.json")
            wanted = [row["ip"] for row in every
                      if row["ptr_status"] in ("ok", "cname_loop")]
            self.assertCountEqual([row["ip"] for row in result.rows], wanted)
            summary = lab.read_json(f"{path}/summary.json")
        self.assertEqual(summary["rows_left_out"], 256 - len(wanted))

    def test_table_on_a_terminal(self):
        # Slow enough that a progress line would come in between.
        master, terminal = pty.openpty()
        child = lab.start(["scan", BLOCK, "-r", f"{lab.HOST}:{self.port}",
                           "--rate", "150"],
                          stdout=terminal, stderr=terminal)
        os.close(terminal)
        seen = b""
        while True:
            try:
                piece = os.read(master, 65536)
            except OSError:
                break
            if not piece:
                break
            seen += piece
        os.close(master)
        self.assertEqual(child.wait(30), 0)
        # The terminal makes each "\n" "\r\n"; no other text goes back to the
        # start of a line that has some.
        lines = seen.decode("ascii").replace("\r\n", "\n").split("\n")
        rows = [line for line in lines if "20.0.0." in line]
        for row in rows:
            self.assertRegex(row, r"\A20\.0\.0\.\d+ +[a-z_]+ [ -~]*\Z")
        self.assertEqual(len({row.split()[0] for row in rows}), 256)
        self.assertEqual(len(rows), 256)

    def test_shards_make_up_the_whole(self):
        whole = sorted(row["ip"] for row in self.scan().rows)
        parts = [row["ip"] for i in range(3)
                 for row in self.scan("--shard", f"{i}/3").rows]
        self.assertEqual(sorted(parts), whole)

    def test_max_targets_and_exclusions(self):
        rows = self.scan("--max-targets", "10").rows
        self.assertEqual(len(rows), 10)
        rows = self.scan("-x", "20.0.0.128/25", "-x", "20.0.0.5").rows
        self.assertEqual(len(rows), 127)

    def test_dry_run_sends_nothing(self):
        with lab.UdpServer() as server:
            result = lab.scan(server.port, BLOCK, "--dry-run")
        self.assertEqual(result.code, 0, result)
        self.assertEqual(server.packets, [])


class HostileNames(unittest.TestCase):
    LABELS = (
        bytes(range(0, 60)), bytes(range(60, 120)), bytes(range(120, 180)),
        bytes(range(180, 240)), bytes(range(240, 256)),
        b"=cmd|' /C calc'!A0", b"+1", b"@sum", b"-1+1", b'"quoted"', b"a,b;c",
        b"two\nlines\r\n", b"\x1b[31mred\x1b]0;title\x07",
        b"<script>alert(1)</script>", b"dot.in.label", b"back\\slash",
        b"\xff\xfe\x00", b" space\t", b"%s%n", b"\\046", b"null", b"-",
    )

    def published(self):
        """Names that a hostile operator may publish, one an address."""
        forward = names.labels(zones.FORWARD)
        longest = (b"\x00" * 63, b"\xff" * 63, b"," * 63, b'"' * 46)
        found = [(label,) + forward for label in self.LABELS]
        found += [(label,) for label in self.LABELS if label != b""]
        found += [longest + forward, (b"x",) * 127, ()]
        found += [(b"UPPER", b"Case") + forward]
        return found

    def scan(self, *args):
        lines = [zones.header(zones.REVERSE)]
        data = self.published()
        for i, name in enumerate(data):
            owner = names.zone_text(zones.reverse_name(zones.BLOCK[i]))
            lines.append(f"{owner} PTR {names.zone_text(name)}")
        files = {zones.REVERSE: "$TTL 60\n" + "\n".join(lines) + "\n",
                 zones.FORWARD: zones.header(zones.FORWARD) + "\n",
                 ".": zones.header("").replace("..", ".") + "\n"}
        with lab.nsd(files) as port:
            result = lab.scan(port, f"20.0.0.0-20.0.0.{len(data) - 1}", *args)
        self.assertEqual(result.code, 0, result)
        return data, result

    def check(self, data, rows):
        """`rows`: (ip, name) texts."""
        self.assertEqual(len(rows), len(data))
        for ip, text in rows:
            name = names.fold(data[int(ip.split(".")[3])])
            self.assertRegex(text, r"\A(?!-)[a-z0-9\-_/*.\\]+\Z")
            self.assertEqual(text, names.row_text(name))
            self.assertEqual(names.from_row_text(text), name)
            parsed = dns.name.from_text(text)
            self.assertEqual(parsed.labels, name + (b"",))

    def test_csv(self):
        data, result = self.scan()
        self.assertRegex(result.stdout, rb"\A[\x20-\x7e\n]+\Z")
        self.assertNotIn(b'"', result.stdout)
        self.check(data, [(row["ip"], row["name"]) for row in result.rows])
        for row in result.rows:
            self.assertEqual(row["names"], row["name"])

    def test_ndjson(self):
        data, result = self.scan("--format", "ndjson")
        rows = [json.loads(x) for x in result.stdout.splitlines()]
        self.check(data, [(row["ip"], row["name"]) for row in rows])

    def test_table(self):
        data, result = self.scan("--format", "table")
        self.assertRegex(result.stdout, rb"\A[\x20-\x7e\n]+\Z")
        self.assertIsNone(re.search(rb"[<>\"'=;]", result.stdout))


if __name__ == "__main__":
    unittest.main()
