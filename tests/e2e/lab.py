"""Runs what the end-to-end tests need, on free loopback ports: labdns, NSD,
Unbound, a fault server in Python, and ptrcensus itself. Everything is a context
manager and is stopped with the test, however the test ends."""

import contextlib
import csv
import ctypes
import io
import json
import os
import resource
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import threading
import time

PTRCENSUS = os.environ.get("PTRCENSUS", "ptrcensus")
LABDNS = os.environ.get("LABDNS", "labdns")
# "small" where a sanitizer makes everything slow.
FULL_SIZE = os.environ.get("PTRCENSUS_E2E_SIZE", "full") == "full"
HOST = "127.0.0.1"
READY_SECONDS = 60
_PR_SET_PDEATHSIG = 1
_SBIN = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
_libc = ctypes.CDLL(None)
# So that a test that is told to end still cleans up.
signal.signal(signal.SIGTERM, signal.default_int_handler)


def _die_with_parent():
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def free_port():
    """A port that is free for UDP and TCP on 127.0.0.1 at this moment."""
    while True:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
            udp.bind((HOST, 0))
            port = udp.getsockname()[1]
            with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as tcp:
                try:
                    tcp.bind((HOST, port))
                except OSError:
                    continue
                return port


@contextlib.contextmanager
def temp_dir():
    path = tempfile.mkdtemp(prefix="ptrcensus-e2e-")
    os.chmod(path, 0o755)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextlib.contextmanager
def process(argv, log_path):
    """A server in a session of its own, killed at the end; its output goes to
    `log_path`."""
    with open(log_path, "wb") as log:
        child = subprocess.Popen(
            argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True, preexec_fn=_die_with_parent)
    try:
        yield child
    finally:
        stop(child)


def stop(child):
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(5)
            break
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)


def poll(condition, what, child=None, log_path=None):
    """Waits until `condition()` is true."""
    end = time.monotonic() + READY_SECONDS
    while not condition():
        gone = child is not None and child.poll() is not None
        if gone or time.monotonic() > end:
            log = ""
            if log_path:
                with open(log_path, encoding="utf-8", errors="replace") as file:
                    log = file.read()[-2000:]
            raise RuntimeError(f"{what}: not ready\n{log}")
        time.sleep(0.02)


def answers(port, qname=b"\x00", qtype=2):
    """True if something at `port` replies with NOERROR to {qname, qtype}."""
    query = b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00" + qname
    query += qtype.to_bytes(2, "big") + b"\x00\x01"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.settimeout(0.25)
        try:
            udp.connect((HOST, port))
            udp.send(query)
            return udp.recv(4096)[3] & 15 == 0
        except OSError:
            return False


def wire(name):
    labels = name.rstrip(".").split(".")
    return b"".join(bytes([len(x)]) + x.encode() for x in labels) + b"\x00"


@contextlib.contextmanager
def nsd(zones):
    """NSD as authority for `zones` (origin -> zone file text); gives the
    port."""
    port = free_port()
    with temp_dir() as path:
        conf = [
            "server:", f"  ip-address: {HOST}", f"  port: {port}",
            f'  zonesdir: "{path}"', '  username: ""', '  chroot: ""',
            '  database: ""', f'  pidfile: "{path}/nsd.pid"',
            f'  xfrdfile: "{path}/xfrd.state"', f'  xfrdir: "{path}"',
            f'  zonelistfile: "{path}/zone.list"',
            "  server-count: 1", "  verbosity: 0", "  hide-version: yes",
            "  rrl-ratelimit: 0", "  rrl-whitelist-ratelimit: 0",
            "  tcp-count: 200", "remote-control:", "  control-enable: no",
        ]
        for number, (origin, text) in enumerate(zones.items()):
            with open(f"{path}/{number}.zone", "w", encoding="ascii") as file:
                file.write(text)
            conf += ["zone:", f'  name: "{origin}"',
                     f'  zonefile: "{number}.zone"']
        with open(f"{path}/nsd.conf", "w", encoding="ascii") as file:
            file.write("\n".join(conf) + "\n")
        argv = [shutil.which("nsd", path=_SBIN) or "nsd", "-d", "-c",
                f"{path}/nsd.conf"]
        log = f"{path}/nsd.log"
        with process(argv, log) as child:
            origin = wire(next(iter(zones)))
            poll(lambda: answers(port, origin, 6), "nsd", child, log)
            yield port


@contextlib.contextmanager
def unbound(zones, authority_port):
    """Unbound as resolver, with the authority of `zones` at
    `authority_port`; gives the port."""
    port = free_port()
    with temp_dir() as path:
        conf = [
            "server:", f"  interface: {HOST}@{port}",
            f"  access-control: {HOST}/8 allow", "  do-daemonize: no",
            '  username: ""', '  chroot: ""', f'  directory: "{path}"',
            f'  pidfile: "{path}/unbound.pid"', "  use-syslog: no",
            "  verbosity: 0", "  num-threads: 1", "  do-ip6: no",
            '  module-config: "iterator"', "  do-not-query-localhost: no",
            "  wait-limit: 0", "  discard-timeout: 0",
            "  ratelimit: 0", "  ip-ratelimit: 0", "  so-rcvbuf: 0",
            "  outgoing-range: 900", "  num-queries-per-thread: 4096",
            "remote-control:", "  control-enable: no",
        ]
        for origin in zones:
            conf += ["stub-zone:", f'  name: "{origin}"',
                     f"  stub-addr: {HOST}@{authority_port}",
                     "  stub-prime: no"]
        with open(f"{path}/unbound.conf", "w", encoding="ascii") as file:
            file.write("\n".join(conf) + "\n")
        # A copy, because an AppArmor profile for the installed path would deny
        # it a configuration outside /etc.
        program = shutil.copy(shutil.which("unbound", path=_SBIN), path)
        log = f"{path}/unbound.log"
        argv = [program, "-d", "-p", "-c", f"{path}/unbound.conf"]
        with process(argv, log) as child:
            origin = wire(next(iter(zones)))
            poll(lambda: answers(port, origin, 6), "unbound", child, log)
            yield port


