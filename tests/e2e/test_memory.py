"""A million addresses, a hundred thousand of them under way at once, fit into
128 MB."""

import unittest

import lab


class Memory(unittest.TestCase):
    @unittest.skipUnless(lab.FULL_SIZE, "a sanitizer needs its own memory")
    def test_a_full_window_with_forward_confirmation(self):
        # Each answer takes a second and a half, so that at this rate the
        # window is full throughout.
        with lab.temp_dir() as path, lab.labdns("--delay", "100:1500") as lab_:
            rows = f"{path}/rows.csv"
            result = lab.scan(
                lab_.port, "20.0.0.0/12", "--max-targets", "1000000",
                "--window", "100000", "--rate", "100000", "--timeout", "10",
                "-o", rows, limit_seconds=200)
            self.assertEqual(result.code, 0, result)
            with open(rows, "rb") as file:
                self.assertEqual(sum(1 for _ in file), 1_000_001)
        self.assertLessEqual(result.max_rss_kb, 128 * 1024)


if __name__ == "__main__":
    unittest.main()
