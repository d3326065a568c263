"""The comparison behind scripts/bench.sh: what it keeps, what it refuses, and
that nothing it started outlives it."""

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import unittest
from unittest import mock

import lab

COMPARE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..",
                       "bench", "compare")
PROGRAMS = ("ptrcensus", "labdns", "bare_loops", "simulation")
sys.path.append(COMPARE)
# They come from the folder just added.
# pylint: disable=wrong-import-position
import contenders
import figures
import report
from processes import Failure


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

    def start(self, *args, before="", **environment):
        return subprocess.Popen(
            [*before.split(), sys.executable, "-B", COMPARE, "--size", "small",
             "--programs", self.programs, "--out",
             os.path.join(self.path, "out"), *args],
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
        """pid -> argv of what it started and still runs."""
        found = {}
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{pid}/cmdline", "rb") as file:
                    argv = file.read().split(b"\0")
            except OSError:
                continue
            if self.programs.encode() in b" ".join(argv[:4]):
                found[int(pid)] = argv
        return found

    def script(self, path, body):
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)
        with open(path, "w", encoding="ascii") as file:
            file.write(f"#!/bin/sh\n{body}\n")
        os.chmod(path, 0o755)
        return path

    @contextlib.contextmanager
    def while_it_scans(self):
        """(the comparison, pid of its client), once its server and its client
        run. The client is no ptrcensus: it says that it is there, and waits."""
        ready = os.path.join(self.path, "ready")
        os.mkfifo(ready)
        self.script(os.path.join(self.programs, "ptrcensus"),
                    f'[ "$1" = scan ] || exit 0\n'
                    f'echo $$ >"{ready}"\nexec sleep 60')
        reader = os.open(ready, os.O_RDONLY | os.O_NONBLOCK)
        try:
            with self.start("--only", "ptr") as child:
                try:
                    self.assertTrue(select.select([reader], [], [], 30)[0])
                    yield child, int(os.read(reader, 64))
                finally:
                    child.kill()
        finally:
            os.close(reader)
            os.unlink(ready)

    def test_everyone_runs_each_round_and_is_kept(self):
        wanted = ["bare-batched", "bare-negative", "ptr", "fcrdns-repeated"]
        checked = ["memory", "scale", "prefixes"]
        code, table, stderr, record = self.run_all(
            "--rounds", "2", "--only", ",".join(wanted + checked))
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
        for name in checked:
            self.assertEqual(len(record["checks"][name]["runs"]), 2)
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
            MASSDNS=self.script(os.path.join(self.path, "massdns"),
                                "echo cannot do it >&2; exit 3"))
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
        # Killed, it can no longer remove its folder: last.
        for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143),
                             (signal.SIGHUP, 129), (signal.SIGKILL, -9)):
            if signal.getsignal(number) == signal.SIG_IGN:
                continue  # it is ignored there too
            with self.subTest(signal=number), self.while_it_scans() as (
                    child, client):
                servers = self.own_processes().keys() - {client}
                self.assertEqual(len(servers), 1)
                started = [os.pidfd_open(pid) for pid in (client, *servers)]
                child.send_signal(number)
                child.communicate(timeout=60)
                self.assertEqual(child.returncode, code)
                for process in started:
                    # Readable once it has ended.
                    self.assertTrue(select.select([process], [], [], 30)[0])
                    os.close(process)
                if number != signal.SIGKILL:
                    self.assertEqual(sorted(os.listdir(self.programs)),
                                     sorted(PROGRAMS))

    def test_the_server_takes_its_queries_one_by_one(self):
        with self.while_it_scans() as (child, _):
            servers = [argv for argv in self.own_processes().values()
                       if b"serve" in argv]
            child.terminate()
            child.communicate(timeout=60)
        self.assertEqual(len(servers), 1)
        self.assertNotIn(b"--gro", servers[0])

    def refused(self, *args, before="", **environment):
        with self.start(*args, before=before, **environment) as child:
            stdout, stderr = child.communicate(timeout=30)
        self.assertEqual((child.returncode, stdout), (2, b""))
        return stderr.decode()

    def test_refusals_are_one_sentence(self):
        one_core = f"taskset -c {min(os.sched_getaffinity(0))}"
        self.assertRegex(self.refused(before=one_core),
                         r"\Abench\.sh: only one core [^\n]+\n\Z")
        self.assertIn("there is no 'ptrr'", self.refused("--only", "ptrr"))
        self.assertIn("0 is not 1 or more", self.refused("--rounds", "0"))
        self.assertRegex(
            self.refused("--only", "massdns", MASSDNS="/nowhere/massdns"),
            r"\Abench\.sh: there is nothing to measure[^\n]+ massdns\n\Z")
        os.unlink(os.path.join(self.programs, "bare_loops"))
        self.assertRegex(self.refused("--only", "ptr"),
                         r"\Abench\.sh: there is no program [^\n]+\n\Z")

    def test_refuses_a_record_that_cannot_be_kept_before_it_measures(self):
        nowhere = os.path.join(self.programs, "labdns", "out")
        for flag, path in (("--out", nowhere), ("--json", nowhere),
                           ("--json", self.path)):
            for args in ((flag, path), ("--check", flag, path)):
                with self.subTest(args=args):
                    said = self.refused("--only", "ptr", *args)
                    self.assertRegex(said, r"\Abench\.sh: [^\n]+\n\Z")
                    self.assertIn(f"{flag}: {path}", said)


