"""What labdns refuses to start with: one sentence, exit code 2."""

import os
import socket
import subprocess
import unittest

import lab


class Refusals(unittest.TestCase):
    def refused(self, *args):
        """The sentence."""
        child = subprocess.run(
            [lab.LABDNS, *args], stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=30,
            check=False)
        self.assertEqual(child.returncode, 2, args)
        self.assertEqual(child.stdout, b"", args)
        self.assertRegex(child.stderr, rb"\Alabdns: [ -~]+\n\Z", args)
        return child.stderr.decode("ascii")

    def test_flags_out_of_range(self):
        for flag, value in (
                ("--drop", "nan"), ("--drop", "100.1"), ("--hostile", "-1"),
                ("--shared", "nan"), ("--ede", "inf"), ("--delay", "nan:5"),
                ("--delay", "5:-1"), ("--delay", "500:10"), ("--delay", "5"),
                ("--seed", "-1"), ("--fault-seed", "-1"),
                ("--wrong-id", "100000000"), ("--rate-limit", "-5"),
                ("--shared-names", "0"), ("--no-edns", "maybe")):
            with self.subTest(flag=flag, value=value):
                text = self.refused("serve", "--listen", f"{lab.HOST}:0",
                                    flag, value)
                self.assertIn(flag, text)
                self.assertIn(value, text)

    def test_what_is_typed_cannot_reach_the_terminal(self):
        self.refused("serve", "--none\n\x1b[31m")
        self.refused("serve", "--mix", "\x1b]0;title\x07=5")

    def test_a_file_that_is_no_log(self):
        with lab.temp_dir() as path:
            with open(f"{path}/log", "wb") as file:
                file.write(bytes(16) + b"\xff" * 16)
            self.refused("arrivals", f"{path}/log")
            self.refused("arrivals", f"{path}/log", "--rate", "nan")

    def test_a_port_in_use_leaves_the_log_as_it_was(self):
        with lab.temp_dir() as path, \
                socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
            taken.bind((lab.HOST, 0))
            with open(f"{path}/log", "wb") as file:
                file.write(b"old")
            self.refused("serve", "--listen",
                         f"{lab.HOST}:{taken.getsockname()[1]}", "--arrivals",
                         f"{path}/log")
            self.assertEqual(os.path.getsize(f"{path}/log"), 3)


if __name__ == "__main__":
    unittest.main()
