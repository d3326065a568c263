"""`ptrcensus audit` and `scan --profile`: what they count of finished rows."""

import collections
import os
import re
import unittest

import lab

BLOCK = "20.0.0.0/22"
WORLD = ("--mix",
         "nxdomain=20,nodata=5,multi=3,chain_broken=1,root=2,servfail=2,"
         "refused=1",
         "--forward-mix", "mismatch=8,nxdomain=8,servfail=3")
PERMANENT = {"mismatch", "no_forward", "invalid_name", "no_ptr"}
TEMPORARY = {"forward_temp", "ptr_temp"}
REVERSE = {"no_ptr", "ptr_temp", "invalid_name"}
FORWARD = REVERSE | {"no_forward", "forward_temp"}
# How the text calls what the summary has as a key.
STANDINGS = {
    "accepted": "accepted",
    "warned": "accepted, but some refuse static template names",
    "refused": "refused for good (550)",
    "temporary": "refused for now (450), because a lookup failed",
    "not_checked": "not checked",
}


def strict(row):
    """(standing, rules) of a row under mail-strict."""
    fcrdns, name_class = row["fcrdns"], row["name_class"]
    rules = ([] if fcrdns in ("pass", "not_checked")
             else [f"fcrdns {fcrdns}"])
    bad_class = name_class not in ("custom", "generic_static", "none")
    if bad_class:
        rules.append(f"name_class {name_class}")
    if fcrdns in PERMANENT or bad_class:
        return "refused", rules
    if fcrdns in TEMPORARY:
        return "temporary", rules
    if fcrdns == "not_checked":
        return "not_checked", []
    return ("accepted" if name_class == "custom" else "warned"), rules


def ip_order(row):
    return [int(x) for x in row["ip"].split(".")]


def counts_of(text):
    """The count lines of an audit: text -> count."""
    found = re.findall(r"^ +([\d,]+)  (\S.*)$", text, re.MULTILINE)
    return {what: int(count.replace(",", "")) for count, what in found}


