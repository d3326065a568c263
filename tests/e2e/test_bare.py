"""bare_loops against labdns: every query is sent and every reply counted."""

import json
import os
import subprocess
import unittest

import lab

BARE_LOOPS = os.environ.get("BARE_LOOPS", "bare_loops")
MODES = ("plain", "batched", "segmented")
QUERIES = 20000
# As few as a test can ask for, so that no buffer of the machine overflows.
WINDOW = 64


def run(*args):
    return subprocess.run(
        [BARE_LOOPS, *args], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, timeout=60, check=False)


def ask(port, *args, window=WINDOW):
    """The JSON object of a run that got replies."""
    child = run("--server", f"{lab.HOST}:{port}", "--json", "--queries",
                str(QUERIES), "--window", str(window), *args)
    if child.returncode != 0:
        raise AssertionError(child.stderr)
    return json.loads(child.stdout)


class Bare(unittest.TestCase):
    def answered(self, *args):
        """Runs a loop that must get a reply to each query."""
        with lab.labdns() as server:
            result = ask(server.port, *args)
        self.assertEqual(result["queries"], QUERIES)
        self.assertEqual(result["replies"], QUERIES)
        self.assertEqual(result["lost"], 0)
        self.assertEqual(result["kernel_drops"], 0)
        self.assertGreater(result["seconds"], 0)
        self.assertEqual(server.counters["udp_queries"], QUERIES)
        self.assertEqual(server.counters["unreadable"], 0)
        return result

    def test_each_mode_gets_a_reply_for_each_query(self):
        for mode in MODES:
            with self.subTest(mode):
                self.assertEqual(self.answered("--mode", mode)["mode"], mode)

    def test_counts_replies_that_were_received_as_one(self):
        for mode in ("batched", "segmented"):
            with self.subTest(mode):
                self.answered("--mode", mode, "--gro")

    def test_runs_and_sockets_of_any_number(self):
        self.answered("--segments", "7", "--sockets", "3")

    def test_a_block_smaller_than_the_queries_is_asked_again(self):
        for block in ("20.0.0.1", "20.0.0.0/24", "20.0.0.250-20.0.1.9"):
            with self.subTest(block):
                self.answered(block)

    def test_asks_for_each_address_of_the_block_once(self):
        asked = []

        def reply(query, source, server):
            asked.append(query[12:])
            server.sendto(query, source)

        with lab.UdpServer(reply) as server:
            run("--server", f"{lab.HOST}:{server.port}", "--queries", "256",
                "--window", str(WINDOW), "20.0.7.0/24")
        tail = b"\x017\x010\x0220\x07in-addr\x04arpa\0\0\x0c\0\x01"
        opt = b"\0\0\x29\x04\xd0\0\0\0\0\0\0"
        wanted = {bytes([len(str(x))]) + str(x).encode() + tail + opt
                  for x in range(256)}
        self.assertEqual(len(asked), 256)
        self.assertEqual(set(asked), wanted)

    def test_lost_replies_are_counted(self):
        # A window that is not full before the last query: one silence.
        with lab.labdns("--drop", "5") as server:
            result = ask(server.port, window=2000)
        self.assertEqual(result["queries"], QUERIES)
        self.assertGreater(result["lost"], 0)
        self.assertEqual(result["lost"] + result["replies"], QUERIES)
        self.assertEqual(server.counters["unanswered"] +
                         server.counters["replies"], QUERIES)

    def test_prints_one_line(self):
        with lab.labdns() as server:
            child = run("--server", f"{lab.HOST}:{server.port}", "--queries",
                        "100")
        self.assertEqual(child.returncode, 0, child.stderr)
        self.assertEqual(child.stderr, b"")
        self.assertRegex(child.stdout,
                         rb"\Asegmented: 100 queries, 100 replies in [^\n]*\n\Z")

    def test_no_reply_at_all(self):
        with lab.UdpServer() as silent:
            closed = lab.free_port()
            for mode in MODES:
                for port in (silent.port, closed):
                    with self.subTest(mode=mode, closed=port == closed):
                        child = run("--server", f"{lab.HOST}:{port}", "--mode",
                                    mode, "--queries", "1000")
                        self.assertEqual(child.returncode, 1)
                        self.assertEqual(child.stdout, b"")
                        self.assertRegex(child.stderr, rb"\Abare_loops: no reply"
                                         rb"[^\n]*:%d\b[^\n]*\n\Z" % port)

    def test_refuses_bad_flags(self):
        server = ("--server", f"{lab.HOST}:53")
        for args, says in (
                ((), "--server"),
                (("--server", "localhost:53"), "--server"),
                ((*server, "--mode", "fast"), "--mode"),
                ((*server, "--queries", "0"), "--queries"),
                ((*server, "--queries", "-1"), "--queries"),
                ((*server, "--window", "63"), "--window"),
                ((*server, "--segments", "65"), "--segments"),
                ((*server, "--sockets", "none"), "--sockets"),
                ((*server, "--seconds", "0"), "--seconds"),
                ((*server, "--mode", "plain", "--gro"), "--gro"),
                ((*server, "--none"), "--none"),
                ((*server, "20.0.0.1/12"), "20.0.0.1/12"),
                ((*server, "2001:db8::/64"), "2001:db8::/64")):
            with self.subTest(args=args):
                child = run(*args)
                self.assertEqual(child.returncode, 2)
                self.assertEqual(child.stdout, b"")
                self.assertRegex(child.stderr, rb"\Abare_loops: [ -~]+\n\Z")
                self.assertIn(says, child.stderr.decode("ascii"))


if __name__ == "__main__":
    unittest.main()
