"""The rate is kept in each second, seen from the server: forward queries and
retries included. A machine that takes the processor away makes a second
shorter, never fuller; what is then missing is what the scan says it lost."""

import collections
import unittest

import lab

SECONDS = 6
# Until it ends by itself: then it only waits for what is in flight.
SPAN = SECONDS - 0.5


class Pace(unittest.TestCase):
    def run_at(self, rate):
        """Times of arrival in ns, and the seconds that were forgiven."""
        with lab.temp_dir() as path:
            log = f"{path}/arrivals"
            with lab.labdns("--arrivals", log, "--servfail", "5", "--drop",
                            "2") as server:
                result = lab.scan(
                    server.port, "20.0.0.0/12", "--rate", str(rate), "--tries",
                    "5", "--timeout", "1", "--max-runtime", str(SECONDS), "-o",
                    f"{path}/rows.csv", "--summary", f"{path}/summary.json")
            self.assertEqual(result.code, 75, result)
            summary = lab.read_json(f"{path}/summary.json")
            self.assertGreater(summary["queries"]["forward"], 0)
            self.assertGreater(summary["queries"]["retries"], 0)
            times = sorted(time_ns for time_ns, _ in lab.arrivals(log))
            # What the summary counts is what left, retries and all.
            self.assertEqual(len(times), summary["queries"]["total"])
        return times, summary["rate"]["lag_forgiven_us"] / 1e6

    def holds(self, rate):
        times, forgiven = self.run_at(rate)
        each_second = collections.Counter(
            (time_ns - times[0]) // 10**9 for time_ns in times)
        said = (f"queries in each second at {rate}/s: {dict(each_second)};"
                f" {forgiven} s forgiven")
        self.assertLessEqual(max(each_second.values()),
                             rate + max(4, rate / 100), said)
        sent = sum(time_ns - times[0] < SPAN * 1e9 for time_ns in times)
        self.assertAlmostEqual(sent, rate * (SPAN - forgiven),
                               delta=max(4, rate * SPAN / 100), msg=said)

    def test_a_hundred_a_second(self):
        self.holds(100)

    def test_a_thousand_a_second(self):
        self.holds(1000)

    @unittest.skipUnless(lab.FULL_SIZE, "too fast for a sanitizer")
    def test_twenty_thousand_a_second(self):
        self.holds(20000)


if __name__ == "__main__":
    unittest.main()
