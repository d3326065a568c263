"""How a scan ends before its last row: signals, a full disk, a reader that goes
away, a time limit. What was written by then is whole."""

import os
import signal
import subprocess
import time
import unittest

import lab
import zones

BLOCK = "20.0.0.0/20"


class AnswersOnce:
    """Replies NXDOMAIN to the first `count` queries, then nothing."""

    def __init__(self, count):
        self._left = count

    def __call__(self, query, source, socket):
        if self._left:
            self._left -= 1
            reply = bytearray(query)
            reply[2] |= 0x80
            reply[3] = 0x83
            socket.sendto(reply, source)


class Ending(unittest.TestCase):
    def setUp(self):
        self.data = zones.Zones(256, loops=False)

    def whole_rows(self, path, least=1):
        """The file ends with a whole row, and none stands twice."""
        with open(path, "rb") as file:
            content = file.read()
        self.assertTrue(content.endswith(b"\n"))
        columns = content.split(b"\n", 1)[0].count(b",")
        lines = content.splitlines()[1:]
        self.assertGreaterEqual(len(lines), least)
        self.assertEqual({line.count(b",") for line in lines}, {columns})
        ips = [line.split(b",", 1)[0] for line in lines]
        self.assertEqual(len(set(ips)), len(ips))
        return len(lines)

    def interrupted(self, number, code, end):
        with lab.nsd(self.data.files()) as port, lab.temp_dir() as path:
            rows = f"{path}/rows.csv"
            child = lab.start(
                ["scan", BLOCK, "-r", f"{lab.HOST}:{port}", "--rate", "300",
                 "-q", "--no-progress", "-o", rows, "--summary",
                 f"{path}/summary.json"])
            try:
                lab.poll(lambda: os.path.exists(rows)
                         and os.path.getsize(rows) > 2000, "rows", child)
                began = time.monotonic()
                child.send_signal(number)
                _, error = child.communicate(timeout=30)
                seconds = time.monotonic() - began
            finally:
                lab.stop(child)
            self.assertEqual(child.returncode, code, error)
            self.assertLess(seconds, 8)
            count = self.whole_rows(rows)
            self.assertLess(count, 4096)
            summary = lab.read_json(f"{path}/summary.json")
        self.assertEqual(summary["end"], end)
        self.assertEqual(summary["exit_code"], code)
        self.assertEqual(summary["targets"], 4096)
        self.assertEqual(summary["rows"], count)
        self.assertEqual(summary["targets_without_row"], 4096 - count)
        for sums in ("by_status", "by_fcrdns"):
            self.assertEqual(sum(summary[sums].values()), count, sums)

    def test_sigint(self):
        self.interrupted(signal.SIGINT, 130, "interrupted")

    def test_sigterm(self):
        self.interrupted(signal.SIGTERM, 75, "terminated")

    def test_second_signal_ends_at_once(self):
        # Some answers for the probe and the first rows, then silence: what is
        # in flight would be waited for.
        with lab.UdpServer(AnswersOnce(20)) as server, lab.temp_dir() as path:
            rows = f"{path}/rows.csv"
            child = lab.start(
                ["scan", BLOCK, "-r", f"{lab.HOST}:{server.port}", "-o", rows,
                 "--no-progress", "--timeout", "60", "--tries", "1"])
            try:
                lab.poll(lambda: len(server.packets) > 100, "queries", child)
                child.send_signal(signal.SIGINT)
                with self.assertRaises(subprocess.TimeoutExpired):
                    child.wait(0.5)
                began = time.monotonic()
                child.send_signal(signal.SIGINT)
                child.wait(30)
                seconds = time.monotonic() - began
                error = child.communicate()[1]
            finally:
                lab.stop(child)
            self.assertEqual(child.returncode, 130, error)
            self.assertLess(seconds, 2)
            self.whole_rows(rows)

    def test_first_signal_waits_five_seconds_at_most(self):
        with lab.UdpServer(AnswersOnce(20)) as server, lab.temp_dir() as path:
            rows = f"{path}/rows.csv"
            child = lab.start(
                ["scan", BLOCK, "-r", f"{lab.HOST}:{server.port}", "-o", rows,
                 "--no-progress", "--timeout", "60", "--tries", "1"])
            try:
                lab.poll(lambda: len(server.packets) > 100, "queries", child)
                began = time.monotonic()
                child.send_signal(signal.SIGINT)
                error = child.communicate(timeout=30)[1]
                seconds = time.monotonic() - began
            finally:
                lab.stop(child)
            self.assertEqual(child.returncode, 130, error)
            self.assertLess(seconds, 8)
            self.whole_rows(rows)

    def test_max_runtime(self):
        with lab.nsd(self.data.files()) as port, lab.temp_dir() as path:
            rows = f"{path}/rows.csv"
            result = lab.scan(port, BLOCK, "--rate", "300", "-o", rows,
                              "--max-runtime", "2")
            self.assertEqual(result.code, 75, result)
            self.assertLess(self.whole_rows(rows), 4096)

    def test_full_disk(self):
        with lab.nsd(self.data.files()) as port, lab.temp_dir() as path:
            rows = f"{path}/rows.csv"
            result = lab.scan(port, BLOCK, "--rate", "5000", "-q", "-o", rows,
                              preexec=lab.limit_file_size(50_000))
            self.assertEqual(result.code, 1, result)
            self.assertEqual(len(result.error_lines), 1, result)
            self.assertIn(rows, result.error_lines[0])
            self.assertLessEqual(os.path.getsize(rows), 50_000)
            self.whole_rows(rows, least=100)

    def test_full_disk_under_a_redirected_stdout(self):
        with lab.nsd(self.data.files()) as port, lab.temp_dir() as path:
            rows = f"{path}/rows.csv"
            with open(rows, "wb") as file:
                child = lab.start(
                    ["scan", BLOCK, "-r", f"{lab.HOST}:{port}", "-q",
                     "--no-progress", "--rate", "5000"],
                    lab.limit_file_size(50_000), stdout=file)
                try:
                    error = child.communicate(timeout=60)[1]
                finally:
                    lab.stop(child)
            self.assertEqual(child.returncode, 1, error)
            self.whole_rows(rows, least=100)

    def test_broken_pipe_is_quiet(self):
        with lab.nsd(self.data.files()) as port:
            child = lab.start(["scan", BLOCK, "-r", f"{lab.HOST}:{port}", "-q",
                               "--no-progress", "--rate", "2000"])
            try:
                self.assertTrue(child.stdout.readline().startswith(b"ip,"))
                child.stdout.close()
                error = child.stderr.read()
                child.stderr.close()
                self.assertEqual(child.wait(30), 1)
            finally:
                lab.stop(child)
            self.assertEqual(error, b"")


if __name__ == "__main__":
    unittest.main()
