"""What a run gives, counted the same way for everyone. A lookup is one answered
reverse query."""

import json
import socket

from processes import Failure
from workbench import FIRST_ADDRESS


def figures(finished, asked, answered, **more):
    """Of a whole run, from start to exit."""
    if answered <= 0:
        raise Failure(f"{finished.argv[0]} got no answer")
    return {
        "asked": asked,
        "answered": answered,
        "seconds": round(finished.seconds, 6),
        "lookups_per_s": round(answered / finished.seconds, 1),
        "cpu_us": round(finished.cpu_seconds * 1e6 / answered, 4),
        "user_us": round(finished.user_seconds * 1e6 / answered, 4),
        "system_us": round(finished.system_seconds * 1e6 / answered, 4),
        "busy": round(finished.cpu_seconds / finished.seconds, 3),
        "peak_kb": finished.peak_kb,
        **more,
    }


def rows_written(path, addresses, separator, reverse=False):
    """(rows, how many of the first `addresses` have one) of a file whose lines
    start with an address and `separator`; other lines are no rows. `reverse`:
    written as reverse names."""
    seen = bytearray(addresses)
    rows = 0
    with open(path, "rb") as file:
        for line in file:
            text = line.split(separator, 1)[0].decode("ascii", "replace")
            if reverse:
                text = ".".join(reversed(text.split(".")[:4]))
            try:
                packed = socket.inet_pton(socket.AF_INET, text)
            except OSError:
                continue
            number = int.from_bytes(packed, "big") - FIRST_ADDRESS
            rows += 1
            if 0 <= number < addresses:
                seen[number] = 1
    return rows, sum(seen)


def scan_command(bench, server, *args):
    """A scan with its rows in a new file, its summary in another."""
    rows = bench.new_file("rows.csv")
    summary = bench.new_file("summary.json")
    return [bench.program("ptrcensus"), "scan", "-r", server, "-o", rows,
            "--summary", summary, "--no-progress", *args], rows, summary


def read_json(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def check_rows(path, addresses):
    """Fails unless a scan has written exactly one row for each address."""
    rows, with_row = rows_written(path, addresses, b",")
    if rows != addresses or with_row != addresses:
        raise Failure(f"{rows} rows for {with_row} of {addresses} addresses")
