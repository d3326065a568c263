"""A generated reverse zone and forward zone, and the row that a scan of each
address must write. What is expected follows from the data made here, never
from the scanner.

The kind of an address is a function of its number, so that every kind occurs
in every block of 4,096."""

import ipaddress
import random

import names

BLOCK = ipaddress.ip_network("20.0.0.0/16")
REVERSE = "0.20.in-addr.arpa"
FORWARD = "census-lab.net"
DELEGATED = "rfc2317.census-lab.org"
TTL = 3600
MAX_NAMES = 10


class Host:
    """What is published for one address."""

    def __init__(self, address):
        self.address = address
        self.owner = reverse_name(address)
        self.alias = None  # where the reverse name is a CNAME to
        self.alias_ends = True  # False: at the alias stands nothing
        self.loops = False
        self.text_only = False
        self.ptr = []  # names
        self.ptr_ttl = TTL
        self.truncated = False


class Zones:
    """Hosts for the first `count` addresses of BLOCK, and their zones.
    `loops`: with CNAME loops among them."""

    def __init__(self, count, loops):
        self._random = random.Random(20)
        self._loops = loops
        self._a = {}  # canonical text -> set of address texts
        self._aaaa = {}
        self._cname = {}  # canonical text -> name
        self._forward_lines = []
        self.hosts = [self._host(i) for i in range(count)]

    # Each kind: how many of 64 addresses have it.
    KINDS = (
        ("absent", 18), ("text_only", 3), ("passing", 18), ("mismatch", 4),
        ("missing", 4), ("other_family", 3), ("several", 4), ("shared", 3),
        ("alias_inside", 1), ("alias_outside", 1), ("alias_dangling", 1),
        ("forward_alias", 1), ("odd_octets", 1), ("not_askable", 1),
        ("rare", 1),
    )
    RARE = ("many", "truncated", "loop", "passing")
    PLAN = [kind for kind, share in KINDS for _ in range(share)]

    def _host(self, number):
        host = Host(BLOCK[number])
        # Odd, so a permutation of the 64 residues: neighbours differ.
        kind = self.PLAN[number * 37 % 64]
        if kind == "rare":
            kind = self.RARE[number // 64 % len(self.RARE)]
        if kind == "loop" and not self._loops:
            kind = "absent"
        getattr(self, "_" + kind)(host, number)
        return host

    def _absent(self, host, number):
        pass

    def _text_only(self, host, number):
        host.text_only = True

    def _passing(self, host, number):
        host.ptr = [self._named(f"h{number}", [host.address])]
        host.ptr_ttl = 600 + number % 1000

    def _mismatch(self, host, number):
        host.ptr = [self._named(f"m{number}", [host.address + 1])]

    def _missing(self, host, number):
        host.ptr = [names.labels(f"gone{number}.{FORWARD}")]

    def _other_family(self, host, number):
        name = self._named(f"six{number}", [])
        self._add(self._aaaa, name, f"2001:db8::{number:x}")
        host.ptr = [name]

    def _several(self, host, number):
        """Two to five names, each passing, mismatching or missing."""
        for i in range(2 + number % 4):
            addresses = self._random.choice(
                [[host.address], [host.address + 256], []])
            host.ptr.append(self._named(f"s{number}-{i}", addresses))

    def _shared(self, host, number):
        """Sixteen neighbours have one name, with the addresses of all."""
        first = number & ~15
        name = names.labels(f"shared{first}.{FORWARD}")
        for i in range(first, first + 16):
            self._add(self._a, name, str(BLOCK[i]))
        host.ptr = [name]

    def _alias_inside(self, host, number):
        self._passing(host, number)
        host.alias = (b"%d" % (number & 255), b"0/25") + host.owner[1:]

    def _alias_outside(self, host, number):
        self._passing(host, number)
        host.alias = names.labels(f"{number}.{DELEGATED}")

    def _alias_dangling(self, host, number):
        zone = REVERSE if number % 128 < 64 else DELEGATED
        host.alias = names.labels(f"none{number}.{zone}")
        host.alias_ends = False

    def _forward_alias(self, host, number):
        name = names.labels(f"www{number}.{FORWARD}")
        self._cname[names.fold(name)] = self._named(
            f"host{number}", [host.address])
        host.ptr = [name]

    def _odd_octets(self, host, number):
        """All 256 octets in turn, 16 a name, in upper case where it has one."""
        first = number // 64 * 16 % 256
        odd = bytes(range(first, first + 16)) + b"%d" % number
        host.ptr = [self._named(odd, [host.address])]

    def _not_askable(self, host, number):
        host.ptr = [names.labels(
            ("localhost", str(host.address), "printer", "")[number // 64 % 4])]

    def _many(self, host, number):
        """More names than are tried; the one that matches comes after them."""
        for i in range(MAX_NAMES + 2):
            addresses = [host.address] if i == MAX_NAMES + 1 else []
            host.ptr.append(self._named(f"x{number}-{i:02d}", addresses))

    def _truncated(self, host, number):
        """A set that fits into no datagram of 1,232 octets."""
        host.truncated = True
        for i in range(60):
            addresses = [host.address] if i == 3 else []
            host.ptr.append(
                self._named(f"over-tcp-{number}-{i:02d}", addresses))

    def _loop(self, host, number):
        host.loops = True
        host.alias = (b"loop",) + host.owner

    def _named(self, label, addresses):
        if isinstance(label, str):
            label = label.encode("ascii")
        name = (label,) + names.labels(FORWARD)
        for address in addresses:
            self._add(self._a, name, str(address))
        return name

    @staticmethod
    def _add(table, name, address):
        table.setdefault(names.fold(name), set()).add(address)

    def files(self):
        """origin -> zone file text."""
        reverse = [header(REVERSE)]
        delegated = [header(DELEGATED)]
        for host in self.hosts:
            owner = names.zone_text(host.owner)
            if host.text_only:
                reverse.append(f'{owner} {TTL} TXT "no name here"')
            if host.alias:
                target = names.zone_text(host.alias)
                reverse.append(f"{owner} {TTL} CNAME {target}")
                if host.loops:
                    reverse.append(f"{target} {TTL} CNAME {owner}")
                owner = target
            inside = owner.endswith(REVERSE + ".")
            for name in host.ptr:
                (reverse if inside else delegated).append(
                    f"{owner} {host.ptr_ttl} PTR {names.zone_text(name)}")
        forward = [header(FORWARD)]
        for rrtype, table in (("A", self._a), ("AAAA", self._aaaa)):
            for name, addresses in table.items():
                forward += [f"{names.zone_text(name)} {TTL} {rrtype} {address}"
                            for address in addresses]
        for name, target in self._cname.items():
            forward.append(f"{names.zone_text(name)} {TTL} CNAME "
                           f"{names.zone_text(target)}")
        return {origin: "\n".join(lines) + "\n" for origin, lines in
                ((REVERSE, reverse), (FORWARD, forward),
                 (DELEGATED, delegated))}

    def forward_addresses(self, name):
        """IPv4 addresses of a name, a CNAME followed, numerically."""
        name = names.fold(name)
        name = names.fold(self._cname.get(name, name))
        return sorted(map(ipaddress.ip_address, self._a.get(name, ())))


def header(origin):
    return (f"{origin}. {TTL} SOA ns.{origin}. admin.{origin}. "
            f"1 3600 600 86400 300\n{origin}. {TTL} NS ns.{origin}.\n"
            f"ns.{origin}. {TTL} A 127.0.0.1")


def reverse_name(address):
    return names.labels(address.reverse_pointer)
