"""The 28 forward-confirmation scenarios, each served by labdns from its file in
tests/scenarios/."""

import csv
import os
import unittest

import lab

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
QUICK = ("--include-special", "--timeout", "0.3", "--tries", "2")
# Where the vectors say it; the others are ok.
PTR_STATUS = {
    "F02": "nxdomain", "F03": "nodata", "F04": "servfail", "F05": "timeout",
    "F06": "refused", "F16": "cname_broken", "F17": "cname_loop",
    "F25": "nxdomain",
}
A, AAAA = 1, 28
NEVER_ASKED_FORWARD = ("F18", "F19", "F21")
MORE = {
    "F08": {"forward": ""},
    "F10": {"forward": "203.0.113.10 203.0.113.99"},
    "F11": {"name": "mail.example.com", "name_status": "mismatch pass"},
    "F12": {"name_status": "no_forward temp"},
    "F14": {"name": "alias.example.com", "flags": "aa"},
    "F15": {"owner": "10.0/25.113.0.203.in-addr.arpa", "flags": "aa cname"},
    "F18": {"name": "."},
    "F19": {"name": "203.0.113.10"},
    "F24": {"forward": "2001:db8::25"},
    "F27": {"names_total": "1000", "flags": "aa tc tcp"},
}


def vectors():
    path = f"{TESTS}/vectors/fcrdns_vectors.csv"
    with open(path, encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def findings(vector):
    """As a row has them."""
    return vector["findings"].replace(", ", " ")


class Scenarios(unittest.TestCase):
    def one_row(self, name, target):
        """The row of `target`, and how many A and AAAA queries came for it:
        probes are such queries too."""
        with lab.temp_dir() as path:
            log = f"{path}/arrivals"
            with lab.labdns("--scenario", f"{TESTS}/scenarios/{name}.zone",
                            "--arrivals", log) as server:
                result = lab.scan(server.port, target, *QUICK, "--summary",
                                  f"{path}/summary.json")
            self.assertEqual(result.code, 0, result)
            self.assertEqual(len(result.rows), 1, result)
            asked = sum(qtype in (A, AAAA) for _, qtype in lab.arrivals(log))
            probes = lab.read_json(f"{path}/summary.json")["queries"]["probes"]
            return result.rows[0], asked - probes

    def test_vectors(self):
        for name, vector in vectors().items():
            if name == "F26":
                continue
            with self.subTest(name, why=vector["why"]):
                row, forward = self.one_row(name, vector["ip"])
                self.assertEqual(row["ip"], vector["ip"])
                self.assertEqual(row["ptr_status"], PTR_STATUS.get(name, "ok"))
                self.assertEqual(row["fcrdns"], vector["fcrdns"])
                self.assertEqual(row["iprev"], vector["iprev"])
                self.assertEqual(row["findings"], findings(vector))
                for column, value in MORE.get(name, {}).items():
                    self.assertEqual(row[column], value, column)
                if name in NEVER_ASKED_FORWARD:
                    self.assertEqual(forward, 0, "asked forward")
                if name == "F27":
                    self.assertEqual(len(row["names"].split()), 10)

    def test_f26_beside_a_target_that_can_be_asked(self):
        with lab.labdns() as server:
            result = lab.scan(server.port, "10.0.0.1", "20.0.0.1")
            self.assertEqual(result.code, 0, result)
        rows = {row["ip"]: row for row in result.rows}
        self.assertEqual(set(rows), {"10.0.0.1", "20.0.0.1"})
        vector = vectors()["F26"]
        row = rows["10.0.0.1"]
        self.assertEqual(row["ptr_status"], "skipped")
        self.assertEqual(row["fcrdns"], vector["fcrdns"])
        self.assertEqual(row["iprev"], vector["iprev"])
        self.assertEqual(row["findings"], findings(vector))
        self.assertEqual(row["attempts"], "0")
        self.assertNotEqual(rows["20.0.0.1"]["ptr_status"], "skipped")

    def test_every_vector_is_here(self):
        self.assertEqual(list(vectors()),
                         [f"F{i:02d}" for i in range(1, 29)])


if __name__ == "__main__":
    unittest.main()
