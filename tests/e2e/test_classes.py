"""A scan of zones with known shares of classes and encodings: each row says
what its name was made as, and the summary counts exactly that."""

import collections
import ipaddress
import random
import unittest

import expect
import forms
import lab
import names

BLOCK = ipaddress.ip_network("146.105.80.0/20")
REVERSE = "105.146.in-addr.arpa"
BLOCK6 = ipaddress.ip_network("2400:8500:1801:418::/64")
TTL = 3600
# No digit of a template is over 15, so that none is an octet by chance.
LEAST_LAST_OCTET = 16
GENERIC = {"generic", "generic_dynamic", "generic_static", "provider_default",
           "placeholder"}
NO_NAME = forms.Form("", "none", "", "", 0)


def suits(address):
    """Whether the order of the octets can be told: they all differ."""
    octets = address.packed
    return len(set(octets)) == 4 and octets[3] >= LEAST_LAST_OCTET


def dealt(table, addresses):
    """(address, form) for each address: as many of each form as its share, the
    others without a name."""
    deck = [form for form in table for _ in range(form.share)]
    if len(deck) > len(addresses):
        raise ValueError(f"{len(deck)} names for {len(addresses)} addresses")
    deck += [NO_NAME] * (len(addresses) - len(deck))
    random.Random(5).shuffle(deck)
    return list(zip(addresses, deck))


class Host:
    """An address, its name, and what its row must say."""

    def __init__(self, address, form, number):
        self.form = form
        self.ip = str(address)
        self.owner = names.labels(address.reverse_pointer)
        self.name = None
        self.forward = None  # an address of the name
        self.fcrdns = "no_ptr"
        if form is not NO_NAME:
            fill = forms.fill if address.version == 4 else forms.fill6
            self.name = names.labels(fill(form, address, number))
            self._confirm(address, number)

    def _confirm(self, address, number):
        shared = "{" not in self.form.template
        if not expect.askable(self.name):
            self.fcrdns = "invalid_name"
        elif shared or self.form.name_class == "invalid" or number % 3 == 0:
            self.fcrdns = "no_forward"
        else:
            passes = number % 3 == 1
            self.forward = address if passes else address + 1
            self.fcrdns = "pass" if passes else "mismatch"

    @property
    def is_generic(self):
        return (self.form.name_class in GENERIC
                and self.form.confidence == "strong")


def make_hosts():
    suited = [ip for ip in BLOCK if suits(ip)]
    hosts = dealt(forms.FORMS, suited)
    hosts += [(ip, NO_NAME) for ip in BLOCK if not suits(ip)]
    first = int(BLOCK6[0]) + 0x021122FFFE340000
    hosts += dealt(forms.FORMS6, [
        ipaddress.ip_address(first + 0xAB00 + i) for i in range(200)])
    return [Host(address, form, number)
            for number, (address, form) in enumerate(hosts)]


def zone_files(hosts):
    head = (f"{TTL} SOA ns.census-lab.net. admin.census-lab.net. "
            f"1 3600 600 86400 300\n@ {TTL} NS ns.census-lab.net.")
    reverse, root = [f"@ {head}"], [f"@ {head}"]
    for host in hosts:
        if host.name is None:
            continue
        name = names.zone_text(host.name)
        inside = host.owner[-4:] == names.labels(REVERSE)
        (reverse if inside else root).append(
            f"{names.zone_text(host.owner)} {TTL} PTR {name}")
        if host.forward:
            kind = "A" if host.forward.version == 4 else "AAAA"
            root.append(f"{name} {TTL} {kind} {host.forward}")
    return {REVERSE: "\n".join(reverse) + "\n", ".": "\n".join(root) + "\n"}


class Classes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.hosts = make_hosts()
        with lab.temp_dir() as path, lab.nsd(zone_files(cls.hosts)) as port:
            targets = "\n".join(host.ip for host in cls.hosts)
            cls.result = lab.scan(
                port, "-i", "-", "--rate", "20000", "-o", f"{path}/rows.csv",
                "--summary", f"{path}/summary.json",
                stdin=targets.encode("ascii"))
            if cls.result.code != 0:
                raise RuntimeError(str(cls.result))
            cls.rows = lab.read_csv(f"{path}/rows.csv")
            cls.summary = lab.read_json(f"{path}/summary.json")

    def test_the_world_has_every_class_and_most_encodings(self):
        made = {host.form.name_class for host in self.hosts}
        self.assertEqual(made, set(self.summary["by_class"]))
        self.assertGreater(len({host.form.encoding for host in self.hosts}), 65)

    def test_each_row_says_what_its_name_was_made_as(self):
        rows = {row["ip"]: row for row in self.rows}
        self.assertEqual(len(rows), len(self.rows))
        self.assertEqual(len(rows), len(self.hosts))
        faults = []
        for host in self.hosts:
            row = rows[host.ip]
            expected = {
                "name_class": host.form.name_class,
                "is_generic": str(host.is_generic).lower(),
                "confidence": host.form.confidence,
                "encoding": host.form.encoding, "fcrdns": host.fcrdns}
            faults += [f"{host.ip} {row['name']}: {column} is "
                       f"{row[column]!r}, not {value!r}"
                       for column, value in expected.items()
                       if row[column] != value]
        if faults:
            self.fail(f"{len(faults)} differences:\n" + "\n".join(faults[:40]))

    def test_the_shares_of_the_summary_are_those_made(self):
        classes = collections.Counter(h.form.name_class for h in self.hosts)
        encodings = collections.Counter(h.form.encoding for h in self.hosts
                                        if h.name is not None)
        self.assertEqual(self.summary["by_class"], classes)
        self.assertEqual(self.summary["by_encoding"], encodings)
        self.assertEqual(sum(classes.values()), self.summary["rows"])

    def test_as_many_are_generic_as_were_made_so(self):
        made = sum(host.is_generic for host in self.hosts)
        self.assertEqual(sum(row["is_generic"] == "true" for row in self.rows),
                         made)
        # Each such row has the finding of its class, and no other row has.
        found = self.summary["by_finding"]
        self.assertEqual(sum(found[f"ptr_{key}"] for key in GENERIC), made)


if __name__ == "__main__":
    unittest.main()
