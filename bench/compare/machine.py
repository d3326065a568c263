"""What the figures were taken on: processor, kernel, file system, versions."""

import os
import platform
import re
import shutil
import subprocess


def cores():
    """(the server's core, the client's): the last two that may be used; None
    where there is one only."""
    usable = sorted(os.sched_getaffinity(0))
    return tuple(usable[-2:]) if len(usable) > 1 else None


def _run(argv, stderr):
    """(exit code, what it prints) of a program; no code if it cannot run."""
    try:
        child = subprocess.run(
            argv, check=False, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=stderr, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return None, ""
    return child.returncode, child.stdout.decode("utf-8", "replace").strip()


def _said(*argv):
    """What a program prints on stdout; empty if it fails."""
    code, text = _run(argv, subprocess.DEVNULL)
    return text if code == 0 else ""


def _file_system(folder):
    said = _said("df", "--output=fstype", folder).splitlines()
    return said[-1] if len(said) == 2 else "unknown"


def _processor():
    found = re.search(r"^Model name:\s*(.+)$", _said("lscpu"), re.MULTILINE)
    return found[1] if found else platform.machine()


def _memory_mb():
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20


def _unmitigated():
    """Processor faults that the kernel leaves open: they change what a system
    call costs."""
    folder = "/sys/devices/system/cpu/vulnerabilities"
    open_ones = []
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
        with open(f"{folder}/{name}", encoding="ascii") as file:
            if file.read().startswith("Vulnerable"):
                open_ones.append(name)
    return open_ones


def machine(server_core, client_core, folder):
    """`folder` is where rows are written to."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "server_core": server_core,
        "client_core": client_core,
        "memory_mb": _memory_mb(),
        "kernel": platform.release(),
        "system": platform.freedesktop_os_release().get("PRETTY_NAME", ""),
        "unmitigated": _unmitigated(),
        "file_system": _file_system(folder),
        "load": [round(x, 2) for x in os.getloadavg()],
    }


def peer(name):
    """The path of another resolver: of the variable NAME, else in PATH; None
    if there is none."""
    path = shutil.which(os.environ.get(name.upper(), name))
    return path and os.path.abspath(path)


def versions(ptrcensus, peers):
    """Of the scanner, its commit, and of each of `peers` (name -> path)."""
    here = os.path.dirname(os.path.abspath(__file__))
    found = {"ptrcensus": _said(ptrcensus, "--version"),
             "commit": _said("git", "-C", here, "describe", "--always",
                             "--dirty") or "unknown"}
    flags = {"massdns": "--help", "dnsperf": "-h", "zdns": "--version",
             "dnsx": "-version"}
    for name, path in peers.items():
        # Help may come on stderr, and with a failure.
        _, said = _run((path, flags[name]), subprocess.STDOUT)
        number = re.search(r"(?i)version:?\s+v?(\d[\w.]*)", said)
        found[name] = number[1] if number else "unknown"
    return found
