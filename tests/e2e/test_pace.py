"""The rate is kept in each second, seen from the server: forward queries and
retries included."""

import sys
import unittest

import lab

SECONDS = 6
# A busy machine may take the processor away for longer than a pace can make up
# for; one undisturbed run shows the pace.
RUNS = 3


def deviation(times_ns, rate, seconds):
    """The worst second's distance from `rate`, in queries."""
    counts = [0] * seconds
    for time_ns in times_ns:
        second = (time_ns - times_ns[0]) // 10**9
        if second < seconds:
            counts[second] += 1
    return max(abs(count - rate) for count in counts), counts


class Pace(unittest.TestCase):
    def one_run(self, rate):
        with lab.temp_dir() as path:
            log = f"{path}/arrivals"
            with lab.labdns("--arrivals", log, "--servfail", "5", "--drop",
                            "2") as server:
                result = lab.scan(
                    server.port, "20.0.0.0/12", "--rate", str(rate), "--tries",
                    "5", "--timeout", "1", "--max-runtime", str(SECONDS), "-o",
                    f"{path}/rows.csv", "--summary", f"{path}/summary.json")
            self.assertEqual(result.code, 75, result)
            queries = lab.read_json(f"{path}/summary.json")["queries"]
            self.assertGreater(queries["forward"], 0)
            self.assertGreater(queries["retries"], 0)
            times = sorted(time_ns for time_ns, _ in lab.arrivals(log))
            # What the summary counts is what left, retries and all.
            self.assertEqual(len(times), queries["total"])
        # The last second may be cut short.
        return deviation(times, rate, SECONDS - 1)

    def holds(self, rate):
        seen = []
        for _ in range(RUNS):
            worst, counts = self.one_run(rate)
            if worst <= max(1, rate / 100):
                return
            seen.append(counts)
            print(f"off at {rate}/s, each second: {counts}", file=sys.stderr)
        self.fail(f"queries in each second at {rate}/s: {seen}")

    def test_a_hundred_a_second(self):
        self.holds(100)

    def test_a_thousand_a_second(self):
        self.holds(1000)

    @unittest.skipUnless(lab.FULL_SIZE, "too fast for a sanitizer")
    def test_twenty_thousand_a_second(self):
        self.holds(20000)


if __name__ == "__main__":
    unittest.main()
