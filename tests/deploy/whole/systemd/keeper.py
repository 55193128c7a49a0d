"""Keeps the processes of one service: starts them as its unit says, hears that they are ready, ends all of them.

It tells the manager on a pipe: `main 12`, `ready`, `ended 0`; a signal is told as minus its number.
"""

from __future__ import annotations

import json
import os
import pwd
import select
import shlex
import signal
import socket
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

from tests.deploy.whole.systemd.processes import below, signal_all
from tests.deploy.whole.systemd.sandbox import adopt_orphans, no_new_privileges, shut_in

_FIRST_SOCKET = 3
_LOOK = 0.02
_NOT_STARTED = 203


class Keeper:
    """One service, from its start to its end."""

    def __init__(self, spec: Mapping[str, Any], report: TextIO) -> None:
        self._spec = spec
        self._report = report
        self._main = 0
        self._ended: int | None = None
        self._stop_by = 0.0
        self._asked_to_stop = False
        self._ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)

    def keep(self) -> None:
        """Return when nothing of it runs any more."""
        spec = self._spec
        signal.signal(signal.SIGTERM, self._hear_stop)
        adopt_orphans()
        Path(spec["notify"]).unlink(missing_ok=True)
        self._ear.bind(spec["notify"])
        Path(spec["notify"]).chmod(0o777)
        self._ear.setblocking(False)
        if spec["shut_in"] is not None:
            shut_in(spec["shut_in"], private_tmp=spec["private_tmp"], no_homes=spec["no_homes"])
        for line in spec["before"]:
            if code := _code(os.waitpid(self._start(line), 0)[1]):
                self._tell(f"ended {code}")
                return
        first = self._main = self._start(spec["command"])
        if spec["type"] in {"simple", "oneshot", "notify"}:
            self._tell(f"main {first}")
        if spec["type"] == "simple":
            self._tell("ready")
        while self._ended is None:
            self._hear()
            self._reap(first)
            self._stop_when_asked()
        self._end_the_rest()
        self._tell(f"ended {self._ended}")

    def _tell(self, line: str) -> None:
        self._report.write(f"{line}\n")
        self._report.flush()

    def _hear_stop(self, *_: object) -> None:
        self._asked_to_stop = True

    def _hear(self) -> None:
        try:
            heard, _, _ = select.select([self._ear], [], [], _LOOK)
        except InterruptedError:
            return
        for line in self._ear.recv(4096).decode().splitlines() if heard else ():
            if line == "READY=1" and self._spec["type"] == "notify":
                self._tell("ready")
            elif line.startswith("MAINPID="):
                self._main = int(line.partition("=")[2])

    def _reap(self, first: int) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                return
            code = _code(status)
            if pid == first and self._spec["type"] == "forking" and not code:
                self._main = _read_number(Path(self._spec["pid_file"]))
                self._tell(f"main {self._main}")
                self._tell("ready")
            elif pid == self._main:
                self._ended = code

    def _stop_when_asked(self) -> None:
        if not self._asked_to_stop:
            return
        if not self._stop_by:
            self._stop_by = time.monotonic() + self._spec["stop_seconds"]
            everybody = self._spec["kill_mode"] == "control-group"
            signal_all(below(os.getpid()) if everybody else [self._main], self._spec["kill_signal"])
        elif time.monotonic() > self._stop_by:
            signal_all(below(os.getpid()), signal.SIGKILL)

    def _end_the_rest(self) -> None:
        """What the main process leaves behind goes with it."""
        while left := below(os.getpid()):
            signal_all(left, signal.SIGKILL)
            time.sleep(_LOOK)
            self._reap(0)

    def _start(self, line: str) -> int:
        words = shlex.split(line.lstrip("-@"))
        pid = os.fork()
        if pid == 0:
            try:
                self._become(words)
            except BaseException as problem:  # noqa: BLE001 (nothing of it may go on here)
                sys.stderr.write(f"{words[0]}: {problem!r}\n")
                sys.stderr.flush()
            os._exit(_NOT_STARTED)
        return pid

    def _become(self, words: list[str]) -> None:
        spec, environment = self._spec, dict(self._spec["environment"])
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.setsid()
        os.umask(spec["umask"])
        if spec["type"] == "notify":
            environment["NOTIFY_SOCKET"] = spec["notify"]
        if spec["sockets"]:
            for place, one in enumerate(spec["sockets"], start=_FIRST_SOCKET):
                os.dup2(one, place)
            environment |= {"LISTEN_FDS": str(len(spec["sockets"])), "LISTEN_PID": str(os.getpid())}
        os.closerange(_FIRST_SOCKET + len(spec["sockets"]), 512)
        os.chdir(spec["folder"])
        if spec["user"]:
            known = pwd.getpwnam(spec["user"])
            os.initgroups(spec["user"], known.pw_gid)
            os.setgid(known.pw_gid)
            os.setuid(known.pw_uid)
            environment |= {"HOME": known.pw_dir, "USER": spec["user"], "LOGNAME": spec["user"]}
        if spec["no_new_privileges"]:
            no_new_privileges()
        os.execvpe(words[0], words, environment)  # noqa: S606 (what a service manager does)


def _code(status: int) -> int:
    return os.waitstatus_to_exitcode(status)


def _read_number(file: Path) -> int:
    until = time.monotonic() + 5
    while time.monotonic() < until:
        try:
            return int(file.read_text())
        except (OSError, ValueError):
            time.sleep(_LOOK)
    raise TimeoutError(f"nobody writes {file}")


if __name__ == "__main__":
    with os.fdopen(int(sys.argv[1]), "w") as pipe:
        Keeper(json.loads(sys.argv[2]), pipe).keep()
