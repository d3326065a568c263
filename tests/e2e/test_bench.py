"""The comparison behind scripts/bench.sh: what it keeps, what it refuses, and
that nothing it started outlives it."""

import json
import os
import signal
import subprocess
import sys
import time
import unittest

import lab

COMPARE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..",
                       "bench", "compare")
PROGRAMS = ("ptrcensus", "labdns", "bare_loops")
sys.path.append(COMPARE)
# It comes from the folder just added.
import report  # pylint: disable=wrong-import-position


class Compare(unittest.TestCase):
    def setUp(self):
        if len(os.sched_getaffinity(0)) < 2:
            self.skipTest("it needs two cores")
        self.path = self.enterContext(lab.temp_dir())
        # Links, so that what it starts can be told by its path.
        self.programs = os.path.join(self.path, "programs")
        os.mkdir(self.programs)
        for name in PROGRAMS:
            os.symlink(os.path.join(os.path.dirname(lab.LABDNS), name),
                       os.path.join(self.programs, name))

    def start(self, *args, **environment):
        return subprocess.Popen(
            [sys.executable, "-B", COMPARE, "--size", "small", "--programs",
             self.programs, "--out", os.path.join(self.path, "out"), *args],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env={**os.environ, **environment})

    def run_all(self, *args, **environment):
        """(exit code, stdout, stderr, the record)."""
        record = os.path.join(self.path, "record.json")
        with self.start("--json", record, *args, **environment) as child:
            stdout, stderr = child.communicate(timeout=120)
        return (child.returncode, stdout.decode(), stderr.decode(),
                lab.read_json(record))

    def own_processes(self):
        found = []
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{pid}/cmdline", "rb") as file:
                    argv = file.read().split(b"\0")
            except OSError:
                continue
            if self.programs.encode() in b" ".join(argv[:4]):
                found.append(argv)
        return found

    def fake_massdns(self, body):
        path = os.path.join(self.path, "massdns")
        with open(path, "w", encoding="ascii") as file:
            file.write(f"#!/bin/sh\n{body}\n")
        os.chmod(path, 0o755)
        return path

    def test_everyone_runs_each_round_and_is_kept(self):
        wanted = ["bare-batched", "bare-negative", "ptr", "fcrdns-repeated"]
        code, table, stderr, record = self.run_all(
            "--rounds", "2", "--only", ",".join(wanted + ["memory"]))
        self.assertEqual(code, 0, stderr)
        self.assertEqual(list(record["contenders"]), wanted)
        for name in wanted:
            entry = record["contenders"][name]
            self.assertEqual([x["round"] for x in sorted(
                entry["runs"], key=lambda x: x["round"])], [1, 2])
            self.assertEqual(entry["failures"], [])
            for run in entry["runs"]:
                self.assertEqual(run["asked"], 4096)
                self.assertLessEqual(run["answered"], 4096)
                self.assertGreater(run["cpu_us"], 0)
            self.assertIn(name, table)
        for run in record["contenders"]["ptr"]["runs"]:
            self.assertEqual(run["answered"], 4096)
            self.assertEqual(run["addresses_with_row"], 4096)
        self.assertGreater(
            record["contenders"]["fcrdns-repeated"]["median"]["queries"], 4096)
        self.assertEqual(len(record["checks"]["memory"]["runs"]), 2)
        self.assertNotIn(self.path, json.dumps(record))
        kept = sorted(os.listdir(os.path.join(self.path, "out")))
        self.assertEqual([x.rpartition(".")[2] for x in kept], ["json", "txt"])
        with open(os.path.join(self.path, "out", kept[1]),
                  encoding="utf-8") as file:
            self.assertEqual(file.read(), table)

    def test_who_comes_first_moves_on(self):
        _, _, stderr, _ = self.run_all("--rounds", "2", "--only",
                                       "bare-batched,ptr")
        order = [line.split(": ")[1] for line in stderr.splitlines()
                 if line.startswith("round ")]
        self.assertEqual(order, ["bare-batched", "ptr", "ptr", "bare-batched"])

    def test_a_failure_is_said_and_stops_no_other(self):
        code, table, stderr, record = self.run_all(
            "--rounds", "1", "--only", "massdns,ptr",
            MASSDNS=self.fake_massdns("echo cannot do it >&2; exit 3"))
        self.assertEqual(code, 1, stderr)
        why = record["contenders"]["massdns"]["failures"][0]["why"]
        self.assertIn("exit code 3: cannot do it", why)
        self.assertIn(why, table)
        self.assertEqual(len(record["contenders"]["ptr"]["runs"]), 1)

    def test_what_is_not_installed_is_left_out(self):
        code, table, _, record = self.run_all(
            "--rounds", "1", "--only", "massdns,bare-batched",
            MASSDNS=os.path.join(self.path, "none"))
        self.assertEqual(code, 0)
        self.assertEqual(record["left_out"], {"massdns": "not installed"})
        self.assertIn("massdns left out: not installed", table)

    def test_a_signal_ends_all_that_was_started(self):
        for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            with self.subTest(signal=number), self.start(
                    "--rounds", "100", "--only", "ptr,slow") as child:
                child.stderr.readline()
                self.assertTrue(self.own_processes())
                child.send_signal(number)
                child.communicate(timeout=60)
                self.assertEqual(child.returncode, code)
                self.assertEqual(self.gone(), [])
                self.assertEqual(sorted(os.listdir(self.programs)),
                                 sorted(PROGRAMS))

    def gone(self):
        """What is left of its processes, once they had time to end."""
        for _ in range(50):
            if not self.own_processes():
                return []
            time.sleep(0.1)
        return self.own_processes()

    def refused(self, *args, cores=None):
        with self.start(*args) if cores is None else subprocess.Popen(
                [sys.executable, "-B", COMPARE, *args],
                stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                preexec_fn=lambda: os.sched_setaffinity(0, cores)) as child:
            stdout, stderr = child.communicate(timeout=30)
        self.assertEqual((child.returncode, stdout), (2, b""))
        return stderr.decode()

    def test_refusals_are_one_sentence(self):
        one_core = {min(os.sched_getaffinity(0))}
        self.assertRegex(self.refused(cores=one_core),
                         r"\Abench\.sh: only one core [^\n]+\n\Z")
        self.assertIn("there is no 'ptrr'", self.refused("--only", "ptrr"))
        self.assertIn("0 is not 1 or more", self.refused("--rounds", "0"))
        os.unlink(os.path.join(self.programs, "bare_loops"))
        self.assertRegex(self.refused("--only", "ptr"),
                         r"\Abench\.sh: there is no program [^\n]+\n\Z")


