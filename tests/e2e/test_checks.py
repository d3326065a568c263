"""The extra queries of --check, against zones and servers that have what each
of them looks for."""

import signal
import unittest

import lab

HEAD = ("$TTL 3600\n@ SOA ns.census-lab.org. admin.census-lab.org. "
        "1 3600 900 604800 300\n@ NS ns.census-lab.org.\n")
ZONES = {
    # Every name below it has this PTR, also an impossible one.
    "2.0.20.in-addr.arpa": HEAD + "* PTR plain.census-lab.net.\n",
    "3.0.20.in-addr.arpa": HEAD + "1 PTR dual.census-lab.net.\n"
                                  "2 PTR plain.census-lab.net.\n"
                                  "3 PTR half.census-lab.net.\n",
    "census-lab.net": HEAD + "plain A 20.0.3.2\n"
                             "dual A 20.0.3.1\n"
                             "dual AAAA 2400::1\n"
                             "half A 20.0.3.3\n"
                             "half AAAA 2400::2\n",
    "0.0.4.2.ip6.arpa": HEAD + "1" + 27 * ".0" +
                        " PTR dual.census-lab.net.\n",
}
TARGETS = ("20.0.2.0/28", "20.0.3.0/28")


def scan_zones(*flags):
    """Rows by address, the summary, and its text."""
    with lab.temp_dir() as path, lab.nsd(ZONES) as port:
        result = lab.scan(port, *TARGETS, *flags, "--format", "csv",
                          "--summary", f"{path}/summary.json")
        if result.code != 0:
            raise RuntimeError(str(result))
        rows = {row["ip"]: row for row in result.rows}
        return rows, lab.read_json(f"{path}/summary.json"), result.error_lines


class Zones(unittest.TestCase):
    def test_a_wildcard_zone_is_listed(self):
        rows, summary, text = scan_zones("--check", "wildcard")
        self.assertEqual(len(rows), 32)
        self.assertEqual(summary["wildcard_zones"], {
            "asked": 2, "failed": 0, "found": 1, "lowest": ["20.0.2.0/24"]})
        self.assertIn("  wildcard 1 of 2 /24 zones asked: 20.0.2.0/24", text)
        # It is no finding of a row.
        self.assertEqual(rows["20.0.2.1"]["findings"], "fcrdns_mismatch")
        self.assertNotIn("ptr_wildcard_zone", summary["by_finding"])

    def test_a_missing_counterpart_is_found(self):
        rows, summary, _ = scan_zones("--check", "counterpart")
        self.assertEqual(rows["20.0.3.1"]["findings"], "")
        self.assertEqual(rows["20.0.3.2"]["findings"],
                         "ipv6_counterpart_missing")
        self.assertEqual(rows["20.0.3.3"]["findings"], "ipv6_no_ptr")
        self.assertEqual(rows["20.0.2.9"]["findings"],
                         "fcrdns_mismatch ipv6_counterpart_missing")
        self.assertEqual(summary["by_finding"]["ipv6_counterpart_missing"], 17)
        self.assertEqual(summary["by_finding"]["ipv6_no_ptr"], 1)
        # Three names: A and AAAA each, and two addresses' PTR.
        self.assertEqual(summary["queries"]["forward"], 6)
        self.assertEqual(summary["queries"]["reverse"], 32 + 2)

    def test_nothing_is_checked_unasked(self):
        rows, summary, _ = scan_zones()
        self.assertEqual(rows["20.0.3.2"]["findings"], "")
        self.assertNotIn("wildcard_zones", summary)
        self.assertEqual(summary["queries"]["forward"], 3)
        self.assertEqual(summary["queries"]["reverse"], 32)


CD = 0x10
SERVFAIL, NXDOMAIN = 2, 3
BOGUS, BOGUS_NAME, BROKEN = (lab.wire(f"{i}.0.0.20.in-addr.arpa")
                             for i in (1, 2, 3))
NAME = lab.wire("mail.census-lab.net")


def validating(query, source, sock):
    """A resolver for which BOGUS and NAME fail validation, and BROKEN always
    does."""
    end = query.index(b"\0", 12) + 5
    qname = query[12:end - 4].lower()
    checks = not query[3] & CD
    answer = b""
    rcode = NXDOMAIN
    if qname == BROKEN or (checks and qname in (BOGUS, NAME)):
        rcode = SERVFAIL
    elif qname == BOGUS_NAME:
        rcode = 0
        answer = (b"\xc0\x0c\0\x0c\0\1\0\0\x0e\x10"
                  + len(NAME).to_bytes(2, "big") + NAME)
    header = query[:2] + bytes([0x81, 0x80 | rcode, 0, 1, 0, bool(answer),
                                0, 0, 0, 0])
    sock.sendto(header + query[12:end] + answer, source)


class Dnssec(unittest.TestCase):
    def findings(self, *flags):
        with lab.UdpServer(validating) as server:
            result = lab.scan(server.port, "20.0.0.0/30", "--tries", "1",
                              "--format", "csv", *flags)
        self.assertEqual(result.code, 0, result)
        unchecked = sum(bool(query[3] & CD) for query in server.packets)
        return {row["ip"]: row["findings"] for row in result.rows}, unchecked

    def test_a_failed_validation_is_told_from_a_failure(self):
        findings, unchecked = self.findings("--check", "dnssec")
        self.assertEqual(findings, {
            "20.0.0.0": "ptr_missing",
            "20.0.0.1": "ptr_servfail dnssec_bogus",
            "20.0.0.2": "forward_servfail dnssec_bogus",
            "20.0.0.3": "ptr_servfail"})
        self.assertEqual(unchecked, 3)

    def test_nothing_is_checked_unasked(self):
        findings, unchecked = self.findings()
        self.assertEqual(findings["20.0.0.1"], "ptr_servfail")
        self.assertEqual(findings["20.0.0.2"], "forward_servfail")
        self.assertEqual(unchecked, 0)

    def test_rows_that_wait_for_the_check_are_written_when_it_stops(self):
        def silent_without_checks(query, source, sock):
            if not query[3] & CD:
                validating(query, source, sock)

        with lab.UdpServer(silent_without_checks) as server:
            child = lab.start(
                ["scan", "20.0.0.0/30", "-r", f"{lab.HOST}:{server.port}",
                 "--check", "dnssec", "--tries", "1", "--timeout", "60",
                 "--no-progress", "--format", "csv"])
            try:
                # Three failures, each of which is looked into.
                lab.poll(lambda: sum(bool(query[3] & CD)
                                     for query in server.packets) == 3,
                         "queries without checks", child)
                child.send_signal(signal.SIGINT)
                output, error = child.communicate(timeout=30)
            finally:
                lab.stop(child)
        self.assertEqual(child.returncode, 130, error)
        rows = lab.parse_csv(output.decode())
        self.assertEqual({row["ip"]: row["findings"] for row in rows}, {
            "20.0.0.0": "ptr_missing", "20.0.0.1": "ptr_servfail",
            "20.0.0.2": "forward_servfail", "20.0.0.3": "ptr_servfail"})


if __name__ == "__main__":
    unittest.main()
