"""What every measurement needs: the programs, the cores, a folder on a real
file system, the lab servers, and the lists of addresses."""

import contextlib
import ipaddress
import os

import processes

FIRST_ADDRESS = int(ipaddress.IPv4Address("20.0.0.0"))

# Flags of labdns; each world is a server of its own.
WORLDS = {
    "default": (),
    "negative": ("--mix", "nxdomain=100"),
    "positive": ("--mix", "single=100"),
    # Without chains and with one name an address, so that only the share of
    # names that repeat differs; and loss is all that costs a second query.
    "distinct": ("--mix", "nxdomain=35", "--shared", "0"),
    "repeated": ("--mix", "nxdomain=35", "--shared", "90"),
    "loss": ("--mix", "nxdomain=35", "--drop", "5"),
}


def block(addresses):
    """The CIDR block of so many addresses, a power of two."""
    bits = addresses.bit_length() - 1
    if addresses != 1 << bits:
        raise ValueError(f"{addresses} is not a power of two")
    return f"{ipaddress.IPv4Address(FIRST_ADDRESS)}/{32 - bits}"


class Workbench:
    """Its servers end when it is left. `peers`: name -> path of the other
    resolvers that are installed."""

    def __init__(self, programs, cores, folder, peers):
        self.programs = programs
        self.server_core, self.client_core = cores
        self.folder = folder
        self.peers = peers
        self._servers = {}
        self._ends = contextlib.ExitStack()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._ends.close()

    def program(self, name):
        return self.peers.get(name) or os.path.join(self.programs, name)

    def without_paths(self, text):
        """`text` as it may be kept: nothing of this machine's folders."""
        text = text.replace(self.folder, "DIR")
        for folder in (self.programs, *map(os.path.dirname,
                                           self.peers.values())):
            if folder.rstrip("/"):
                text = text.replace(folder.rstrip("/") + "/", "")
        return text

    def path(self, name):
        return os.path.join(self.folder, name)

    def server(self, world):
        """ADDR:PORT of the server of `world`, started at its first use."""
        if world not in self._servers:
            self._servers[world] = self._ends.enter_context(
                self.own_server(*WORLDS[world]))
        return self._servers[world]

    def own_server(self, *flags):
        """A server that ends with its `with`; gives ADDR:PORT."""
        return processes.labdns(self.program("labdns"), self.server_core,
                                *flags)

    def run(self, argv, env=None):
        return processes.run(argv, self.client_core, self.folder, env)

    def start(self, argv, **options):
        return processes.start(argv, self.client_core, **options)

    def new_file(self, name):
        """The path of a file that is not there: to cut an old one costs time
        that is not the program's."""
        path = self.path(name)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)
        return path

    def list_of(self, addresses, line):
        """The path of a file with `line` (reverse name: {reverse}, address:
        {address}) for each of the first `addresses`."""
        kind = "".join(x if x.isalnum() else "_" for x in line)
        path = self.path(f"list-{addresses}-{kind}")
        if not os.path.exists(path):
            with open(path, "w", encoding="ascii") as file:
                for number in range(addresses):
                    octets = (FIRST_ADDRESS + number).to_bytes(4, "big")
                    address = ".".join(map(str, octets))
                    reverse = ".".join(map(str, reversed(octets)))
                    file.write(line.format(address=address,
                                           reverse=reverse + ".in-addr.arpa")
                               + "\n")
        return path

    def one_line_file(self, name, text):
        path = self.path(name)
        with open(path, "w", encoding="ascii") as file:
            file.write(text + "\n")
        return path