def record_of(**medians):
    """A record of contenders with these medians; `first_row` is a check."""
    entries = {name.replace("_", "-"): {"median": median, "runs": []}
               for name, median in medians.items()}
    checks = {name: entries.pop(name) for name in list(entries)
              if name == "first-row" or name.startswith("pace-")}
    return {"contenders": entries, "checks": checks}


class TableMaths(unittest.TestCase):
    def test_medians_are_of_figures_in_every_run(self):
        runs = [{"round": 1, "a": 3, "b": 1.5, "c": "x", "d": None},
                {"round": 2, "a": 9, "b": 2.5, "c": "y", "d": 4},
                {"round": 3, "a": 4, "b": 0.5, "c": "z", "d": 5}]
        self.assertEqual(report.medians(runs), {"a": 4, "b": 1.5})
        self.assertEqual(report.medians(runs[:2])["a"], 6)

    def test_ratios_differences_and_values(self):
        found = {x["what"]: x for x in report.ratios(record_of(
            ptr={"lookups_per_s": 600_000, "cpu_us": 1.6},
            bare_batched={"lookups_per_s": 300_000, "cpu_us": 3.0},
            ptr_negative={"cpu_us": 1.1}, bare_negative={"cpu_us": 0.7}))}
        rate = found["PTR only / bare batched, rate"]
        self.assertEqual((rate["value"], rate["meets"]), (2, True))
        own = found["negative less bare segmented, CPU us"]
        self.assertEqual((own["value"], own["meets"]), (0.4, False))
        mixed = found["CPU us, mixed"]
        self.assertEqual((mixed["value"], mixed["meets"]), (1.6, False))
        # What was not measured is not told.
        self.assertNotIn("PTR only / massdns, rate", found)

    def test_the_most_in_a_millisecond_is_two_and_a_half_worth(self):
        self.assertEqual(report.most_in_1ms(1000), 8)
        self.assertEqual(report.most_in_1ms(100_000), 250)
        record = record_of(**{"pace_100000": {
            "rate": 100_000, "worst_second_percent": 0.51, "most_in_1ms": 250}})
        self.assertEqual([x["meets"] for x in report.ratios(record)],
                         [False, True])

    def test_numbers_stand_right_and_words_left(self):
        self.assertEqual(
            report.aligned([["name", "n"], ["a", "10"], ["long name", "-"]]),
            ["name        n", "a          10", "long name   -"])


if __name__ == "__main__":
    unittest.main()
