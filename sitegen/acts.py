"""What the publisher can be asked for, by a command or by the loop, on the database of this shop."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import Error as DatabaseFault
from django.db import connections

from cms.api import changes, clock
from sitegen.errors import CannotWrite, ComparisonUnfinished, PublishError
from sitegen.releases import ASIDE
from sitegen.report import Report
from sitegen.verify import differing
from sitegen.wiring import make_publisher

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sitegen.publisher import Publisher

_TRIES = 3
"""Comparisons made when people keep changing things underneath."""


class Acts:
    """Whoever calls holds the lock of `publisher.releases`. `progress` is called while a build goes on."""

    def __init__(self, *, jobs: int | None, progress: Callable[[int], None], into: Path | None = None) -> None:
        self._jobs = jobs
        self._is_aside = into is not None
        self._is_watched = False
        self._wake_up = changes.WakeUp()
        self.publisher: Publisher = make_publisher(jobs=jobs, progress=progress, into=into)

    def grant(
        self, *, full: bool = False, verify: bool = False, rollback: str | None = None, force: bool = False
    ) -> Report:
        """Do what a wish says; without anything, publish all that waits. Raises PublishError."""
        with self._database():
            if verify:
                return self._verify()
            if rollback is not None:
                return self.publisher.roll_back(rollback or None)
            if force:
                return self.publisher.force()
            return self.publisher.build() if full else self.publisher.bring_up_to_date()

    def step(self) -> Report | None:
        """Publish a part of what waits; None when nothing does. Raises PublishError."""
        with self._database():
            return self.publisher.step()

    def wait(self, timeout: float) -> bool:
        """Wait for a change, for at most so many seconds; whether there may have been one."""
        return self._wake_up.wait(timeout)

    def suspect_theme(self) -> None:
        """Look at the theme with the next step: somebody touched its files."""
        self.publisher.suspect_theme()

    def newest(self) -> int:
        """The number of the newest change that waits. Raises PublishError."""
        with self._database():
            return changes.newest()

    def chores(self) -> None:
        """Say that the publisher is there, and do what is due by the clock. Raises PublishError."""
        with self._database():
            changes.alive()
            changes.sweep()
            clock.run_due()

    def trouble(self, reason: str) -> None:
        """Let people see why nothing can be published. Raises PublishError."""
        with self._database():
            changes.in_trouble(reason)

    def close(self) -> None:
        """Let go of the database."""
        self._wake_up.close()

    @contextmanager
    def _database(self) -> Iterator[None]:
        """An open connection is used on, it costs the most of a small step; one that failed is given up."""
        try:
            if not (self._is_aside or self._is_watched):
                changes.watch_for_changes()
                self._is_watched = True
            yield
        except DatabaseFault as error:
            connections.close_all()
            # Whatever the database is when it is back: its triggers may be missing.
            self._is_watched = False
            raise PublishError(f"the database does not answer as it should: {error}") from error

    def _verify(self) -> Report:
        started = time.monotonic()
        for _ in range(_TRIES):
            report = self.publisher.bring_up_to_date()
            held = self.publisher.held_files()
            found = [one for one in self._differing() if one not in held]
            # What changed meanwhile is in one of the two only: that is no difference to tell of.
            if not found or changes.is_empty():
                break
        else:
            raise ComparisonUnfinished(_TRIES)
        return Report(
            mode="verify",
            release=report.release,
            outputs=report.outputs,
            differing=found,
            held=len(held),
            seconds=round(time.monotonic() - started, 3),
        )

    def _differing(self) -> list[str]:
        build_dir = self.publisher.site.build_dir
        try:
            aside = Path(mkdtemp(prefix=ASIDE, dir=build_dir))
        except OSError as error:
            raise CannotWrite(f"{build_dir} cannot be written: {error.strerror}") from error
        try:
            _clean_build(aside, self._jobs)
            return differing((build_dir / "live").resolve(), (aside / "live").resolve())
        finally:
            shutil.rmtree(aside, ignore_errors=True)


def _clean_build(aside: Path, jobs: int | None) -> None:
    """A build in a fresh process, in an empty folder: nothing of this process can help it."""
    manage = str(settings.BASE_DIR / "manage.py")
    command = [sys.executable, manage, "publish", "--full", "--json", "--into", str(aside)]
    done = subprocess.run(
        [*command, *(["--jobs", str(jobs)] if jobs else [])], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise PublishError(f"the clean build failed: {done.stderr.strip()}")
