"""Scans of a small block through every kind of harm write the true rows."""

import unittest

import facts
import lab

BLOCK = "20.0.0.0/22"
QUICK = ("--timeout", "0.3", "--rate", "5000")
PATIENT = (*QUICK, "--tries", "12")
# Without names that need TCP.
SHORT = ("--mix", "nxdomain=30,nodata=5,multi=3,chain=2",
         "--forward-mix", "mismatch=8,nxdomain=10,cname=2")


class Faults(unittest.TestCase):
    def check(self, *args, block=BLOCK, **options):
        return facts.check(self, block, *args, **options)

    def test_permanent_failures_each_have_their_row(self):
        thousand = ("20.0.0.0/23", "20.0.2.0/24", "20.0.3.0/25",
                    "20.0.3.128/26", "20.0.3.192/27", "20.0.3.224/29")
        world = ("--mix", "silent=10,servfail=10,nxdomain=10")
        with lab.labdns(*world) as server:
            result = lab.scan(server.port, *thousand, *QUICK,
                              limit_seconds=120)
        self.assertEqual(result.code, 0, result)
        lines = result.stdout.decode("ascii").splitlines()
        self.assertEqual(len(lines), 1001)
        facts.compare(self, lines, lab.truth(*thousand, *world))
        for status in ("timeout", "servfail", "nxdomain"):
            count = sum(line.split(",")[1] == status for line in lines)
            self.assertTrue(60 < count < 140, f"{count} {status}")

    def test_other_permanent_failures(self):
        self.check(*QUICK, world=(
            "--mix", "refused=10,other_rcode=10,malformed=10,chain_broken=5,"
            "chain_loop=5,chain_split=5",
            "--forward-mix", "servfail=10,silent=10,mismatch=5"))

    def test_forged_packets_become_no_rows(self):
        summary = self.check(
            "--rate", "2000", world=SHORT,
            faults=("--wrong-id", "4", "--wrong-question", "3",
                    "--wrong-source", "3"))
        dropped = summary["packets_dropped"]
        for reason in ("stray_id", "wrong_question", "wrong_source"):
            self.assertGreater(dropped[reason], 0, summary)
        self.assertEqual(
            sum(dropped.values()) + summary["transport"]["kernel_drops"],
            10 * summary["queries"]["answered"], summary)

    def test_hostile_packets(self):
        summary = self.check(*PATIENT, faults=("--hostile", "30"))
        self.assertGreater(summary["packets_dropped"]["malformed"], 0)

    def test_lost_packets(self):
        self.check(*PATIENT, faults=("--drop", "20"))

    def test_late_packets(self):
        self.check("--rate", "5000", "--timeout", "0.2", "--tries", "12",
                   faults=("--delay", "20:300"))

    def test_duplicated_and_reordered_packets(self):
        summary = self.check(*PATIENT, world=SHORT, faults=(
            "--duplicate", "50", "--reorder", "50"))
        self.assertGreater(summary["packets_dropped"]["duplicate"], 0)

    def test_truncated_replies_are_asked_over_tcp(self):
        # Which replies were truncated is not part of the truth.
        summary = self.check(*PATIENT, faults=("--truncate", "20"),
                             without=("flags",))
        self.assertGreater(summary["transport"]["received_tcp"], 100)
        self.assertLessEqual(summary["transport"]["tcp_connections"], 64)

    def test_servers_that_know_no_edns(self):
        for answer in ("formerr", "notimp"):
            with self.subTest(answer):
                summary = self.check(*PATIENT, faults=("--no-edns", answer),
                                     without=("ede",))
                self.assertFalse(summary["servers"][0]["edns"])
        with self.subTest("formerr, the header alone"):
            self.check(*PATIENT, without=("ede",), faults=(
                "--no-edns", "formerr", "--formerr-bare"))

    def test_a_server_that_folds_case(self):
        summary = self.check(*PATIENT, faults=("--lower-case",))
        self.assertFalse(summary["servers"][0]["keeps_case"])

    def test_no_forward(self):
        summary = self.check("--no-forward", *QUICK,
                             truth_flags=("--no-forward",))
        self.assertEqual(summary["queries"]["forward"], 0)

    def test_fewer_names(self):
        self.check("--max-names", "2", *QUICK,
                   truth_flags=("--max-names", "2"))

    def test_one_address_at_a_time(self):
        self.check("--window", "1", "--rate", "max", block="20.0.0.0/24")

    def test_tcp_refused_or_silent(self):
        world = ("--mix", "many=20,nxdomain=20",
                 "--forward-mix", "mismatch=10")
        block = "20.0.0.0/25"
        truth = {line.split(",")[0]: line
                 for line in lab.truth(block, *world)}
        for fault in ("--tcp-refuse", "--tcp-close", "--tcp-silent"):
            with self.subTest(fault), lab.labdns(*world, fault) as server:
                result = lab.scan(server.port, block, *QUICK)
                self.assertEqual(result.code, 0, result)
                lines = result.stdout.decode("ascii").splitlines()
                whole = [x for x in lines[1:] if x.split(",")[1] != "timeout"]
                failed = [x.split(",") for x in lines[1:] if x not in whole]
                over_tcp = [ip for ip, line in truth.items()
                            if "tcp" in line.split(",")[21].split()]
                self.assertTrue(over_tcp)
                self.assertCountEqual([x[0] for x in failed], over_tcp)
                for cells in failed:
                    self.assertIn("tc", cells[21].split())
                    self.assertEqual(cells[6], "ptr_temp")
                facts.compare(self, lines[:1] + whole, [
                    line for ip, line in truth.items() if ip not in over_tcp])

    def test_one_of_two_servers_is_dead(self):
        with lab.labdns() as server, lab.UdpServer() as silent:
            for dead in (silent.port, lab.free_port()):
                with self.subTest(dead=dead):
                    result = lab.scan([dead, server.port], BLOCK, *QUICK)
                    self.assertEqual(result.code, 0, result)
                    lines = result.stdout.decode("ascii").splitlines()
                    facts.compare(self, lines, lab.truth(BLOCK))

    def test_one_of_two_servers_refuses_and_the_other_fails(self):
        with lab.labdns("--refused", "100") as refusing, \
                lab.labdns("--servfail", "20") as failing:
            result = lab.scan([refusing.port, failing.port], BLOCK, *PATIENT)
            self.assertEqual(result.code, 0, result)
            lines = result.stdout.decode("ascii").splitlines()
            facts.compare(self, lines, lab.truth(BLOCK))


if __name__ == "__main__":
    unittest.main()
