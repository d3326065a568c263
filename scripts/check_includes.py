"""Checks the layers: `check_includes.py FILE...` prints one line for each
include (or call) that a layer may not have.

    io <- output <- scanner/targets, scanner/verdict <- engine <- cli

Tests and benchmarks may include all; the lab server takes only value types
and the clock from io/, so that it cannot share a mistake with the scanner."""

import os
import re
import sys

MAY_INCLUDE = {
    "io": {"io"},
    "output": {"io", "output"},
    "scanner/targets": {"io", "output", "scanner/targets"},
    "scanner/verdict": {"io", "output", "scanner/verdict"},
    "scanner/engine": {"io", "output", "scanner/targets", "scanner/verdict",
                       "scanner/engine"},
    "scanner/cli": {"io", "output", "scanner/targets", "scanner/verdict",
                    "scanner/engine", "scanner/cli"},
    "bench/labdns": {"io", "bench/labdns"},
}
VALUE_TYPES = {"io/address.h", "io/time.h", "io/error.h", "io/dns.h",
               "io/name.h"}
# What else of io these two layers may include.
BESIDE_VALUE_TYPES = {"output": {"io/fd.h"}, "bench/labdns": {"io/clock.h"}}

# A header that only some files may include: what, who, in words.
RESTRICTED = [
    (re.compile(r"uv\.h$"), re.compile(r"io/|tests/"), "<uv.h> only in io/"),
    (re.compile(r"ldns/"), re.compile(r"io/reply\.cc$|bench/|tests/"),
     "ldns only in io/reply.cc"),
    (re.compile(r"libpsl\.h$"),
     re.compile(r"scanner/verdict/public_suffix\.cc$"),
     "libpsl only in scanner/verdict/public_suffix.cc"),
    (re.compile(r"sqlite3\.h$"),
     re.compile(r"scanner/cli/pattern_store\.cc$"),
     "SQLite only in scanner/cli/pattern_store.cc"),
    (re.compile(r"CLI/"),
     re.compile(r"scanner/cli/arguments\.(h|cc)$|bench/\w+/main\.cc$"),
     "CLI11 only in scanner/cli/arguments.cc and the main.cc files of bench/"),
]
# A call that only some files may make.
CALLS = [
    (re.compile(r"_clock::now\(|\bclock_gettime\(|\bgettimeofday\(|"
                r"\buv_hrtime\(|\buv_now\("),
     re.compile(r"io/|bench/|tests/"), "a clock is read only in io/"),
    (re.compile(r"\bgetenv\("), re.compile(r"scanner/cli/|bench/|tests/"),
     "the environment is read only in scanner/cli/"),
]
INCLUDE = re.compile(r'\s*#\s*include\s*(["<])([^">]+)[">]')


def layer_of(path):
    parts = path.split("/")
    if parts[0] in ("scanner", "bench") and len(parts) > 2:
        return "/".join(parts[:2])
    return parts[0]


def include_fault(path, quote, header):
    for name, allowed, words in RESTRICTED:
        if name.match(header) and not allowed.match(path):
            return words
    if quote == "<":
        return None
    if not os.path.exists(header):
        return f'"{header}" is no file from the top of the tree'
    layer, other = layer_of(path), layer_of(header)
    if layer not in MAY_INCLUDE:
        return None
    if other not in MAY_INCLUDE[layer]:
        return f"{layer} may not include {other}"
    if layer in BESIDE_VALUE_TYPES and other == "io":
        if header not in VALUE_TYPES | BESIDE_VALUE_TYPES[layer]:
            return f"{layer} may include only value types of io, not {header}"
    return None


def faults_of(path):
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            include = INCLUDE.match(line)
            if include:
                fault = include_fault(path, *include.groups())
                if fault:
                    yield f"{path}:{number}: {fault}"
                continue
            code = line.split("//")[0]
            for call, allowed, words in CALLS:
                if call.search(code) and not allowed.match(path):
                    yield f"{path}:{number}: {words}"


def main(paths):
    faults = [fault for path in paths for fault in faults_of(path)]
    print("".join(fault + "\n" for fault in faults), end="")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