class Labdns:
    """A running lab server. `counters`, once it has stopped: word -> count."""

    def __init__(self, port):
        self.port = port
        self.counters = {}


@contextlib.contextmanager
def labdns(*args):
    """`labdns serve` with these flags, on a free port."""
    with temp_dir() as path:
        log = f"{path}/labdns.log"
        argv = [LABDNS, "serve", "--listen", f"{HOST}:0", "--stats", *args]

        def log_words():
            with open(log, encoding="utf-8", errors="replace") as file:
                return [line.split() for line in file if " " in line]

        with process(argv, log) as child:
            poll(lambda: ["listening"] in [x[:1] for x in log_words()],
                 "labdns", child, log)
            address = next(x for x in log_words() if x[0] == "listening")[1]
            server = Labdns(int(address.rsplit(":", 1)[1]))
            yield server
        server.counters = {x[0]: int(x[1]) for x in log_words()
                           if len(x) == 2 and x[1].isdigit()}


def truth(*args):
    """The lines of `labdns truth`, without the header."""
    child = subprocess.run([LABDNS, "truth", *args], check=True,
                           stdout=subprocess.PIPE)
    return child.stdout.decode("ascii").splitlines()[1:]


def arrivals(path):
    """(time in ns, query type) of each query that labdns logged."""
    with open(path, "rb") as file:
        return [(time_ns, qtype) for time_ns, _, qtype, _ in
                struct.iter_unpack("=QHHI", file.read())]


class UdpServer:
    """A UDP socket that calls `reply(query, source, socket)` for each packet
    and counts the packets. Without `reply` it only listens."""

    def __init__(self, reply=None):
        self.packets = []
        self._reply = reply
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((HOST, 0))
        self._socket.settimeout(0.05)
        self.port = self._socket.getsockname()[1]
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join()
        self._socket.close()

    def _run(self):
        while not self._stop.is_set():
            try:
                query, source = self._socket.recvfrom(65535)
            except OSError:
                continue
            self.packets.append(query)
            if self._reply:
                self._reply(query, source, self._socket)


class Result:
    """How a run ended: exit code, stdout, stderr, peak memory."""

    def __init__(self, code, stdout, stderr, max_rss_kb, seconds):
        self.code = code
        self.stdout = stdout
        self.stderr = stderr
        self.max_rss_kb = max_rss_kb
        self.seconds = seconds

    @property
    def rows(self):
        return parse_csv(self.stdout.decode("ascii"))

    @property
    def error_lines(self):
        return self.stderr.decode("utf-8", "replace").splitlines()

    def __str__(self):
        error = self.stderr.decode("utf-8", "replace")[-3000:]
        return f"exit code {self.code}, stderr:\n{error}"


def parse_csv(text):
    return list(csv.DictReader(io.StringIO(text)))


def read_csv(path):
    with open(path, encoding="ascii", newline="") as file:
        return list(csv.DictReader(file))


def start(args, preexec=None, **pipes):
    """ptrcensus as a running process."""
    def prepare():
        _die_with_parent()
        if preexec:
            preexec()
    pipes.setdefault("stdin", subprocess.DEVNULL)
    pipes.setdefault("stdout", subprocess.PIPE)
    pipes.setdefault("stderr", subprocess.PIPE)
    return subprocess.Popen([PTRCENSUS, *args], start_new_session=True,
                            preexec_fn=prepare, **pipes)


def run(*args, stdin=b"", limit_seconds=120, preexec=None):
    """ptrcensus from start to end."""
    with tempfile.TemporaryFile() as source, \
            tempfile.TemporaryFile() as stdout, \
            tempfile.TemporaryFile() as stderr:
        source.write(stdin)
        source.seek(0)
        began = time.monotonic()
        child = start(args, preexec, stdin=source, stdout=stdout, stderr=stderr)
        killer = threading.Timer(limit_seconds, child.kill)
        killer.start()
        try:
            _, status, usage = os.wait4(child.pid, 0)
        except BaseException:
            stop(child)
            raise
        finally:
            killer.cancel()
        seconds = time.monotonic() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        for file in (stdout, stderr):
            file.seek(0)
        return Result(child.returncode, stdout.read(), stderr.read(),
                      usage.ru_maxrss, seconds)


def scan(port, *args, **options):
    """`ptrcensus scan` against the server(s) at `port`: a port or several."""
    ports = [port] if isinstance(port, int) else port
    servers = [x for each in ports for x in ("-r", f"{HOST}:{each}")]
    return run("scan", "--no-progress", *servers, *args, **options)


def limit_file_size(size_bytes):
    """A preexec that makes a file's growth beyond `size_bytes` an EFBIG
    error."""
    def prepare():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, size_bytes))
    return prepare


def read_json(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)
