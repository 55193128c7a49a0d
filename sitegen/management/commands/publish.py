"""`manage.py publish`: bring the served site up to date."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import threading
import time
from argparse import ArgumentTypeError
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseFault
from django.db import close_old_connections, connections

from cms.api import changes
from sitegen.errors import CannotWrite, PublisherBusy, PublishError, Stopped
from sitegen.releases import ASIDE
from sitegen.report import Report
from sitegen.verify import differing
from sitegen.watch import Loop, ThemeWatch
from sitegen.wiring import make_publisher
from sitegen.wishes import Wishes

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.core.management.base import CommandParser

    from sitegen.publisher import Publisher

_LOOK = 0.1
_TRIES = 3
"""Comparisons made when people keep changing things underneath."""


class Command(BaseCommand):
    """Brings the served site up to date with the database."""

    help = (
        "Bring the served site (BUILD_DIR/live) up to date with the database. Without options it builds only when "
        "something changed since the last time. While a publisher watches (--watch), every other form of this "
        "command hands its wish to it and reports its result."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The options of the contract."""
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--full", action="store_true", help="build everything into a new release and switch to it")
        what.add_argument("--watch", action="store_true", help="stay, and publish whatever changes")
        what.add_argument(
            "--verify", action="store_true", help="build from nothing aside and compare with what is live"
        )
        what.add_argument(
            "--rollback",
            nargs="?",
            const="",
            metavar="RELEASE",
            help="serve an earlier release again (the one before, or the named one); publishing then waits for --full",
        )
        parser.add_argument(
            "--force",
            action="store_true",
            help="release removals that were held back (nothing is, yet: each build is a full one)",
        )
        parser.add_argument("--jobs", type=_positive, metavar="N", help="processes that render (default: all cores)")
        parser.add_argument(
            "--timeout", type=_positive, default=600, metavar="S", help="seconds to wait for another publisher"
        )
        parser.add_argument(
            "--json", action="store_true", help="print the result as one JSON object on standard output"
        )
        parser.add_argument("--into", type=Path, help="build into this folder instead and leave the outbox alone")

    def handle(self, *_: object, **options: Any) -> None:
        """Do what was asked; every error becomes one plain message and exit code 1."""
        if options["watch"]:
            self._watch(options["jobs"])
            return
        progress = _Progress()
        act = _Act(jobs=options["jobs"], into=options["into"], progress=progress)
        wish = {"full": options["full"], "verify": options["verify"], "rollback": options["rollback"]}
        try:
            report = self._do_or_ask(act, wish, timeout=options["timeout"])
        except PublishError as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError("interrupted; the live site is as it was") from None
        finally:
            progress.end()
        self._tell(report, as_json=options["json"], held=act.publisher.releases.held)

    def _do_or_ask(self, act: _Act, wish: dict[str, Any], *, timeout: int) -> dict[str, Any]:
        try:
            with act.publisher.releases.lock():
                return act(**wish).as_json()
        except PublisherBusy:
            if sys.stderr.isatty():
                sys.stderr.write("Another publisher is at work: waiting for it …\n")
        if wish["rollback"] is not None:
            # "The one before" means the one before what is live now, whenever the wish is granted.
            wish = {**wish, "rollback": act.publisher.releases.earlier(wish["rollback"] or None)}
        wishes = Wishes(act.publisher.site.build_dir)
        asked = wishes.make(wish, wait=timeout)
        try:
            return self._await(act, wish, wishes, asked, timeout=timeout)
        finally:
            wishes.withdraw(asked)

    def _await(self, act: _Act, wish: dict[str, Any], wishes: Wishes, asked: str, *, timeout: int) -> dict[str, Any]:
        deadline = time.monotonic() + timeout
        while time.monotonic() <= deadline:
            if answer := wishes.answer_to(asked):
                if "error" in answer:
                    raise PublishError(answer["error"])
                return dict(answer["report"])
            try:
                with act.publisher.releases.lock():
                    # It ended: with an answer in its last moment, or without.
                    if not wishes.is_answered(asked):
                        return act(**wish).as_json()
            except PublisherBusy:
                time.sleep(_LOOK)
        raise PublisherBusy(f"another publisher is at work and did not answer within {timeout} seconds")

    def _tell(self, report: dict[str, Any], *, as_json: bool, held: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(report))
        elif report["mode"] == "verify":
            found = report["differing"]
            self.stdout.write(f"{len(found)} of {report['outputs']} outputs differ from a clean build.")
            for path in found[:50]:
                self.stdout.write(f"  {path}")
        elif report["mode"] == "incremental" and held:
            self.stdout.write(
                f"Publishing waits since the return to release {report['release']}; `publish --full` ends that."
            )
        elif report["mode"] == "incremental" and not report["rendered"]:
            self.stdout.write(f"Nothing has changed: release {report['release']} is up to date.")
        else:
            self.stdout.write(
                f"Live: release {report['release']} ({report['mode']}), {report['outputs']} outputs, "
                f"{report['written']} new or changed, {report['removed']} removed, {report['seconds']} s."
            )
            if report["mode"] == "rollback":
                self.stdout.write("Publishing waits from here on: nothing new goes live until `publish --full`.")
        if report.get("differing"):
            sys.exit(1)

    def _watch(self, jobs: int | None) -> None:
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())

        def go_on(_: int) -> None:
            if stop.is_set():
                raise Stopped("asked to end: the unfinished release is dropped")

        act = _Act(jobs=jobs, into=None, progress=go_on)
        wishes = Wishes(act.publisher.site.build_dir)
        try:
            theme = ThemeWatch(settings.THEME_DIR)
            while not stop.is_set():
                try:
                    with act.publisher.releases.lock():
                        Loop(wishes, grant=act, pending=act.is_behind).run(stop, theme.touched)
                except PublisherBusy:
                    stop.wait(_LOOK)
            theme.stop()
        except PublishError as error:
            raise CommandError(str(error)) from error


