"""Other resolvers, each with settings that suit it, on a prebuilt list of the
same addresses."""

import json
import os
import re

from figures import figures, rows_written
from processes import Failure


def massdns(bench, server, addresses):
    """With socket buffers that hold what is in flight: without them it loses
    replies and is slower."""
    rows_path = bench.new_file("rows.txt")
    argv = [
        bench.program("massdns"), "-r",
        bench.one_line_file("resolvers", server), "-t", "PTR", "-o", "S", "-s",
        "10000", "--rcvbuf", "8388608", "--sndbuf", "8388608",
        "--status-format", "json", "-w", rows_path,
        bench.list_of(addresses, "{reverse}")]
    if os.geteuid() == 0:
        # Else it becomes nobody, who may not enter the folder.
        argv.insert(1, "--root")
    finished = bench.run(argv).checked()
    states = [x for x in finished.stderr.splitlines() if x.startswith("{")]
    if not states:
        raise Failure("massdns printed no status")
    answered = json.loads(states[-1])["success_total"]
    rows, with_row = rows_written(rows_path, addresses, b" ", reverse=True)
    bench.new_file("rows.txt")
    return figures(finished, addresses, answered, command=argv, rows=rows,
                   addresses_with_row=with_row)


def dnsperf(bench, server, addresses):
    host, _, port = server.rpartition(":")
    argv = [bench.program("dnsperf"), "-s", host, "-p", port, "-T", "1", "-n",
            "1", "-d", bench.list_of(addresses, "{reverse} PTR")]
    finished = bench.run(argv).checked()
    completed = re.search(r"Queries completed:\s+(\d+)", finished.stdout)
    if not completed:
        raise Failure("dnsperf printed no 'Queries completed'")
    return figures(finished, addresses, int(completed[1]), command=argv)


def zdns(bench, server, addresses):
    rows_path = bench.new_file("rows.ndjson")
    argv = [bench.program("zdns"), "PTR", "--name-servers", server,
            "--threads", "100", "--quiet", "--input-file",
            bench.list_of(addresses, "{address}"), "--output-file", rows_path]
    finished = bench.run(argv).checked()
    answered = 0
    names = set()
    rows = 0
    with open(rows_path, encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            rows += 1
            names.add(row["name"])
            status = row["results"]["PTR"]["status"]
            answered += status in ("NOERROR", "NXDOMAIN")
    bench.new_file("rows.ndjson")
    return figures(finished, addresses, answered, command=argv, rows=rows,
                   addresses_with_row=len(names))


def dnsx(bench, server, addresses):
    """It does not say what was answered: all is taken to be."""
    rows_path = bench.new_file("rows.txt")
    argv = [bench.program("dnsx"), "-ptr", "-resp", "-no-color", "-silent",
            "-disable-update-check", "-t", "100", "-r", server, "-l",
            bench.list_of(addresses, "{address}"), "-o", rows_path]
    # Else it writes settings into the user's own folder.
    environment = {**os.environ, "HOME": bench.folder}
    finished = bench.run(argv, env=environment).checked()
    rows, with_row = rows_written(rows_path, addresses, b" ")
    bench.new_file("rows.txt")
    return figures(finished, addresses, addresses, command=argv, rows=rows,
                   addresses_with_row=with_row)


NAMES = ("massdns", "dnsperf", "zdns", "dnsx")
