"""Starts programs, shows what they say, starts them again when they die, stops them in order.

One thread does everything, in turns of `turn()`: it waits until a program writes, ends, or a
signal arrives. That keeps `fork` safe (see `_tether`) and leaves nothing to lock.
"""

import ctypes
import os
import selectors
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from re import Pattern

from up import console, leftovers
from up.account import Account
from up.trouble import Trouble, meaning

# Seconds until the next try, by how often the program has died young in a row.
BACK_OFF = [0.1, 0.5, 1, 2, 4, 8]
YOUNG = 10.0  # seconds; a program that lived longer than this had started properly
STRIKES = 5  # so many young deaths in a row by its own fault, and we give up

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


class Stopped(Exception):
    """Raised out of `turn()` once somebody pressed Ctrl-C or sent SIGTERM."""


@dataclass(frozen=True)
class Program:
    """How to run one program and how to stop it."""

    name: str
    command: list[str]
    tier: int  # higher tiers stop first
    environment: dict[str, str] | None = None
    directory: str = "/"
    account: Account | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    seconds_to_stop: float = 10.0
    # What the kernel sends it when we are killed ourselves. Services close their files; the rest
    # has no database to talk to any more and holds nothing that is not in it.
    orphan_signal: signal.Signals = signal.SIGKILL
    unshown: Pattern[str] | None = None  # routine lines nobody needs to read
    speaker: str = ""  # whose lines these are in the log, when not its own
    before_start: Callable[[], None] = lambda: None


@dataclass
class Child:
    """A program's process, and how it has been doing."""

    program: Program
    process: subprocess.Popen
    started: float
    young_deaths: int = 0
    strikes: int = 0
    retry_at: float | None = None
    last_lines: deque[str] = field(default_factory=lambda: deque(maxlen=25))

    @property
    def is_running(self) -> bool:
        return self.process.returncode is None


