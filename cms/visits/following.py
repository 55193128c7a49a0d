"""Follows a log that is being written: through rotation, truncation and packing, until it is told to stop."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from cms.visits.closing import close_days
from cms.visits.counting import Candidate, Counting
from cms.visits.log_files import find, found_open, rotated

log = logging.getLogger("cataloro.visits")

PAUSE = 1.0
"""Seconds between two looks."""

_CLOSING_PAUSE = 60.0
_LET_GO = 30.0
"""How long a file is held that has left its place: the server writes to it until it opens the next."""

_LONGEST_PAUSE = 60.0


class Log:
    """One log and what it was called before. Holds its file open: what is removed can still be read to its end."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._live: BinaryIO | None = None
        self._left: list[tuple[BinaryIO, float]] = []

    def candidates(self) -> Iterator[Candidate]:
        """All files that may have something new, the oldest first."""
        current = find(self.path)
        older = rotated(self.path)
        places = {one.place for one in older}
        for file in self._held(current.place if current else None):
            found = found_open(self.path, file)
            if found.place not in places:
                yield Candidate(found, held=file)
        yield from (Candidate(one) for one in older if current is None or one.place != current.place)
        if current is not None and self._live is not None:
            yield Candidate(found_open(self.path, self._live), is_live=True, held=self._live)

    def _held(self, place: str | None) -> list[BinaryIO]:
        """The files that have left their place, after taking hold of the one that is there now."""
        now = time.monotonic()
        if self._live is not None and found_open(self.path, self._live).place != place:
            self._left.append((self._live, now + _LET_GO))
            self._live = None
        if self._live is None and place is not None:
            with contextlib.suppress(FileNotFoundError):
                self._live = self.path.open("rb")
        for file, until in self._left:
            if until < now:
                file.close()
        self._left = [(file, until) for file, until in self._left if until >= now]
        return [file for file, _ in self._left]

    def close(self) -> None:
        """Let go of all files."""
        for file in (self._live, *(file for file, _ in self._left)):
            if file is not None:
                file.close()


def follow(
    paths: list[Path],
    counting: Counting,
    *,
    stop: threading.Event,
    say: Callable[[str], None] = log.warning,
    alive: Callable[[], None] = lambda: None,
) -> None:
    """Count these logs, again and again, until `stop` is set. What goes wrong is told, and tried again."""
    logs = [Log(path) for path in paths]
    failures, close_at, told = 0, 0.0, ""
    try:
        while not stop.is_set():
            alive()
            try:
                for one in logs:
                    counting.count(one.candidates())
                if time.monotonic() >= close_at:
                    close_days(timezone.now())
                    close_at = time.monotonic() + _CLOSING_PAUSE
                failures, told = 0, ""
            except (OSError, DatabaseError) as error:
                failures += 1
                if str(error) != told:
                    told = str(error)
                    say(f"Visits cannot be counted now: {error}. This tries again.")
                close_old_connections()
            stop.wait(min(PAUSE * 2**failures, _LONGEST_PAUSE) if failures else PAUSE)
    finally:
        for one in logs:
            one.close()
