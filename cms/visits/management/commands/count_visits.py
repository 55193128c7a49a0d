"""`manage.py count_visits FILE…`: counts views and visitors from the web server's log."""

from __future__ import annotations

import dataclasses
import json
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cms.contract.service_manager import Heartbeat, ready
from cms.visits.closing import close_days
from cms.visits.counting import Counting, Counts, named
from cms.visits.following import follow
from cms.visits.lines import FORMATS
from cms.visits.log_files import Found

_TOLD_AFTER = 2.0
_STOPPING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Command(BaseCommand):
    """The command."""

    help = (
        "Count views and visitors from logs of the web server: JSON lines as the shipped Nginx configuration writes "
        "them, or the common “combined” format; plain or gzip. Each line is counted once, however often and under "
        "whatever name its file is given; a last line that is not complete waits. With --follow it goes on until it "
        "is stopped, and finds what became of a log by rotation. No address is stored. Exit status: 0 when done, "
        "1 when something went wrong, 2 for wrong usage."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The options of the contract."""
        parser.add_argument("files", metavar="FILE", type=Path, nargs="+", help="logs to count")
        parser.add_argument("--format", choices=FORMATS, help="what the lines are (otherwise each tells by itself)")
        parser.add_argument("--follow", action="store_true", help="go on counting what is written, until stopped")
        parser.add_argument("--json", action="store_true", help="print one JSON object about the result")

    def handle(self, *_: Any, **options: Any) -> None:
        """Run it."""
        started = time.monotonic()
        alive = Heartbeat()
        progress = _Progress(alive)
        try:
            counting = Counting(form=options["format"], tell=progress)
            if options["follow"]:
                self._follow(options["files"], counting, alive)
            else:
                counting.count(named(options["files"]), say=self._say)
                close_days(timezone.now())
        except OSError as error:
            raise CommandError(f"{error.filename or 'The log'} cannot be read: {error.strerror or error}.") from error
        except KeyboardInterrupt:
            raise CommandError("Stopped. What was counted until now is stored; the next run goes on there.") from None
        finally:
            progress.clear()
        self._report(counting.counts, seconds=round(time.monotonic() - started, 2), as_json=options["json"])

    def _follow(self, files: list[Path], counting: Counting, alive: Heartbeat) -> None:
        for file in files:
            if not file.parent.is_dir():
                raise CommandError(f"{file}: there is no folder {file.parent}.", returncode=2)
        stop = threading.Event()

        def end(*_: object) -> None:
            counting.stopping = True
            stop.set()

        for number in _STOPPING_SIGNALS:
            signal.signal(number, end)
        ready()
        follow(files, counting, stop=stop, say=self._say, alive=alive)

    def _say(self, text: str) -> None:
        self.stderr.write(text)

    def _report(self, counts: Counts, *, seconds: float, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({**dataclasses.asdict(counts), "seconds": seconds}))
            return
        self.stdout.write(
            f"{counts.lines:,} lines in {seconds} s: {counts.counted:,} views counted, {counts.bots:,} of robots, "
            f"{counts.skipped:,} of something else than pages, {counts.malformed:,} that cannot be read."
        )


class _Progress:
    """One line on a terminal, once it takes longer."""

    def __init__(self, alive: Heartbeat) -> None:
        self._alive = alive
        self._after = time.monotonic() + _TOLD_AFTER
        self._is_open = False

    def __call__(self, found: Found, offset: int) -> None:
        """So much of this file is counted."""
        self._alive()
        if sys.stderr.isatty() and time.monotonic() >= self._after:
            sys.stderr.write(f"\r\033[K{found.path.name}: {offset // 1_000_000} of {found.size // 1_000_000} MB")
            sys.stderr.flush()
            self._is_open = True

    def clear(self) -> None:
        """Leave no trace."""
        if self._is_open:
            sys.stderr.write("\r\033[K")
            self._is_open = False
