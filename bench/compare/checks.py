"""Single properties of ptrcensus that are no race: how soon the first row is
there, what a slow scan costs, what loss does, what many addresses and many
prefixes cost, how exact the pace is."""

import contextlib
import json
import os
import re
import statistics
import subprocess
import time
from dataclasses import dataclass
from typing import Callable

import processes
import workbench
from figures import check_rows, read_json, scan_command

FIRST_ROWS = 20
READ_LIMIT_SECONDS = 10
PACES = {"full": (1_000, 10_000, 100_000, 500_000), "small": (1_000, 10_000)}
PACE_SECONDS = {"full": 5, "small": 2}
SLOW_SECONDS = {"full": 10, "small": 2}
LOSS_ADDRESSES = {"full": 1 << 18, "small": 1 << 12}
SCALE_ADDRESSES = {"full": 10**7, "small": 10**5}  # powers of ten
PREFIXES = {"full": 10**6, "small": 10**4}


@dataclass(frozen=True)
class Check:
    """`measure(bench, size)` makes one round and gives its figures."""

    name: str
    what: str
    measure: Callable


@contextlib.contextmanager
def scan_on_pipe(bench, target):
    """A scan of `target` with its rows on a pipe, killed at the end; gives
    (child, seconds from before its start to its first whole row)."""
    server = bench.server("default")
    argv = [bench.program("ptrcensus"), "scan", "-r", server, "--quiet",
            "--format", "csv", target]
    began = time.monotonic()
    child = bench.start(argv, stdout=subprocess.PIPE,
                        stderr=subprocess.DEVNULL)
    try:
        text = b""
        while text.count(b"\n") < 2:  # the header is the first line
            part = os.read(child.stdout.fileno(), 1 << 16)
            if not part:
                raise processes.Failure(f"no row came from {target}")
            text += part
        yield child, time.monotonic() - began
    finally:
        child.kill()
        processes.end(child)
        child.stdout.close()


def first_row(bench, _):
    """Of the targets are one address, and all of IPv4."""
    milliseconds = {}
    for key, target in (("one_address", "20.0.0.1"), ("all_ipv4", "0.0.0.0/0")):
        milliseconds[key] = []
        for _ in range(FIRST_ROWS):
            with scan_on_pipe(bench, target) as (_, seconds):
                milliseconds[key].append(round(seconds * 1e3, 3))
    return {"one_address_ms": statistics.median(milliseconds["one_address"]),
            "all_ipv4_ms": statistics.median(milliseconds["all_ipv4"]),
            "each_ms": milliseconds}


def memory(bench, _):
    """The most memory until the first row."""
    with scan_on_pipe(bench, "20.0.0.0/12") as (child, _):
        with open(f"/proc/{child.pid}/status", encoding="ascii") as file:
            peak = re.search(r"VmHWM:\s+(\d+) kB", file.read())
    return {"start_mb": round(int(peak[1]) / 1024, 2)}


def slow(bench, size):
    """What the default rate of 1,000/s takes of a core, start included."""
    argv, _, _ = scan_command(
        bench, bench.server("default"), "20.0.0.0/12", "--rate", "1000",
        "--max-runtime", str(SLOW_SECONDS[size]))
    finished = bench.run(argv).checked(75)
    return {"command": argv, "core_percent": round(
        100 * finished.cpu_seconds / finished.seconds, 3)}


def loss(bench, size):
    """A server that drops 5 % of the queries."""
    addresses = LOSS_ADDRESSES[size]
    argv, rows_path, summary_path = scan_command(
        bench, bench.server("loss"), workbench.block(addresses), "--rate",
        "max", "--no-forward")
    finished = bench.run(argv).checked()
    summary = read_json(summary_path)
    check_rows(rows_path, addresses)
    bench.new_file("rows.csv")
    answered = addresses - summary["by_status"]["timeout"]
    return {
        "command": argv,
        "answered_percent": round(100 * answered / addresses, 4),
        "queries_an_address": round(
            summary["queries"]["reverse"] / addresses, 4),
        "seconds": round(finished.seconds, 3),
    }


def simulated(bench, *flags):
    """(command, what was measured at each power of ten of rows and at the end)
    of a scan without a network."""
    argv = [bench.program("simulation"), "--no-forward", "--json", *flags]
    return argv, json.loads(bench.run(argv).checked().stdout)["checkpoints"]


def scale(bench, size):
    """All of the addresses, against the first tenth of them."""
    argv, points = simulated(bench, "--targets", str(SCALE_ADDRESSES[size]))
    tenth, whole = points[-2:]
    grown = whole["resident_bytes"] - tenth["resident_bytes"]
    return {
        "command": argv,
        "cpu_ratio": round(
            whole["cpu_ns_median"] / tenth["cpu_ns_median"], 4),
        "growth_mb": round(max(0, grown) / (1 << 20), 3),
    }


def prefixes(bench, size):
    """Four addresses in each of many prefixes, against as many in one."""
    targets = ("--targets", str(4 * PREFIXES[size]))
    _, one = simulated(bench, *targets)
    argv, many = simulated(bench, *targets, "--prefixes", str(PREFIXES[size]))
    return {"command": argv, "cpu_ratio": round(
        many[-1]["cpu_ns_median"] / one[-1]["cpu_ns_median"], 4)}


def pace_at(rate):
    def measure(bench, size):
        """From the server's log. The last second is cut short, so half of one
        more is asked for."""
        log = bench.new_file("arrivals")
        seconds = PACE_SECONDS[size]
        with bench.own_server("--arrivals", log) as server:
            argv, _, _ = scan_command(
                bench, server, "20.0.0.0/8", "--rate", str(rate),
                "--no-forward", "--max-targets", str(rate * (2 * seconds + 1)
                                                     // 2))
            finished = bench.run(argv).checked()
        bench.new_file("rows.csv")
        summed = bench.run([bench.program("labdns"), "arrivals", "--json", log])
        bench.new_file("arrivals")
        seen = json.loads(summed.checked().stdout)
        whole = seen["per_second"][:seconds]
        return {
            "command": argv, "rate": rate, "per_second": seen["per_second"],
            "worst_second_percent": round(
                max(abs(x - rate) for x in whole) * 100 / rate, 4),
            "most_in_1ms": seen["most_in_1ms"],
            "core_percent": round(
                100 * finished.cpu_seconds / finished.seconds, 3),
        }
    return measure


CHECKS = (
    Check("first-row", "from start to first row on a pipe", first_row),
    Check("memory", "peak until the first row of a /12", memory),
    Check("slow", "--rate 1000, FCrDNS", slow),
    Check("loss", "5 % of queries dropped, default tries", loss),
    Check("scale", "10^7 simulated addresses against 10^6, PTR only", scale),
    Check("prefixes", "a million simulated prefixes against one, PTR only",
          prefixes),
)


def pace_checks(size):
    return tuple(Check(f"pace-{rate}", f"--rate {rate}, PTR only",
                       pace_at(rate)) for rate in PACES[size])