class Rows(unittest.TestCase):
    """One row for each of four addresses, or the run has failed."""

    def setUp(self):
        self.path = os.path.join(self.enterContext(lab.temp_dir()), "rows")

    def check(self, *starts):
        with open(self.path, "w", encoding="ascii") as file:
            file.write("address,ptr\n")
            file.writelines(f"{start},a.example\n" for start in starts)
        figures.check_rows(self.path, 4)

    def test_one_for_each_is_right_in_any_order(self):
        self.check("20.0.0.2", "20.0.0.0", "20.0.0.3", "20.0.0.1")

    def test_a_double_a_missing_and_a_foreign_row_fail(self):
        three = ("20.0.0.0", "20.0.0.1", "20.0.0.2")
        for why, rows, says in (
                ("double", (*three, "20.0.0.3", "20.0.0.3"), "5 rows for 4"),
                ("one for another", (*three, "20.0.0.2"), "4 rows for 3"),
                ("missing", three, "3 rows for 3"),
                ("foreign", (*three, "20.0.0.3", "20.0.0.4"), "5 rows for 4"),
                ("before the first", (*three, "19.255.255.255"),
                 "4 rows for 3")):
            with self.subTest(why):
                self.assertRaisesRegex(Failure, rf"\A{says} of 4 addresses\Z",
                                       self.check, *rows)

    def test_reverse_names_are_read_too(self):
        with open(self.path, "w", encoding="ascii") as file:
            file.write("1.0.0.20.in-addr.arpa. PTR a.example.\nno row\n")
        self.assertEqual(
            figures.rows_written(self.path, 4, b" ", reverse=True), (1, 1))


class BareLoops(unittest.TestCase):
    def run_that_lost(self, lost):
        bench = mock.Mock()
        bench.program.return_value = "bare_loops"
        bench.run.return_value.checked.return_value.stdout = json.dumps(
            {"queries": 4096, "replies": 4096 - lost, "seconds": 0.5,
             "replies_per_second": 2 * (4096 - lost), "cpu_us": 50,
             "user_us": 20, "system_us": 30, "lost": lost, "kernel_drops": 0})
        return contenders.bare("batched")(bench, "127.0.0.1:53", 4096)

    def test_a_loss_is_a_failure(self):
        self.assertEqual(self.run_that_lost(0)["busy"], 0.41)
        with self.assertRaisesRegex(Failure, r"\A1 of 4096 queries got no"):
            self.run_that_lost(1)


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
