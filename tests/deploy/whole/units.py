"""Looks whether systemd keeps what the units ask for: shut in, held to their memory, watched, started by the clock."""

from __future__ import annotations

import re
import time
from functools import partial

from tests.deploy.whole.figures import Figures
from tests.deploy.whole.installing import wait_until
from tests.deploy.whole.room import Room

_SERVICES = ("web", "publisher", "tasks", "visits")
_SHUT_IN = {"NoNewPrivs": "1", "Seccomp": "2", "CapEff": "0000000000000000", "CapBnd": "0000000000000000"}
"""Lines of /proc/PID/status: no new rights, system calls are filtered, and no capability is left (proc(5))."""
_FORBIDDEN = ("/etc/cataloro/x", "/opt/cataloro/x", "/var/lib/cataloro-server/x", "/usr/x", "/root/x", "/home/x")
_WATCHDOG = 30
"""Seconds, instead of half an hour or a quarter of one. The services give a sign each 20."""
_EDIT = "/run/systemd/system/{unit}.d/rehearsal.conf"


def look_at_units(room: Room, figures: Figures, *, jobs: tuple[str, ...]) -> None:
    """All services, the jobs that timers start, and the timers themselves."""
    ours = ("cataloro*", "nginx*", "postgresql*")
    failed = room.run("systemctl", "list-units", "--failed", "--plain", "--no-legend", *ours).split("\n")
    names = [line.split()[0] for line in failed if line.strip()]
    figures.note("units: failed ones", ", ".join(names) or "none", holds=not names)
    for name in _SERVICES:
        _look_at_service(room, figures, name)
    for name in jobs:
        started = time.monotonic()
        done = room.try_run("systemctl", "start", f"cataloro-{name}.service")
        words = f"ended with {done.returncode} after {time.monotonic() - started:.0f} s"
        if done.returncode:
            words += room.try_run("journalctl", "-u", f"cataloro-{name}", "-n", "15", "-o", "cat", "--no-pager").stdout
        figures.note(f"units: the job {name} as its timer starts it", words, holds=not done.returncode)
    said = room.run("systemctl", "list-timers", "--all", "--plain", "--no-legend", "cataloro-*")
    due = sorted(re.findall(r"cataloro-([a-z]+)\.timer", said))
    holds = set(due) == set(jobs) and "n/a" not in [line.split()[0] for line in said.splitlines()]
    figures.note("units: timers that are due", ", ".join(due), holds=holds)
    _hold_still(room, figures, "publisher", "visits")


def _look_at_service(room: Room, figures: Figures, name: str) -> None:
    pid = _main(room, name)
    known = dict(re.findall(r"(?m)^(\w+):\s+(\S+)$", room.run("cat", f"/proc/{pid}/status")))
    shut_in = {key: known.get(key, "") for key in _SHUT_IN}
    inside = ("nsenter", f"--target={pid}", "--mount", "runuser", "-u", "cataloro", "--")
    written = [place for place in _FORBIDDEN if not room.try_run(*inside, "touch", place).returncode]
    asked = int(room.run("systemctl", "show", f"cataloro-{name}", "--property=MemoryMax", "--value"))
    group = room.run("systemctl", "show", f"cataloro-{name}", "--property=ControlGroup", "--value").strip()
    limits = (f"/sys/fs/cgroup/memory{group}/memory.limit_in_bytes", f"/sys/fs/cgroup{group}/memory.max")
    real = next((int(room.run("cat", one)) for one in limits if not room.try_run("test", "-e", one).returncode), 0)
    words = f"{shut_in}, may write {written or 'nothing of others'}, at most {real // 2**20} MB"
    figures.note(f"units: {name}", words, holds=shut_in == _SHUT_IN and not written and real == asked > 0)


def _hold_still(room: Room, figures: Figures, *names: str) -> None:
    """What says nothing any more is ended by the watchdog and started anew; what goes on saying so is left alone."""
    edits = [_EDIT.format(unit=f"cataloro-{name}.service") for name in names]
    for edit in edits:
        room.run("mkdir", "-p", edit.rpartition("/")[0])
        room.run("tee", edit, asked=f"[Service]\nWatchdogSec={_WATCHDOG}s\n")
    _start_anew(room, *names)
    alive = {name: _main(room, name) for name in names}
    time.sleep(_WATCHDOG * 1.5)
    kept = {name: _main(room, name) == alive[name] for name in names}
    room.run("kill", "-STOP", *alive.values())
    started = time.monotonic()
    for name in names:
        dead = ("0", alive[name])
        back = wait_until(partial(_is_another, room, name, dead), seconds=_WATCHDOG * 4)
        words = f"left alone while it gives signs: {kept[name]}; after it stopped a new one runs: {back}"
        words += f" ({time.monotonic() - started:.0f} s)"
        figures.note(f"units: the watchdog of {name}, set to {_WATCHDOG} s", words, holds=kept[name] and back)
    room.run("rm", *edits)
    _start_anew(room, *names)


def _start_anew(room: Room, *names: str) -> None:
    room.run("systemctl", "daemon-reload")
    room.run("systemctl", "restart", *(f"cataloro-{name}.service" for name in names))


def _is_another(room: Room, name: str, dead: tuple[str, ...]) -> bool:
    return _main(room, name) not in dead


def _main(room: Room, name: str) -> str:
    return room.run("systemctl", "show", f"cataloro-{name}", "--property=MainPID", "--value").strip()
