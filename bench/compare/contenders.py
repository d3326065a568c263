"""Who is measured in turn: bare loops of system calls and ptrcensus. A lookup
is one answered reverse query."""

import json
from dataclasses import dataclass
from typing import Callable

import peers
import workbench
from figures import check_rows, figures, read_json, scan_command
from processes import Failure


@dataclass(frozen=True)
class Contender:
    """`measure(bench, server, addresses)` makes one run and gives its figures
    (see bench/runs/README.md)."""

    name: str
    what: str
    world: str
    addresses: dict  # size -> how many, a power of two
    measure: Callable


MANY = {"full": 1 << 20, "small": 1 << 12}
# For those that handle some 10,000 a second.
FEW = {"full": 1 << 15, "small": 1 << 10}


def bare(mode):
    def measure(bench, server, addresses):
        """By its own clock: it prepares all queries first."""
        argv = [bench.program("bare_loops"), "--mode", mode, "--server", server,
                "--queries", str(addresses), "--json",
                workbench.block(addresses)]
        said = json.loads(bench.run(argv).checked().stdout)
        if said["lost"] > 0:
            # It waits for each silence, and that counts as its time.
            raise Failure(f"{said['lost']} of {said['queries']} queries got no"
                          f" reply ({said['kernel_drops']} for want of buffer"
                          " space), so its rate is too low to compare with")
        return {
            "command": argv,
            "asked": said["queries"],
            "answered": said["replies"],
            "seconds": said["seconds"],
            "lookups_per_s": said["replies_per_second"],
            "cpu_us": said["cpu_us"],
            "user_us": said["user_us"],
            "system_us": said["system_us"],
            "busy": round(
                said["cpu_us"] * said["replies_per_second"] / 1e6, 3),
        }
    return measure


def scan(*flags):
    def measure(bench, server, addresses):
        argv, rows_path, summary_path = scan_command(
            bench, server, workbench.block(addresses), "--rate", "max", *flags)
        finished = bench.run(argv).checked()
        summary = read_json(summary_path)
        unanswered = summary["by_status"]["timeout"]
        check_rows(rows_path, addresses)
        bench.new_file("rows.csv")
        return figures(
            finished, addresses, summary["rows"] - unanswered, command=argv,
            queries=summary["queries"]["total"],
            queries_per_s=round(
                summary["queries"]["total"] / finished.seconds, 1),
            names_looked_up=summary["forward_names"]["looked_up"],
            kernel_drops=summary["transport"]["kernel_drops"],
            rows=addresses, addresses_with_row=addresses)
    return measure


CONTENDERS = (
    Contender("bare-plain", "sendto, recvfrom", "default", MANY,
              bare("plain")),
    Contender("bare-batched", "sendmmsg, recvmmsg", "default", MANY,
              bare("batched")),
    Contender("bare-segmented", "UDP_SEGMENT, recvmmsg", "default", MANY,
              bare("segmented")),
    Contender("bare-negative", "as bare-segmented, all NXDOMAIN", "negative",
              MANY, bare("segmented")),
    Contender("bare-positive", "as bare-segmented, a name each", "positive",
              MANY, bare("segmented")),
    Contender("ptr", "PTR only", "default", MANY, scan("--no-forward")),
    Contender("ptr-negative", "PTR only, all NXDOMAIN", "negative", MANY,
              scan("--no-forward")),
    Contender("ptr-positive", "PTR only, a name each", "positive", MANY,
              scan("--no-forward")),
    Contender("ptr-portable", "PTR only, portable transport", "default", MANY,
              scan("--no-forward", "--transport", "portable")),
    Contender("ptr-distinct", "PTR only, all names differ", "distinct", MANY,
              scan("--no-forward")),
    Contender("ptr-repeated", "PTR only, names repeat", "repeated", MANY,
              scan("--no-forward")),
    Contender("fcrdns-distinct", "FCrDNS, all names differ", "distinct", MANY,
              scan()),
    Contender("fcrdns-repeated", "FCrDNS, nine in ten repeat", "repeated",
              MANY, scan()),
    Contender("massdns", "PTR, 10,000 in flight", "default", MANY,
              peers.massdns),
    Contender("dnsperf", "load generator, -T 1", "default", MANY,
              peers.dnsperf),
    Contender("zdns", "PTR, 100 threads", "default", FEW, peers.zdns),
    Contender("dnsx", "-ptr, 100 threads, taken as all answered",
              "default", FEW, peers.dnsx),
)