class Supervisor:
    def __init__(self, children_file: Path) -> None:
        self.children_file = children_file
        self.children: dict[str, Child] = {}
        self.stop_requests = 0
        self.stopping = False
        self.selector = selectors.DefaultSelector()
        self._listen_for_signals()

    # --- signals ------------------------------------------------------------------------------

    def _listen_for_signals(self) -> None:
        """Signals only leave a byte in a pipe, which wakes `turn()`."""
        reader, writer = os.pipe()
        os.set_blocking(reader, False)
        os.set_blocking(writer, False)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        self.selector.register(reader, selectors.EVENT_READ, lambda: os.read(reader, 4096))
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._asked_to_stop)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def _asked_to_stop(self, *_: object) -> None:
        self.stop_requests += 1

    # --- starting -----------------------------------------------------------------------------

    def start(self, program: Program) -> Child:
        child = Child(program, self._spawn(program), time.monotonic())
        self.children[program.name] = child
        self._listen_to(child)
        self._record()
        return child

    def _spawn(self, program: Program) -> subprocess.Popen:
        program.before_start()
        return subprocess.Popen(
            program.command,
            cwd=program.directory,
            env=program.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C reaches only us, so that we stop them in order
            preexec_fn=_tether(program.orphan_signal),
            **(program.account.spawn_options() if program.account else {}),
        )

    def _restart(self, child: Child) -> None:
        _kill_group(child)  # whatever the dead process has left behind
        child.retry_at = None
        child.process, child.started = self._spawn(child.program), time.monotonic()
        self._listen_to(child)
        self._record()

    def _record(self) -> None:
        running = {n: c.process.pid for n, c in self.children.items() if c.is_running}
        with suppress(OSError):  # a full disk must not keep us from looking after anything
            leftovers.record(self.children_file, running)

    # --- listening ----------------------------------------------------------------------------

    def _listen_to(self, child: Child) -> None:
        pipe = child.process.stdout
        os.set_blocking(pipe.fileno(), False)
        rest = b""

        def read() -> None:
            nonlocal rest
            try:
                data = os.read(pipe.fileno(), 65536)
            except BlockingIOError:
                return
            *lines, rest = (rest + data).split(b"\n")
            if not data:
                self.selector.unregister(pipe)
                pipe.close()
                lines = [rest] if rest else []
            for line in lines:
                self._say(child, line.decode(errors="replace").rstrip())

        self.selector.register(pipe, selectors.EVENT_READ, read)

    def _say(self, child: Child, text: str) -> None:
        child.last_lines.append(text)
        unshown = child.program.unshown
        if text and not (unshown and unshown.search(text)):
            console.line(child.program.speaker or child.program.name, text)

    # --- the loop -----------------------------------------------------------------------------

    def turn(self, seconds: float = 0.5) -> None:
        """Handles what happens within `seconds`. Raises Stopped when asked to stop, and Trouble
        when a program cannot be kept running."""
        for key, _ in self.selector.select(seconds):
            key.data()
        for child in list(self.children.values()):
            if child.is_running and child.process.poll() is not None:
                self._has_ended(child)
            if child.retry_at is not None and time.monotonic() >= child.retry_at:
                self._restart(child)
        if self.stop_requests and not self.stopping:
            raise Stopped

    def _has_ended(self, child: Child) -> None:
        self._record()
        if self.stopping or child.program.name not in self.children:
            return
        code = child.process.returncode
        young = time.monotonic() - child.started < YOUNG
        child.young_deaths = child.young_deaths + 1 if young else 0
        if not young:
            child.strikes = 0
        elif code != -signal.SIGKILL:  # being killed is not its own fault
            child.strikes += 1
        if child.strikes >= STRIKES:
            raise self._gives_up(child)
        wait = BACK_OFF[min(child.young_deaths, len(BACK_OFF) - 1)]
        child.retry_at = time.monotonic() + wait
        console.line("up", f"{child.program.name} {ending(code)}; starting it again")

    def _gives_up(self, child: Child) -> Trouble:
        name, lines = child.program.name, list(child.last_lines)
        sentence = meaning("\n".join(lines)) or (
            f"{name} ends right after it is started, {child.strikes} times in a row. Its last "
            "lines are above; everything else has been stopped."
        )
        return Trouble(sentence, lines)

    def wait_until(self, condition: Callable[[], bool], seconds: float, what: str) -> None:
        """Turns until the condition holds. Trouble, naming `what`, after so many seconds."""
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise Trouble(f"{what} did not answer within {seconds:.0f} seconds.")
            self.turn(0.05)

    def run_to_end(self, program: Program) -> Child:
        """Runs a program that ends by itself, while everything else is looked after."""
        child = self.start(program)
        del self.children[program.name]  # it may end; nobody starts it again
        try:
            while child.process.poll() is None:
                self.turn(0.05)
        except BaseException:
            self._end([child])
            raise
        self.turn(0)  # its last words
        return child

    def run_in_foreground(self, command: list[str], environment: dict[str, str]) -> int:
        """Runs a command on our own terminal, in our own process group: Ctrl-C reaches it as it
        reaches us, and it gets the time to end. Its exit code."""
        process = subprocess.Popen(command, env=environment, preexec_fn=_tether(signal.SIGTERM))
        try:
            while process.poll() is None:
                self.turn()
        finally:
            if process.poll() is None:
                process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        return process.returncode if process.returncode >= 0 else 128 - process.returncode

    # --- stopping -----------------------------------------------------------------------------

    def stop_all(self) -> None:
        """Stops tier after tier, each program with its own signal and patience. Asking to stop a
        second time ends the patience."""
        self.stopping = True
        for child in self.children.values():
            child.retry_at = None
        for tier in sorted({c.program.tier for c in self.children.values()}, reverse=True):
            self._end([c for c in self.children.values() if c.program.tier == tier])
        self.children.clear()
        self.children_file.unlink(missing_ok=True)

    def _end(self, group: list[Child]) -> None:
        self.stopping, before = True, self.stopping
        asked, began = self.stop_requests, time.monotonic()
        for child in group:
            if child.process.poll() is None:
                child.process.send_signal(child.program.stop_signal)
        while any(child.process.poll() is None for child in group):
            for child in group:
                late = time.monotonic() - began > child.program.seconds_to_stop
                if child.process.poll() is None and (late or self.stop_requests > asked + 1):
                    console.line("up", f"{child.program.name} does not stop by itself; ending it")
                    _kill_group(child)
                    child.process.wait()
            self.turn(0.1)
        for child in group:
            _kill_group(child)
        self.stopping = before


def ending(code: int) -> str:
    """How a process ended, in words."""
    if code >= 0:
        return f"ended with code {code}"
    try:
        return f"was ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"was ended by signal {-code}"


def _kill_group(child: Child) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.process.pid, signal.SIGKILL)


def _tether(number: signal.Signals) -> Callable[[], None]:
    """For a new process, before it becomes the program: let the kernel (Linux) send it `number`
    when its parent ends, also when that is killed. A change of user clears this wish, so it is
    made after it; the parent may have ended meanwhile, so it is looked for."""
    parent = os.getpid()

    def tether() -> None:
        signal.set_wakeup_fd(-1)
        if _LIBC:
            _LIBC.prctl(_PR_SET_PDEATHSIG, number)
            if os.getppid() != parent:
                os._exit(1)

    return tether


def stop_with_parent() -> None:
    """Asks the kernel (Linux) to stop us, properly, when the program that started us is killed."""
    if _LIBC:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
