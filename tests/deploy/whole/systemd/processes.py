"""What runs below a process: it stands for the control group of a unit."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def below(pid: int) -> list[int]:
    """All descendants that live; zombies do not count."""
    children: dict[int, list[int]] = {}
    dead = set()
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):
                # The name stands in brackets and may hold anything.
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                children.setdefault(int(fields[1]), []).append(int(folder.name))
                if fields[0] in {"Z", "X"}:
                    dead.add(int(folder.name))
    found, waiting = list[int](), [pid]
    while waiting:
        own = children.get(waiting.pop(), [])
        found += own
        waiting += own
    return [one for one in found if one not in dead]


def signal_all(pids: list[int], number: int) -> None:
    """Those that are still there."""
    for one in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(one, number)
