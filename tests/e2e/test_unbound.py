"""A scan through Unbound, which resolves through NSD, writes what stands in
NSD's zone files."""

import unittest

import expect
import lab
import zones


class Unbound(unittest.TestCase):
    def test_every_row_equals_the_zone_files(self):
        data = zones.Zones(65536 if lab.FULL_SIZE else 4096, loops=False)
        block = f"{zones.BLOCK[0]}-{data.hosts[-1].address}"
        files = data.files()
        with lab.nsd(files) as authority, \
                lab.unbound(files, authority) as port:
            result = lab.scan(port, block, "--rate", "8000", "--timeout", "5",
                              "--format", "csv")
        self.assertEqual(result.code, 0, result)
        expect.compare(self, result.rows, data, authoritative=False)


if __name__ == "__main__":
    unittest.main()