class _Act:
    """Does what a wish asks for, under the lock."""

    def __init__(self, *, jobs: int | None, into: Path | None, progress: Callable[[int], None]) -> None:
        self._jobs = jobs
        self._is_aside = into is not None
        self._is_watching = False
        self.publisher: Publisher = make_publisher(jobs=jobs, progress=progress, into=into)

    def __call__(self, *, full: bool, verify: bool, rollback: str | None) -> Report:
        close_old_connections()
        try:
            if not (self._is_aside or self._is_watching):
                changes.watch_for_changes()
                self._is_watching = True
            if verify:
                return self._verify()
            if rollback is not None:
                return self.publisher.roll_back(rollback or None)
            return self.publisher.build() if full else self.publisher.bring_up_to_date()
        except DatabaseFault as error:
            raise PublishError(f"the database does not answer as it should: {error}") from error

    def is_behind(self) -> bool:
        """One cheap look, five times a second: on the open connection, which is given up only when it fails."""
        try:
            return not self.publisher.releases.held and not changes.is_empty()
        except DatabaseFault:
            connections.close_all()
            raise

    def _verify(self) -> Report:
        started = time.monotonic()
        for attempt in range(1, _TRIES + 1):
            report = self.publisher.bring_up_to_date()
            found = self._differing()
            # What changed meanwhile is in one of the two only: that is no difference to tell of.
            if not found or attempt == _TRIES or not self.is_behind():
                break
        return Report(
            mode="verify",
            release=report.release,
            outputs=report.outputs,
            differing=found,
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
    command = [
        sys.executable,
        str(settings.BASE_DIR / "manage.py"),
        "publish",
        "--full",
        "--json",
        "--into",
        str(aside),
    ]
    done = subprocess.run(
        [*command, *(["--jobs", str(jobs)] if jobs else [])], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise PublishError(f"the clean build failed: {done.stderr.strip()}")


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text!r} is not a whole number from 1 up")
    return int(text)


class _Progress:
    """Counts pages on a terminal, once a second, from the third second on."""

    def __init__(self) -> None:
        self._next = time.monotonic() + 2
        self._shown = sys.stderr.isatty()
        self._begun = False

    def __call__(self, outputs: int) -> None:
        now = time.monotonic()
        if self._shown and now >= self._next:
            self._next = now + 1
            self._begun = True
            sys.stderr.write(f"\r{outputs:,} pages rendered …")
            sys.stderr.flush()

    def end(self) -> None:
        """Leave the line for what comes next."""
        if self._begun:
            sys.stderr.write("\n")
