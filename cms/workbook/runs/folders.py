"""The private folder of an import or export, what is said between worker and pages there, and whose turn it is.

Progress and wishes are files, not rows: while an import writes, SQLite lets nobody else write.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

PAUSE, CANCEL = "pause", "cancel"
_TELL_SECONDS = 0.4


class Stopped(Exception):
    """Somebody asked to pause or to cancel; `wish` is which."""

    def __init__(self, wish: str) -> None:
        self.wish = wish
        super().__init__(wish)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a step is. `seconds_left` is None while nobody can tell."""

    what: str
    done: int
    total: int
    seconds_left: int | None

    @property
    def percent(self) -> int | None:
        """Of the present part."""
        return min(100 * self.done // self.total, 100) if self.total else None


def place(kind: str) -> Path:
    """DATA_DIR/imports or DATA_DIR/exports; made when missing, for its owner alone."""
    folder = Path(settings.DATA_DIR) / kind
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def import_folder(run_id: int) -> Path:
    """Of one import."""
    folder = place("imports") / str(run_id)
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def export_file(run_id: int) -> Path:
    """Of one export."""
    return place("exports") / f"{run_id}.xlsx"


def drop_import(run_id: int) -> None:
    """Remove all files of an import."""
    shutil.rmtree(place("imports") / str(run_id), ignore_errors=True)


@contextmanager
def turn() -> Iterator[bool]:
    """Whether it is ours: one import or export is worked on at a time. The kernel ends a turn with its process."""
    handle = os.open(place("imports") / "turn", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)


def wish(run_id: int, what: str) -> None:
    """Ask the worker to pause or to cancel."""
    (import_folder(run_id) / "wish").write_text(what, encoding="ascii")


def forget_wish(run_id: int) -> None:
    """Before a step begins."""
    (import_folder(run_id) / "wish").unlink(missing_ok=True)


class Telling:
    """Writes down how far it is, and stops when somebody wished so. `may_pause` is no longer true once it writes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._next = 0.0
        self._what = ""
        self._began = 0.0
        self.may_pause = True

    def __call__(self, what: str, done: int, total: int) -> None:
        """As Progress. Raises Stopped."""
        now = time.monotonic()
        if now < self._next and what == self._what:
            return
        if what != self._what:
            self._what, self._began = what, now
        self._next = now + _TELL_SECONDS
        seconds = now - self._began
        left = round(seconds / done * (total - done)) if total and done and seconds > 1 else None
        new = self._folder / ".progress.new"
        new.write_text(json.dumps([what, done, total, left]), encoding="ascii")
        new.replace(self._folder / "progress.json")
        wished = ""
        with suppress(OSError):
            wished = (self._folder / "wish").read_text(encoding="ascii")
        if wished == CANCEL or (wished == PAUSE and self.may_pause):
            raise Stopped(wished)


def standing(run_id: int) -> Standing | None:
    """What the worker said last of an import."""
    try:
        return Standing(*json.loads((place("imports") / str(run_id) / "progress.json").read_bytes()))
    except (OSError, ValueError, TypeError):
        return None
