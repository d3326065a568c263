"""A scan of a generated zone on NSD writes what stands in the zone files."""

import unittest

import expect
import lab
import zones


class Nsd(unittest.TestCase):
    def test_every_row_equals_the_zone_files(self):
        data = zones.Zones(65536 if lab.FULL_SIZE else 4096, loops=True)
        block = f"{zones.BLOCK[0]}-{data.hosts[-1].address}"
        with lab.nsd(data.files()) as port:
            result = lab.scan(port, block, "--rate", "20000", "--format", "csv")
        self.assertEqual(result.code, 0, result)
        expect.compare(self, result.rows, data, authoritative=True)


if __name__ == "__main__":
    unittest.main()
