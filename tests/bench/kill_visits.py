"""Follows a log by real processes that are killed (SIGKILL) at any moment, while it is written, rotated and packed.

Each process is a copy of this one, so that it is at work at once. Ends with exit code 1 when a line was lost or counted
twice. Prints JSON.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import shutil
import signal
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench.own_django import DATABASES, own_django
from tests.bench.shop import report, say
from tests.factories.log_lines import log_line

_LONGEST_LIFE = 0.6
_SETTLING = 30.0


class Writer(threading.Thread):
    """Writes lines and, now and then, has the log rotated. No two lines are alike."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.written = self.turns = 0
        self.ending = threading.Event()
        self._made = random.Random(1)  # noqa: S311 (no secret)

    def run(self) -> None:
        """Until told to end."""
        file = self.path.open("ab", buffering=0)
        while not self.ending.is_set():
            for _ in range(self._made.randrange(1, 60)):
                self._line(file)
            if self._made.random() < 0.1:
                self.turns += 1
                file = self._turn(file)
            time.sleep(self._made.random() * 0.02)
        file.close()

    def _line(self, file: Any) -> None:
        self.written += 1
        number = self.written
        line = log_line(f"/page-{number}", at=datetime.now(UTC), addr=f"10.0.{number >> 8}.{number % 256}")
        half = self._made.randrange(1, len(line))
        file.write(line[:half])
        file.write(line[half:])

    def _turn(self, file: Any) -> Any:
        old = self.path.with_name(f"access.log-{self.turns:04d}")
        way = self._made.choice(("rename", "copy", "pack"))
        if way == "copy":
            shutil.copyfile(self.path, old)
            file.truncate(0)
            return file
        self.path.rename(old)
        self._line(file)  # As Nginx, which goes on until it is told.
        file.close()
        if way == "pack":
            packed = old.with_name(f"{old.name}.gz")
            packed.write_bytes(gzip.compress(old.read_bytes()))
            shutil.copystat(old, packed)
            old.unlink()
        return self.path.open("ab", buffering=0)


def main() -> None:
    """Kill, count what is stored, compare."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.kill_visits", description=__doc__)
    parser.add_argument("--kills", type=int, default=100, help="how often (default 100)")
    parser.add_argument("--database", choices=DATABASES, default="sqlite", help="on which (default sqlite)")
    options = parser.parse_args()
    with own_django(options.database) as shop:
        log = shop.folder / "logs" / "access.log"
        log.parent.mkdir()
        writer = Writer(log)
        writer.start()
        made = random.Random(2)  # noqa: S311 (no secret)
        try:
            for number in range(options.kills):
                if number % 20 == 0:
                    say(f"{number} of {options.kills} killed, {writer.written:,} lines written")
                _live_and_die(log, made.uniform(0.02, _LONGEST_LIFE))
        finally:
            writer.ending.set()
            writer.join()
        _live_and_die(log, _SETTLING, until=writer.written)
        wrong, lines = _compare(writer.written)
    report({"kills": options.kills, "lines": writer.written, "turns": writer.turns, "counted": lines, "wrong": wrong})
    sys.exit(1 if wrong or lines != writer.written else 0)


def _live_and_die(log: Path, seconds: float, *, until: int | None = None) -> None:
    from django.db import connections  # noqa: PLC0415 (Django has to be set up first)

    connections.close_all()  # None may be shared with the copy.
    child = os.fork()
    if not child:
        _follow(log)
    end = time.monotonic() + seconds
    while time.monotonic() < end and (until is None or _counted() < until):
        time.sleep(min(0.1, max(0.0, end - time.monotonic())))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _follow(log: Path) -> None:
    from cms.visits.counting import Counting  # noqa: PLC0415 (as above)
    from cms.visits.following import follow  # noqa: PLC0415 (as above)

    try:
        follow([log], Counting(block=20_000), stop=threading.Event(), say=say)
    finally:
        os._exit(1)


def _counted() -> int:
    from cms.visits.models import DayTotal  # noqa: PLC0415 (as above)

    return sum(DayTotal.objects.values_list("views", flat=True))


def _compare(written: int) -> tuple[list[str], int]:
    """The first lines that are not counted once, and how many are counted."""
    from cms.visits.models import PageDay  # noqa: PLC0415 (as above)

    found: dict[str, int] = {}
    for path, views in PageDay.objects.values_list("path", "views"):
        found[path] = found.get(path, 0) + views
    wrong = [f"/page-{n}: {found.get(f'/page-{n}', 0)}" for n in range(1, written + 1) if found.get(f"/page-{n}") != 1]
    return wrong[:10], sum(found.values())


if __name__ == "__main__":
    main()
