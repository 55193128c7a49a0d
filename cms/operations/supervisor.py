"""Keeps programs running side by side: lines with a name in front, restarts with growing pauses, one clean end."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

STOP_SECONDS = 8.0
"""What programs get to end by themselves before they are killed."""

LONGEST_PAUSE = 30.0
STEADY_SECONDS = 60.0
"""Whoever ran this long starts again without a pause."""

_LOOK_SECONDS = 0.1
_TETHER = Path(__file__).with_name("tether.py")
_STOPPING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True, slots=True)
class Program:
    """A name of at most nine letters for the log, and what to run: an absolute path, then arguments.

    `niceness` above 0 lets others go first. What runs `once` is not started again.
    """

    name: str
    command: tuple[str, ...]
    niceness: int = 0
    once: bool = False


class Running:
    """A program as it runs, in a process group of its own, and when it may run again."""

    def __init__(self, program: Program, say: Callable[[str, str], None]) -> None:
        self.program = program
        self._say = say
        self._failures = 0
        self._may_start = 0.0
        self.exit_code: int | None = None
        """Of a program that runs once, when it has ended."""
        self._start()

    def _start(self) -> None:
        self._started = time.monotonic()
        self.process = _spawn(self.program.command, output=subprocess.PIPE, niceness=self.program.niceness)
        threading.Thread(target=self._repeat, args=(self.process.stdout,), daemon=True).start()

    def _repeat(self, output: BinaryIO) -> None:
        with output:
            for line in output:
                self._say(self.program.name, line.decode("utf-8", "replace").rstrip())

    def look_after(self) -> None:
        """Start it again when it has ended and its pause is over."""
        if self._may_start:
            if time.monotonic() >= self._may_start:
                self._may_start = 0.0
                self._start()
            return
        code = self.process.poll()
        if code is None or self.exit_code is not None:
            return
        if self.program.once:
            self.exit_code = code
            return
        _signal_group(self.process, signal.SIGKILL)  # What it left behind would stand in the way of its successor.
        steady = time.monotonic() - self._started > STEADY_SECONDS
        self._failures = 0 if steady else self._failures + 1
        pause = 0.0 if steady else min(2.0 ** (self._failures - 1), LONGEST_PAUSE)
        self._say(self.program.name, f"{_how_it_ended(code)} It starts again{_in_words(pause)}.")
        self._may_start = time.monotonic() + pause


class Supervisor:
    """Runs programs until a signal asks it to stop. Belongs to the main thread: the kernel ties the programs to it."""

    def __init__(self, *, say: Callable[[str, str], None]) -> None:
        self._say = say
        self._running: list[Running] = []
        self.stopping = False

    @contextlib.contextmanager
    def listening_to_signals(self) -> Iterator[None]:
        """Within, Ctrl-C, SIGTERM and a closed terminal ask for the end; on leaving, every program has ended."""
        before = {number: signal.signal(number, self._note) for number in _STOPPING_SIGNALS}
        try:
            yield
        finally:
            self._end_all()
            for number, handler in before.items():
                signal.signal(number, handler)

    def start(self, program: Program) -> Running:
        """Start a program and keep it running."""
        self._running.append(Running(program, self._say))
        return self._running[-1]

    def run_once(self, command: tuple[str, ...]) -> int | None:
        """Run a command to its end, on the terminal itself; its exit code, or None when it was stopped with us."""
        process = _spawn(command, output=None)
        while (code := process.poll()) is None and not self.stopping:
            self._look_after()
        if code is None:
            _end([process])
        return None if self.stopping else code

    def wait_until(self, done: Callable[[], bool], *, seconds: float) -> bool:
        """Look after the programs until `done`; False when that took too long or we are to stop."""
        deadline = time.monotonic() + seconds
        while not self.stopping and time.monotonic() < deadline:
            if done():
                return True
            self._look_after()
        return False

    def run(self, *, also: Callable[[], None]) -> None:
        """Look after the programs until a signal comes; `also` is called in between and must be quick."""
        while not self.stopping:
            self._look_after()
            also()

    def _look_after(self) -> None:
        for running in self._running:
            running.look_after()
        time.sleep(_LOOK_SECONDS)

    def _note(self, number: int, _frame: FrameType | None) -> None:
        if self.stopping and number == signal.SIGINT:
            for running in self._running:  # A second Ctrl-C means now.
                _signal_group(running.process, signal.SIGKILL)
        self.stopping = True

    def _end_all(self) -> None:
        self.stopping = True
        _end([running.process for running in self._running])


def _spawn(command: tuple[str, ...], *, output: int | None, niceness: int = 0) -> subprocess.Popen[bytes]:
    """Start a command tied to this process, in a group of its own, so that Ctrl-C reaches it only through us."""
    tied = (sys.executable, "-P", str(_TETHER), str(os.getpid()), str(niceness), *command)
    return subprocess.Popen(
        tied, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT if output else None, process_group=0
    )


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()  # Each ends its own children, in its own order.
    deadline = time.monotonic() + STOP_SECONDS
    while time.monotonic() < deadline and any(process.poll() is None for process in processes):
        time.sleep(_LOOK_SECONDS)
    for process in processes:
        _signal_group(process, signal.SIGKILL)
        process.wait()


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def _how_it_ended(code: int) -> str:
    return f"Ended by {signal.Signals(-code).name}." if code < 0 else f"Ended with code {code}."


def _in_words(pause: float) -> str:
    return f" in {pause:.0f} s" if pause else ""
