"""`compare [--rounds N] [--size full|small] [--only NAME,...] [--pace] ...`:
measures all contenders in turn and prints one table. scripts/bench.sh builds
what it needs and calls it."""

import argparse
import contextlib
import datetime
import json
import os
import re
import shlex
import signal
import sys
import tempfile

import contenders
import checks
import machine
import peers
import report
from processes import Failure
from workbench import WORLDS, Workbench

PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))


def names():
    """All that --only may name."""
    return ([x.name for x in contenders.CONTENDERS]
            + [x.name for x in checks.CHECKS] + ["pace"])


def arguments(argv):
    parser = argparse.ArgumentParser(
        prog="bench.sh", description="Measures ptrcensus, bare loops of system"
        " calls and other resolvers in turn, each alone on one core against the"
        " lab's DNS server on another, and prints one table of medians. Other"
        " resolvers are looked for in PATH, or where MASSDNS, DNSPERF, ZDNS and"
        " DNSX say.",
        epilog="NAME: " + ", ".join(names()))
    parser.add_argument("--rounds", type=int, default=5, metavar="N",
                        help="every one runs N times (default: 5)")
    parser.add_argument("--size", choices=("full", "small"), default="full",
                        help="full takes a minute or two a round, small seconds"
                        " and its figures mean nothing")
    parser.add_argument("--only", metavar="NAME,...",
                        help="only these; default: all but pace")
    parser.add_argument("--pace", action="store_true",
                        help="also how exact each rate is kept")
    parser.add_argument("--json", metavar="FILE",
                        help="write the record to FILE as well")
    parser.add_argument("--out", metavar="DIR",
                        default=os.path.join(PROJECT, "bench", "runs"),
                        help="where the record and the table are kept"
                        " (default: bench/runs)")
    parser.add_argument("--programs", metavar="DIR", type=os.path.abspath,
                        default=os.path.join(PROJECT, "build", "release"),
                        help="where ptrcensus, labdns, bare_loops and"
                        " simulation are (default: build/release)")
    parser.add_argument("--check", action="store_true",
                        help=argparse.SUPPRESS)
    typed = parser.parse_args(argv)
    if typed.rounds < 1:
        parser.error(f"--rounds: {typed.rounds} is not 1 or more")
    chosen = typed.only.split(",") if typed.only else names()[:-1]
    for name in chosen:
        if name not in names():
            parser.error(f"--only: there is no '{name}'; there are"
                         f" {', '.join(names())}")
    typed.chosen = chosen + ["pace"] * (typed.pace and "pace" not in chosen)
    return typed


def subjects(typed, found):
    """(contenders, checks, left out: name -> why) that were asked for."""
    left_out = {}
    racing = []
    for one in contenders.CONTENDERS:
        if one.name not in typed.chosen:
            continue
        if one.name in peers.NAMES and one.name not in found:
            left_out[one.name] = "not installed"
            continue
        racing.append(one)
    checked = [x for x in checks.CHECKS if x.name in typed.chosen]
    if "pace" in typed.chosen:
        checked += checks.pace_checks(typed.size)
    return racing, checked, left_out


def empty_record(typed, racing, checked, left_out):
    return {
        "schema": 1,
        "date": datetime.datetime.now(datetime.timezone.utc).strftime(
            "%Y-%m-%dT%H:%M:%SZ"),
        "size": typed.size,
        "rounds": typed.rounds,
        "worlds": {name: shlex.join(flags) for name, flags in WORLDS.items()},
        "contenders": {x.name: {
            "what": x.what, "world": x.world,
            "addresses": x.addresses[typed.size], "runs": [], "failures": []
        } for x in racing},
        "checks": {x.name: {"what": x.what, "runs": [], "failures": []}
                   for x in checked},
        "left_out": left_out,
    }


def one_run(bench, entry, name, round_number, measure):
    """Adds a run or a failure to `entry`, and says it."""
    try:
        run = measure()
    except (Failure, OSError, ValueError, KeyError) as error:
        why = bench.without_paths(str(error))
        entry["failures"].append({"round": round_number, "why": why})
        print(f"round {round_number}: {name} failed: {why}", file=sys.stderr)
        return
    if "command" in run:
        run["command"] = bench.without_paths(shlex.join(run["command"]))
    entry["runs"].append({"round": round_number, **run})
    said = (f"{run['lookups_per_s']:,.0f}/s, {run['cpu_us']:.2f} us"
            if "lookups_per_s" in run else "done")
    print(f"round {round_number}: {name}: {said}", file=sys.stderr, flush=True)


