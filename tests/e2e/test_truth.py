"""Large scans of the lab's world write the rows that follow from its seed."""

import unittest

import facts
import lab

# So many tries that no lookup fails in all of them: one try fails with a chance
# of 0.1, ten with 1e-10, and there are fewer than 3e6 lookups.
PATIENT = ("--tries", "10", "--timeout", "1")
HARM = ("--drop", "5", "--servfail", "5", "--duplicate", "5", "--reorder", "20",
        "--delay", "5:200")


class Truth(unittest.TestCase):
    def test_a_block_of_the_default_mix(self):
        block = "20.0.0.0/16" if lab.FULL_SIZE else "20.0.0.0/20"
        facts.check(self, block, "--rate", "max")

    def test_the_portable_transport(self):
        block = "20.0.0.0/16" if lab.FULL_SIZE else "20.0.0.0/20"
        facts.check(self, block, "--rate", "max", "--transport", "portable")

    def test_an_ipv6_block(self):
        block = "2a00::/112" if lab.FULL_SIZE else "2a00::/116"
        facts.check(self, block, "--rate", "max")

    @unittest.skipUnless(lab.FULL_SIZE, "large")
    def test_a_million_addresses(self):
        facts.check(self, "20.0.0.0/12", "--rate", "max")

    def test_loss_at_full_speed(self):
        block = "20.0.0.0/12" if lab.FULL_SIZE else "20.0.0.0/20"
        facts.check(self, block, "--rate", "max", *PATIENT,
                    faults=("--drop", "2"))

    def test_many_addresses_with_every_transient_fault(self):
        block = "20.0.0.0/12" if lab.FULL_SIZE else "20.0.0.0/20"
        facts.check(self, block, "--rate", "100000", *PATIENT, faults=HARM)


if __name__ == "__main__":
    unittest.main()
