"""Programs on a core of their own: started, waited for with what they used, and
ended however the measuring ends."""

import contextlib
import os
import resource
import shlex
import signal
import subprocess
import threading
import time

LIMIT_SECONDS = 60


class Failure(Exception):
    """A program did not do what it was started for: one sentence."""


class Finished:
    """How a program ended: what it used, and what it said."""

    def __init__(self, argv, code, seconds, usage, stdout, stderr):
        self.argv = argv
        self.code = code
        self.seconds = seconds
        self.user_seconds = usage.ru_utime
        self.system_seconds = usage.ru_stime
        # A child counts what its parent had before exec: only a greater peak
        # is its own.
        own_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        self.peak_kb = usage.ru_maxrss if usage.ru_maxrss > own_kb else None
        self.stdout = stdout
        self.stderr = stderr

    @property
    def cpu_seconds(self):
        return self.user_seconds + self.system_seconds

    def checked(self, *codes):
        """Itself, if the exit code is one of `codes` (0 if none are given)."""
        if self.code in (codes or (0,)):
            return self
        name = os.path.basename(self.argv[0])
        said = " ".join(self.stderr.split())[-300:]
        if self.code == -signal.SIGKILL:
            raise Failure(f"{name} was killed, it may have taken longer than"
                          f" {LIMIT_SECONDS} s: {said}")
        raise Failure(f"{name} ended with exit code {self.code}: {said}")


@contextlib.contextmanager
def on_core(core):
    """What is started inside runs on `core`."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def start(argv, core, **options):
    """A running program, in a session of its own so that Ctrl-C reaches this
    one alone."""
    options.setdefault("stdin", subprocess.DEVNULL)
    try:
        with on_core(core):
            return subprocess.Popen(argv, start_new_session=True, **options)
    except OSError as error:
        raise Failure(f"cannot start {argv[0]}: {error.strerror}") from error


def end(child):
    """Ends `child` and all that it started."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        if child.returncode is not None:
            break
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(5)


def wait(child):
    """The exit code and the usage of `child`, killed after a while."""
    killer = threading.Timer(LIMIT_SECONDS, child.kill)
    # A signal may raise before it can be cancelled: it must hold nobody up.
    killer.daemon = True
    try:
        killer.start()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    finally:
        killer.cancel()
        end(child)
    return child.returncode, usage


def bound(argv):
    """`argv` so that it ends with this program even where that is killed. What
    setpriv takes until the program replaces it counts as the program's."""
    return ["setpriv", "--pdeathsig", "KILL", *argv]


def run(argv, core, folder, env=None):
    """Runs `argv` to its end; what it prints goes to files in `folder`."""
    paths = [os.path.join(folder, name) for name in ("stdout", "stderr")]
    with open(paths[0], "wb") as stdout, open(paths[1], "wb") as stderr:
        began = time.monotonic()
        child = start(bound(argv), core, stdout=stdout, stderr=stderr, env=env)
        code, usage = wait(child)
        seconds = time.monotonic() - began
    texts = []
    for path in paths:
        with open(path, encoding="utf-8", errors="replace") as file:
            texts.append(file.read())
    return Finished(argv, code, seconds, usage, *texts)


@contextlib.contextmanager
def labdns(program, core, *flags):
    """A lab server on a free port, ended at the end; gives ADDR:PORT."""
    argv = [program, "serve", "--listen", "127.0.0.1:0", *flags]
    child = start(bound(argv), core, stdout=subprocess.PIPE)
    try:
        word, _, address = child.stdout.readline().decode().partition(" ")
        if word != "listening":
            raise Failure(f"the lab server did not start: {shlex.join(argv)}")
        yield address.strip()
    finally:
        end(child)
        child.stdout.close()
