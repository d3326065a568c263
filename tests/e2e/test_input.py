"""Bad input: exit code 2, one clear sentence, no row, and nothing is sent."""

import contextlib
import os
import shutil
import unittest

import lab

SOME = "20.0.0.0/28"


class Input(unittest.TestCase):
    def refused(self, *args, says, server=True, **options):
        """Runs a scan that must not start; `says` are parts of the error."""
        with lab.UdpServer() as resolver:
            if server:
                args += ("-r", f"{lab.HOST}:{resolver.port}")
            result = lab.run("scan", *args, limit_seconds=20, **options)
        self.assertEqual(result.code, 2, result)
        self.assertEqual(result.stdout, b"")
        self.assertEqual(len(result.error_lines), 1, result)
        self.assertTrue(result.error_lines[0].startswith("ptrcensus: "), result)
        for part in says:
            self.assertIn(part, result.error_lines[0])
        self.assertEqual(resolver.packets, [], "a packet was sent")

    @contextlib.contextmanager
    def file(self, content):
        with lab.temp_dir() as path:
            name = f"{path}/targets.txt"
            with open(name, "wb") as file:
                file.write(content)
            yield name

    def test_bad_block(self):
        for text in ("20.0.0.0/33", "20.0.0/24", "20.0.0.0/", "20.0.0.256",
                     "020.0.0.1", "20.0.0.0/-1", "2001:db8::/129", "hello",
                     "20.0.0.1-", "20.0.0.1-20.0.0.300", "20.0.0.1-2a00::1"):
            with self.subTest(text):
                self.refused(text, says=[text])

    def test_host_bits_are_set(self):
        self.refused("20.0.0.1/24", says=["20.0.0.1/24", "20.0.0.0/24"])
        self.refused("2a00::1/64", says=["2a00::1/64", "2a00::/64"])

    def test_reversed_range(self):
        self.refused("20.0.0.9-20.0.0.1", says=["20.0.0.9-20.0.0.1"])

    def test_no_target(self):
        self.refused(says=["TARGET"])

    def test_bad_exclusion(self):
        self.refused(SOME, "-x", "20.0.0.0/40", says=["20.0.0.0/40"])

    def test_missing_file(self):
        self.refused("-i", "/nonexistent/list", says=["/nonexistent/list"])
        self.refused(SOME, "--exclude-file", "/nonexistent/list",
                     says=["/nonexistent/list"])

    def test_unreadable_file(self):
        with self.file(b"20.0.0.1\n") as name:
            os.chmod(name, 0)
            if os.geteuid() != 0:
                self.refused("-i", name, says=[name])
                return
            # Root reads everything; nobody does not. A copy of the program,
            # because nobody may not get to where it was built.
            program = shutil.copy(lab.PTRCENSUS, os.path.dirname(name))
            original, lab.PTRCENSUS = lab.PTRCENSUS, program
            try:
                self.refused("-i", name, says=[name],
                             preexec=lambda: os.setuid(65534))
            finally:
                lab.PTRCENSUS = original

    def test_directory(self):
        with lab.temp_dir() as path:
            self.refused("-i", path, says=[path, "directory"])

    def test_wrong_line_of_a_file(self):
        lines = [f"20.0.0.{i}" for i in range(16)] + ["20.0.0.16/8", "20.1.0.0"]
        with self.file("\n".join(lines).encode()) as name:
            self.refused("-i", name, says=[name, "line 17", "20.0.0.16/8"])

    def test_wrong_line_on_stdin(self):
        self.refused("-i", "-", stdin=b"# list\n\n20.0.0.1\nwww.example.com\n",
                     says=["line 4", "www.example.com"])

    def test_hostile_line_cannot_reach_the_terminal(self):
        with self.file(b"\x1b]0;owned\x07\xff\n") as name:
            with lab.UdpServer() as resolver:
                result = lab.scan(resolver.port, "-i", name)
        self.assertEqual(result.code, 2, result)
        self.assertRegex(result.stderr, rb"\A[\x20-\x7e]+\n\Z")

    def test_empty_target_set(self):
        with self.file(b"# nothing\n\n") as name:
            self.refused("-i", name, says=["no target", name])
        self.refused(SOME, "-x", "20.0.0.0/8", says=["exclu"])

    def test_only_special_purpose_targets(self):
        self.refused("10.0.0.0/24", "192.168.0.1",
                     says=["--include-special"])

    def test_too_many_targets(self):
        self.refused("2a00::/87", says=["2a00::/87"])

    def test_unknown_flag(self):
        self.refused(SOME, "--tmieout", "3", says=["--tmieout", "--timeout"])

    def test_unknown_subcommand(self):
        result = lab.run("scna", SOME)
        self.assertEqual(result.code, 2, result)
        self.assertEqual(len(result.error_lines), 1, result)
        self.assertIn("scan", result.error_lines[0])

    def test_bad_numbers(self):
        for flag, value in (
                ("--rate", "0"), ("--rate", "-5"), ("--rate", "fast"),
                ("--rate", "10x"), ("--server-rate", "0"), ("--tries", "0"),
                ("--timeout", "0"), ("--timeout", "-1"), ("--window", "-1"),
                ("--max-names", "0"), ("--max-targets", "0"),
                ("--seed", "x"), ("--max-runtime", "-3"),
                ("--window", "99999999999999999999")):
            with self.subTest(flag=flag, value=value):
                self.refused(SOME, f"{flag}={value}", says=[flag, value])

    def test_bad_resolver(self):
        for text in ("dns.example.com", "20.0.0.1:0", "20.0.0.1:70000",
                     "20.0.0.1:", "[2a00::1", "20.0.0.0/24"):
            with self.subTest(text):
                self.refused(SOME, "-r", text, says=["--resolver", text])

    def test_bad_resolver_file(self):
        with self.file(b"127.0.0.1\nns1.example.com\n") as name:
            self.refused(SOME, "--resolver-file", name,
                         says=[name, "line 2", "ns1.example.com"])

    def test_bad_output_choices(self):
        self.refused(SOME, "--format", "cvs", says=["cvs", "csv"])
        self.refused(SOME, "--fields", "ip,nmae", says=["nmae", "name"])
        self.refused(SOME, "--fields", "ip,ip", says=["ip"])
        self.refused(SOME, "--only", "ok,nxdomian",
                     says=["nxdomian", "nxdomain"])

    def test_unwritable_output(self):
        self.refused(SOME, "-o", "/nonexistent/rows.csv",
                     says=["/nonexistent/rows.csv"])
        with lab.temp_dir() as path:
            name = f"{path}/rows.xls"
            self.refused(SOME, "-o", name, says=[name])
            self.assertEqual(os.listdir(path), [])

    def test_unwritable_summary(self):
        self.refused(SOME, "--summary", "/nonexistent/s.json",
                     says=["/nonexistent/s.json"])

    def test_existing_output_stays(self):
        with self.file(b"precious\n") as name:
            rows = name.replace(".txt", ".csv")
            os.rename(name, rows)
            self.refused(SOME, "-o", rows, says=[rows, "--overwrite"])
            with open(rows, "rb") as file:
                self.assertEqual(file.read(), b"precious\n")

    def test_bad_input_leaves_no_output_file(self):
        with lab.temp_dir() as path:
            self.refused(SOME, "20.0.0.0/99", "-o", f"{path}/rows.csv",
                         says=["20.0.0.0/99"])
            self.assertEqual(os.listdir(path), [])

    def test_foreign_source_address(self):
        # 20.0.0.1 is not an address of this machine.
        self.refused(SOME, "--source", "20.0.0.1", says=["20.0.0.1"])


class NoServer(unittest.TestCase):
    def check(self, port):
        with lab.temp_dir() as path:
            result = lab.scan(port, SOME, "-o", f"{path}/rows.csv",
                              limit_seconds=30)
            self.assertEqual(result.code, 2, result)
            self.assertEqual(len(result.error_lines), 1, result)
            self.assertIn(str(port), result.error_lines[0])
            self.assertEqual(os.listdir(path), [])
            result = lab.scan(port, SOME, limit_seconds=30)
            self.assertEqual(result.code, 2, result)
            self.assertEqual(result.stdout, b"")

    def test_closed_port(self):
        self.check(lab.free_port())

    def test_silent_server(self):
        with lab.UdpServer() as silent:
            self.check(silent.port)


if __name__ == "__main__":
    unittest.main()