def measure_all(bench, typed, record, racing, checked):
    """Everyone once a round; who comes first moves on by one each time."""
    def race(one):
        return lambda: one.measure(bench, bench.server(one.world),
                                   one.addresses[typed.size])

    for number in range(typed.rounds):
        first = number % len(racing) if racing else 0
        for one in racing[first:] + racing[:first]:
            one_run(bench, record["contenders"][one.name], one.name,
                    number + 1, race(one))
        for one in checked:
            one_run(bench, record["checks"][one.name], one.name, number + 1,
                    lambda one=one: one.measure(bench, typed.size))
    for kind in ("contenders", "checks"):
        for entry in record[kind].values():
            if entry["runs"]:
                entry["median"] = report.medians(entry["runs"])


def keep(record, typed, table):
    """Writes the record and the table."""
    processor = re.sub(r"[^a-z0-9]+", "-",
                       record["machine"]["processor"].lower()).strip("-")
    stem = "-".join([record["date"].replace(":", ""), processor]
                    + ["small"] * (typed.size == "small"))
    body = json.dumps(record, indent=1) + "\n"
    os.makedirs(typed.out, exist_ok=True)
    base = os.path.join(typed.out, stem)
    for path, content in ((f"{base}.json", body), (f"{base}.txt", table),
                          (typed.json, body)):
        if path:
            with open(path, "w", encoding="utf-8") as file:
                file.write(content)
    print(f"kept in {base}.json", file=sys.stderr)


def unwritable(typed):
    """Why the record cannot be kept, in a sentence; None if it can."""
    flag, path = "--out", typed.out
    try:
        os.makedirs(path, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            pass
        if typed.json:
            flag, path = "--json", typed.json
            if os.path.isdir(path):
                return f"{flag}: {path} is a folder, where a file is wanted"
            if not os.path.exists(path):
                with tempfile.TemporaryFile(dir=os.path.dirname(path) or "."):
                    pass
            elif not os.access(path, os.W_OK):
                return f"{flag}: {path} may not be written"
    except OSError as error:
        return f"{flag}: {path} cannot be written: {error.strerror}"
    return None


def measured(typed, cores, found, wanted):
    """0 if all was measured, 1 if something failed."""
    racing, checked, left_out = wanted
    record = empty_record(typed, racing, checked, left_out)
    with contextlib.ExitStack() as ends:
        # The programs are on a real file system, which /tmp may not be.
        folder = ends.enter_context(tempfile.TemporaryDirectory(
            prefix="bench-", dir=typed.programs))
        bench = ends.enter_context(Workbench(typed.programs, cores, folder,
                                             found))
        record["machine"] = machine.machine(*cores, folder)
        record["versions"] = machine.versions(bench.program("ptrcensus"),
                                              found)
        # Beside the server, which waits while this program works.
        os.sched_setaffinity(0, {cores[0]})
        measure_all(bench, typed, record, racing, checked)
    record["ratios"] = report.ratios(record)
    table = report.text(record)
    # Neither is lost where the other fails.
    try:
        print(table, end="", flush=True)
    finally:
        keep(record, typed, table)
    return int(any(entry["failures"] for kind in ("contenders", "checks")
                   for entry in record[kind].values()))


def refuse(sentence):
    print(f"bench.sh: {sentence}", file=sys.stderr)
    return 2


def main(argv):
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) != signal.SIG_IGN:  # as nohup has it
            signal.signal(number, lambda number, _: sys.exit(128 + number))
    typed = arguments(argv)
    cores = machine.cores()
    if cores is None:
        return refuse("only one core may be used here; the server and the"
                      " client need one each")
    if why := unwritable(typed):
        return refuse(why)
    found = {x: path for x in peers.NAMES if (path := machine.peer(x))}
    wanted = racing, checked, left_out = subjects(typed, found)
    if not racing and not checked:
        return refuse("there is nothing to measure; not installed:"
                      f" {', '.join(left_out)}")
    if typed.check:
        return 0
    for name in ("ptrcensus", "labdns", "bare_loops", "simulation"):
        path = os.path.join(typed.programs, name)
        if not os.access(path, os.X_OK):
            return refuse(f"there is no program {path}; build it first")
    try:
        return measured(typed, cores, found, wanted)
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        return refuse(f"{error.filename or ''}: {error.strerror}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