class Audit(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        place = lab.temp_dir()
        cls.path = place.__enter__()
        cls.addClassCleanup(place.__exit__, None, None, None)
        server = lab.labdns(*WORLD)
        cls.port = server.__enter__().port
        cls.addClassCleanup(server.__exit__, None, None, None)
        cls.csv = f"{cls.path}/rows.csv"
        cls.scan = lab.scan(
            cls.port, BLOCK, "--rate", "max", "--tries", "1", "-o", cls.csv,
            "--profile", "mail-strict", "--summary", f"{cls.path}/summary.json")
        cls.rows = lab.read_csv(cls.csv)
        cls.summary = lab.read_json(f"{cls.path}/summary.json")

    def audit(self, *args, code, **options):
        result = lab.run("audit", *args, **options)
        self.assertEqual(result.code, code, result)
        if code != 2:
            self.assertEqual(result.stderr, b"")
        return result.stdout.decode("ascii")

    def refusal(self, *args, **options):
        result = lab.run("audit", *args, **options)
        self.assertEqual(result.code, 2, result)
        self.assertEqual(result.stdout, b"")
        self.assertEqual(len(result.error_lines), 1, result)
        return result.error_lines[0]

    def test_the_world_has_every_standing(self):
        self.assertEqual(self.scan.code, 0, self.scan)
        self.assertEqual(len(self.rows), 1024)
        standings = {strict(row)[0] for row in self.rows}
        self.assertEqual(standings,
                         {"accepted", "warned", "refused", "temporary"})

    def test_summary_counts_what_the_rows_say(self):
        profile = self.summary["profile"]
        self.assertEqual(profile["name"], "mail-strict")
        standings = collections.Counter(strict(row)[0] for row in self.rows)
        rules = collections.Counter(
            rule for row in self.rows for standing, found in [strict(row)]
            for rule in found if standing in ("refused", "temporary"))
        for key in STANDINGS:
            self.assertEqual(profile[key], standings[key], key)
        self.assertEqual(profile["by_rule"], rules)
        by_fcrdns = collections.Counter(row["fcrdns"] for row in self.rows)
        for name, rejected in (
                ("reject_unknown_reverse_client_hostname", REVERSE),
                ("reject_unknown_forward_client_hostname", FORWARD),
                ("reject_unknown_client_hostname", FORWARD | {"mismatch"})):
            self.assertEqual(profile["postfix"][name],
                             sum(by_fcrdns[x] for x in rejected), name)

    def test_summary_lists_the_refused_in_order(self):
        for key, standing in (("refused_rows", "refused"),
                              ("temporary_rows", "temporary")):
            want = [{"ip": row["ip"], "name": row["name"],
                     "rules": strict(row)[1]}
                    for row in sorted(self.rows, key=ip_order)
                    if strict(row)[0] == standing]
            self.assertGreater(len(want), 10)
            self.assertEqual(self.summary["profile"][key], want)

    def test_audit_says_what_the_scan_said(self):
        text = self.audit(self.csv, code=1)
        profile = self.summary["profile"]
        counts = counts_of(text)
        for key, words in STANDINGS.items():
            self.assertEqual(counts[words], profile[key], key)
        for part in ("by_rule", "postfix"):
            for what, count in profile[part].items():
                self.assertEqual(counts[what], count, what)
        for row in profile["refused_rows"] + profile["temporary_rows"]:
            self.assertRegex(text, r"(?m)^  {} +{} +{}$".format(
                re.escape(row["ip"]), re.escape(row["name"] or "-"),
                re.escape(", ".join(row["rules"]))))
        said = self.scan.stderr.decode("ascii")
        head = text[text.index("Profile mail-strict"):
                    text.index("Refused for good")]
        self.assertIn(head, said)

    def test_first_line_says_what_was_read(self):
        named = sum(row["name"] != "" for row in self.rows)
        self.assertEqual(self.audit(self.csv, code=1).splitlines()[0],
                         f"{self.csv}: 1,024 rows, {named} with a name, 1,024 "
                         "checked")

    def test_findings_have_count_advice_and_lowest_addresses(self):
        text = self.audit(self.csv, code=1)
        addresses = collections.defaultdict(list)
        for row in sorted(self.rows, key=ip_order):
            for finding in row["findings"].split():
                addresses[finding].append(row["ip"])
        self.assertIn("ptr_missing", addresses)
        for finding, found in addresses.items():
            noun = "address" if len(found) == 1 else "addresses"
            begin = text.index(f"\n  {finding}: {len(found)} {noun}\n")
            part = text[begin:].split("\n\n")[0]
            listed = re.findall(r"\d+\.\d+\.\d+\.\d+", part)
            self.assertEqual(listed, found[:10], finding)
            more = f"and {len(found) - 10} more"
            words = " ".join(part.split())
            self.assertEqual(words.endswith(more), len(found) > 10, finding)
        self.assertLess(text.index("\nErrors\n"), text.index("\nWarnings\n"))

    def test_csv_ndjson_and_stdin_give_the_same(self):
        text = self.audit(self.csv, code=1)
        with open(self.csv, "rb") as file:
            data = file.read()
        piped = self.audit("-", code=1, stdin=data)
        self.assertEqual(piped, text.replace(self.csv, "stdin", 1))
        ndjson = f"{self.path}/rows.ndjson"
        again = lab.scan(self.port, BLOCK, "--rate", "max", "--tries", "1",
                         "--seed", "7", "-o", ndjson)
        self.assertEqual(again.code, 0, again)
        self.assertEqual(self.audit("-i", ndjson, code=1),
                         text.replace(self.csv, ndjson, 1))

    def test_exit_code_follows_the_profile(self):
        header = (b"ip,ptr_status,name,names_total,fcrdns,name_class,"
                  b"findings\n")
        good = header + b"192.0.2.1,ok,mail.example.net,1,pass,custom,\n"
        generic = header + b"192.0.2.1,ok,a.example.net,1,pass,generic,\n"
        temporary = (header +
                     b"192.0.2.1,servfail,,,ptr_temp,none,ptr_servfail\n")
        self.assertIn("No findings", self.audit("-", code=0, stdin=good))
        self.audit("-", code=0, stdin=header)
        self.audit("-", code=1, stdin=generic)
        self.audit("-", "--profile", "mail-basic", code=0, stdin=generic)
        self.audit("-", "--profile", "mail-basic", code=1, stdin=temporary)

    def test_without_forward_only_classes_are_refused(self):
        path = f"{self.path}/reverse.csv"
        result = lab.scan(self.port, BLOCK, "--rate", "max", "--tries", "1",
                          "--no-forward", "-o", path)
        self.assertEqual(result.code, 0, result)
        counts = counts_of(self.audit(path, code=1))
        standings = [strict(row)[0] for row in lab.read_csv(path)]
        self.assertGreater(standings.count("not_checked"), 0)
        self.assertEqual(counts["not checked"],
                         standings.count("not_checked"))
        self.assertEqual(counts["refused for good (550)"],
                         standings.count("refused"))
        self.assertEqual(counts["accepted"], 0)
        ptr_only = counts_of(self.audit(path, "--profile", "ptr-only", code=1))
        self.assertEqual(ptr_only["not checked"], 0)

    def test_bad_use_is_refused(self):
        self.assertIn("no FILE was given", self.refusal())
        self.assertIn("did you mean 'mail-basic'",
                      self.refusal(self.csv, "--profile", "mail-basik"))
        self.assertIn("Is a directory; a file of rows is",
                      self.refusal(self.path))
        self.assertIn("No such file", self.refusal(f"{self.path}/none.csv"))
        self.assertIn("stdin has no header line", self.refusal("-"))
        self.assertIn("has no field 'fcrdns'", self.refusal(
            "-",
            stdin=b"ip,ptr_status,name,names_total\n192.0.2.1,ok,a,1\n"))
        table = lab.scan(self.port, "20.0.0.0/30", "--format", "table")
        self.assertIn("a table is for people",
                      self.refusal("-", stdin=table.stdout))
        unknown = lab.scan(self.port, "20.0.0.0/30", "--profile", "mail")
        self.assertEqual(unknown.code, 2, unknown)
        self.assertIn("--profile 'mail' is unknown", unknown.error_lines[0])

    def test_broken_rows_are_named_by_their_line(self):
        with open(self.csv, "rb") as file:
            lines = file.read().splitlines(keepends=True)
        cut = b"".join(lines[:3]) + lines[3][:20]
        self.assertIn("stdin line 4 has no line end: the file was cut there",
                      self.refusal("-", stdin=cut))
        odd = lines[0] + lines[1].replace(b",ok,", b",fine,").replace(
            b",nxdomain,", b",fine,").replace(b",nodata,", b",fine,")
        self.assertIn("stdin line 2 has ptr_status 'fine'",
                      self.refusal("-", stdin=odd))

    def test_broken_pipe_ends_quietly(self):
        reader, writer = os.pipe()
        os.close(reader)
        child = lab.start(["audit", self.csv], stdout=writer)
        os.close(writer)
        _, stderr = child.communicate(timeout=60)
        self.assertEqual(stderr, b"")
        self.assertEqual(child.returncode, 1)


if __name__ == "__main__":
    unittest.main()
